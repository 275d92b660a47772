// What the page's address says, and what the form says: the same thing in two places.

const FULL_STRENGTH = "100";

/** What a map shows while its address names nothing: the page says so in its form. */
const firstOf = (form) => form.dataset.first.split(",");

/**
 * What the form asks for.
 * @param {HTMLFormElement} form
 * @param {import("maplibre-gl").Map | null} [map] whose view is kept as well
 * @param {string} [edition] named so that the address goes on showing it
 * @param {string} [strength] in place of the form's own
 * @returns {{query: URLSearchParams, url: string, parts: string[], strength: number}}
 */
export function asked(form, map = null, edition = "", strength = "") {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value && !(name === "strength" && value === FULL_STRENGTH)) query.append(name, String(value));
  }
  if (strength) query.set("strength", strength);
  if (edition) query.set("edition", edition);
  if (map) query.set("view", viewOf(map));
  const parts = query.getAll("layers");
  const first = firstOf(form);
  if (parts.join() === first.join()) query.delete("layers"); // as at first
  return {
    query,
    url: `${location.origin}${location.pathname}?${query.toString().replaceAll("%2C", ",")}`,
    parts: parts.length ? parts : first,
    strength: Number(query.get("strength") ?? FULL_STRENGTH) / 100,
  };
}

/** Latitude, longitude and zoom of the middle of a map, as the address has it. */
function viewOf(map) {
  const { lat, lng } = map.getCenter();
  return [lat.toFixed(5), lng.toFixed(5), map.getZoom().toFixed(2)].join();
}

/**
 * The view that an address names, as MapLibre takes it; nothing where it names none.
 * @param {string} search
 * @returns {{center: [number, number], zoom: number} | null}
 */
export function viewIn(search) {
  const [lat, lng, zoom] = (new URLSearchParams(search).get("view") ?? "").split(",").map(Number);
  return zoom === undefined ? null : { center: [lng, lat], zoom };
}

/** Set every control of the form to what an address asks for. */
export function fillIn(form, query) {
  for (const control of form.elements) {
    if (!control.name) continue;
    if (control.type === "checkbox") {
      const given = query.getAll(control.name);
      const first = control.name === "layers" && !given.length && firstOf(form).includes(control.value);
      control.checked = first || given.includes(control.value);
    } else if (control.type !== "hidden") {
      control.value = query.get(control.name) ?? (control.name === "strength" ? FULL_STRENGTH : "");
    }
  }
}
