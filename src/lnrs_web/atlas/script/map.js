// The map's page in use: what is chosen, pointed at or moved changes the map, the words beside it and the address,
// so that a link, the back button and a reload come to the same.

import "maplibre-gl/dist/maplibre-gl.css";
import "./map.css";
import { asked, fillIn, viewIn } from "./address.js";
import { whenPressed, withShare, withStrength } from "./controls.js";
import { draw, show, showPoint } from "./drawing.js";
import { fetchWords, pointIn, shownIn } from "./words.js";

const element = /** @type {HTMLElement} */ (document.getElementById("map"));
const form = /** @type {HTMLFormElement} */ (document.getElementById("asked"));
const place = /** @type {HTMLInputElement} */ (document.getElementById("place"));
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
let latest = 0;

/** Bring the words and the map to what the form says; `told` is whether to say aloud what is there. */
async function follow(map, { told = false } = {}) {
  const turn = ++latest;
  const words = await fetchWords(element.dataset.words, asked(form), told);
  if (words && turn === latest) {
    show(map, shownIn(document), asked(form));
    showPoint(map, pointIn(document));
  }
}

/** Ask what is at a point, and remember it in the address. */
function askAt(map, { lat, lng }) {
  place.value = `${lat.toFixed(6)}, ${lng.toFixed(6)}`;
  history.pushState(null, "", asked(form, map).url);
  return follow(map, { told: true });
}

function keepAddress(map) {
  map.on("moveend", () => history.replaceState(null, "", asked(form, map).url));
  addEventListener("popstate", () => {
    fillIn(form, new URLSearchParams(location.search));
    const view = viewIn(location.search);
    if (view) map.jumpTo(view);
    follow(map);
  });
}

async function start() {
  const map = await draw(element, { point: pointIn(document), shown: shownIn(document), asked: asked(form), still });
  element.map = map; // for tests, and for whoever looks under the bonnet
  for (const hidden of document.querySelectorAll(".tools, .cross")) hidden.hidden = false;
  map.on("click", (event) => askAt(map, event.lngLat));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key === "Enter") askAt(map, map.getCenter());
  });
  for (const control of form.elements) {
    if (control !== place && control.name) {
      control.addEventListener("change", () => {
        history.pushState(null, "", asked(form, map).url);
        follow(map);
      });
    }
  }
  whenPressed(map, still, () => askAt(map, map.getCenter()));
  withShare(() => asked(form, map, element.dataset.edition).url);
  withStrength((strength) => show(map, shownIn(document), asked(form, null, "", strength)));
  keepAddress(map);
}

start().catch((reason) => {
  console.warn(reason);
  element.hidden = true;
  document.querySelector(".cannot").hidden = false;
});
