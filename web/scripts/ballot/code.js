// The code of a printed card (docs/protocol.md, §3): 18 characters at random,
// which the card's secret follows from, and two to check them by, which also
// tell the survey.

import { sha256, toBase64url } from "./bytes.js";
import { PROTOCOL } from "./manifest.js";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const random = 18;
export const LENGTH = 20;

/**
 * What was typed or pasted, without case, spaces and dashes, and with letters
 * that look like digits as those.
 * @param {string} text
 */
export const tidy = (text) =>
  text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");

/**
 * The link of a code: the survey whose manifest it was printed for, and the
 * fragment's parts. Null where it is the code of none.
 * @param {string} code tidied
 * @param {{survey: string, manifest_hash: string}[]} surveys all that were opened
 */
export async function linkOf(code, surveys) {
  const [body, check] = [code.slice(0, random), code.slice(random)];
  for (const { survey, manifest_hash: hash } of surveys) {
    if ((await checkOf(body, hash)) !== check) continue;
    const secret = toBase64url(bytes(await sha256(`${PROTOCOL} card\n${survey}\n${body}`)));
    return { survey, secret, hash, card: true };
  }
  return null;
}

async function checkOf(body, hash) {
  const [a, b] = bytes(await sha256(`${PROTOCOL} code\n${hash}\n${body}`));
  return alphabet[a >> 3] + alphabet[((a & 7) << 2) | (b >> 6)];
}

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (byte) => Number.parseInt(byte, 16));
