import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { commitmentIn, fits } from "../scripts/verify/list.js";

const protocol = readFileSync(new URL("../../docs/protocol.md", import.meta.url), "utf8");
const vectors = JSON.parse(/<!-- vectors:[^]*?```json\n([^]*?)```/.exec(protocol)[1]);
const record = { size: 3, merkle_root: vectors.merkle_root };

test("the list of the protocol's example fits its root", async () => {
  assert.equal(await fits(vectors.commitments, record), true);
});

test("a list with a ballot more, less, changed or in another order does not fit", async () => {
  const [a, b, c] = vectors.commitments;
  for (const list of [[a, b], [a, b, c, c], [a, b, "0".repeat(64)], [b, a, c], []]) {
    assert.equal(await fits(list, record), false, list.join());
  }
  assert.equal(await fits([a, b], { ...record, size: 2 }), false);
});

test("a survey without a ballot has the root of nothing", async () => {
  const root = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  assert.equal(await fits([], { size: 0, merkle_root: root }), true);
});

test("the code is found in a receipt, on its own, in groups of eight and in a link", () => {
  const code = vectors.box_request.commitment;
  const grouped = code.replace(/(.{8})(?=.)/g, "$1 ");
  const receipt = `teamtrust receipt\nSurvey: Spring (spring-2026)\nYour ballot: ${code}\nSignature: ${vectors.box_answer.receipt}\nCheck after the close: https://trust.example.org/verify/spring-2026`;
  for (const text of [code, ` ${code}\n`, grouped, receipt, `#${code}`]) assert.equal(commitmentIn(text), code, text);
});

test("what is no code is none", () => {
  const code = vectors.box_request.commitment;
  for (const text of ["", "hello", code.slice(1), code + "0", code.toUpperCase(), vectors.box_answer.receipt]) {
    assert.equal(commitmentIn(text), null, text);
  }
});
