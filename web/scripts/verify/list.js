// What the browser checks of a closed survey (docs/protocol.md, §8 and §9): that
// the list of all ballots is the one of the closing record, that the record is in
// the log of the installation, and where one ballot stands in the list.

import { sha256 } from "../ballot/bytes.js";
import { canonical } from "../ballot/canonical.js";
import { climb, grow, pathOf, rootOf } from "./tree.js";

const code = /(?:^|[^0-9a-zA-Z_-])((?:[0-9a-f]{8}\s?){7}[0-9a-f]{8})(?![0-9a-zA-Z_-])/;

/**
 * The commitment in a receipt, or on its own, also in groups of eight; null
 * where there is none.
 * @param {string} text
 */
export function commitmentIn(text) {
  const found = code.exec(text);
  return found && found[1].replace(/\s/g, "");
}

/**
 * The tree over a list, or null where it is not that of the closing record:
 * sorted, of its size and under its root.
 * @param {string[]} commitments
 * @param {{size: number, merkle_root: string}} record
 */
async function treeOf(commitments, { size, merkle_root: root }) {
  if (commitments.length !== size) return null;
  for (let i = 1; i < size; i++) if (commitments[i] < commitments[i - 1]) return null;
  const levels = await grow(commitments);
  return rootOf(levels) === root ? levels : null;
}

/**
 * Looks for a ballot: "found" with its place from 1 and the way from it to the
 * root, "missing", or "broken" where the list is not that of the record.
 * @param {{commitments: string[], closing_record: object}} published
 * @param {string} commitment
 */
export async function look({ commitments, closing_record: record }, commitment) {
  const levels = await treeOf(commitments, record);
  if (!levels) return { said: "broken" };
  const place = commitments.indexOf(commitment);
  if (place < 0) return { said: "missing" };
  const path = pathOf(levels, place);
  if ((await climb(commitment, place, record.size, path)) !== record.merkle_root) return { said: "broken" };
  return { said: "found", place: place + 1, size: record.size, path, root: record.merkle_root };
}

/**
 * Whether the closing record is a leaf of the log, and the log is the one whose
 * root was signed last.
 * @param {{closing_record: object}} published
 * @param {{log: string[], checkpoint: {size: number, root_hash: string}}} installation
 */
export async function logged({ closing_record: record }, { log, checkpoint }) {
  const signed = log.slice(0, checkpoint.size);
  if (!signed.includes(await sha256(canonical(record)))) return false;
  return rootOf(await grow(signed)) === checkpoint.root_hash;
}
