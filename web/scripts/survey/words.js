// Words come from two places: the page, which the server wrote in one
// language, and the manifest, which holds every language.

const page = document.documentElement;
const rightToLeft = /^(ar|he|fa|ur|ps|sd|ug|yi|dv)\b/;

/**
 * A sentence of the page with its {places} filled in, as nodes: names in it
 * keep the isolation that the server gave them.
 * @param {string} name
 * @param {Record<string, string|number>} [values]
 */
export function words(name, values = {}) {
  const source = document.getElementById("words").content.querySelector(`[data-word="${name}"]`);
  const copy = source.cloneNode(true);
  fillIn(copy, values);
  const nodes = document.createDocumentFragment();
  nodes.append(...copy.childNodes);
  return nodes;
}

/** The same as plain text. */
export const plain = (name, values) => words(name, values).textContent;

/**
 * Fills {places} in every text below a node.
 * @param {Node} node
 * @param {Record<string, string|number>} values
 */
export function fillIn(node, values) {
  const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    text.data = text.data.replace(/\{(\w+)\}/g, (place, key) => values[key] ?? place);
  }
}

/**
 * What the manifest says in the page's language, or in the first one that it
 * has, which the element then names.
 * @param {Element} element
 * @param {Record<string, string>} texts by language
 * @param {string[]} languages of the questionnaire, the fallback first
 */
export function write(element, texts, languages) {
  const lang = choose(texts, languages);
  element.textContent = texts[lang];
  if (lang !== page.lang) {
    element.lang = lang;
    element.dir = rightToLeft.test(lang) ? "rtl" : "ltr";
  }
}

/** The language that the reader gets. */
export function choose(texts, languages) {
  return [page.lang, ...languages, ...Object.keys(texts)].find((lang) => texts[lang]);
}

/** Turns points in time to the reader's own clock. */
export function localTimes(root) {
  const form = new Intl.DateTimeFormat(`${page.lang === "en" ? "en-GB" : page.lang}-u-nu-latn`, {
    dateStyle: "long",
    timeStyle: "short",
  });
  for (const time of root.querySelectorAll("time[datetime]")) time.textContent = form.format(new Date(time.dateTime));
}
