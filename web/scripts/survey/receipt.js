import { unitOf } from "../ballot/manifest.js";
import { on, when } from "./stage.js";
import { fillIn, plain, words } from "./words.js";

/** A commitment in groups of eight, which can be read aloud and compared. */
export const grouped = (commitment) => commitment.replace(/(.{8})(?=.)/g, "$1 ");

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
  const said = section.querySelector(".said");
  on(section, "copy", async () => {
    const copied = await navigator.clipboard.writeText(whole.textContent).then(
      () => true,
      () => false,
    );
    whole.parentElement.open ||= !copied;
    said.replaceChildren(words(copied ? "copied" : "not_copied"));
  });
  on(section, "print", () => {
    whole.parentElement.open = true;
    print();
  });
}

function text({ commitment, receipt }, { survey, name }) {
  return [
    plain("receipt-head"),
    `${plain("receipt-survey")} ${name} (${survey})`,
    `${plain("receipt-ballot")} ${commitment}`,
    `${plain("receipt-signature")} ${receipt}`,
    `${plain("receipt-check")} ${location.origin}/verify/${survey}`,
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
