// Where a place is that somebody names: the map's own words about it tell.

/**
 * @param {string} at address of the map's words
 * @param {string} asked
 * @returns {Promise<{box: [number, number, number, number] | null, words: string}>} its box in degrees, and what to say
 */
export async function find(at, asked) {
  if (!asked.trim()) return { box: null, words: "Name a place first." };
  const address = new URL(at, location.href);
  address.searchParams.set("place", asked);
  try {
    const answer = await fetch(address);
    if (!answer.ok && answer.status !== 400) throw new Error(`${answer.status} for ${asked}`);
    const here = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("here");
    const { latitude, longitude, bounds } = here.dataset;
    if (bounds) return { box: JSON.parse(bounds), words: `The map shows ${asked}.` };
    if (!latitude) return { box: null, words: here.querySelector(".told").textContent };
    const [x, y] = [Number(longitude), Number(latitude)];
    return { box: [x, y, x, y], words: `The map shows ${asked}, under the cross.` };
  } catch (reason) {
    console.warn(reason);
    return { box: null, words: "The place could not be looked up. Try again in a moment." };
  }
}
