import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { canonical } from "../scripts/ballot/canonical.js";
import { commitmentIn, logged, look } from "../scripts/verify/list.js";
import { climb, grow, pathOf, rootOf } from "../scripts/verify/tree.js";

const protocol = readFileSync(new URL("../../docs/protocol.md", import.meta.url), "utf8");
const vectors = JSON.parse(/<!-- vectors:[^]*?```json\n([^]*?)```/.exec(protocol)[1]);
const record = { size: 3, merkle_root: vectors.merkle_root };
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

test("a ballot of the protocol's example is found, by the path that the example gives", async () => {
  const found = await look({ commitments: vectors.commitments, closing_record: record }, vectors.commitments[1]);
  assert.deepEqual(found, { said: "found", place: 2, size: 3, path: vectors.inclusion_proof, root: vectors.merkle_root });
  const missing = await look({ commitments: vectors.commitments, closing_record: record }, "0".repeat(64));
  assert.deepEqual(missing, { said: "missing" });
});

test("a list with a ballot more, less, changed or in another order does not fit", async () => {
  const [a, b, c] = vectors.commitments;
  const said = async (commitments, closing_record) => (await look({ commitments, closing_record }, b)).said;
  for (const list of [[a, b], [a, b, c, c], [a, b, "0".repeat(64)], [b, a, c], []]) {
    assert.equal(await said(list, record), "broken", list.join());
  }
  assert.equal(await said([a, b], { ...record, size: 2 }), "broken");
});

test("a survey without a ballot has the root of nothing", async () => {
  const merkle_root = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  const found = await look({ commitments: [], closing_record: { size: 0, merkle_root } }, "0".repeat(64));
  assert.deepEqual(found, { said: "missing" });
});

test("the path of every leaf of every small tree leads to its root, and no other leaf's does", async () => {
  for (let size = 1; size <= 17; size++) {
    const leaves = Array.from({ length: size }, (_, i) => sha256(`leaf ${i}`));
    const levels = await grow(leaves);
    for (let place = 0; place < size; place++) {
      const path = pathOf(levels, place);
      assert.equal(await climb(leaves[place], place, size, path), rootOf(levels), `${place} of ${size}`);
      assert.notEqual(await climb(sha256("another"), place, size, path), rootOf(levels), `another at ${place} of ${size}`);
    }
  }
});

test("a closing record is in the log, and a changed one, a changed leaf or a changed root is not", async () => {
  const closing_record = { survey: "s", size: 3, blocks: [] };
  const log = [sha256("a manifest"), sha256(canonical(closing_record)), sha256("later")];
  const checkpoint = { size: 2, root_hash: rootOf(await grow(log.slice(0, 2))) };
  assert.equal(await logged({ closing_record }, { log, checkpoint }), true);
  assert.equal(await logged({ closing_record: { ...closing_record, size: 4 } }, { log, checkpoint }), false);
  assert.equal(await logged({ closing_record }, { log: log.with(0, sha256("another")), checkpoint }), false);
  assert.equal(await logged({ closing_record }, { log, checkpoint: { ...checkpoint, size: 1 } }), false);
  assert.equal(await logged({ closing_record }, { log, checkpoint: { ...checkpoint, size: 3 } }), false);
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
