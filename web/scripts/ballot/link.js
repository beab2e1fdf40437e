// An invitation link ends in #secret.hash: 32 bytes base64url, and the
// manifest's hash in lower-case hex. Where somebody typed the code of a card,
// the page of codes adds .card, for this server's own pages only.

const shape = /^([A-Za-z0-9_-]{43})\.([0-9a-f]{64})(\.card)?$/;

/**
 * @param {string} fragment with or without its "#"
 * @returns {{secret: string, hash: string, card?: boolean} | null}
 */
export function parseFragment(fragment) {
  const found = shape.exec(fragment.replace(/^#/, ""));
  if (!found) return null;
  const link = { secret: found[1], hash: found[2] };
  return found[3] ? { ...link, card: true } : link;
}

/**
 * Reads a whole link that somebody pasted. Null unless it leads to this
 * survey.
 * @param {string} text
 * @param {string} survey
 */
export function parseLink(text, survey) {
  try {
    const url = new URL(text.trim());
    return url.pathname.endsWith(`/surveys/${survey}`) ? parseFragment(url.hash) : null;
  } catch {
    return null;
  }
}

/** @param {{secret: string, hash: string, card?: boolean}} link */
export const fragment = ({ secret, hash, card }) => `#${secret}.${hash}${card ? ".card" : ""}`;
