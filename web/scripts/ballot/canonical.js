// RFC 8785 canonical JSON of a parsed value.
//
// ECMAScript's own number and string forms are the ones the RFC prescribes, and
// its default sort compares UTF-16 code units as the RFC does.

/** @param {unknown} value */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.keys(value)
      .sort()
      .map((name) => `${string(name)}:${canonical(value[name])}`);
    return `{${members.join(",")}}`;
  }
  if (typeof value === "string") return string(value);
  if (value === null || typeof value === "boolean" || Number.isFinite(value)) return JSON.stringify(value);
  throw new TypeError("not a JSON value");
}

// A lone surrogate has no UTF-8 form; the RFC makes it an error.
function string(text) {
  if (/\p{Cs}/u.test(text)) throw new TypeError("a string is not Unicode text");
  return JSON.stringify(text);
}
