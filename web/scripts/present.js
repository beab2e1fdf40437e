// Shows the screens of a page one at a time. Without it they stand below one
// another, and the list at the top leads to each.

import { turn } from "./present/turn.js";

const screens = [...document.querySelectorAll(".screen")];
const links = [...document.querySelectorAll(".screens ol a")];
const count = document.querySelector("[data-count]");
const rightToLeft = document.documentElement.dir === "rtl";
let here = 0;

/** @param {number} place @param {boolean} focus moves the reader to the screen */
function show(place, focus) {
  here = Math.min(Math.max(place, 0), screens.length - 1);
  screens.forEach((screen, i) => screen.classList.toggle("here", i === here));
  links.forEach((link, i) => (i === here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  count.textContent = count.dataset.text.replace("{place}", here + 1).replace("{screens}", screens.length);
  document.querySelector('[data-go="back"]').disabled = here === 0;
  document.querySelector('[data-go="on"]').disabled = here === screens.length - 1;
  if (!focus) return;
  history.replaceState(null, "", "#" + screens[here].id);
  screens[here].focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** the screen that the address names, the first where it names none */
function named() {
  return Math.max(0, screens.findIndex((screen) => "#" + screen.id === location.hash));
}

document.documentElement.classList.add("presenting");
for (const each of document.querySelectorAll("[data-turn], [data-keys]")) each.hidden = false;
show(named(), false);

addEventListener("hashchange", () => show(named(), true));
addEventListener("keydown", (event) => {
  const to = turn(event, here, screens.length, rightToLeft);
  if (to === null) return;
  event.preventDefault();
  if (to === "leave") location.assign(document.querySelector("[data-leave]").href);
  else show(to, true);
});
for (const button of document.querySelectorAll("[data-go]")) {
  button.addEventListener("click", () => show(here + (button.dataset.go === "on" ? 1 : -1), false));
}
