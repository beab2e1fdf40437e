// A search field that hides the rows of a table or list whose name does not
// contain what was typed.

/**
 * What is compared: without case and accents, spaces folded.
 * @param {string} text
 */
export function plainForm(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
}

/**
 * @param {string[]} names
 * @param {string} typed
 * @returns {boolean[]} which names contain every word that was typed
 */
export function matches(names, typed) {
  const words = plainForm(typed).split(" ");
  return names.map(plainForm).map((name) => words.every((word) => name.includes(word)));
}

/** @param {HTMLElement} box holds the field; data-find-in names what to search in */
export function findRows(box) {
  const rows = [...document.getElementById(box.dataset.findIn).querySelectorAll("[data-find]")];
  const names = rows.map((row) => row.dataset.find);
  const field = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  field.addEventListener("input", () => {
    const hits = matches(names, field.value);
    rows.forEach((row, i) => (row.hidden = !hits[i]));
    status.textContent = field.value ? `${status.dataset.found} ${hits.filter(Boolean).length}` : "";
  });
  // Return would send a form that the field happens to stand in.
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  box.hidden = false;
}
