// What will be seen of a ballot, shown before it is sent.

import { unitOf } from "../ballot/manifest.js";
import { teamsAbove } from "./parts.js";
import { fillUnit } from "./receipt.js";
import { put, when } from "./stage.js";
import { fillIn, localTimes, plain } from "./words.js";

/**
 * @param {HTMLElement} section
 * @param {object} manifest
 * @param {{unit?: string, names?: string[], confirmed?: string}} vetted
 */
export function fillPreview(section, manifest, { unit: id, names, confirmed }) {
  put(section, "vetting", null);
  when(section, "vetted", true);
  when(section, "known", id);
  if (!id) return;
  const unit = unitOf(manifest, id);
  fillUnit(section.querySelector(".unit"), unit);
  const named = names.filter(Boolean).sort((a, b) => a.localeCompare(b, document.documentElement.lang));
  list(section.querySelector(".names"), named);
  fillIn(section.querySelector(".roster"), { nameless: names.length - named.length });
  when(section, "nameless", names.length > named.length);
  when(section, "confirmed", confirmed);
  when(section, "unconfirmed", !confirmed);
  if (confirmed) {
    section.querySelector(".roster time").dateTime = confirmed;
    localTimes(section.querySelector(".roster"));
  }
  list(section.querySelector(".figures"), teamsAbove(unit), plain("organisation"));
}

function list(place, names, last) {
  const lines = names.map((name) => {
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("bdi"), { textContent: name }));
    return line;
  });
  if (last) lines.push(Object.assign(document.createElement("li"), { textContent: last }));
  place.replaceChildren(...lines);
}
