// Looks for a ballot in the public list, inside the browser: what somebody
// enters here is sent to nobody.

import { commitmentIn, fits } from "./verify/list.js";

const form = document.querySelector(".check-ballot");
const field = document.getElementById("receipt");

function say(what) {
  for (const each of document.querySelectorAll("[data-said]")) each.hidden = each.dataset.said !== what;
}

async function look() {
  const commitment = commitmentIn(field.value);
  if (!commitment) return say("unreadable");
  say("looking");
  try {
    const answer = await fetch(form.dataset.list, { credentials: "omit", cache: "no-store", redirect: "error" });
    const { commitments, closing_record: record } = await answer.json();
    if (!(await fits(commitments, record))) return say("broken");
    say(commitments.includes(commitment) ? "found" : "missing");
  } catch {
    say("failed");
  }
}

/** What a link from the receipt brought along leaves the address at once. */
function takeFragment() {
  const commitment = commitmentIn(location.hash);
  if (commitment) history.replaceState(history.state, "", location.pathname + location.search);
  return commitment;
}

const brought = takeFragment();
if (form && isSecureContext) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
  if (brought) {
    field.value = brought;
    look();
  }
}
