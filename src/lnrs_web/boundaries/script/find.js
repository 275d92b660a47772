// Where a place is that somebody names: the map's own words about it tell.

/**
 * @typedef {[number, number, number, number]} Box west, south, east, north in degrees
 * @typedef {{words: string, note: string, asked: URLSearchParams}} Choice one of several places of a name
 */

/**
 * @param {string} at address of the map's words
 * @param {string} called what the place is called
 * @param {URLSearchParams} asked what is asked of the map's words; the name, where it is nothing else
 * @returns {Promise<{box: Box | null, words: string, choices?: Choice[]}>} its box, and what to say
 */
export async function find(at, called, asked = new URLSearchParams({ place: called })) {
  if (!called.trim()) return { box: null, words: "Name a place first." };
  const address = new URL(at, location.href);
  for (const [name, value] of asked) address.searchParams.set(name, value);
  try {
    const answer = await fetch(address);
    if (!answer.ok && answer.status !== 400) throw new Error(`${answer.status} for ${called}`);
    const here = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("here");
    const { latitude, longitude, bounds } = here.dataset;
    if (bounds) return { box: JSON.parse(bounds), words: `The map shows ${called}.` };
    if (!latitude) return { box: null, words: here.querySelector(".told").textContent, choices: choicesIn(here) };
    const [x, y] = [Number(longitude), Number(latitude)];
    return { box: [x, y, x, y], words: `The map shows ${called}, under the cross.` };
  } catch (reason) {
    console.warn(reason);
    return { box: null, words: "The place could not be looked up. Try again in a moment." };
  }
}

/** The places of one name. @returns {Choice[]} */
function choicesIn(here) {
  return [...here.querySelectorAll(".entries a")].map((link) => ({
    words: link.textContent,
    note: link.parentElement.querySelector(".small")?.textContent ?? "",
    asked: new URL(link.getAttribute("href"), location.href).searchParams,
  }));
}
