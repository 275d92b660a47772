// The list of shapes beside the map: each with its name, its size, and all that can be done to it and its corners.

import { gridReference } from "./grid.js";
import { counted, sizeOf, summed } from "./shapes.js";

/**
 * Keeps the list as the shapes are. An entry stays the same element while its shape is there, so that nobody who
 * types a name loses their place.
 */
export class Panel {
  /**
   * @param {HTMLElement} element
   * @param {Record<import("./shapes.js").Kind, string>} nouns what a shape of each kind is called
   * @param {Record<string, (id: string, corner?: number) => void>} does what the buttons do, by `data-act`
   * @param {() => void} renamed
   */
  constructor(element, nouns, does, renamed) {
    this.heading = element.querySelector("h2");
    this.list = element.querySelector("ol");
    this.entry = element.querySelector("template.entry").content;
    this.corner = element.querySelector("template.corner").content;
    this.element = element;
    this.nouns = nouns;
    this.names = new Map();
    this.entries = new Map(); // of shapes that are gone as well: what is undone comes back as it was
    this.list.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-act]");
      if (!button) return;
      const corner = button.closest("[data-corner]")?.dataset.corner;
      const item = button.closest("[data-shape]");
      does[button.dataset.act](item.dataset.shape, corner && Number(corner));
      if (!button.isConnected) item.querySelector("summary").focus(); // where whoever pressed it still is
    });
    this.list.addEventListener("input", ({ target }) => {
      this.names.set(target.closest("[data-shape]").dataset.shape, target.value);
      renamed();
    });
  }

  /** The name of a shape; it is given one when it is first asked for. */
  nameOf({ id, kind }) {
    const noun = capital(this.nouns[kind]);
    if (!this.names.has(id)) {
      const taken = new Set(this.names.values());
      let number = 1;
      while (taken.has(`${noun} ${number}`)) number++;
      this.names.set(id, `${noun} ${number}`);
    }
    return this.names.get(id).trim() || noun;
  }

  /** @param {import("./hand.js").Shape[]} shapes */
  show(shapes) {
    this.element.hidden = !shapes.length;
    this.heading.textContent = summed(shapes, this.nouns);
    const there = new Map([...this.list.children].map((item) => [item.dataset.shape, item]));
    shapes.forEach((shape, index) => {
      const item = this.#entryOf(shape);
      there.delete(shape.id);
      if (this.list.children[index] !== item) this.list.insertBefore(item, this.list.children[index] ?? null);
      this.#fill(item, shape);
    });
    for (const item of there.values()) item.remove();
  }

  #entryOf(shape) {
    if (this.entries.has(shape.id)) return this.entries.get(shape.id);
    const item = this.entry.cloneNode(true).firstElementChild;
    item.dataset.shape = shape.id;
    this.nameOf(shape);
    item.querySelector("input").value = this.names.get(shape.id);
    this.entries.set(shape.id, item);
    return item;
  }

  #fill(item, shape) {
    const { kind, corners, crossed } = shape;
    const name = this.nameOf(shape);
    const size = sizeOf(kind, corners);
    item.querySelector(".size").textContent = kind === "point" ? size : `${size}, ${counted(corners.length, "corner")}`;
    item.querySelector(".crossed").hidden = !crossed;
    for (const button of item.querySelectorAll(".of-shape [data-act]")) button.setAttribute("aria-label", `${button.textContent} ${name}`);
    item.querySelector("summary").textContent = kind === "point" ? `Move ${name}` : `Corners of ${name}`;
    const list = item.querySelector(".corners");
    while (list.children.length > corners.length) list.lastElementChild.remove();
    while (list.children.length < corners.length) list.append(this.corner.cloneNode(true));
    corners.forEach((corner, index) => {
      const row = list.children[index];
      const what = kind === "point" ? name : `corner ${index + 1} of ${name}`;
      row.dataset.corner = String(index);
      row.querySelector(".where").textContent = `${kind === "point" ? "It is" : `Corner ${index + 1}`} at ${gridReference(corner)}`;
      for (const button of row.querySelectorAll("[data-act]")) {
        button.hidden = kind === "point" && "ofMany" in button.dataset;
        button.setAttribute("aria-label", `${button.textContent}: ${what}`);
      }
    });
  }
}

/** With a capital first letter. */
function capital(words) {
  return words[0].toUpperCase() + words.slice(1);
}
