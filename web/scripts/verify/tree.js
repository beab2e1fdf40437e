// Merkle trees of RFC 6962, §2.1: the data of a leaf are its characters. Level
// by level, pairs from the left; one that is left over goes up as it is.

/**
 * All levels, from the hashes of the leaves to the root.
 * @param {string[]} leaves
 */
export async function grow(leaves) {
  if (leaves.length === 0) return [[await hash()]];
  const text = new TextEncoder();
  const levels = [await Promise.all(leaves.map((leaf) => hash([0], text.encode(leaf))))];
  while (levels[0].length > 1) {
    const below = levels[0];
    const above = [];
    for (let i = 0; i < below.length; i += 2) {
      above.push(i + 1 < below.length ? hash([1], below[i], below[i + 1]) : below[i]);
    }
    levels.unshift(await Promise.all(above));
  }
  return levels.reverse();
}

/** The root, in lower-case hex. */
export const rootOf = (levels) => hex(levels.at(-1)[0]);

/**
 * The audit path (§2.1.1) of a leaf: what stands beside its way to the root.
 * @param {Uint8Array[][]} levels
 * @param {number} place of the leaf, from 0
 */
export function pathOf(levels, place) {
  return levels.slice(0, -1).flatMap((level, i) => {
    const beside = (place >> i) ^ 1;
    return beside < level.length ? [hex(level[beside])] : [];
  });
}

/**
 * The root that a leaf and its audit path give, by the steps of RFC 9162,
 * §2.1.3.2, and no others.
 * @param {string} leaf
 * @param {number} place
 * @param {number} size
 * @param {string[]} path
 */
export async function climb(leaf, place, size, path) {
  let last = size - 1;
  let root = await hash([0], new TextEncoder().encode(leaf));
  for (const beside of path.map(unhex)) {
    if (place % 2 === 1 || place === last) {
      root = await hash([1], beside, root);
      while (place % 2 === 0 && place > 0) [place, last] = [place >> 1, last >> 1];
    } else {
      root = await hash([1], root, beside);
    }
    [place, last] = [place >> 1, last >> 1];
  }
  return hex(root);
}

async function hash(...parts) {
  const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g), (byte) => Number.parseInt(byte, 16));
