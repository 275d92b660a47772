// "Draw on a map" in a form that asks for land: what is drawn is put in the form's own field as GeoJSON, so that the
// form works as it does for who typed it there.

import "maplibre-gl/dist/maplibre-gl.css";
import "./draw.css";
import { boxOf, CLOSE, mapIn, styleAt } from "../../atlas/script/base.js";
import { read, written } from "./field.js";
import { find } from "./find.js";
import { gridReference, hectares } from "./grid.js";
import { Hand } from "./hand.js";
import { counted, ha, Panel } from "./panel.js";

const STEPS = { west: [-1, 0], east: [1, 0], north: [0, -1], south: [0, 1] };
const NUDGES = { ArrowLeft: "west", ArrowRight: "east", ArrowUp: "north", ArrowDown: "south" };
const [STEP_PX, NUDGE_PX] = [90, 8];
const FEWEST = 3;

const way = document.querySelector("[data-draws-land]");
const element = document.getElementById("drawing-map");
const field = document.getElementById("land-drawn");
const place = document.getElementById("drawing-place");
const said = document.getElementById("drawing-said");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const move = { duration: still ? 0 : 200 };

function say(words) {
  if (said.textContent !== words) said.textContent = words;
}

/** Where it is worth beginning: what is drawn already, or the whole area. */
function boxRound(parcels) {
  const corners = parcels.flatMap((one) => one.corners);
  const [x, y] = [corners.map((corner) => corner[0]), corners.map((corner) => corner[1])];
  return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
}

/** What can be told of what is being drawn. */
function sentence(corners) {
  const last = `${corners.length === 1 ? "It" : "The last"} is at ${gridReference(corners.at(-1))}.`;
  if (corners.length < FEWEST) {
    const lacking = FEWEST - corners.length;
    return `${counted(corners.length, "corner")} put. ${last} ${lacking} more at least.`;
  }
  return `${counted(corners.length, "corner")} put: ${ha(hectares(corners))} so far. ${last}`;
}

function spliced(corners, from, without, ...others) {
  return [...corners.slice(0, from), ...others, ...corners.slice(from + without)];
}

function buttonsIn(parts, does) {
  for (const button of parts.querySelectorAll("[data-does]")) {
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") does[button.dataset.does]();
    });
  }
}

function allow(name, allowed) {
  way.querySelector(`[data-does="${name}"]`).setAttribute("aria-disabled", String(!allowed));
}

function withDrawing(map) {
  let before = { parcels: [], corners: [] };
  let quiet = false; // while what is pasted is drawn, or what is drawn was pasted
  const hand = new Hand(map, follow);
  const panel = new Panel(
    document.getElementById("drawing-parcels"),
    {
      show: (id) => map.fitBounds(boxRound(hand.parcels.filter((one) => one.id === id)), { padding: 60, maxZoom: 17, ...move }),
      remove: (id) => {
        hand.remove(id);
        map.getCanvas().focus();
      },
      look: (id, corner) => map.easeTo({ center: cornersOf(id)[corner], zoom: Math.max(map.getZoom(), CLOSE), ...move }),
      move: (id, corner) => hand.change(id, spliced(cornersOf(id), corner, 1, middle())),
      add: (id, corner) => hand.change(id, spliced(cornersOf(id), corner + 1, 0, middle())),
      out: (id, corner) => {
        if (cornersOf(id).length > FEWEST) hand.change(id, spliced(cornersOf(id), corner, 1));
        else say(`A parcel has ${FEWEST} corners at least.`);
      },
    },
    () => {
      panel.show(hand.parcels);
      write();
    },
  );

  const cornersOf = (id) => hand.parcels.find((one) => one.id === id).corners;
  const middle = () => map.getCenter().toArray();

  async function go() {
    const { box, words } = await find(element.dataset.words, place.value);
    if (box) map.fitBounds(box, { padding: 20, maxZoom: 16, duration: 0 });
    say(words);
  }

  function write() {
    if (!quiet) field.value = written(hand.parcels.map((one) => ({ name: panel.nameOf(one.id), corners: one.corners })));
  }

  function follow() {
    const now = { parcels: hand.parcels, corners: hand.corners };
    allow("undo", hand.canUndo);
    allow("redo", hand.canRedo);
    allow("finish", now.corners.length >= FEWEST);
    if (JSON.stringify(now) === JSON.stringify(before)) return;
    if (JSON.stringify(now.parcels) !== JSON.stringify(before.parcels)) {
      panel.show(now.parcels);
      write();
    }
    if (now.corners.length) say(sentence(now.corners));
    else say(told(before, now));
    before = now;
  }

  /** What has become of the parcels. */
  function told(before, now) {
    const known = new Map(before.parcels.map((one) => [one.id, JSON.stringify(one.corners)]));
    const changed = now.parcels.filter((one) => known.get(one.id) !== JSON.stringify(one.corners));
    if (changed.length === 1) return `${panel.nameOf(changed[0].id)}: ${ha(hectares(changed[0].corners))}. Put a corner to begin another.`;
    if (!now.parcels.length) return "Nothing is drawn. Put the first corner.";
    return `${counted(now.parcels.length, "parcel")} drawn.`;
  }

  /** Draw what stands in the field, where that can be drawn on. */
  function drawField() {
    const parcels = read(field.value);
    quiet = true;
    hand.load(
      (parcels ?? []).map((one) => one.corners),
      (id, index) => panel.names.set(id, parcels[index].name || `Parcel ${index + 1}`),
    );
    follow();
    quiet = false;
    if (parcels?.length) map.fitBounds(boxRound(parcels), { padding: 60, maxZoom: 17, duration: 0 });
    if (!parcels) say("What stands under “The shape as GeoJSON” can be sent, but not be changed on this map.");
  }

  buttonsIn(way, {
    "zoom-in": () => map.zoomIn(move),
    "zoom-out": () => map.zoomOut(move),
    ...Object.fromEntries(
      Object.entries(STEPS).map(([side, [x, y]]) => [side, () => map.panBy([x * STEP_PX, y * STEP_PX], move)]),
    ),
    go,
    put: () => hand.putCorner(),
    finish: () => hand.finish(),
    undo: () => hand.undo(),
    redo: () => hand.redo(),
  });
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // it asks for a place, not for the answer
    go();
  });
  map.getCanvas().addEventListener("keydown", (event) => {
    const nudge = event.shiftKey && STEPS[NUDGES[event.key]];
    if (event.key === "Enter") hand.putCorner();
    else if (event.key === "Backspace") hand.undo();
    else if (nudge) map.panBy(nudge.map((way) => way * NUDGE_PX), { duration: 0 });
    else return;
    event.preventDefault();
  });
  document.getElementById("drawing-snaps").addEventListener("change", ({ target }) => hand.snap(target.checked));
  field.addEventListener("change", drawField);
  field.form.addEventListener("submit", () => hand.finish());
  drawField();
  element.hand = hand; // for tests, and for whoever looks under the bonnet
}

async function open() {
  const style = await styleAt(element.dataset.style);
  style.layers = style.layers.filter(({ metadata }) => !metadata?.part || metadata.part === "importance"); // the rest hides the ground
  const map = mapIn(element, style, { bounds: await boxOf(style), fitBoundsOptions: { padding: 12 } }, still);
  element.map = map;
  map.once("load", () => {
    withDrawing(map);
    for (const hidden of way.querySelectorAll("[data-once-drawn]")) hidden.hidden = false;
  });
}

function offer() {
  for (const other of way.querySelectorAll("[data-without]")) other.hidden = true;
  for (const own of way.querySelectorAll("[data-with]")) own.hidden = false;
  way.querySelector(".geojson").open = false;
  const chosen = document.getElementById("way-drawn");
  let begun = false;
  const begin = () => {
    if (begun || !chosen.checked) return;
    begun = true;
    open().catch((reason) => {
      console.warn(reason);
      element.parentElement.hidden = true;
      way.querySelector(".cannot").hidden = false;
      way.querySelector(".geojson").open = true;
    });
  };
  field.form.addEventListener("change", begin);
  addEventListener("pageshow", begin); // a browser that goes back chooses again what was chosen
  begin();
}

offer();
