// The steps with questions: items in parts, comments at the end, and the check
// before sending.

import { length, options, parts } from "./parts.js";
import { complain, copy, onSubmit, put } from "./stage.js";
import { choose, plain, words, write } from "./words.js";

const COMMENT = 1000; // code points at most

/**
 * @param {HTMLElement} section
 * @param {object} ask
 * @param {object} ask.questionnaire
 * @param {number} ask.part
 * @param {object} ask.answers filled in as they are given
 * @param {() => void} ask.onChange
 * @param {() => void} ask.onDone
 */
export function askPart(section, { questionnaire, part, answers, onChange, onDone }) {
  const all = parts(questionnaire.items);
  const last = part === all.length - 1 && questionnaire.comments.length === 0;
  const total = all.length + (questionnaire.comments.length > 0);
  put(section, "part", words(last ? "last" : "part", { part: part + 1, parts: total }));
  const fields = all[part].map((item) => itemField(questionnaire, item, answers, onChange));
  section.querySelector(".items").append(...fields);
  onSubmit(section, () => {
    const problems = all[part].flatMap((item, i) => (Object.hasOwn(answers, item.id) ? [] : [missing(questionnaire, item, fields[i])]));
    complain(section, problems);
    if (problems.length === 0) onDone();
  });
}

function itemField(questionnaire, item, answers, onChange) {
  const field = copy("item");
  field.id = `q-${item.id}`;
  field.querySelector(".count").textContent = `${questionnaire.items.indexOf(item) + 1}`;
  write(field.querySelector("[data-text]"), item.text, questionnaire.languages);
  field.querySelector(".error-text").id = `e-${item.id}`;
  field.setAttribute("aria-describedby", `e-${item.id}`);
  options(questionnaire, item).forEach((option, i) => {
    const choice = radio(questionnaire, item, option, i, answers);
    choice.querySelector("input").addEventListener("change", () => {
      answers[item.id] = option.value;
      onChange();
    });
    field.querySelector(option.extra ? ".extra" : ".scale").append(choice);
  });
  return field;
}

function radio({ languages }, item, option, i, answers) {
  const choice = document.createElement("label");
  const input = document.createElement("input");
  const text = document.createElement("span");
  choice.className = "choice";
  Object.assign(input, { type: "radio", name: item.id, id: `q-${item.id}-${i}`, checked: answers[item.id] === option.value });
  write(text, option.text, languages);
  choice.append(input, text);
  return choice;
}

function missing(questionnaire, item, field) {
  const out = item.extra.find(({ code }) => code === "NA") ?? item.extra[0];
  const text = plain("choose", {
    number: questionnaire.items.indexOf(item) + 1,
    answer: out.text[choose(out.text, questionnaire.languages)],
  });
  return { field, target: field.querySelector("input"), text };
}

/**
 * @param {HTMLElement} section
 * @param {object} ask as for askPart, with comments instead of answers
 */
export function askComments(section, { questionnaire, comments, onChange, onDone }) {
  const total = parts(questionnaire.items).length + 1;
  put(section, "part", words("last", { part: total, parts: total }));
  const fields = questionnaire.comments.map((prompt) => commentField(questionnaire, prompt, comments, onChange));
  section.querySelector(".items").append(...fields);
  onSubmit(section, () => {
    const problems = fields
      .map((field) => ({ field, target: field.querySelector("textarea"), text: plain("long", { most: COMMENT }) }))
      .filter(({ target }) => length(target.value) > COMMENT);
    complain(section, problems);
    if (problems.length === 0) onDone();
  });
}

function commentField(questionnaire, prompt, comments, onChange) {
  const field = copy("comment");
  const area = field.querySelector("textarea");
  const used = field.querySelector("p.hint");
  const count = () => used.replaceChildren(words("used", { used: length(area.value), most: COMMENT }));
  write(field.querySelector("[data-text]"), prompt.text, questionnaire.languages);
  area.id = `c-${prompt.id}`;
  area.value = comments[prompt.id] ?? "";
  area.setAttribute("aria-describedby", `e-${prompt.id} u-${prompt.id}`);
  field.querySelector("label").htmlFor = area.id;
  field.querySelector(".error-text").id = `e-${prompt.id}`;
  used.id = `u-${prompt.id}`;
  area.addEventListener("input", () => {
    comments[prompt.id] = area.value;
    count();
    onChange();
  });
  count();
  return field;
}

/**
 * Lists every answer with a way to change it.
 * @param {HTMLElement} section
 * @param {object} ask
 * @param {(step: object) => void} ask.onChange told which step to go to
 */
export function listAnswers(section, { questionnaire, answers, comments, onChange }) {
  const list = section.querySelector(".answers");
  parts(questionnaire.items).forEach((items, part) => {
    for (const item of items) {
      const chosen = options(questionnaire, item).find(({ value }) => value === answers[item.id]);
      const given = chosen && ((dd) => write(dd, chosen.text, questionnaire.languages));
      list.append(row(questionnaire, item, given, () => onChange({ step: "part", part, focus: `q-${item.id}` })));
    }
  });
  for (const prompt of questionnaire.comments) {
    const text = comments[prompt.id]?.trim();
    const given = text && ((dd) => Object.assign(dd, { textContent: text, dir: "auto", className: "words" }));
    list.append(row(questionnaire, prompt, given, () => onChange({ step: "comments", focus: `c-${prompt.id}` })));
  }
}

function row(questionnaire, { text }, given, change) {
  const line = copy("answer");
  const [question, answer] = line.children;
  write(question, text, questionnaire.languages);
  if (given) given(answer);
  else answer.append(words("nothing"));
  const button = line.querySelector("button");
  write(button.querySelector(".visually-hidden"), text, questionnaire.languages);
  button.addEventListener("click", change);
  return line;
}
