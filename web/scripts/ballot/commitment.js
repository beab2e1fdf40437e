import { fromBase64url, sha256, toBase64url, utf8 } from "./bytes.js";
import { Failure } from "./failure.js";
import { PROTOCOL } from "./manifest.js";

/** 32 random bytes that keep a commitment from being guessed. */
export const newSalt = () => toBase64url(crypto.getRandomValues(new Uint8Array(32)));

/**
 * What a ballot is known by after it was counted: a hash of its answers, in
 * the order of the questionnaire, and a salt. It holds no unit and no comments.
 * @param {object} manifest
 * @param {Record<string, number|string>} answers
 * @param {string} salt
 */
export function commit(manifest, answers, salt) {
  const lines = manifest.questionnaire.items.map(({ id }) => `${id}=${Object.hasOwn(answers, id) ? answers[id] : ""}\n`);
  return sha256(`${PROTOCOL} ballot\n${manifest.survey}\n${salt}\n${lines.join("")}`);
}

/**
 * Checks the server's signature that it took the ballot with this commitment.
 * @param {object} curves
 * @param {object} manifest
 * @param {string} commitment
 * @param {string} receipt
 */
export function checkReceipt(curves, manifest, commitment, receipt) {
  const signed = utf8(`${PROTOCOL} receipt\n${manifest.survey}\n${commitment}`);
  if (!verified(curves, receipt, signed, manifest.receipt_key)) throw new Failure("receipt");
}

function verified({ ed25519 }, signature, message, key) {
  try {
    return ed25519.verify(fromBase64url(signature, 64), message, fromBase64url(key, 32), { zip215: false });
  } catch {
    return false;
  }
}
