// Words and picture first: the map's own script is long, and while it runs a browser shows nothing new.

const picture = /** @type {HTMLImageElement | null} */ (document.querySelector(".frame .map img"));

function begin() {
  requestAnimationFrame(() => setTimeout(() => import(document.getElementById("map").dataset.script)));
}

if (!picture || picture.complete) {
  begin();
} else {
  for (const event of ["load", "error"]) picture.addEventListener(event, begin);
}
