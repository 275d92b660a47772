// Buttons for all that a hand can do with the map, so that nothing has to be dragged or pinched.

const STEPS = { west: [-1, 0], east: [1, 0], north: [0, -1], south: [0, 1] };

/**
 * Make the buttons work.
 * @param {import("maplibre-gl").Map} map
 * @param {boolean} still whether the map is to move at once
 * @param {() => void} askMiddle
 */
export function whenPressed(map, still, askMiddle) {
  const move = { duration: still ? 0 : 250 };
  const does = {
    "zoom-in": () => map.zoomIn(move),
    "zoom-out": () => map.zoomOut(move),
    here: askMiddle,
    print: () => print(),
  };
  for (const [way, [x, y]] of Object.entries(STEPS)) {
    does[way] = () => map.panBy([(x * map.getContainer().clientWidth) / 3, (y * map.getContainer().clientHeight) / 3], move);
  }
  for (const button of document.querySelectorAll("[data-does]")) {
    const action = does[button.dataset.does];
    if (action) button.addEventListener("click", action);
  }
}

/** Show a link to the map as it is, and copy it where the browser lets us. */
export function withShare(link) {
  const shared = document.querySelector(".shared");
  const field = document.getElementById("link");
  document.querySelector('[data-does="share"]').addEventListener("click", async () => {
    field.value = link();
    shared.hidden = false;
    field.focus();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      document.getElementById("said").textContent = "The link is copied.";
    } catch {
      document.getElementById("said").textContent = "The link is selected: copy it.";
    }
  });
}

/** Keep the slider and the number the same; `change` is told of the strength while the slider moves. */
export function withStrength(change) {
  const range = document.getElementById("strength-range");
  const number = document.getElementById("strength");
  range.addEventListener("input", () => {
    number.value = range.value;
    change(range.value);
  });
  range.addEventListener("change", () => number.dispatchEvent(new Event("change")));
  number.addEventListener("change", () => (range.value = number.value));
}
