import assert from "node:assert/strict";
import { test } from "node:test";
import { turn } from "../scripts/present/turn.js";

const on = (tag) => ({ closest: (selector) => (selector.split(", ").includes(tag) ? {} : null) });
const press = (key, more = {}, here = 2, rightToLeft = false) => turn({ key, ...more }, here, 5, rightToLeft);

test("arrows, space and the page keys turn one screen", () => {
  for (const key of ["ArrowRight", " ", "PageDown"]) assert.equal(press(key), 3, key);
  for (const key of ["ArrowLeft", "PageUp"]) assert.equal(press(key), 1, key);
  assert.equal(press(" ", { shiftKey: true }), 1);
});

test("Home and End go to the ends, and nothing goes beyond them", () => {
  assert.equal(press("Home"), 0);
  assert.equal(press("End"), 4);
  assert.equal(press("ArrowRight", {}, 4), 4);
  assert.equal(press("ArrowLeft", {}, 0), 0);
  assert.equal(press("PageUp", {}, 0), 0);
});

test("where one reads from right to left the next screen is on the left", () => {
  assert.equal(press("ArrowLeft", {}, 2, true), 3);
  assert.equal(press("ArrowRight", {}, 2, true), 1);
});

test("Escape leaves", () => assert.equal(press("Escape"), "leave"));

test("keys that belong to somebody else are left alone", () => {
  assert.equal(press(" ", { target: on("button") }), null);
  assert.equal(press(" ", { target: on("summary") }), null);
  assert.equal(press("ArrowRight", { target: on(".scroll") }), null);
  assert.equal(press("ArrowLeft", { altKey: true }), null);
  assert.equal(press("p", { ctrlKey: true }), null);
  assert.equal(press("Tab"), null);
  assert.equal(press("Enter"), null);
});
