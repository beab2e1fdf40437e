// Every value that docs/protocol.md prints in its worked example, computed again from the text of the document.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { ed25519, ristretto255_oprf } from "@noble/curves/ed25519.js";
import * as poprf from "./poprf.mjs";
import * as protocol from "./protocol.mjs";

const { b64u, unb64u } = protocol;

const text = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8");

function block(name) {
  const found = text.match(new RegExp(`<!-- ${name}:[^\\n]*-->\\n\`\`\`json\\n([^]*?)\\n\`\`\``));
  assert.ok(found, `the document has a block named ${name}`);
  return found[1];
}

const manifestBytes = Buffer.from(block("manifest"), "utf8");
const printed = JSON.parse(block("vectors"));

// Reads a value and remembers that it was checked.
const checked = new Set();
const v = new Proxy(printed, {
  get(target, name) {
    assert.ok(Object.hasOwn(target, name), `the document prints ${String(name)}`);
    checked.add(name);
    return target[name];
  },
});

const bytes = (name, length) => {
  const value = unb64u(v[name], length);
  assert.ok(value, `${name} has ${length} bytes in base64url`);
  return value;
};

const link = protocol.parseLink(v.link);
const manifest = JSON.parse(manifestBytes);
const key = poprf.scalarFromBytes(bytes("poprf_private_key", 32));
const blind = poprf.scalarFromBytes(bytes("blind", 32));
const nonce = bytes("nonce", 32);
const unit = v.collect_answer.unit;
const info = protocol.infoOf(manifest.survey, unit);
const publicKey = poprf.publicKeyOf(key);
const blindedElement = poprf.blinded(nonce, blind);

test("the manifest has the hash of the link and passes every check", () => {
  const got = protocol.checkManifest(manifestBytes, link);
  assert.equal(got.hash, v.manifest_hash);
  assert.equal(got.public_key, v.public_key);
  assert.equal(got.receipt_key, v.receipt_key);
});

test("a changed manifest is refused", () => {
  const refused = (change) => {
    const rest = structuredClone(manifest);
    delete rest.hash;
    change(rest);
    rest.hash = protocol.sha256hex(protocol.canonical(rest));
    const sent = Buffer.from(protocol.canonical(rest), "utf8");
    assert.throws(() => protocol.checkManifest(sent, { ...link, hash: rest.hash }), protocol.Deviation);
    assert.throws(() => protocol.checkManifest(sent, link), protocol.Deviation);
  };
  refused((m) => (m.minimum_group = 4));
  refused((m) => (m.minimum_group = 12));
  refused((m) => (m.protocol = "teamtrust/2"));
  refused((m) => (m.suite = "P256-SHA256"));
  refused((m) => (m.survey = "autumn-2026"));
  refused((m) => (m.public_key = b64u(Buffer.alloc(32))));
  refused((m) => (m.public_key = b64u(Buffer.alloc(32, 0xff))));
  refused((m) => (m.receipt_key = b64u(Buffer.alloc(31))));
  refused((m) => delete m.rehearsal);
  refused((m) => (m.units[0].eligible = "24"));
  refused((m) => (m.questionnaire.comments[0].id = "COM1"));
  refused((m) => (m.questionnaire.items[2].extra[1].code = "NA"));
  refused((m) => (m.questionnaire.items[2].extra[1].code = "-7"));
  refused((m) => (m.questionnaire.items[0].text = { de: "Neues erfahre ich rechtzeitig." }));
  assert.throws(() => protocol.checkManifest(Buffer.concat([manifestBytes, Buffer.from(" ")]), link), /canonical/);
});

test("keys", () => {
  assert.equal(b64u(publicKey), v.public_key);
  assert.equal(b64u(ed25519.getPublicKey(bytes("receipt_private_key", 32))), v.receipt_key);
});

test("link", () => {
  assert.equal(link.survey, manifest.survey);
  assert.equal(link.secret, v.secret);
  assert.equal(link.hash, v.manifest_hash);
  assert.equal(v.link, `${link.base}/surveys/${manifest.survey}#${v.secret}.${v.manifest_hash}`);
  assert.equal(bytes("secret", 32).length, 32);
});

test("collect", () => {
  assert.equal(info.toString("utf8"), v.info);
  assert.deepEqual({ invitation: v.secret, blinded: b64u(blindedElement) }, v.collect_request);
  assert.equal(protocol.sha256hex(blindedElement), v.blinded_hash);

  const { evaluated, proof } = protocol.collectAnswer(manifest, v.collect_answer);
  assert.deepEqual(poprf.blindEvaluate(key, blindedElement, info).evaluated, evaluated);
  assert.deepEqual(Object.keys(v.collect_answer).sort(), ["evaluated", "proof", "unit"]);
  const token = poprf.finalize({ input: nonce, blind, evaluated, blindedElement, proof, info, publicKey });
  assert.equal(b64u(token), v.token);
});

test("a proof that does not hold is refused", () => {
  const { evaluated, proof } = protocol.collectAnswer(manifest, v.collect_answer);
  assert.ok(poprf.verifies(publicKey, info, evaluated, blindedElement, proof));
  for (const at of [0, 31, 32, 63]) {
    const changed = Buffer.from(proof);
    changed[at] ^= 1;
    assert.ok(!poprf.verifies(publicKey, info, evaluated, blindedElement, changed));
  }
  assert.ok(!poprf.verifies(publicKey, protocol.infoOf(manifest.survey, "plant"), evaluated, blindedElement, proof));
  assert.ok(!poprf.verifies(blindedElement, info, evaluated, blindedElement, proof));
  assert.ok(!poprf.verifies(publicKey, info, blindedElement, blindedElement, proof));
});

test("token, by the holder of the private key and by another implementation", () => {
  const token = bytes("token", 64);
  assert.deepEqual(poprf.evaluate(key, nonce, info), token);
  const other = ristretto255_oprf.poprf(info);
  assert.deepEqual(Buffer.from(other.evaluate(poprf.scalarToBytes(key), nonce)), token);
});

test("commitment and box", () => {
  const { answers, comments, salt, ...rest } = v.box_request;
  assert.equal(salt, b64u(bytes("salt", 32)));
  assert.equal(protocol.commitmentText(manifest, salt, answers), v.commitment_text);
  const commitment = protocol.sha256hex(v.commitment_text);
  assert.deepEqual(rest, { unit, nonce: v.nonce, token: v.token, commitment });
  const prompts = manifest.questionnaire.comments.map((prompt) => prompt.id);
  assert.ok(Object.keys(comments).every((id) => prompts.includes(id)));
  assert.ok(Object.values(comments).every((t) => [...t].length <= protocol.MAX_COMMENT && !protocol.blank(t)));
});

test("receipt", () => {
  const { commitment } = v.box_request;
  assert.equal(protocol.receiptText(manifest.survey, commitment), v.receipt_text);
  const signature = ed25519.sign(Buffer.from(v.receipt_text, "utf8"), bytes("receipt_private_key", 32));
  assert.deepEqual(v.box_answer, { receipt: b64u(signature) });
  protocol.checkReceipt(manifest, commitment, v.box_answer.receipt);
  assert.throws(() => protocol.checkReceipt(manifest, "0".repeat(64), v.box_answer.receipt), protocol.Deviation);
});

test("withdraw", () => {
  assert.deepEqual(v.withdraw_request, { unit, nonce: v.nonce, token: v.token });
});

test("Merkle tree", () => {
  const { commitments } = v;
  const own = v.box_request.commitment;
  assert.deepEqual(commitments, [...commitments].sort());
  assert.equal(commitments.indexOf(own), 1);
  assert.equal(protocol.merkleRoot(commitments), v.merkle_root);
  assert.deepEqual(protocol.inclusionProof(1, commitments), v.inclusion_proof);
  assert.equal(protocol.rootFromProof(own, 1, commitments.length, v.inclusion_proof), v.merkle_root);
  assert.equal(protocol.rootFromProof(own, 1, commitments.length, v.inclusion_proof.slice(1)), null);
  assert.equal(protocol.merkleRoot([]), createHash("sha256").update("").digest("hex"));
});

test("trees of every small size agree with their proofs", () => {
  for (let size = 1; size <= 9; size++) {
    const leaves = Array.from({ length: size }, (_, i) => protocol.sha256hex(String(i))).sort();
    leaves.forEach((leaf, i) => {
      const proof = protocol.inclusionProof(i, leaves);
      assert.equal(protocol.rootFromProof(leaf, i, size, proof), protocol.merkleRoot(leaves));
    });
  }
});

test("this implementation and another one understand each other", () => {
  const other = ristretto255_oprf.poprf(info);
  const secret = poprf.scalarToBytes(key);

  const theirs = other.blind(nonce, publicKey);
  const mine = poprf.blindEvaluate(key, theirs.blinded, info);
  const token = other.finalize(nonce, theirs.blind, mine.evaluated, theirs.blinded, mine.proof, theirs.tweakedKey);
  assert.equal(b64u(token), v.token);

  const element = poprf.blinded(nonce, blind);
  const { evaluated, proof } = other.blindEvaluate(secret, element);
  const back = poprf.finalize({
    input: nonce,
    blind,
    evaluated: Buffer.from(evaluated),
    blindedElement: element,
    proof: Buffer.from(proof),
    info,
    publicKey,
  });
  assert.equal(b64u(back), v.token);
});

after(() => {
  const rest = Object.keys(printed).filter((name) => !checked.has(name));
  assert.deepEqual(rest, [], "every printed value was checked");
});
