// The suite of the browser against RFC 9497, and against what the server's
// library made (go test ./survey/ballot -update).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ed25519, ristretto255_hasher, ristretto255_oprf } from "@noble/curves/ed25519.js";
import { fromBase64url, toBase64url } from "../scripts/ballot/bytes.js";
import { checkReceipt, commit } from "../scripts/ballot/commitment.js";
import { unblind } from "../scripts/ballot/credential.js";

const curves = { ed25519, ristretto255_oprf };
const read = (name) => JSON.parse(readFileSync(new URL(`../../survey/ballot/testdata/${name}.json`, import.meta.url), "utf8"));
const unhex = (text) => new Uint8Array(Buffer.from(text, "hex"));
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const DST = "HashToGroup-OPRFV1-\x02-ristretto255-SHA512";

/** The element that a blind hides an input in. */
function hide(input, blind) {
  const scalar = BigInt(`0x${hex(Uint8Array.from(blind).reverse())}`);
  return ristretto255_hasher.hashToCurve(input, { DST }).multiply(scalar).toBytes();
}

const rfc = read("rfc9497");

test("the key of RFC 9497, A.1.3 is derived", () => {
  const keys = ristretto255_oprf.poprf(new Uint8Array()).deriveKeyPair(unhex(rfc.seed), unhex(rfc.key_info));
  assert.equal(hex(keys.secretKey), rfc.private_key);
  assert.equal(hex(keys.publicKey), rfc.public_key);
});

for (const [n, v] of rfc.vectors.entries()) {
  test(`vector ${n + 1} of RFC 9497, A.1.3 comes out`, () => {
    const poprf = ristretto255_oprf.poprf(unhex(v.info));
    const key = unhex(rfc.private_key);
    assert.deepEqual(v.input.map((input, i) => hex(hide(unhex(input), unhex(v.blind[i])))), v.blinded);
    const answer = poprf.blindEvaluateBatch(key, v.blinded.map(unhex));
    assert.deepEqual(answer.evaluated.map(hex), v.evaluated);
    assert.deepEqual(v.input.map((input) => hex(poprf.evaluate(key, unhex(input)))), v.output);
    // The proof in the RFC was made with other randomness; it must hold all the same.
    const { tweakedKey } = poprf.blind(unhex(v.input[0]), unhex(rfc.public_key));
    const items = v.input.map((input, i) => ({ input: unhex(input), blind: unhex(v.blind[i]), evaluated: unhex(v.evaluated[i]), blinded: unhex(v.blinded[i]) }));
    assert.deepEqual(poprf.finalizeBatch(items, unhex(v.proof), tweakedKey).map(hex), v.output);
    const wrong = unhex(v.proof);
    wrong[0] ^= 1;
    assert.throws(() => poprf.finalizeBatch(items, wrong, tweakedKey));
  });
}

for (const maker of ["server", "browser"]) {
  for (const [n, v] of read(`cross-${maker}`).entries()) {
    test(`credential ${n + 1} that the ${maker}'s library made is one here`, async () => {
      const manifest = { survey: v.survey, public_key: v.public_key, receipt_key: v.receipt_key, questionnaire: { items: v.items.map((id) => ({ id })) } };
      assert.equal(toBase64url(hide(fromBase64url(v.nonce, 32), fromBase64url(v.blind, 32))), v.blinded);
      assert.equal(unblind(curves, manifest, v, v), v.token);
      assert.throws(() => unblind(curves, manifest, v, { ...v, unit: "another" }), { code: "proof" });
      assert.equal(await commit(manifest, v.answers, v.salt), v.commitment);
      checkReceipt(curves, manifest, v.commitment, v.receipt);
      assert.throws(() => checkReceipt(curves, manifest, "0".repeat(64), v.receipt));
    });
  }
}
