// Looks for a ballot in the public list, inside the browser: what somebody
// enters here, or keeps on this device, is sent to nobody.

import { fillIn } from "./survey/words.js";
import { commitmentIn, logged, look } from "./verify/list.js";

const place = document.querySelector("[data-list]"); // where the answer is said
const form = document.querySelector(".check-ballot"); // on the verify page
const link = document.querySelector(".code-check"); // on the survey's own page, beside a receipt

function say(what) {
  for (const each of place.querySelectorAll("[data-said]")) each.hidden = each.dataset.said !== what;
}

const get = async (url) => (await fetch(url, { credentials: "omit", cache: "no-store", redirect: "error" })).json();

async function check(commitment) {
  say("looking");
  try {
    const [published, installation] = await Promise.all([get(place.dataset.list), get(place.dataset.log)]);
    const found = await look(published, commitment);
    if (found.said === "found") explain(found);
    const inLog = found.said === "broken" || (await logged(published, installation));
    say(inLog ? found.said : "unlogged");
  } catch {
    say("failed");
  }
}

/** Writes how the answer was computed, from the words that lie beside it. */
function explain({ place: at, size, path, root }) {
  const how = place.querySelector("template").content.cloneNode(true);
  fillIn(how, { place: at, size, steps: path.length });
  const steps = how.querySelector("ol");
  for (const hash of [...path, root]) {
    const step = document.createElement("li");
    step.append(Object.assign(document.createElement("code"), { className: "hash", textContent: hash }));
    steps.append(step);
  }
  place.querySelector(".how-found").replaceChildren(how);
}

/** What a link from the receipt brought along leaves the address at once. */
function takeFragment() {
  const commitment = commitmentIn(location.hash);
  if (commitment) history.replaceState(history.state, "", location.pathname + location.search);
  return commitment;
}

function onVerifyPage() {
  const brought = takeFragment();
  const field = document.getElementById("receipt");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const commitment = commitmentIn(field.value);
    if (commitment) check(commitment);
    else say("unreadable");
  });
  if (brought) check((field.value = brought));
}

/** The survey's page sets the link once it knows what the device keeps. */
function besideAReceipt() {
  const known = () => {
    const commitment = commitmentIn(link.hash);
    if (commitment) check(commitment);
  };
  new MutationObserver(known).observe(link, { attributeFilter: ["href"] });
  known();
}

if (place && isSecureContext) {
  if (form) onVerifyPage();
  else if (link) besideAReceipt();
} else {
  takeFragment();
}
