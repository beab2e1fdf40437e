// Turns points in time, which the server writes in UTC, to the reader's clock.

/** @param {ParentNode} root */
export function localTimes(root) {
  const lang = document.documentElement.lang;
  // In British order, as the catalogue writes dates, and in European digits.
  const form = new Intl.DateTimeFormat(`${lang === "en" ? "en-GB" : lang}-u-nu-latn`, { dateStyle: "long", timeStyle: "short" });
  for (const time of root.querySelectorAll("time[datetime]")) time.textContent = form.format(new Date(time.dateTime));
}
