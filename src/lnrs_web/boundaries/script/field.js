// Shapes as the form has them: GeoJSON in one of its fields, each with its name.

import { cornersOf, FEWEST, geometryOf, kindOf } from "./shapes.js";

/**
 * @typedef {import("./shapes.js").Kind} Kind
 * @typedef {{name: string, kind: Kind, corners: import("./shapes.js").Corners}} Named
 */

/** GeoJSON of shapes; nothing where there is none. @param {Named[]} shapes */
export function written(shapes) {
  if (!shapes.length) return "";
  const features = shapes.map(({ name, kind, corners }) => ({
    type: "Feature",
    properties: { ref: name },
    geometry: geometryOf(kind, corners),
  }));
  return JSON.stringify({ type: "FeatureCollection", features });
}

/**
 * The shapes of GeoJSON that can be drawn on: of some kinds, without holes, in degrees. Nothing where any cannot.
 * @param {string} text
 * @param {Kind[]} kinds
 * @returns {Named[] | null}
 */
export function read(text, kinds) {
  if (!text.trim()) return [];
  try {
    const whole = JSON.parse(text);
    if (whole.crs) return null;
    const features = whole.type === "FeatureCollection" ? whole.features : [whole.type === "Feature" ? whole : { geometry: whole }];
    const shapes = features.map(({ properties, geometry }) => shape(String(properties?.ref ?? properties?.name ?? ""), geometry, kinds));
    return shapes.every(Boolean) ? shapes : null;
  } catch {
    return null;
  }
}

function shape(name, geometry, kinds) {
  const kind = kindOf(geometry);
  if (!kinds.includes(kind)) return null;
  const corners = cornersOf(geometry);
  const inDegrees = corners.every(([longitude, latitude]) => Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90);
  return corners.length >= FEWEST[kind] && inDegrees ? { name, kind, corners } : null;
}
