// "Draw on a map" in a form that asks for land or places: what is drawn is put in the form's own field as GeoJSON, so
// that the form works as it does for who typed it there.

import "maplibre-gl/dist/maplibre-gl.css";
import "./draw.css";
import { boxOf, CLOSE, mapIn, styleAt } from "../../atlas/script/base.js";
import { read, written } from "./field.js";
import { find } from "./find.js";
import { Hand } from "./hand.js";
import { Panel } from "./panel.js";
import { metres } from "./grid.js";
import { counted, FEWEST, rounded, sizeOf, soFar } from "./shapes.js";

const STEPS = { west: [-1, 0], east: [1, 0], north: [0, -1], south: [0, 1] };
const NUDGES = { ArrowLeft: "west", ArrowRight: "east", ArrowUp: "north", ArrowDown: "south" };
const [STEP_PX, NUDGE_PX, FINGER_PX] = [90, 8, 6];
const ROUGH_M = 100; // from which on a point says too little
const FIRST = { point: "Put the point.", line: "Put one end of the line.", area: "Put the first corner." };

const way = document.querySelector("[data-draws]");
const element = document.getElementById("drawing-map");
const field = document.getElementById("land-drawn");
const place = document.getElementById("drawing-place");
const found = document.getElementById("drawing-found");
const said = document.getElementById("drawing-said");
const kinds = way.dataset.draws.split(" ");
const nouns = { point: "point", line: "line", area: way.dataset.area };
const most = Number(way.dataset.most || Infinity);
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const move = { duration: still ? 0 : 200 };

function say(words) {
  if (said.textContent !== words) said.textContent = words;
}

/** Where it is worth beginning: what is drawn already, or the whole area. */
function boxRound(shapes) {
  const corners = shapes.flatMap((one) => one.corners);
  const [x, y] = [corners.map((corner) => corner[0]), corners.map((corner) => corner[1])];
  return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
}

function spliced(corners, from, without, ...others) {
  return [...corners.slice(0, from), ...others, ...corners.slice(from + without)];
}

function buttonsIn(parts, does) {
  for (const button of parts.querySelectorAll("[data-does]")) {
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") does[button.dataset.does](button.dataset.kind);
    });
  }
}

function buttonOf(name) {
  return way.querySelector(`[data-does="${name}"]`);
}

function allow(name, allowed) {
  buttonOf(name).setAttribute("aria-disabled", String(!allowed));
}

function withDrawing(map) {
  let before = { shapes: [], corners: [] };
  let quiet = false; // while what is pasted is drawn, or what is drawn was pasted
  const hand = new Hand(map, kinds, follow, take);
  const panel = new Panel(
    document.getElementById("drawing-shapes"),
    nouns,
    {
      show: (id) => map.fitBounds(boxRound([shapeOf(id)]), { padding: 60, maxZoom: 17, ...move }),
      remove: (id) => {
        hand.remove(id);
        map.getCanvas().focus();
      },
      look: (id, corner) => map.easeTo({ center: shapeOf(id).corners[corner], zoom: Math.max(map.getZoom(), CLOSE), ...move }),
      move: (id, corner) => reshape(id, corner, 1, middle()),
      add: (id, corner) => reshape(id, corner + 1, 0, middle()),
      out: (id, corner) => {
        const { kind, corners } = shapeOf(id);
        if (corners.length > FEWEST[kind]) reshape(id, corner, 1);
        else say(`${kind === "area" && nouns.area === "area" ? "An" : "A"} ${nouns[kind]} has ${FEWEST[kind]} corners at least.`);
      },
    },
    () => {
      panel.show(hand.shapes);
      write();
    },
  );

  const shapeOf = (id) => hand.shapes.find((one) => one.id === id);
  const middle = () => map.getCenter().toArray();
  const isFull = () => hand.shapes.length >= most;

  function reshape(id, from, without, ...others) {
    const shape = shapeOf(id);
    hand.change(shape, spliced(shape.corners, from, without, ...others));
  }

  async function go(called = place.value, asked = undefined) {
    const { box, words, choices = [] } = await find(element.dataset.words, called, asked);
    found.replaceChildren(...choices.map(offered));
    found.hidden = !choices.length;
    if (box) map.fitBounds(box, { padding: 20, maxZoom: 16, duration: 0 });
    say(words);
    if (choices.length) found.querySelector("button").focus();
    else if (asked) place.focus(); // the button that was pressed is gone
  }

  /** One of several places of a name, to be chosen. */
  function offered({ words, note, asked }) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    [button.type, button.className, button.textContent] = ["button", "second", words];
    button.addEventListener("click", () => go(words, asked));
    item.append(button, ` ${note}`);
    return item;
  }

  /** How far a finger may be out at a place, at the scale of the map as it is. */
  function doubt_m(corner) {
    const { x, y } = map.project(corner);
    return metres([corner, map.unproject([x + FINGER_PX, y]).toArray()]);
  }

  function write() {
    if (!quiet) field.value = written(hand.shapes.map((one) => ({ ...one, name: panel.nameOf(one) })));
  }

  /** Draw with another tool from now on. */
  function take(kind) {
    hand.take(kind);
    if (isFull()) hand.rest(true);
    for (const button of way.querySelectorAll('[data-does="take"]')) {
      button.setAttribute("aria-pressed", String(button.dataset.kind === kind));
    }
    buttonOf("put").textContent = `Put a ${kind === "point" ? "point" : "corner"} here`;
    buttonOf("finish").textContent = `Finish this ${nouns[kind]}`;
    buttonOf("finish").hidden = kind === "point";
    follow();
    say(isFull() ? full() : `${FIRST[kind]} Press on the map, or move it and use the button.`);
  }

  function full() {
    return `${counted(most, "place")} are drawn, which is the most. Delete one to draw another.`;
  }

  function putCorner() {
    if (isFull()) say(full());
    else hand.putCorner();
  }

  function follow() {
    const now = { shapes: hand.shapes, corners: hand.corners };
    allow("undo", hand.canUndo);
    allow("redo", hand.canRedo);
    allow("put", !isFull());
    allow("finish", now.corners.length >= FEWEST[hand.kind]);
    if (JSON.stringify(now) === JSON.stringify(before)) return;
    if (JSON.stringify(now.shapes) !== JSON.stringify(before.shapes)) {
      panel.show(now.shapes);
      write();
      setTimeout(() => hand.rest(isFull())); // not while terra-draw is in the middle of a press
    }
    if (now.corners.length) say(soFar(hand.kind, now.corners));
    else say(isFull() ? full() : told(before, now));
    before = now;
  }

  /** What has become of the shapes. */
  function told(before, now) {
    const known = new Map(before.shapes.map((one) => [one.id, JSON.stringify(one.corners)]));
    const changed = now.shapes.filter((one) => known.get(one.id) !== JSON.stringify(one.corners));
    if (changed.length === 1) {
      const { kind, corners } = changed[0];
      const another = { point: "Put another, if there is one.", line: "Put an end to begin another.", area: "Put a corner to begin another." };
      const rough = kind === "point" && doubt_m(corners[0]) > ROUGH_M ? ` At this scale it may be ${rounded(doubt_m(corners[0]))} out: zoom in, and put it where it is.` : "";
      return `${panel.nameOf(changed[0])}: ${sizeOf(kind, corners)}.${rough || ` ${another[hand.kind]}`}`;
    }
    if (!now.shapes.length) return `Nothing is drawn. ${FIRST[hand.kind]}`;
    return `${counted(now.shapes.length, kinds.length > 1 ? "place" : nouns[kinds[0]])} drawn.`;
  }

  /** Draw what stands in the field, where that can be drawn on. */
  function drawField() {
    const shapes = read(field.value, kinds);
    quiet = true;
    if (shapes?.length) take(shapes[0].kind); // so that more of it can be drawn, or it be changed, at once
    hand.load(shapes ?? [], (id, index) => panel.names.set(id, shapes[index].name || panel.nameOf({ ...shapes[index], id })));
    follow();
    quiet = false;
    if (shapes?.length) map.fitBounds(boxRound(shapes), { padding: 60, maxZoom: 17, duration: 0 });
    if (!shapes) say("What stands under “The shape as GeoJSON” can be sent, but not be changed on this map.");
  }

  buttonsIn(way, {
    "zoom-in": () => map.zoomIn(move),
    "zoom-out": () => map.zoomOut(move),
    ...Object.fromEntries(
      Object.entries(STEPS).map(([side, [x, y]]) => [side, () => map.panBy([x * STEP_PX, y * STEP_PX], move)]),
    ),
    go: () => go(),
    take,
    put: putCorner,
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
    if (event.key === "Enter") putCorner();
    else if (event.key === "Backspace") hand.undo();
    else if (nudge) map.panBy(nudge.map((way) => way * NUDGE_PX), { duration: 0 });
    else return;
    event.preventDefault();
  });
  document.getElementById("drawing-snaps")?.addEventListener("change", ({ target }) => hand.snap(target.checked));
  field.addEventListener("change", drawField);
  field.form.addEventListener("submit", () => hand.finish());
  take(kinds[0]);
  say(`Nothing is drawn. ${FIRST[kinds[0]]}`);
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
  if (document.getElementById("way-kept")?.checked && field.value.trim()) chosen.checked = true; // to be seen, and changed
  begin();
}

offer();
