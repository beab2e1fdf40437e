import assert from "node:assert/strict";
import { test } from "node:test";
import { length, options, parts, teamsAbove, spoken } from "../scripts/survey/parts.js";
import { questionnaire } from "./box.mjs";

const items = (n) => Array.from({ length: n }, (_, i) => ({ id: `I${i}` }));

test("ten items are asked in two parts of five, six in one, twelve in two", () => {
  assert.deepEqual(parts(items(10)).map((part) => part.length), [5, 5]);
  assert.deepEqual(parts(items(6)).map((part) => part.length), [6]);
  assert.deepEqual(parts(items(12)).map((part) => part.length), [6, 6]);
});

test("every questionnaire is cut into parts of one to six, nothing lost, in order", () => {
  for (let n = 1; n <= 60; n++) {
    const all = items(n);
    const cut = parts(all);
    assert.deepEqual(cut.flat(), all);
    const sizes = cut.map((part) => part.length);
    assert.ok(Math.max(...sizes) <= 6 && Math.min(...sizes) >= 1, `${n}: ${sizes}`);
    assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, `${n}: ${sizes}`);
  }
});

test("the scale comes lowest first, then the answers outside it", () => {
  const p10 = questionnaire();
  const all = options(p10, p10.items[0]);
  assert.deepEqual(all.map(({ value }) => value), [1, 2, 3, 4, 5, "NA"]);
  assert.deepEqual(all.map(({ extra }) => extra), [false, false, false, false, false, true]);
  assert.equal(all[0].text.en, "Strongly disagree");
  assert.equal(all[4].text.de, "Stimme voll zu");
});

test("an item's own labels replace those of the scale", () => {
  const own = { labels: { en: ["low", "same", "high"] }, extra: [] };
  const texts = options({ scale: { lo: -1, hi: 1, labels: { en: ["a", "b", "c"] } } }, own);
  assert.deepEqual(texts.map(({ value, text }) => [value, text.en]), [[-1, "low"], [0, "same"], [1, "high"]]);
});

test("a comment's length is counted in code points, without the space around it", () => {
  assert.equal(length("  👍🏽 ok\n"), 5);
});

test("empty comments are not sent", () => {
  assert.deepEqual(spoken({ A: "  \n", B: " words ", C: "" }), { B: "words" });
});

test("a unit's ballots go into the figures of its team and of those above it", () => {
  const of = (name, ...teams) => teamsAbove({ name, teams });
  assert.deepEqual(of("Works / Bremen", "Works / Bremen", "Works / Bremen / Shift A"), ["Works / Bremen", "Works"]);
  assert.deepEqual(of("Sales", "Sales"), ["Sales"]);
  assert.deepEqual(of("Organisation", "Sales", "Works"), [], "people of several top teams");
  assert.deepEqual(of("Sales", "Sales", "Sales North"), [], "a team that only begins alike is not below");
});
