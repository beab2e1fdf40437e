import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { fromBase64url, toBase64url } from "../scripts/ballot/bytes.js";
import { checkReceipt, commit, newSalt } from "../scripts/ballot/commitment.js";
import { blind, unblind } from "../scripts/ballot/credential.js";
import { fragment, parseFragment, parseLink } from "../scripts/ballot/link.js";
import { checkManifest, unitOf } from "../scripts/ballot/manifest.js";
import { rosterHash } from "../scripts/ballot/vet.js";
import { canonical } from "../scripts/ballot/canonical.js";
import { ed25519, ristretto255_oprf } from "@noble/curves/ed25519.js";
import { makeBox } from "./box.mjs";

const curves = { ed25519, ristretto255_oprf };

const failsWith = (code) => (error) => error.code === code;

test("base64url takes its one form and nothing else", () => {
  const bytes = Uint8Array.from({ length: 32 }, (_, i) => i * 7 + 250);
  const text = toBase64url(bytes);
  assert.deepEqual(fromBase64url(text, 32), bytes);
  for (const wrong of [text + "=", text.slice(1), text + "AAAA", text.replace(/.$/, "!"), text.slice(0, -1) + "B", ""]) {
    assert.throws(() => fromBase64url(wrong, 32), TypeError, wrong);
  }
});

test("a link is a secret and a hash, and leads to its own survey", () => {
  const link = { secret: "A".repeat(43), hash: "0f".repeat(32) };
  assert.deepEqual(parseFragment(fragment(link)), link);
  assert.deepEqual(parseLink(`  https://trust.example/surveys/s1${fragment(link)} `, "s1"), link);
  assert.equal(parseLink(`https://trust.example/surveys/s2${fragment(link)}`, "s1"), null);
  for (const wrong of ["", "#main", "#" + link.secret, fragment(link).toUpperCase(), fragment(link) + "0", "not a link"]) {
    assert.equal(parseFragment(wrong), null, wrong);
  }
  assert.equal(parseLink("not a link", "s1"), null);
});

test("a manifest is taken when its bytes, its hash and the link belong together", async () => {
  const { manifest } = makeBox();
  const taken = await checkManifest(canonical(manifest), manifest.survey, manifest.hash);
  assert.equal(taken.hash, manifest.hash);
});

test("a manifest with one letter changed is refused", async () => {
  const { manifest } = makeBox();
  const changed = canonical(manifest).replace("Strongly disagree", "Strongly Disagree");
  await assert.rejects(checkManifest(changed, manifest.survey, manifest.hash), failsWith("manifest"));
});

test("a whole other manifest, hash and all, is not the one of the link", async () => {
  const mine = makeBox();
  const other = makeBox();
  await assert.rejects(
    checkManifest(canonical(other.manifest), "autumn-2026", mine.manifest.hash),
    failsWith("link"),
  );
});

test("a manifest of another survey, of another protocol, or that is no JSON is refused", async () => {
  const { manifest } = makeBox({ survey: "spring" });
  await assert.rejects(checkManifest(canonical(manifest), "autumn-2026", manifest.hash), failsWith("manifest"));
  for (const text of ["", "null", "[]", "{", '"\\ud800"', '{"a":"\\ud800"}']) {
    await assert.rejects(checkManifest(text, "s", "h"), failsWith("manifest"), text);
  }
});

test("a manifest whose bytes are not in their one form is refused", async () => {
  const { manifest } = makeBox();
  const text = canonical(manifest);
  const twice = text.replace('"rehearsal":false', '"rehearsal":true,"rehearsal":false');
  for (const other of [` ${text}`, `${text}\n`, JSON.stringify(manifest), twice, text.replace('"lo":1', '"lo":1.0')]) {
    assert.notEqual(other, text);
    await assert.rejects(checkManifest(other, manifest.survey, manifest.hash), failsWith("manifest"));
  }
});

/** A manifest with a hash that fits, whatever stands in it: what a bad server could publish. */
async function published(change) {
  const { hash, ...manifest } = structuredClone(makeBox().manifest);
  change(manifest);
  const own = createHash("sha256").update(canonical(manifest)).digest("hex");
  return checkManifest(canonical({ ...manifest, hash: own }), "autumn-2026", own);
}

const unfit = {
  "with a unit below the minimum group": (m) => (m.units[1].eligible = 4),
  "with a minimum group below five": (m) => (m.minimum_group = 4),
  "of another protocol": (m) => (m.protocol = "teamtrust/2"),
  "of another suite": (m) => (m.suite = "P256-SHA256"),
  "whose public key is the identity": (m) => (m.public_key = "A".repeat(43)),
  "with the names of one unit alone": (m) => delete m.units[0].roster,
  "with names that are no hash": (m) => (m.units[0].roster = "AB"),
  "without units": (m) => (m.units = []),
  "whose receipt key is short": (m) => (m.receipt_key = m.receipt_key.slice(4)),
  "that does not say whether it is a rehearsal": (m) => delete m.rehearsal,
  "with a text where an integer belongs": (m) => (m.minimum_group = "5"),
  "with half a person": (m) => (m.units[0].eligible = 23.5),
  "whose units are no list": (m) => (m.units = {}),
  "with an item without a dimension": (m) => delete m.questionnaire.items[0].dimension,
  "with a label that is no text": (m) => (m.questionnaire.scale.labels.en[4] = 5),
};

for (const [what, change] of Object.entries(unfit)) {
  test(`a manifest ${what} is refused`, () => assert.rejects(published(change), failsWith("manifest")));
}

test("a manifest may have more members than are known", async () => {
  assert.equal((await published((m) => (m.later = { a: [1] }))).later.a[0], 1);
});

test("a unit must be published", () => {
  const { manifest } = makeBox();
  assert.equal(unitOf(manifest, "plantbremen").eligible, 23);
  assert.throws(() => unitOf(manifest, "justyou"), failsWith("unit"));
});

test("the token is what the server computes for the nonce, and the server never saw the nonce", async () => {
  const box = makeBox();
  const { secret } = box.invite();
  const request = blind(curves, box.manifest);
  const answer = await box.route("POST", "/collect", { invitation: secret, blinded: request.blinded }).json();
  const token = unblind(curves, box.manifest, request, answer);
  assert.equal(fromBase64url(token, 64).length, 64);
  const answers = {};
  const salt = newSalt();
  const commitment = await commit(box.manifest, answers, salt);
  const body = { unit: answer.unit, nonce: request.nonce, token, answers, comments: {}, salt, commitment };
  assert.equal(box.route("POST", "/box", body).status, 201);
  assert.equal(box.route("POST", "/box", { ...body, unit: "sales" }).status, 403);
});

const cheats = {
  "a key of its own for this person": { taggedKey: true },
  "the published key for another unit than it names": { otherInfo: "sales" },
  "a proof with a bit of its challenge turned": { flipProof: 1 },
  "a proof with a bit of its response turned": { flipProof: 40 },
};

for (const [what, cheat] of Object.entries(cheats)) {
  test(`a server that uses ${what} is found out`, async () => {
    const box = makeBox({ cheat });
    const { secret } = box.invite();
    const request = blind(curves, box.manifest);
    const answer = await box.route("POST", "/collect", { invitation: secret, blinded: request.blinded }).json();
    assert.throws(() => unblind(curves, box.manifest, request, answer), failsWith("proof"));
  });
}

test("a public key that is no element, or the identity, blinds nothing", () => {
  const { manifest } = makeBox();
  for (const public_key of [`_${"A".repeat(42)}`, "A".repeat(43)]) {
    assert.throws(() => blind(curves, { ...manifest, public_key }), failsWith("manifest"));
  }
});

test("the hash of names is the one of the document", async () => {
  const salt = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
  // The same vector is checked in survey/life.
  assert.equal(await rosterHash("s1", "sales", salt, ["Zoë", "Amina", "", "Amina"]), "cf257fa7bbd901d215113ff8a21b8b916b42fe67e7d7b52352e627b5568f52ef");
});

test("an evaluated element that is the identity, or no element, is refused", async () => {
  const box = makeBox();
  const request = blind(curves, box.manifest);
  for (const evaluated of [toBase64url(new Uint8Array(32)), toBase64url(new Uint8Array(32).fill(255)), "AA"]) {
    const answer = { unit: "plantbremen", evaluated, proof: toBase64url(new Uint8Array(64)) };
    assert.throws(() => unblind(curves, box.manifest, request, answer), failsWith("proof"));
  }
});

test("a commitment covers the answers in the order of the questionnaire", async () => {
  const manifest = { survey: "s1", questionnaire: { items: [{ id: "B" }, { id: "A" }, { id: "C" }] } };
  const salt = "S".repeat(43);
  const commitment = await commit(manifest, { A: 4, C: "NA" }, salt);
  // Written out by hand from the protocol.
  const text = "teamtrust/1 ballot\ns1\n" + salt + "\nB=\nA=4\nC=NA\n";
  assert.equal(commitment, createHash("sha256").update(text).digest("hex"));
});

test("a commitment vector that other clients can check against", async () => {
  const manifest = { survey: "autumn-2026", questionnaire: { items: [{ id: "COM1" }, { id: "REL1" }, { id: "TRU1" }] } };
  const salt = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
  assert.equal(
    await commit(manifest, { COM1: 5, TRU1: "NA" }, salt),
    "701bd90d4456fdd7d273b686f58b6c7b67856bd84aab926f8e0307f2ad1d3bd8",
  );
});

test("a receipt is checked against the published key", async () => {
  const box = makeBox();
  const done = await sealed(box);
  checkReceipt(curves, box.manifest, done.commitment, done.receipt);
  assert.throws(() => checkReceipt(curves, box.manifest, "0".repeat(64), done.receipt), failsWith("receipt"));
  assert.throws(() => checkReceipt(curves, makeBox().manifest, done.commitment, done.receipt), failsWith("receipt"));
  assert.throws(() => checkReceipt(curves, box.manifest, done.commitment, "short"), failsWith("receipt"));
});

async function sealed(box) {
  const { secret } = box.invite();
  const request = blind(curves, box.manifest);
  const answer = await box.route("POST", "/collect", { invitation: secret, blinded: request.blinded }).json();
  const token = unblind(curves, box.manifest, request, answer);
  const salt = newSalt();
  const commitment = await commit(box.manifest, { COM1: 3 }, salt);
  const body = { unit: answer.unit, nonce: request.nonce, token, answers: { COM1: 3 }, comments: {}, salt, commitment };
  return { commitment, ...(await box.route("POST", "/box", body).json()) };
}
