// The drawn map: MapLibre, with tiles of the edition's own, read in parts from this site and from nowhere else.

import { CLOSE, mapIn, styleAt } from "./base.js";

const NOTHING = { type: "FeatureCollection", features: [] };

/**
 * Draw the map, as it is first wanted.
 * @param {HTMLElement} element whose data say where the style and the tiles are
 * @param {{point: [number, number] | null, shown: Record<string, string[]>, asked: object, still: boolean}} first
 * @returns {Promise<import("maplibre-gl").Map>}
 */
export async function draw(element, { point, shown, asked, still }) {
  const style = await styleAt(element.dataset.style);
  const view = firstView(element, point);
  style.sources.point = { type: "geojson", data: pointData(point) };
  style.layers = style.layers.map((layer) => wantedFrom(layer, shown, asked)).concat(pointLayers());
  const map = mapIn(element, style, view, still);
  map.once("load", () => {
    performance.mark("map drawn");
    document.querySelector(".frame .map")?.remove(); // the picture has been in its place
  });
  return map;
}

/** Show these measures, these kinds of land, at this strength. */
export function show(map, shown, asked) {
  for (const layer of map.getStyle().layers) {
    const { filter, layout, paint } = wantedOf(layer, shown, asked);
    if (filter) map.setFilter(layer.id, filter);
    if (layout) map.setLayoutProperty(layer.id, "visibility", layout.visibility);
    for (const [name, value] of Object.entries(paint ?? {})) map.setPaintProperty(layer.id, name, value);
  }
}

/** A layer as it is wanted at first. */
function wantedFrom(layer, shown, asked) {
  const wanted = wantedOf(layer, shown, asked);
  return { ...layer, ...wanted, paint: { ...layer.paint, ...wanted.paint } };
}

/** Mark a point, or none. */
export function showPoint(map, point) {
  map.getSource("point")?.setData(pointData(point));
}

/** How a layer of the style is to be for what is wanted; nothing for a layer that is always there. */
function wantedOf(layer, shown, { parts, strength }) {
  const { part, theme, by, only } = layer.metadata ?? {};
  if (!part) return {};
  const refs = shown[theme] ?? [];
  const visible = parts.includes(part) && (!theme || refs.length > 0);
  return {
    layout: { visibility: visible ? "visible" : "none" },
    paint: { [`${layer.type}-opacity`]: strength },
    ...(theme && { filter: only ? ["all", only, anyOf(by, refs)] : anyOf(by, refs) }),
  };
}

/** Land of any of these measures, or of these habitats. A piece of land names all of its measures in one text, with `;`
 * between them. */
function anyOf(by, refs) {
  if (by !== "measures") return ["in", ["get", by], ["literal", refs]];
  return ["any", ...refs.map((ref) => ["in", `;${ref};`, ["concat", ";", ["get", "measures"], ";"]])];
}

/** Where the map begins: at the view that the address names, a place, or else over a zone or the whole area. */
function firstView(element, point) {
  const { view, bounds } = element.dataset;
  if (view) {
    const [lat, lng, zoom] = view.split(",").map(Number);
    return { center: [lng, lat], zoom };
  }
  if (point) return { center: point, zoom: Number(element.dataset.near ?? CLOSE) };
  return { bounds: JSON.parse(bounds), fitBoundsOptions: { padding: 24, maxZoom: CLOSE } };
}

function pointData(point) {
  return point ? { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: point } } : NOTHING;
}

function pointLayers() {
  const circle = (id, radius, paint) => ({ id, type: "circle", source: "point", paint: { "circle-radius": radius, ...paint } });
  return [
    circle("point-ring", 11, {
      "circle-color": "rgba(0, 0, 0, 0)",
      "circle-stroke-color": "#fffefb",
      "circle-stroke-width": 6,
    }),
    circle("point", 11, {
      "circle-color": "rgba(0, 0, 0, 0)",
      "circle-stroke-color": "#1f241d",
      "circle-stroke-width": 3,
    }),
  ];
}
