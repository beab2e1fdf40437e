// Byte strings as the protocol writes them: base64url without padding.

/** @param {Uint8Array} bytes */
export function toBase64url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/**
 * Throws unless text is the one base64url form of exactly size bytes.
 * @param {string} text
 * @param {number} size
 */
export function fromBase64url(text, size) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new TypeError("not base64url");
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(raw, (char) => char.charCodeAt(0));
  if (bytes.length !== size || toBase64url(bytes) !== text) throw new TypeError(`not ${size} bytes of base64url`);
  return bytes;
}

/** @param {string} text */
export const utf8 = (text) => new TextEncoder().encode(text);

/**
 * Lower-case hex SHA-256 of a text.
 * @param {string} text
 */
export async function sha256(text) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
