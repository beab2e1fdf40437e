import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { statuses } from "../scripts/ballot/wire.js";

const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
const page = read("templates/pages/survey.html");
const script = read("scripts/survey.js");
const stops = /const stops = \{(.*)\};/.exec(script)[1];

test("every refusal of the server is a step or a sentence of the page, in its language", () => {
  for (const code of Object.keys(statuses)) {
    const step = new RegExp(`\\b${code}: "(\\w+)"`).exec(stops)?.[1];
    const mark = step ? (step === "closed" ? "survey-closed" : `id="step-${step}"`) : `data-word="unsent-${code}"`;
    assert.ok(page.includes(mark), `${code}: ${mark}`);
  }
});

test("no sentence of the server is put on the page", () => {
  assert.doesNotMatch(script, /\.message\b/);
});
