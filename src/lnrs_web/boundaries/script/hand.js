// Drawing by hand: terra-draw does what a mouse or a finger does; whoever has neither puts corners in the middle of the
// map, which here is a press there. Parcels, and the one that is being drawn, are always read from terra-draw.

import { TerraDraw, TerraDrawModeUndoRedo, TerraDrawPolygonMode, TerraDrawSessionUndoRedo, ValidateNotSelfIntersecting } from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";

const MODE = "polygon";
const FINISH = "FinishParcel"; // no key of any keyboard: the button's word to terra-draw
const DECIMALS = 8; // of a degree: about a millimetre
const INK = "#1f241d";
const PAPER = "#fffefb";

/**
 * @typedef {{id: string, corners: [number, number][], crossed: boolean}} Parcel corners in order, the first not repeated
 */

/** Draw on a map; `changed` is told whenever anything is different. */
export class Hand {
  /** @param {import("maplibre-gl").Map} map */
  constructor(map, changed) {
    this.map = map;
    this.draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: DECIMALS }),
      modes: [polygonMode(false)],
      undoRedo: { modeLevel: new TerraDrawModeUndoRedo(), sessionLevel: new TerraDrawSessionUndoRedo() },
    });
    this.draw.start();
    this.draw.setMode(MODE);
    this.draw.on("change", changed);
    this.draw.on("finish", changed);
    this.draw.on("history", changed);
    this.fromMiddle = false;
    this.canvas = map.getCanvas();
    this.canvas.addEventListener("pointermove", (event) => (this.fromMiddle &&= !event.isTrusted));
    map.on("move", () => this.fromMiddle && this.#press("pointermove"));
  }

  /** Parcels that are finished. @returns {Parcel[]} */
  get parcels() {
    return this.#polygons(false).map((one) => ({
      id: String(one.id),
      corners: one.geometry.coordinates[0].slice(0, -1),
      crossed: !ValidateNotSelfIntersecting(one).valid,
    }));
  }

  /** Corners that are put of the one that is being drawn. @returns {[number, number][]} */
  get corners() {
    const [one] = this.#polygons(true);
    return one ? one.geometry.coordinates[0].slice(0, one.properties.committedCoordinateCount) : [];
  }

  /** A corner in the middle of the map; on the first corner it finishes. */
  putCorner() {
    this.fromMiddle = true;
    for (const kind of ["pointermove", "pointerdown", "pointerup"]) this.#press(kind);
  }

  finish() {
    this.canvas.dispatchEvent(new KeyboardEvent("keyup", { key: FINISH }));
  }

  get canUndo() {
    return this.draw.canUndo();
  }

  get canRedo() {
    return this.draw.canRedo();
  }

  undo() {
    this.draw.undo();
  }

  redo() {
    this.draw.redo();
  }

  remove(id) {
    this.draw.removeFeatures([id]);
  }

  /** Give a parcel other corners. */
  change(id, corners) {
    this.draw.updateFeatureGeometry(id, polygon(corners));
  }

  /** Draw these parcels in place of what is there; before that `named` is told the id and the number of each. */
  load(parcels, named) {
    const there = this.#polygons(false).map((one) => one.id);
    if (there.length) this.draw.removeFeatures(there);
    const features = parcels.map((corners) => ({
      id: this.draw.getFeatureId(),
      type: "Feature",
      properties: { mode: MODE },
      geometry: polygon(corners),
    }));
    features.forEach((one, index) => named(String(one.id), index));
    if (features.length) this.draw.addFeatures(features);
  }

  /** Let corners fall on corners and edges of parcels that are drawn already, or not. */
  snap(wanted) {
    this.draw.updateModeOptions(MODE, { snapping: snapping(wanted) });
  }

  #polygons(beingDrawn) {
    return this.draw
      .getSnapshot()
      .filter((one) => one.geometry.type === "Polygon" && Boolean(one.properties.currentlyDrawing) === beingDrawn);
  }

  /** What a pointer would do in the middle of the map. */
  #press(kind) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const button = kind === "pointermove" ? -1 : 0;
    const where = { clientX: left + width / 2, clientY: top + height / 2, button, isPrimary: true, bubbles: false };
    this.canvas.dispatchEvent(new PointerEvent(kind, where));
  }
}

function polygon(corners) {
  const exact = corners.map((corner) => corner.slice(0, 2).map((degrees) => Number(degrees.toFixed(DECIMALS))));
  return { type: "Polygon", coordinates: [[...exact, exact[0]]] };
}

function snapping(wanted) {
  return { toLine: wanted, toCoordinate: wanted };
}

function polygonMode(snaps) {
  return new TerraDrawPolygonMode({
    editable: true, // a corner that is dragged moves, an edge that is dragged gets one
    snapping: snapping(snaps),
    showCoordinatePoints: true,
    pointerDistance: 14,
    keyEvents: { cancel: null, finish: FINISH },
    styles: {
      fillColor: "#ffbf47",
      fillOpacity: 0.3,
      outlineColor: INK,
      outlineWidth: 3,
      coordinatePointColor: PAPER,
      coordinatePointWidth: 5,
      coordinatePointOutlineColor: INK,
      coordinatePointOutlineWidth: 2,
      closingPointColor: "#ffbf47",
      closingPointWidth: 7,
      closingPointOutlineColor: INK,
      closingPointOutlineWidth: 2.5,
      editedPointColor: "#14507a",
      editedPointOutlineColor: PAPER,
      snappingPointColor: "#14507a",
      snappingPointOutlineColor: PAPER,
    },
  });
}
