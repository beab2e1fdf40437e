// One step of the survey is on the page at a time; the others lie in
// templates.

import { localTimes, words } from "./words.js";

const stage = document.getElementById("survey");
const name = document.title;
const start = stage.querySelector('[data-step="start"]');

/** A copy of what a template holds. */
export const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

/**
 * Shows a step and moves the focus to its heading.
 * @param {string} step
 * @param {(section: HTMLElement) => void} [fill]
 */
export function show(step, fill = () => {}) {
  const section = step === "start" ? start : copy(`step-${step}`);
  localTimes(section);
  fill(section);
  stage.replaceChildren(section);
  const heading = section.querySelector("h1");
  document.title = step === "start" ? name : `${heading.textContent} · ${name}`;
  scrollTo(0, 0);
  heading.focus({ preventScroll: true });
  return section;
}

/** Fills the element marked data-fill, or hides it when there is nothing to say. */
export function put(section, mark, nodes) {
  const element = section.querySelector(`[data-fill="${mark}"]`);
  element.hidden = !nodes;
  element.replaceChildren(...(nodes ? [nodes] : []));
}

/** Shows or hides what is marked data-if. */
export function when(section, mark, holds) {
  for (const element of section.querySelectorAll(`[data-if="${mark}"]`)) element.hidden = !holds;
}

/** Runs an action when a button marked data-do is pressed. */
export function on(section, mark, action) {
  section.querySelector(`[data-do="${mark}"]`).addEventListener("click", action);
}

/** Runs an action when the step's form is sent; the page stays. */
export function onSubmit(section, action) {
  section.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    action(event);
  });
}

/**
 * Lists what is wrong at the top of the step and beside each field.
 * @param {HTMLElement} section
 * @param {{field: HTMLElement, target: HTMLElement, text: string}[]} problems
 */
export function complain(section, problems) {
  for (const field of section.querySelectorAll(".invalid")) clear(field);
  const place = section.querySelector(".problems");
  place.replaceChildren();
  if (problems.length === 0) return;
  const summary = copy("problems");
  for (const { field, target, text } of problems) {
    summary.querySelector("ul").append(entry(target, text));
    mark(field, text);
  }
  place.append(summary);
  document.title = `${words("error").textContent} ${document.title.replace(words("error").textContent, "").trim()}`;
  summary.focus();
}

function entry(target, text) {
  const link = document.createElement("a");
  link.href = `#${target.id}`;
  link.textContent = text;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    target.focus();
  });
  const line = document.createElement("li");
  line.append(link);
  return line;
}

function mark(field, text) {
  const error = field.querySelector(".error-text");
  const prefix = document.createElement("span");
  prefix.className = "visually-hidden";
  prefix.append(words("error"), " ");
  error.replaceChildren(prefix, text);
  error.hidden = false;
  field.classList.add("invalid");
}

function clear(field) {
  field.classList.remove("invalid");
  field.querySelector(".error-text").hidden = true;
}
