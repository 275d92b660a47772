// Parcels as the form has them: GeoJSON in one of its fields, each with its name.

/** GeoJSON of parcels; nothing where there is none. @param {{name: string, corners: [number, number][]}[]} parcels */
export function written(parcels) {
  if (!parcels.length) return "";
  const features = parcels.map(({ name, corners }) => ({
    type: "Feature",
    properties: { ref: name },
    geometry: { type: "Polygon", coordinates: [[...corners, corners[0]]] },
  }));
  return JSON.stringify({ type: "FeatureCollection", features });
}

/**
 * The parcels of GeoJSON that can be drawn on: polygons without holes, in degrees. Nothing where any cannot.
 * @returns {{name: string, corners: [number, number][]}[] | null}
 */
export function read(text) {
  if (!text.trim()) return [];
  try {
    const whole = JSON.parse(text);
    if (whole.crs) return null;
    const features = whole.type === "FeatureCollection" ? whole.features : [whole.type === "Feature" ? whole : { geometry: whole }];
    const parcels = features.map(({ properties, geometry }) => ({ name: String(properties?.ref ?? properties?.name ?? ""), corners: ring(geometry) }));
    return parcels.every(({ corners }) => corners) ? parcels : null;
  } catch {
    return null;
  }
}

function ring({ type, coordinates }) {
  const corners = type === "Polygon" && coordinates.length === 1 ? coordinates[0].slice(0, -1) : [];
  const inDegrees = corners.every(([longitude, latitude]) => Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90);
  return corners.length >= 3 && inDegrees ? corners : null;
}
