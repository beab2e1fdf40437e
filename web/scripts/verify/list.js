// The list of all ballots of a closed survey, and the root that the close
// published for it (docs/protocol.md, §8).

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
 * Whether a list is the one of a closing record: sorted, of its size and under
 * its root.
 * @param {string[]} commitments
 * @param {{size: number, merkle_root: string}} record
 */
export async function fits(commitments, { size, merkle_root: root }) {
  if (commitments.length !== size) return false;
  for (let i = 1; i < size; i++) if (commitments[i] < commitments[i - 1]) return false;
  return hex(await treeHash(commitments)) === root;
}

// RFC 6962, §2.1, level by level: pairs from the left, and one that is left over
// goes up as it is.
async function treeHash(leaves) {
  if (leaves.length === 0) return hash();
  const text = new TextEncoder();
  let level = await Promise.all(leaves.map((leaf) => hash([0], text.encode(leaf))));
  while (level.length > 1) {
    const next = [];
    for (let i = 0; i < level.length; i += 2) {
      next.push(i + 1 < level.length ? hash([1], level[i], level[i + 1]) : level[i]);
    }
    level = await Promise.all(next);
  }
  return level[0];
}

async function hash(...parts) {
  const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
