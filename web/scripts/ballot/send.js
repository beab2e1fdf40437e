import { checkReceipt, commit, newSalt } from "./commitment.js";
import { blind, unblind } from "./credential.js";
import { Failure } from "./failure.js";
import { unitOf } from "./manifest.js";
import { vet } from "./vet.js";

// A record on the shelf is {draft?, ballot?, request?, unit?, nonce?, token?,
// commitment?, receipt?, withdrawn?}. A ballot {answers, comments, salt} waits
// to be sent; a request {nonce, blind, blinded} waits for its token; both are
// gone once the receipt is there. The invitation is never on it.

/**
 * Puts answers on the shelf, ready to be sent. What an earlier try has begun
 * goes on with its own nonce and token.
 * @param {object} shelf
 * @param {{answers: object, comments: object}} words
 */
export function prepare(shelf, { answers, comments }) {
  const { draft, ...begun } = shelf.read() ?? {};
  shelf.write({ ...begun, ballot: { answers, comments, salt: newSalt() } });
}

/**
 * Sends the ballot on the shelf, or goes on with one whose sending was
 * interrupted. At every moment the shelf holds all that is needed to go on:
 * nonce and blind before the server hears of them, the token before the ballot
 * leaves. A repeated step is one that the server has seen and answers alike, so
 * nothing is ever counted twice.
 *
 * @param {object} box
 * @param {() => Promise<object>} box.curves loads them; its failures are worth
 *   another try
 * @param {object} box.manifest checked
 * @param {string} box.invitation the link's secret
 * @param {object} box.shelf
 * @param {object} box.routes
 * @param {() => Promise<void>} box.pause between the two requests, so that who
 *   collects and what is cast do not arrive as a pair
 * @param {object} [box.vetted] what vet said before; without it, it is asked now
 * @param {(unit: object) => void} [box.onUnit] told as soon as the unit is proved
 * @returns {Promise<object>} the record with its receipt
 */
export async function send({ curves: load, manifest, invitation, shelf, routes, pause, vetted, onUnit = () => {} }) {
  const curves = await load();
  if (!shelf.read().token) {
    const { unit } = vetted ?? (await vet(manifest, invitation, routes));
    await collect(curves, manifest, { invitation, unit }, shelf, routes);
  }
  const record = shelf.read();
  onUnit(unitOf(manifest, record.unit));
  await pause();
  return cast(curves, manifest, shelf, routes, record);
}

async function collect(curves, manifest, { invitation, unit }, shelf, routes) {
  const record = shelf.read();
  const request = record.request ?? blind(curves, manifest);
  shelf.write({ ...record, request });
  const answer = await routes.collect({ invitation, blinded: request.blinded });
  if (unit && answer.unit !== unit) throw new Failure("unit");
  unitOf(manifest, answer.unit);
  const token = unblind(curves, manifest, request, answer);
  const { request: done, ...rest } = record;
  shelf.write({ ...rest, unit: answer.unit, nonce: request.nonce, token });
}

async function cast(curves, manifest, shelf, routes, { unit, nonce, token, ballot }) {
  const commitment = await commit(manifest, ballot.answers, ballot.salt);
  const { receipt } = await routes.cast({ unit, nonce, token, ...ballot, commitment });
  checkReceipt(curves, manifest, commitment, receipt);
  const record = { unit, nonce, token, commitment, receipt };
  shelf.write(record);
  return record;
}

/**
 * Takes the ballot back out of the box. The token stays and may cast again.
 * @param {object} shelf
 * @param {object} routes
 */
export async function withdraw(shelf, routes) {
  const { unit, nonce, token } = shelf.read();
  await routes.withdraw({ unit, nonce, token });
  const record = { unit, nonce, token, withdrawn: true };
  shelf.write(record);
  return record;
}
