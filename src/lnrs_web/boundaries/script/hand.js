// Drawing by hand: terra-draw does what a mouse or a finger does; whoever has neither puts corners in the middle of the
// map, which here is a press there. Shapes, and the one that is being drawn, are always read from terra-draw.

import {
  TerraDraw,
  TerraDrawLineStringMode,
  TerraDrawModeUndoRedo,
  TerraDrawPointMode,
  TerraDrawPolygonMode,
  TerraDrawSessionUndoRedo,
  ValidateNotSelfIntersecting,
} from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import { cornersOf, FEWEST, geometryOf, TYPES } from "./shapes.js";

/** What terra-draw calls the drawing of each kind. */
const MODES = { point: "point", line: "linestring", area: "polygon" };
const AT_REST = "static";
const FINISH = "FinishShape"; // no key of any keyboard: the button's word to terra-draw
const [REACH_PX, DRAG_PX] = [14, 2]; // how near a corner counts as pressed, and from when on a pointer drags
const DECIMALS = 8; // of a degree: about a millimetre
const INK = "#1f241d";
const PAPER = "#fffefb";
const AMBER = "#ffbf47";
const BLUE = "#14507a";

/**
 * @typedef {import("./shapes.js").Kind} Kind
 * @typedef {import("./shapes.js").Corners} Corners
 * @typedef {{id: string, kind: Kind, corners: Corners, crossed: boolean}} Shape
 */

/** Draw on a map; `changed` is told whenever anything is different. */
export class Hand {
  /**
   * @param {import("maplibre-gl").Map} map
   * @param {Kind[]} kinds what may be drawn; it begins with the first
   * @param {() => void} changed
   * @param {(kind: Kind) => void} reached somebody drags a corner of a shape of another kind, which asks for its tool
   */
  constructor(map, kinds, changed, reached) {
    this.map = map;
    this.kinds = kinds;
    this.draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: DECIMALS }),
      modes: kinds.map((kind) => MAKES[kind]()),
      undoRedo: { modeLevel: new TerraDrawModeUndoRedo(), sessionLevel: new TerraDrawSessionUndoRedo() },
    });
    this.draw.start();
    this.take(kinds[0]);
    this.draw.on("change", changed);
    this.draw.on("finish", changed);
    this.steps = 0; // that can be undone
    this.loaded = 0; // of them, those with which what was there before was drawn
    this.draw.on("history", ({ stack, undoSize }) => {
      if (stack === "session") this.steps = undoSize;
      changed();
    });
    this.fromMiddle = false;
    this.canvas = map.getCanvas();
    this.canvas.addEventListener("pointermove", (event) => (this.fromMiddle &&= !event.isTrusted));
    this.#dragAnyCorner(reached);
    map.on("move", () => this.fromMiddle && this.#press("pointermove"));
  }

  /** Shapes that are finished. @returns {Shape[]} */
  get shapes() {
    return this.#drawn(false).map((one) => {
      const kind = this.#kindOf(one);
      const crossed = kind === "area" && !ValidateNotSelfIntersecting(one).valid;
      return { id: String(one.id), kind, corners: cornersOf(one.geometry), crossed };
    });
  }

  /** Corners that are put of the one that is being drawn. @returns {Corners} */
  get corners() {
    const [one] = this.#drawn(true);
    if (!one) return [];
    if (one.geometry.type === "LineString") return one.geometry.coordinates.slice(0, -1); // the last follows the pointer
    return one.geometry.coordinates[0].slice(0, one.properties.committedCoordinateCount);
  }

  /** Draw shapes of a kind from now on. What is being drawn is finished, or let go where it has too few corners. */
  take(kind) {
    this.kind = kind;
    this.rest(false);
  }

  /** Put nothing more on the map, or go on. */
  rest(wanted) {
    const mode = wanted ? AT_REST : MODES[this.kind];
    if (this.draw.getMode() === mode) return;
    this.finish();
    this.draw.setMode(mode);
  }

  /** A corner in the middle of the map; on the first of an area or the last of a line it finishes. */
  putCorner() {
    this.fromMiddle = this.kind !== "point";
    for (const kind of ["pointermove", "pointerdown", "pointerup"]) this.#press(kind);
  }

  /** Finish what is being drawn, where it has corners enough. */
  finish() {
    const [one] = this.#drawn(true);
    if (one && this.corners.length >= FEWEST[this.#kindOf(one)]) this.canvas.dispatchEvent(new KeyboardEvent("keyup", { key: FINISH }));
  }

  get canUndo() {
    return this.draw.canUndo() && (this.corners.length > 0 || this.steps > this.loaded);
  }

  get canRedo() {
    return this.draw.canRedo();
  }

  undo() {
    if (this.canUndo) this.draw.undo();
  }

  redo() {
    this.draw.redo();
  }

  remove(id) {
    this.draw.removeFeatures([id]);
  }

  /** Give a shape other corners. */
  change({ id, kind }, corners) {
    this.draw.updateFeatureGeometry(id, exact(kind, corners));
  }

  /** Draw these shapes in place of what is there; before that `named` is told the id and the number of each. */
  load(shapes, named) {
    const there = this.#drawn(false).map((one) => one.id);
    if (there.length) this.draw.removeFeatures(there);
    const features = shapes.map(({ kind, corners }) => ({
      id: this.draw.getFeatureId(),
      type: "Feature",
      properties: { mode: MODES[kind] },
      geometry: exact(kind, corners),
    }));
    features.forEach((one, index) => named(String(one.id), index));
    if (features.length) this.draw.addFeatures(features);
    if (!there.length) this.loaded = this.steps;
  }

  /** Let corners fall on corners and edges of what is drawn already, or not. */
  snap(wanted) {
    for (const kind of this.kinds) {
      if (kind !== "point") this.draw.updateModeOptions(MODES[kind], { snapping: snapping(wanted) });
    }
  }

  /** terra-draw drags shapes of the tool at hand alone: the tool is changed before it knows that there is a drag. */
  #dragAnyCorner(reached) {
    let held = null; // where a corner of another kind was pressed, and of which
    this.canvas.addEventListener("pointerdown", (event) => (held = event.isTrusted ? this.#other(event) : null), true);
    this.canvas.addEventListener(
      "pointermove",
      (event) => {
        if (!held || Math.hypot(event.clientX - held.x, event.clientY - held.y) < DRAG_PX) return;
        reached(held.kind);
        held = null;
      },
      true,
    );
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => (held = null), true);
  }

  /** The corner of a finished shape of another kind that is under a pointer, while nothing is being drawn. */
  #other({ clientX, clientY }) {
    if (this.corners.length || this.draw.getMode() === AT_REST) return null;
    const { left, top } = this.canvas.getBoundingClientRect();
    const near = ([longitude, latitude]) => {
      const { x, y } = this.map.project([longitude, latitude]);
      return Math.hypot(x + left - clientX, y + top - clientY) < REACH_PX;
    };
    const there = this.shapes.filter(({ corners }) => corners.some(near));
    if (!there.length || there.some(({ kind }) => kind === this.kind)) return null;
    return { kind: there[0].kind, x: clientX, y: clientY };
  }

  #kindOf(feature) {
    return this.kinds.find((kind) => MODES[kind] === feature.properties.mode);
  }

  /** Shapes alone: terra-draw's own marks of a line or an area are points of its mode. */
  #drawn(beingDrawn) {
    return this.draw
      .getSnapshot()
      .filter((one) => one.geometry.type === TYPES[this.#kindOf(one)] && Boolean(one.properties.currentlyDrawing) === beingDrawn);
  }

  /** What a pointer would do in the middle of the map. */
  #press(kind) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const button = kind === "pointermove" ? -1 : 0;
    const where = { clientX: left + width / 2, clientY: top + height / 2, button, isPrimary: true, bubbles: false };
    this.canvas.dispatchEvent(new PointerEvent(kind, where));
  }
}

function exact(kind, corners) {
  return geometryOf(kind, corners.map((corner) => corner.slice(0, 2).map((degrees) => Number(degrees.toFixed(DECIMALS)))));
}

function snapping(wanted) {
  return { toLine: wanted, toCoordinate: wanted };
}

const WITH_CORNERS = {
  editable: true, // a corner that is dragged moves, an edge that is dragged gets one
  snapping: snapping(false),
  showCoordinatePoints: true,
  pointerDistance: REACH_PX,
  keyEvents: { cancel: null, finish: FINISH },
};
const OF_CORNERS = {
  coordinatePointColor: PAPER,
  coordinatePointWidth: 5,
  coordinatePointOutlineColor: INK,
  coordinatePointOutlineWidth: 2,
  closingPointColor: AMBER,
  closingPointWidth: 7,
  closingPointOutlineColor: INK,
  closingPointOutlineWidth: 2.5,
  snappingPointColor: BLUE,
  snappingPointOutlineColor: PAPER,
};
const MAKES = {
  point: () =>
    new TerraDrawPointMode({
      editable: true, // it can be dragged
      pointerDistance: 22,
      styles: {
        pointColor: AMBER,
        pointWidth: 8,
        pointOutlineColor: INK,
        pointOutlineWidth: 3,
        editedPointColor: BLUE,
        editedPointWidth: 9,
        editedPointOutlineColor: PAPER,
        editedPointOutlineWidth: 3,
      },
    }),
  line: () => new TerraDrawLineStringMode({ ...WITH_CORNERS, styles: { ...OF_CORNERS, lineStringColor: INK, lineStringWidth: 4 } }),
  area: () =>
    new TerraDrawPolygonMode({
      ...WITH_CORNERS,
      styles: {
        ...OF_CORNERS,
        fillColor: AMBER,
        fillOpacity: 0.3,
        outlineColor: INK,
        outlineWidth: 3,
        editedPointColor: BLUE,
        editedPointOutlineColor: PAPER,
      },
    }),
};
