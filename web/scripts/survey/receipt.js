import { unitOf } from "../ballot/manifest.js";
import { on, when } from "./stage.js";
import { fillIn, plain, words } from "./words.js";

/** A commitment in groups of eight, which can be read aloud and compared. */
const grouped = (commitment) => commitment.replace(/(.{8})(?=.)/g, "$1 ");

/**
 * Fills the receipt in.
 * @param {HTMLElement} section
 * @param {object} record with its receipt
 * @param {object} manifest
 * @param {boolean} shared nothing is kept on this device
 */
export function fillReceipt(section, record, manifest, shared) {
  section.querySelector(".code").textContent = grouped(record.commitment);
  fillUnit(section.querySelector(".unit"), unitOf(manifest, record.unit));
  when(section, "kept", !shared);
  when(section, "shared", shared);
  const whole = section.querySelector("pre");
  whole.textContent = text(record, manifest);
  offerCopy(section, "copy", whole);
  on(section, "print", () => {
    whole.parentElement.open = true;
    print();
  });
}

/**
 * Lets a button copy a text, and says whether that worked.
 * @param {HTMLElement} section
 * @param {string} mark of the button
 * @param {HTMLElement} source
 */
export function offerCopy(section, mark, source) {
  const said = section.querySelector(".said");
  on(section, mark, async () => {
    const copied = await navigator.clipboard.writeText(source.textContent).then(
      () => true,
      () => false,
    );
    source.parentElement.open ||= !copied;
    said.replaceChildren(words(copied ? "copied" : "not_copied"));
  });
}

/**
 * Shows what a closed survey leaves. The receipt stays on the device only for
 * as long as its box is ticked.
 * @param {HTMLElement} section
 * @param {{unsent: boolean, commitment?: string, receipt?: string, kept?: boolean}} left
 * @param {{survey: string, name: string}} about
 * @param {object} [shelf]
 */
export function fillLeft(section, left, about, shelf) {
  const { commitment, receipt } = left;
  when(section, "unsent", left.unsent);
  when(section, "receipt", commitment);
  if (!commitment) return;
  section.querySelector(".code").textContent = grouped(commitment);
  section.querySelector("pre").textContent = text(left, about);
  section.querySelector(".code-check").hash = commitment;
  const { keep } = section.querySelector(".keep").elements;
  Object.assign(keep, { checked: left.kept, disabled: !shelf?.durable });
  keep.onchange = () => {
    left.kept = keep.checked;
    if (keep.checked) shelf.write({ commitment, receipt, kept: true });
    else shelf.clear();
  };
}

function text({ commitment, receipt }, { survey, name }) {
  return [
    plain("receipt-head"),
    `${plain("receipt-survey")} ${name} (${survey})`,
    `${plain("receipt-ballot")} ${commitment}`,
    `${plain("receipt-signature")} ${receipt}`,
    `${plain("receipt-check")} ${location.origin}${location.pathname.replace(/\/surveys\/[^/]*$/, "")}/verify/${survey}`,
  ].join("\n");
}

/**
 * Shows which unit the ballot carries, its teams and its size.
 * @param {HTMLElement} place
 * @param {object} unit
 */
export function fillUnit(place, unit) {
  const source = document.getElementById("unit").content.cloneNode(true);
  fillIn(source, { unit: unit.name, invited: unit.eligible });
  for (const team of unit.teams) {
    const line = document.createElement("li");
    const name = document.createElement("bdi");
    name.textContent = team;
    line.append(name);
    source.querySelector("ul").append(line);
  }
  place.replaceChildren(source);
}
