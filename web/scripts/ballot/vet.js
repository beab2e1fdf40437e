// What is checked before an invitation is used: that the manifest is the one
// that everybody can find in the log, and who else is in the unit.

import { climb } from "../verify/tree.js";
import { sha256 } from "./bytes.js";
import { Failure } from "./failure.js";
import { PROTOCOL, unitOf } from "./manifest.js";

/**
 * Checks log and names; Failure "log", "roster" or "unit" where one does not
 * hold. Nothing is used up by it.
 * @param {object} manifest checked
 * @param {string} invitation the link's secret
 * @param {object} routes
 * @returns {Promise<{unit?: string, names?: string[], confirmed?: string}>} of the invitation;
 *   empty where the manifest is of an earlier version, without names
 */
export async function vet(manifest, invitation, routes) {
  await checkLogged(manifest, routes);
  return manifest.units[0].roster ? rosterOf(manifest, await routes.roster({ invitation })) : {};
}

async function checkLogged({ hash }, routes) {
  try {
    const { size, root_hash: root } = await routes.checkpoint();
    const { index, hashes } = await routes.proof(hash, size);
    if ((await climb(hash, index, size, hashes)) === root) return;
  } catch (failure) {
    if (failure.code && failure.code !== "not_found") throw failure;
  }
  throw new Failure("log");
}

async function rosterOf(manifest, { unit, salt, names, confirmed }) {
  const { roster, eligible } = unitOf(manifest, unit);
  if (names.length !== eligible || (await rosterHash(manifest.survey, unit, salt, names)) !== roster) throw new Failure("roster");
  return { unit, names, confirmed };
}

/**
 * The hash that a manifest has of the people in a unit (docs/protocol.md, §4).
 * @param {string} survey
 * @param {string} unit
 * @param {string} salt
 * @param {string[]} names in any order
 */
export async function rosterHash(survey, unit, salt, names) {
  const hashes = (await Promise.all(names.map(sha256))).sort();
  return sha256(`${PROTOCOL} roster\n${survey}\n${unit}\n${salt}\n${hashes.map((hash) => `${hash}\n`).join("")}`);
}
