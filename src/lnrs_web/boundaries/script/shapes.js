// Points, lines and areas: what each is in GeoJSON, and what is told of it.

import { gridReference, hectares, metres } from "./grid.js";

/**
 * @typedef {"point" | "line" | "area"} Kind
 * @typedef {[number, number][]} Corners longitude and latitude, in order; an area's first is not repeated
 */

/** What GeoJSON calls a shape of each kind. @type {Record<Kind, string>} */
export const TYPES = { point: "Point", line: "LineString", area: "Polygon" };

/** How many corners a shape has at least. @type {Record<Kind, number>} */
export const FEWEST = { point: 1, line: 2, area: 3 };

/** GeoJSON of a shape. @param {Kind} kind @param {Corners} corners */
export function geometryOf(kind, corners) {
  const coordinates = { point: () => corners[0], line: () => corners, area: () => [[...corners, corners[0]]] };
  return { type: TYPES[kind], coordinates: coordinates[kind]() };
}

/** The kind of a geometry, and nothing for what cannot be drawn. @returns {Kind | undefined} */
export function kindOf({ type, coordinates }) {
  const kind = Object.keys(TYPES).find((one) => TYPES[one] === type);
  return kind === "area" && coordinates.length !== 1 ? undefined : kind; // a hole cannot be drawn
}

/** The corners of a point, a line, or an area without holes. @returns {Corners} */
export function cornersOf({ type, coordinates }) {
  if (type === "Point") return [coordinates];
  return type === "LineString" ? coordinates : coordinates[0].slice(0, -1);
}

/** Hectares as they are told: to a hundredth. */
export function ha(value_ha) {
  return `${value_ha.toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}\u00a0ha`;
}

/** A number with its noun. */
export function counted(count, noun) {
  return `${count}\u00a0${noun}${count === 1 ? "" : "s"}`;
}

/** Metres to one figure, or kilometres from a thousand on. */
export function rounded(value_m) {
  const one = Number(value_m.toPrecision(1));
  return one < 1000 ? `${one}\u00a0m` : `${one / 1000}\u00a0km`;
}

/** How large a shape is, or where. @param {Kind} kind @param {Corners} corners */
export function sizeOf(kind, corners) {
  if (kind === "point") return gridReference(corners[0]);
  return kind === "line" ? `${Math.round(metres(corners)).toLocaleString("en-GB")}\u00a0m` : ha(hectares(corners));
}

/** How many of each kind, and the hectares in all. @param {{kind: Kind, corners: Corners}[]} shapes */
export function summed(shapes, nouns) {
  const areas = shapes.filter(({ kind }) => kind === "area");
  const counts = Object.keys(TYPES)
    .map((kind) => [shapes.filter((one) => one.kind === kind).length, nouns[kind]])
    .filter(([count]) => count)
    .map(([count, noun]) => counted(count, noun));
  const total_ha = areas.reduce((sum, one) => sum + hectares(one.corners), 0);
  return [...counts, ...(areas.length ? [ha(total_ha)] : [])].join(", ");
}

/** What can be told of what is being drawn. @param {Kind} kind @param {Corners} corners */
export function soFar(kind, corners) {
  const last = `${corners.length === 1 ? "It" : "The last"} is at ${gridReference(corners.at(-1))}.`;
  const put = `${counted(corners.length, "corner")} put`;
  const lacking = FEWEST[kind] - corners.length;
  if (lacking > 0) return `${put}. ${last} ${lacking} more at least.`;
  return `${put}: ${sizeOf(kind, corners)} so far. ${last}`;
}
