import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

/** A dialog as far as the page needs one. */
class Dialog extends EventTarget {
  open = false;
  showModal() {
    this.open = true;
  }
  close() {
    this.open = false;
    this.dispatchEvent(new Event("close"));
  }
}

const dialog = new Dialog();
const page = new EventTarget();
globalThis.document = { getElementById: () => dialog };
globalThis.addEventListener = page.addEventListener.bind(page);
globalThis.removeEventListener = page.removeEventListener.bind(page);
const { watchIdle } = await import("../scripts/survey/device.js");

const MINUTES = 60_000;
let stop;
let gone;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  gone = 0;
  stop = watchIdle(() => (gone += 1));
});

afterEach(() => {
  stop();
  dialog.open = false;
  mock.timers.reset();
});

test("a shared computer is asked about 20 seconds before it forgets, three minutes after the last sign of life", () => {
  mock.timers.tick(3 * MINUTES - 20_001);
  assert.equal(dialog.open, false);
  mock.timers.tick(1);
  assert.equal(dialog.open, true);
  mock.timers.tick(19_999);
  assert.equal(gone, 0);
  mock.timers.tick(1);
  assert.equal(gone, 1);
  assert.equal(dialog.open, false);
  mock.timers.tick(10 * MINUTES);
  assert.equal(gone, 1);
});

test("whoever answers has three minutes again, as often as they like", () => {
  for (let i = 0; i < 12; i++) {
    mock.timers.tick(3 * MINUTES - 10_000);
    assert.equal(dialog.open, true);
    dialog.close();
  }
  assert.equal(gone, 0);
});

test("every key, touch and scroll is a sign of life", () => {
  for (const sign of ["pointerdown", "keydown", "input", "scroll"]) {
    mock.timers.tick(2 * MINUTES);
    page.dispatchEvent(new Event(sign));
    assert.equal(dialog.open, false, sign);
  }
  mock.timers.tick(2 * MINUTES);
  assert.equal(dialog.open, false);
  assert.equal(gone, 0);
});

test("the question is not answered by moving about behind it", () => {
  mock.timers.tick(3 * MINUTES - 20_000);
  page.dispatchEvent(new Event("scroll"));
  mock.timers.tick(20_000);
  assert.equal(gone, 1);
});
