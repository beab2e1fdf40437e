// The blind credential: RFC 9497 POPRF. The server evaluates a point that
// tells nothing about the nonce inside it; what comes out is a token that only
// the published key can have made, for one survey and one unit.

import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { fromBase64url, toBase64url, utf8 } from "./bytes.js";
import { Failure } from "./failure.js";
import { PROTOCOL } from "./manifest.js";

const suite = (info) => ristretto255_oprf.poprf(utf8(info));

/**
 * A fresh nonce and its blinded element. The blinding depends on no unit, which
 * the server names only in its answer. Everything is base64url.
 * @param {object} manifest
 */
export function blind(manifest) {
  const nonce = crypto.getRandomValues(new Uint8Array(32));
  const made = suite("").blind(nonce, fromBase64url(manifest.public_key, 32));
  return { nonce: toBase64url(nonce), blind: toBase64url(made.blind), blinded: toBase64url(made.blinded) };
}

/**
 * The token, once the proof shows that it was made with the published key for
 * the unit named; otherwise Failure "proof".
 * @param {object} manifest
 * @param {{nonce: string, blind: string, blinded: string}} request
 * @param {{unit: string, evaluated: string, proof: string}} answer
 */
export function unblind(manifest, request, answer) {
  const unit = suite(`${PROTOCOL}|${manifest.survey}|${answer.unit}`);
  try {
    const nonce = fromBase64url(request.nonce, 32);
    // Only the key that info belongs to is wanted here; the blind made beside it is dropped.
    const { tweakedKey } = unit.blind(nonce, fromBase64url(manifest.public_key, 32));
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
