// Copies a link that is shown once.

/** @param {HTMLElement} place holds a read-only field and a hidden button */
export function offerCopy(place) {
  const field = place.querySelector("input");
  const button = place.querySelector("button");
  field.addEventListener("focus", () => field.select());
  // Only pages that came over https, or from this machine, may write to the clipboard.
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = button.dataset.done;
    } catch {
      field.focus(); // the reader can still copy by hand
    }
  });
}
