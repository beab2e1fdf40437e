// Where the code of a printed card is typed. It stays in this browser: the page
// asks for the list of all surveys, finds the one that the code was printed for,
// and leads there with a link whose secret part no server is sent.

import { LENGTH, linkOf, tidy } from "./ballot/code.js";
import { fragment } from "./ballot/link.js";

const form = document.getElementById("code-form");
const field = document.getElementById("code");

function say(what) {
  for (const each of document.querySelectorAll("[data-said]")) each.hidden = each.dataset.said !== what;
  field.setAttribute("aria-invalid", String(Boolean(what)));
  if (what) field.focus();
}

async function surveys() {
  const answer = await fetch("/verify?format=json", { credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer" });
  return (await answer.json()).surveys;
}

async function enter() {
  const code = tidy(field.value);
  if (code.length !== LENGTH) return say("short");
  let link;
  try {
    link = await linkOf(code, await surveys());
  } catch {
    return say("failed");
  }
  if (!link) return say("letters");
  field.value = "";
  location.assign(`/surveys/${link.survey}${location.search}${fragment(link)}`);
}

if (isSecureContext) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say();
    enter();
  });
  addEventListener("pageshow", () => (field.value = ""));
} else {
  say("insecure");
}
