// How a questionnaire is cut into steps, and what comes out of them: no page is
// needed for this.

const PART = 6; // items at most

/**
 * The items in parts of nearly the same size.
 * @param {object[]} items
 */
export function parts(items) {
  const count = Math.ceil(items.length / PART);
  const start = (part) => Math.ceil((part * items.length) / count);
  return Array.from({ length: count }, (_, part) => items.slice(start(part), start(part + 1)));
}

/**
 * Every answer that an item can have, the scale's lowest first and the extra
 * ones last.
 * @param {object} questionnaire
 * @param {object} item
 * @returns {{value: number|string, text: Record<string, string>, extra: boolean}[]}
 */
export function options({ scale }, item) {
  const labels = item.labels ?? scale.labels;
  const at = (i) => Object.fromEntries(Object.keys(labels).map((lang) => [lang, labels[lang][i]]));
  const values = Array.from({ length: scale.hi - scale.lo + 1 }, (_, i) => ({
    value: scale.lo + i,
    text: at(i),
    extra: false,
  }));
  return [...values, ...item.extra.map(({ code, text }) => ({ value: code, text, extra: true }))];
}

/** The length that the protocol limits: code points, without the space around. */
export const length = (text) => [...text.trim()].length;

/** Comments as they are sent: trimmed, without the empty ones. */
export function spoken(comments) {
  const entries = Object.entries(comments).map(([id, text]) => [id, text.trim()]);
  return Object.fromEntries(entries.filter(([, text]) => text));
}

/**
 * The teams whose figures a unit's ballots go into, the smallest first, without
 * the organisation: the team that the unit formed at, and those above it.
 * @param {{name: string, teams: string[]}} unit
 */
export function teamsAbove({ name, teams }) {
  if (!teams.every((team) => team === name || team.startsWith(`${name} / `))) return [];
  const steps = name.split(" / ");
  return steps.map((_, i) => steps.slice(0, steps.length - i).join(" / "));
}
