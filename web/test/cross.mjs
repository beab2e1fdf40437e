// Writes survey/ballot/testdata/cross-browser.json: credentials, commitments and
// receipts made by the browser's library, for the server's to check.
//
//   node web/test/cross.mjs

import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { ed25519, ristretto255_oprf } from "@noble/curves/ed25519.js";
import { commit } from "../scripts/ballot/commitment.js";

const b64 = (bytes) => Buffer.from(bytes).toString("base64url");
const utf8 = (text) => new TextEncoder().encode(text);
const draw = (what) => new Uint8Array(createHash("sha256").update(`cross ${what}`).digest());

async function make(n) {
  const survey = `survey-${n}`;
  const unit = ["sales", "Plant_1", "u".repeat(32), "-"][n % 4];
  const poprf = ristretto255_oprf.poprf(utf8(`teamtrust/1|${survey}|${unit}`));
  const keys = poprf.deriveKeyPair(draw(`key ${n}`), utf8("cross"));
  const nonce = draw(`nonce ${n}`);
  const { blind, blinded, tweakedKey } = poprf.blind(nonce, keys.publicKey);
  const { evaluated, proof } = poprf.blindEvaluate(keys.secretKey, blinded);
  const token = poprf.finalize(nonce, blind, evaluated, blinded, proof, tweakedKey);
  const items = ["A", "B-2", "C_3"];
  const answers = [{ A: n, "B-2": "NA" }, { C_3: -2 }, {}, { A: 0, "B-2": 7, C_3: "X" }][n % 4];
  const salt = b64(draw(`salt ${n}`));
  const commitment = await commit({ survey, questionnaire: { items: items.map((id) => ({ id })) } }, answers, salt);
  const seed = draw(`receipt ${n}`);
  const receipt = ed25519.sign(utf8(`teamtrust/1 receipt\n${survey}\n${commitment}`), seed);
  return {
    survey, unit, private_key: b64(keys.secretKey), public_key: b64(keys.publicKey),
    nonce: b64(nonce), blind: b64(blind), blinded: b64(blinded), evaluated: b64(evaluated), proof: b64(proof), token: b64(token),
    items, answers, salt, commitment, receipt_key: b64(ed25519.getPublicKey(seed)), receipt: b64(receipt),
  };
}

const file = new URL("../../survey/ballot/testdata/cross-browser.json", import.meta.url);
const made = await Promise.all(Array.from({ length: 8 }, (_, n) => make(n)));
writeFileSync(file, JSON.stringify(made, null, 2) + "\n");
