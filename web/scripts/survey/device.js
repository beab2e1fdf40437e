// What this browser remembers, and what it must not.

import { usable } from "../ballot/shelf.js";
import { fragment, parseFragment } from "../ballot/link.js";

export const local = usable(() => localStorage);
export const session = usable(() => sessionStorage);

const linkName = (survey) => `teamtrust/${survey}/link`;
const handName = (survey) => `teamtrust/${survey}/hand`;

/**
 * The invitation link: from the address, which it then leaves, or as this tab
 * remembers it after a reload.
 * @param {string} survey
 */
export function takeLink(survey) {
  const link = parseFragment(location.hash);
  if (link) {
    history.replaceState(history.state, "", location.pathname + location.search);
    rememberLink(survey, link);
    return link;
  }
  return parseFragment(session?.getItem(linkName(survey)) ?? "");
}

/** A card is never remembered: the next person may sit here. */
export const rememberLink = (survey, link) => link.card || session?.setItem(linkName(survey), fragment(link));

/** Forgets everything about a survey that belongs to this tab. */
export function forgetTab(survey) {
  session?.removeItem(linkName(survey));
  session?.removeItem(handName(survey));
}

/**
 * Lets the links to other languages carry the invitation and the answers so
 * far over to the next page, which takes them at once.
 * @param {string} survey
 * @param {() => object | null} hand what to carry; null for nothing yet
 * @param {() => object | null} link
 */
export function carryOver(survey, hand, link) {
  for (const each of document.querySelectorAll(".languages a")) {
    each.addEventListener("click", (event) => {
      event.preventDefault();
      if (each.hasAttribute("aria-current")) return;
      const load = hand();
      if (load) session?.setItem(handName(survey), JSON.stringify(load));
      location.replace(each.href + (link() ? fragment(link()) : ""));
    });
  }
}

/** What another page of this tab handed over; once. */
export function takeHand(survey) {
  const text = session?.getItem(handName(survey));
  session?.removeItem(handName(survey));
  return text ? JSON.parse(text) : null;
}

/**
 * On a shared computer: asks after a while without a sign of life, and calls
 * gone when nobody answers.
 * @param {() => void} gone
 * @param {{after: number, warn: number}} [times] milliseconds
 */
export function watchIdle(gone, { after, warn } = { after: 160_000, warn: 20_000 }) {
  const dialog = document.getElementById("idle");
  let timer;
  const rest = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, after);
  };
  const ask = () => {
    dialog.showModal();
    timer = setTimeout(() => {
      dialog.close();
      stop();
      gone();
    }, warn);
  };
  const alive = () => dialog.open || rest();
  const events = ["pointerdown", "keydown", "input", "scroll"];
  const stop = () => {
    clearTimeout(timer);
    dialog.removeEventListener("close", rest);
    for (const event of events) removeEventListener(event, alive);
  };
  dialog.addEventListener("close", rest);
  for (const event of events) addEventListener(event, alive, { passive: true });
  rest();
  return stop;
}
