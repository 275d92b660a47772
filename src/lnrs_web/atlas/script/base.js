// A map of an edition, before anything is shown on it: MapLibre, with tiles of the edition's own, read in parts from
// this site and from nowhere else.

import { addProtocol, Map as MapLibre, setWorkerUrl } from "maplibre-gl";
import { PMTiles, Protocol } from "pmtiles";

/** Zoom at which fields can be told apart. */
export const CLOSE = 14;

const PROTOCOL = "pmtiles";
const protocol = new Protocol();
addProtocol(PROTOCOL, protocol.tile);

/** The style at an address, with whole addresses, which MapLibre wants. */
export async function styleAt(address) {
  const style = await (await fetch(address)).json();
  const whole = (address) => new URL(address, location.href).href;
  for (const source of Object.values(style.sources)) {
    // shapes are fetched here: MapLibre's worker may fetch nothing
    if (source.type === "geojson") source.data = await (await fetch(whole(source.data))).json();
    else source.url = `${PROTOCOL}://${whole(source.url.replace(`${PROTOCOL}://`, ""))}`;
  }
  return { ...style, sprite: whole(style.sprite) };
}

/**
 * The box in degrees of all that a style has tiles of.
 * @returns {Promise<[number, number, number, number]>} west, south, east, north
 */
export async function boxOf(style) {
  const widest = style.sources.context ?? Object.values(style.sources)[0];
  const archive = new PMTiles(widest.url.replace(`${PROTOCOL}://`, ""));
  protocol.add(archive);
  const { minLon, minLat, maxLon, maxLat } = await archive.getHeader();
  return [minLon, minLat, maxLon, maxLat];
}

/**
 * A map in an element whose data say where its worker is, what it is called, and how far out and in it goes.
 * @param {HTMLElement} element
 * @param {object} view where it begins, as MapLibre takes it
 * @param {boolean} still whether nothing is to move by itself
 */
export function mapIn(element, style, view, still) {
  setWorkerUrl(new URL(element.dataset.worker, location.href).href);
  const map = new MapLibre({
    container: element,
    style,
    ...view,
    minZoom: Number(element.dataset.farthest ?? 5),
    maxZoom: Number(element.dataset.closest ?? 18),
    maxPitch: 0,
    dragRotate: false,
    touchPitch: false,
    attributionControl: false, // the page names the edition and its sources
    renderWorldCopies: false,
    fadeDuration: still ? 0 : 200,
    cooperativeGestures: matchMedia("(pointer: coarse)").matches, // one finger scrolls the page, two move the map
    canvasContextAttributes: { preserveDrawingBuffer: true }, // so that it can be printed
    locale: { "Map.Title": `Map of ${element.dataset.title}` },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  return map;
}
