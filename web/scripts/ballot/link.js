// An invitation link ends in #secret.hash: 32 bytes base64url, and the
// manifest's hash in lower-case hex.

const shape = /^([A-Za-z0-9_-]{43})\.([0-9a-f]{64})$/;

/**
 * @param {string} fragment with or without its "#"
 * @returns {{secret: string, hash: string} | null}
 */
export function parseFragment(fragment) {
  const found = shape.exec(fragment.replace(/^#/, ""));
  return found && { secret: found[1], hash: found[2] };
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

/** @param {{secret: string, hash: string}} link */
export const fragment = ({ secret, hash }) => `#${secret}.${hash}`;
