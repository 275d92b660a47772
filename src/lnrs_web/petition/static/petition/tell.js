// Telling a friend: the device's own list of ways to send something on, and a copy of the address, where a browser has them.
"use strict";

const shows = (button) => {
  button.hidden = false;
  button.parentElement.hidden = false;
};
const says = (button, words) => {
  button.parentElement.querySelector("[role=status]").textContent = words;
};

for (const button of document.querySelectorAll("[data-send-on]")) {
  const { title, words: text, address: url } = button.dataset;
  if (!navigator.share) continue;
  shows(button);
  button.addEventListener("click", async () => {
    try {
      await navigator.share({ title, text, url });
    } catch (error) {
      if (error.name !== "AbortError") says(button, "That did not work. Use the address above, or a link below.");
    }
  });
}

for (const button of document.querySelectorAll("[data-copies]")) {
  const address = document.getElementById(button.dataset.copies);
  if (!navigator.clipboard) continue;
  shows(button);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(address.textContent);
      says(button, "Copied.");
    } catch {
      getSelection().selectAllChildren(address);
      says(button, "It is marked: copy it now.");
    }
  });
}
