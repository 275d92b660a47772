// Pages with passkeys: what needs a script is shown where a browser can do it, and what goes wrong is told.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  if (!window.PublicKeyCredential) return;
  for (const part of document.querySelectorAll("[data-with-passkeys]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-without-passkeys]")) part.hidden = true;
});

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const told = document.getElementById("passkey-told");
  told.hidden = false;
  told.textContent =
    "The passkey was not used: the question was closed, or this device has none for this site. Try again, or go on another way.";
  told.focus();
});
