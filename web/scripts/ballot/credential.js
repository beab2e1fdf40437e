// The blind credential: RFC 9497 POPRF. The server evaluates a point that
// tells nothing about the nonce inside it; what comes out is a token that only
// the published key can have made, for one survey and one unit.

import { fromBase64url, toBase64url, utf8 } from "./bytes.js";
import { Failure } from "./failure.js";
import { PROTOCOL } from "./manifest.js";

const suite = ({ ristretto255_oprf }, info) => ristretto255_oprf.poprf(utf8(info));

/**
 * A fresh nonce and its blinded element. The blinding depends on no unit, which
 * the server names only in its answer. Everything is base64url. Failure
 * "manifest" where its public key is no element, or the identity.
 * @param {object} curves
 * @param {object} manifest
 */
export function blind(curves, manifest) {
  const nonce = crypto.getRandomValues(new Uint8Array(32));
  try {
    const made = suite(curves, "").blind(nonce, keyOf(manifest));
    return { nonce: toBase64url(nonce), blind: toBase64url(made.blind), blinded: toBase64url(made.blinded) };
  } catch {
    throw new Failure("manifest");
  }
}

// The library takes the identity for a key; it is the element of 32 zeros.
function keyOf({ public_key }) {
  const key = fromBase64url(public_key, 32);
  if (key.every((byte) => byte === 0)) throw new TypeError("the identity is no key");
  return key;
}

/**
 * The token, once the proof shows that it was made with the published key for
 * the unit named; otherwise Failure "proof".
 * @param {object} curves
 * @param {object} manifest
 * @param {{nonce: string, blind: string, blinded: string}} request
 * @param {{unit: string, evaluated: string, proof: string}} answer
 */
export function unblind(curves, manifest, request, answer) {
  const unit = suite(curves, `${PROTOCOL}|${manifest.survey}|${answer.unit}`);
  try {
    const nonce = fromBase64url(request.nonce, 32);
    // Only the key that info belongs to is wanted here; the blind made beside it is dropped.
    const { tweakedKey } = unit.blind(nonce, keyOf(manifest));
    return toBase64url(
      unit.finalize(
        nonce,
        fromBase64url(request.blind, 32),
        fromBase64url(answer.evaluated, 32),
        fromBase64url(request.blinded, 32),
        fromBase64url(answer.proof, 64),
        tweakedKey,
      ),
    );
  } catch {
    throw new Failure("proof");
  }
}
