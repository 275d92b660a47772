// The list of parcels beside the map: each with its name, its hectares, and all that can be done to it and its corners.

import { gridReference, hectares } from "./grid.js";

/** Hectares as they are told: to a hundredth. */
export function ha(value_ha) {
  return `${value_ha.toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}\u00a0ha`;
}

/** A number with its noun. */
export function counted(count, noun) {
  return `${count}\u00a0${noun}${count === 1 ? "" : "s"}`;
}

/**
 * Keeps the list as the parcels are. An entry stays the same element while its parcel is there, so that nobody who
 * types a name loses their place.
 */
export class Panel {
  /**
   * @param {HTMLElement} element
   * @param {Record<string, (id: string, corner?: number) => void>} does what the buttons do, by `data-act`
   * @param {() => void} renamed
   */
  constructor(element, does, renamed) {
    this.heading = element.querySelector("h2");
    this.list = element.querySelector("ol");
    this.entry = element.querySelector("template.entry").content;
    this.corner = element.querySelector("template.corner").content;
    this.element = element;
    this.names = new Map();
    this.entries = new Map(); // of parcels that are gone as well: what is undone comes back as it was
    this.list.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-act]");
      if (!button) return;
      const corner = button.closest("[data-corner]")?.dataset.corner;
      const item = button.closest("[data-parcel]");
      does[button.dataset.act](item.dataset.parcel, corner && Number(corner));
      if (!button.isConnected) item.querySelector("summary").focus(); // where whoever pressed it still is
    });
    this.list.addEventListener("input", ({ target }) => {
      this.names.set(target.closest("[data-parcel]").dataset.parcel, target.value);
      renamed();
    });
  }

  /** The name of a parcel; it is given one when it is first asked for. */
  nameOf(id) {
    if (!this.names.has(id)) {
      const taken = new Set(this.names.values());
      let number = 1;
      while (taken.has(`Parcel ${number}`)) number++;
      this.names.set(id, `Parcel ${number}`);
    }
    return this.names.get(id).trim() || "Parcel";
  }

  /** @param {import("./hand.js").Parcel[]} parcels */
  show(parcels) {
    const total_ha = parcels.reduce((sum, one) => sum + hectares(one.corners), 0);
    this.element.hidden = !parcels.length;
    this.heading.textContent = `${counted(parcels.length, "parcel")}, ${ha(total_ha)}`;
    const there = new Map([...this.list.children].map((item) => [item.dataset.parcel, item]));
    parcels.forEach((parcel, index) => {
      const item = this.#entryOf(parcel.id);
      there.delete(parcel.id);
      if (this.list.children[index] !== item) this.list.insertBefore(item, this.list.children[index] ?? null);
      this.#fill(item, parcel);
    });
    for (const item of there.values()) item.remove();
  }

  #entryOf(id) {
    if (this.entries.has(id)) return this.entries.get(id);
    const item = this.entry.cloneNode(true).firstElementChild;
    item.dataset.parcel = id;
    this.nameOf(id);
    item.querySelector("input").value = this.names.get(id);
    this.entries.set(id, item);
    return item;
  }

  #fill(item, { id, corners, crossed }) {
    const name = this.nameOf(id);
    item.querySelector(".size").textContent = `${ha(hectares(corners))}, ${counted(corners.length, "corner")}`;
    item.querySelector(".crossed").hidden = !crossed;
    for (const button of item.querySelectorAll(".of-parcel [data-act]")) button.setAttribute("aria-label", `${button.textContent} ${name}`);
    item.querySelector("summary").textContent = `Corners of ${name}`;
    const list = item.querySelector(".corners");
    while (list.children.length > corners.length) list.lastElementChild.remove();
    while (list.children.length < corners.length) list.append(this.corner.cloneNode(true));
    corners.forEach((corner, index) => {
      const row = list.children[index];
      row.dataset.corner = String(index);
      row.querySelector(".where").textContent = `Corner ${index + 1} at ${gridReference(corner)}`;
      for (const button of row.querySelectorAll("[data-act]")) {
        button.setAttribute("aria-label", `${button.textContent}: corner ${index + 1} of ${name}`);
      }
    });
  }
}
