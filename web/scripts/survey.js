// The survey page: from the invitation link to the receipt.

import { Failure } from "./ballot/failure.js";
import { fragment, parseFragment, parseLink } from "./ballot/link.js";
import { checkManifest } from "./ballot/manifest.js";
import { prepare, send, withdraw } from "./ballot/send.js";
import { openShelf } from "./ballot/shelf.js";
import { vet } from "./ballot/vet.js";
import { routes } from "./ballot/wire.js";
import { carryOver, forgetTab, local, rememberLink, session, takeHand, takeLink, watchIdle } from "./survey/device.js";
import { parts, spoken } from "./survey/parts.js";
import { askComments, askPart, listAnswers } from "./survey/questions.js";
import { fillPreview } from "./survey/preview.js";
import { fillLeft, fillReceipt, fillUnit, offerCopy } from "./survey/receipt.js";
import { on, onSubmit, put, show, when } from "./survey/stage.js";
import { localTimes, words } from "./survey/words.js";

const page = document.getElementById("survey");
const survey = page.dataset.survey;
const box = routes(survey);

/** Everything the page knows. Nothing here leaves it but by send and withdraw. */
const now = {
  link: null,
  manifest: null,
  shelf: null,
  vetted: null, // the unit and its names, once they are checked
  answers: {},
  comments: {},
  shared: false, // keep nothing on this device afterwards
  keep: false, // keep the answers on this device until they are sent
  unsaved: false, // there are answers that leaving the page would lose
  watched: false, // it forgets by itself after a while
  left: null, // what a closed survey leaves: {unsent, commitment, receipt, kept}
  ended: null, // shows the last step, once going back to the questions is over
};

// ---- steps that can be walked back and forth

const walk = {
  start: () => show("start"),
  part: ({ part }) =>
    show("part", (section) => {
      backButton(section);
      askPart(section, { ...ask(), part, answers: now.answers, onDone: () => next(part + 1) });
    }),
  comments: () =>
    show("comments", (section) => {
      backButton(section);
      askComments(section, { ...ask(), comments: now.comments, onDone: () => go({ step: "check" }) });
    }),
  check: () =>
    show("check", (section) => {
      backButton(section);
      when(section, "fragile", !now.shelf.durable);
      preview(section);
      listAnswers(section, { ...ask(), ...now, onChange: (to) => go({ ...to, back: true }) });
      onSubmit(section, () => answerMissing() || sendNow());
    }),
  withdraw: () =>
    show("withdraw", (section) => {
      backButton(section);
      onSubmit(section, () => withdrawNow(section));
    }),
};

const ask = () => ({ questionnaire: now.manifest.questionnaire, onChange: changed });

function next(part) {
  const { items, comments } = now.manifest.questionnaire;
  if (history.state?.back) return go({ step: "check" });
  if (part < parts(items).length) return go({ step: "part", part });
  go({ step: comments.length > 0 ? "comments" : "check" });
}

function go(to) {
  history.pushState(to, "");
  return enter(to);
}

function enter(to) {
  const section = walk[to.step](to);
  const field = to.focus && document.getElementById(to.focus);
  if (field) (field.querySelector(":checked") ?? field.querySelector("input") ?? field).focus();
  return section;
}

function backButton(section) {
  section.querySelector(".back").addEventListener("click", () => history.back());
}

addEventListener("popstate", ({ state }) => {
  if (now.ended && state?.step !== "withdraw") now.ended();
  else if (now.manifest && walk[state?.step]) enter(state);
  else if (now.manifest) walk.start();
});

/** Shows a step that has no way back into the questions. */
function end(step, fill) {
  now.ended = () => show(step, fill);
  now.ended();
}

// ---- answers

function changed() {
  curves().catch(() => {}); // sending tries again
  now.unsaved = !now.keep;
  if (now.keep) now.shelf.write({ ...now.shelf.read(), draft: { answers: now.answers, comments: now.comments } });
}

/** Goes to the first part with an item that has no answer and says so; false when there is none. */
function answerMissing() {
  const lacks = ({ id }) => !Object.hasOwn(now.answers, id);
  const part = parts(now.manifest.questionnaire.items).findIndex((items) => items.some(lacks));
  if (part < 0) return false;
  go({ step: "part", part, back: true }).querySelector("form").requestSubmit();
  return true;
}

function clearAnswers() {
  Object.assign(now, { answers: {}, comments: {}, unsaved: false });
}

// ---- before sending

/**
 * Checks log and names, and shows what this ballot will be counted in. Only then
 * is there a button to send, so that nothing moves under a finger.
 */
async function preview(section) {
  try {
    now.vetted ??= await vet(now.manifest, now.link.secret, box);
    fillPreview(section, now.manifest, now.vetted);
  } catch (failure) {
    if (!section.isConnected) return;
    if (!(failure instanceof Failure)) throw failure;
    if (stops[failure.code]) return stop(stops[failure.code]);
    if (refusals.includes(failure.code)) return refused(failure.code, checkAgain);
    put(section, "vetting", words("unvetted"));
  }
  when(section, "looked", true);
}

function checkAgain() {
  now.ended = null;
  go({ step: "check" });
}

/** Most of what a ballot needs, loaded while somebody answers. A browser may remember that an address failed. */
let loading = null;
let failed = 0;
function curves() {
  loading ??= import(`${page.dataset.curves}${failed ? `?${failed}` : ""}`).catch(() => {
    loading = null;
    failed += 1;
    throw new Failure("network");
  });
  return loading;
}

// ---- sending

async function sendNow() {
  prepare(now.shelf, { answers: now.answers, comments: spoken(now.comments) });
  now.unsaved = !now.shelf.durable;
  await sendAgain();
}

async function sendAgain() {
  const section = show("sending");
  now.ended = () => {}; // going back changes nothing while the ballot is under way
  try {
    const onUnit = (unit) => fillUnit(section.querySelector(".unit"), unit);
    const sent = { ...now, curves, routes: box, invitation: now.link.secret, pause, onUnit };
    received(await send(sent));
  } catch (failure) {
    unsent(failure);
  }
}

/** One to four seconds. */
function pause() {
  const [random] = crypto.getRandomValues(new Uint32Array(1));
  return new Promise((done) => setTimeout(done, 1000 + 3000 * (random / 2 ** 32)));
}

async function received(record) {
  clearAnswers();
  if (now.shared) {
    now.shelf.clear();
    forgetTab(survey);
    Object.assign(now, { link: null, vetted: null });
  }
  receipt(record);
}

const refusals = ["manifest", "log", "roster", "unit", "proof", "receipt"];
const stops = { used: "used", not_found: "unknown_link", closed: "closed" };

function unsent(failure) {
  if (!(failure instanceof Failure)) throw failure;
  if (stops[failure.code]) return stop(stops[failure.code]);
  if (refusals.includes(failure.code)) return refused(failure.code, sendAgain);
  end("unsent", (section) => {
    put(section, "message", failure.code === "network" ? null : words(`unsent-${failure.code}`));
    onSubmit(section, sendAgain);
    on(section, "review", review);
  });
}

function review() {
  const { answers, comments } = now.shelf.read().ballot;
  Object.assign(now, { answers, comments, ended: null });
  go({ step: "check" });
}

function stop(step) {
  if (step === "closed") return closed();
  const { answers, comments } = now.shelf.read()?.ballot ?? now;
  now.shelf.clear();
  Object.assign(now, { answers, comments, unsaved: true, vetted: null });
  badLink(step);
}

function refused(why, again) {
  end("refused", (section) => {
    put(section, "message", words(`why-${why}`));
    section.querySelector("form").hidden = !again;
    if (again) onSubmit(section, again);
  });
}

// ---- after sending

function receipt(record) {
  end("receipt", (section) => {
    fillReceipt(section, record, now.manifest, now.shared);
    on(section, "change", answerAgain);
    on(section, "withdraw", () => go({ step: "withdraw" }));
    on(section, "forget", forget);
  });
}

function answerAgain() {
  now.ended = null;
  clearAnswers();
  go({ step: "part", part: 0 });
}

async function withdrawNow(section) {
  try {
    await withdraw(now.shelf, box);
    withdrawn();
  } catch (failure) {
    if (failure.code === "closed") return closed();
    put(section, "message", words("not_withdrawn"));
  }
}

function withdrawn() {
  end("withdrawn", (section) => on(section, "change", answerAgain));
}

function forget() {
  now.shelf?.clear();
  forgetTab(survey);
  clearAnswers();
  Object.assign(now, { link: null, vetted: null });
  end("forgotten", (section) => when(section, "shared", now.shared));
}

/** For the next person at a shared computer. */
function startAgain() {
  forget();
  location.replace("/code");
}

// ---- the survey is over

function closed() {
  clearAnswers();
  now.left = settle();
  end("closed", fillClosed);
}

/** Deletes everything but a receipt that somebody asked to keep. */
function settle() {
  const { ballot, commitment, receipt, kept } = now.shelf?.read() ?? {};
  if (!kept) now.shelf?.clear();
  return { unsent: Boolean(ballot), commitment, receipt, kept };
}

function fillClosed(section) {
  fillLeft(section, now.left, page.dataset, now.shelf);
  when(section, "link", Boolean(now.link));
  when(section, "no-link", !now.link);
  section.querySelector('[name="invitation"]').value = now.link?.secret ?? "";
}

// ---- the link

function badLink(step) {
  end(step, (section) =>
    onSubmit(section, () => {
      const link = parseLink(section.querySelector("#paste").value, survey);
      section.querySelector(".error-text").hidden = Boolean(link);
      if (link) openLink(link);
    }),
  );
}

async function openLink(link) {
  Object.assign(now, { link, ended: null, vetted: null, shared: now.shared || Boolean(link.card) });
  rememberLink(survey, link);
  try {
    now.manifest = await checkManifest(await box.manifest(), survey, link.hash);
  } catch (failure) {
    return unopened(failure);
  }
  const hand = takeHand(survey);
  if (hand) Object.assign(now, hand.known);
  await openDevice();
  resume(now.shelf.read() ?? {}, hand?.at);
}

function unopened({ code }) {
  if (code === "link") return badLink("wrong_link");
  if (code === "manifest") return refused("manifest");
  if (code === "not_found") return badLink("unknown_link");
  end("unreachable", (section) => onSubmit(section, () => openLink(now.link)));
}

/** Finds what an earlier visit left: in this tab on a shared computer, else on the device. */
async function openDevice() {
  const tab = await openShelf(survey, now.link.secret, session);
  now.shared ||= Boolean(local && tab.read());
  now.shelf = now.shared ? tab : await openShelf(survey, now.link.secret, local ?? session);
  if (now.shared && now.manifest) share();
}

/** From now on this computer keeps nothing and forgets by itself. */
function share() {
  forgetTab(survey);
  document.getElementById("shared").hidden = false;
  if (!now.watched) watchIdle(forget);
  now.watched = true;
}

function resume(record, at) {
  if (record.ballot) return unsent(new Failure("network"));
  if (record.receipt) return receipt(record);
  if (record.withdrawn) return withdrawn();
  if (record.draft) Object.assign(now, { ...record.draft, keep: true });
  ready();
  if (at) go(at);
  else if (!record.draft && Object.keys(now.answers).length > 0) go({ step: "check" });
}

// ---- the start

const begin = document.forms.begin;

function ready() {
  if (!page.contains(begin)) walk.start();
  const { shared, keep } = begin.elements;
  const section = page.firstElementChild;
  const offer = () => {
    offerKeep(shared, keep);
    when(section, "shared", shared.checked);
  };
  Object.assign(shared, { checked: now.shared, onchange: offer });
  keep.checked = now.keep;
  offer();
  when(section, "card", now.link.card);
  when(section, "link", !now.link.card);
  section.querySelector(".own-link").textContent = location.origin + location.pathname + fragment({ ...now.link, card: false });
  begin.onsubmit = (event) => {
    event.preventDefault();
    beginNow(shared.checked, keep.checked);
  };
  page.querySelector("#waiting").hidden = true;
  begin.hidden = false;
}

function offerKeep(shared, keep) {
  keep.disabled = shared.checked || !local;
  keep.checked &&= !keep.disabled;
}

async function beginNow(shared, keep) {
  const { draft, ...begun } = now.shelf.read() ?? {};
  now.shelf.clear();
  Object.assign(now, { shared, keep });
  if (shared) share();
  else document.getElementById("shared").hidden = true;
  now.shelf = await openShelf(survey, now.link.secret, shared ? session : (local ?? session));
  if (Object.keys(begun).length > 0) now.shelf.write(begun);
  if (Object.keys(now.answers).length > 0) changed();
  go({ step: "part", part: 0 });
}

// ---- everything begins here

addEventListener("beforeunload", (event) => now.unsaved && event.preventDefault());
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
addEventListener("hashchange", () => parseFragment(location.hash) && location.reload());
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // a fragment would be a step of its own in the history
  document.getElementById("main").focus();
});
document.querySelector("#shared button")?.addEventListener("click", startAgain);
const first = page.firstElementChild;
if (first.querySelector(".own-link")) offerCopy(first, "copy-link", first.querySelector(".own-link"));
carryOver(survey, handOver, () => now.link);
localTimes(document);
main();

/** What the page in another language needs to go on here. */
function handOver() {
  if (now.left) return { left: now.left };
  const { answers, comments, shared, keep, unsaved, manifest, ended } = now;
  if (!manifest || ended || !(unsaved || shared || keep)) return null;
  now.unsaved = false;
  return { known: { answers, comments, shared, keep, unsaved }, at: walk[history.state?.step] ? history.state : null };
}

async function main() {
  now.link = takeLink(survey);
  if (page.dataset.state === "closed") return mainClosed();
  if (!isSecureContext) return end("insecure");
  if (!now.link) return badLink("no_link");
  page.querySelector("#waiting").hidden = false;
  await openLink(now.link);
}

async function mainClosed() {
  if (now.link && isSecureContext) await openDevice();
  now.left = takeHand(survey)?.left ?? settle();
  fillClosed(page);
}
