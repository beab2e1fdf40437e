// What is folded on the screen is open on paper.

/** @param {Window} window */
export function openForPrint(window) {
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...window.document.querySelectorAll("details:not([open])")];
    for (const each of opened) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });
}
