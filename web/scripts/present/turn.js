// Which screen a key leads to.

/**
 * @param {{key: string, shiftKey?: boolean, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean, target?: {closest?: Function}}} event
 * @param {number} here
 * @param {number} screens how many there are
 * @param {boolean} rightToLeft the next screen is on the left
 * @returns {number | "leave" | null} null: the key means something else
 */
export function turn(event, here, screens, rightToLeft) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  const used = event.target?.closest?.("a, button, summary, input, select, textarea"); // its own keys stay its own
  const scrolls = event.target?.closest?.(".scroll");
  const last = screens - 1;
  switch (event.key) {
    case "Escape":
      return "leave";
    case "Home":
      return 0;
    case "End":
      return last;
    case "PageDown":
      return Math.min(here + 1, last);
    case "PageUp":
      return Math.max(here - 1, 0);
    case " ":
      if (used) return null;
      return event.shiftKey ? Math.max(here - 1, 0) : Math.min(here + 1, last);
    case "ArrowRight":
    case "ArrowLeft":
      if (scrolls) return null;
      return (event.key === "ArrowRight") !== rightToLeft ? Math.min(here + 1, last) : Math.max(here - 1, 0);
    default:
      return null;
  }
}
