/**
 * Whether a parsed JSON value has the members and types of an example; what
 * else it has does not matter. In an example, an array stands for any number of
 * its one entry, "*" for any name, 0 for an integer, and a function decides.
 * @param {unknown} example
 * @param {unknown} value
 */
export function fits(example, value) {
  if (typeof example === "function") return example(value);
  if (Array.isArray(example)) return Array.isArray(value) && value.every((each) => fits(example[0], each));
  if (typeof example === "object") return plain(value) && members(example, value);
  return typeof value === typeof example && (typeof value !== "number" || Number.isSafeInteger(value));
}

const plain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

function members(example, value) {
  if ("*" in example) return Object.values(value).every((each) => fits(example["*"], each));
  return Object.keys(example).every((name) => fits(example[name], value[name]));
}
