// The words beside the map. They are the server's own: the map's page and what is fetched as it is used are one text.

/**
 * Fetch the words for what is asked, and put them in the page's place.
 * @param {string} at address of the words
 * @param {{query: URLSearchParams}} asked
 * @param {boolean} told whether to say in a sentence what is there
 * @returns {Promise<boolean>} whether there were any
 */
export async function fetchWords(at, asked, told) {
  const said = document.getElementById("said");
  try {
    const answer = await fetch(`${at}?${asked.query}`);
    if (!answer.ok && answer.status !== 400) throw new Error(`${answer.status} for the words`);
    const words = document.createElement("template");
    words.innerHTML = await answer.text();
    for (const part of ["problems", "here", "shown"]) {
      document.getElementById(part).replaceWith(words.content.getElementById(part));
    }
    const count = document.querySelector("#shown p").textContent.trim();
    said.textContent = told ? sentence() : count.split(".")[0] + ".";
    return true;
  } catch (reason) {
    console.warn(reason);
    said.textContent = "The words could not be fetched. Try again in a moment.";
    return false;
  }
}

/** What is at the place, in a sentence, with the way to all of it. */
function sentence() {
  const heading = document.querySelector("#here h2").textContent;
  const told = document.querySelector("#here .told").textContent;
  return `${heading}: ${told} All of it stands under “Which place?”.`;
}

/** The point that the words are about, as MapLibre takes it; nothing where they are about none. */
export function pointIn(page) {
  const { latitude, longitude } = page.getElementById("here").dataset;
  return latitude ? [Number(longitude), Number(latitude)] : null;
}

/**
 * References of the measures that are shown, by theme.
 * @returns {Record<string, string[]>}
 */
export function shownIn(page) {
  return JSON.parse(page.getElementById("shown").dataset.shown);
}
