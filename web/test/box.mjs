// A ballot box as docs/protocol.md describes it, for tests: the server's half
// written with the same library as the client's, and switches that make it
// cheat.

import { createHash, randomBytes } from "node:crypto";
import { ed25519, ristretto255_oprf } from "@noble/curves/ed25519.js";
import { canonical } from "../scripts/ballot/canonical.js";
import { grow, pathOf, rootOf } from "../scripts/verify/tree.js";

/** Loads the curves, as the page does. */
export const curves = async () => ({ ed25519, ristretto255_oprf });

const b64 = (bytes) => Buffer.from(bytes).toString("base64url");
const raw = (text) => new Uint8Array(Buffer.from(text, "base64url"));
const utf8 = (text) => new TextEncoder().encode(text);
const hex = (text) => createHash("sha256").update(text).digest("hex");

const agree = {
  en: ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"],
  de: ["Stimme gar nicht zu", "Stimme nicht zu", "Teils, teils", "Stimme zu", "Stimme voll zu"],
  ar: ["لا أوافق بشدة", "لا أوافق", "محايد", "أوافق", "أوافق بشدة"],
};
const optOut = { code: "NA", text: { en: "Can't say / prefer not to answer", de: "Weiß nicht / möchte nicht antworten", ar: "لا أستطيع القول / أفضّل عدم الإجابة" } };

const sentences = {
  COM1: ["In my team, I hear news about my work in good time.", "In meinem Team erfahre ich Neues zu meiner Arbeit rechtzeitig.", "في فريقي تصلني أخبار عملي في الوقت المناسب."],
  COM3: ["In my team, we talk about problems while they are still small.", "In meinem Team sprechen wir über Probleme, solange sie noch klein sind.", "في فريقي نتحدث عن المشكلات وهي لا تزال صغيرة."],
  REL1: ["In my team, jobs are done by the date we agreed.", "In meinem Team sind Aufgaben zum vereinbarten Termin fertig.", "في فريقي تُنجز الأعمال في الموعد الذي اتفقنا عليه."],
  REL2: ["In my team, people warn each other early when something will be late.", "In meinem Team sagen wir einander früh Bescheid, wenn etwas später kommt.", "في فريقي ينبّه بعضنا بعضًا مبكرًا عندما يتأخر شيء."],
  TRA1: ["In my team, I am told the reason for a decision.", "In meinem Team erfahre ich den Grund für eine Entscheidung.", "في فريقي يُقال لي سبب القرار."],
  TRA4: ["In my team, bad news is shared as openly as good news.", "In meinem Team wird über Schlechtes so offen gesprochen wie über Gutes.", "في فريقي تُشارك الأخبار السيئة بالصراحة نفسها كالأخبار الجيدة."],
  RES1: ["In my team, my ideas get a fair hearing.", "In meinem Team werden meine Ideen fair angehört.", "في فريقي تُسمع أفكاري بإنصاف."],
  RES5: ["In my team, what I share in private stays private.", "In meinem Team bleibt Vertrauliches vertraulich.", "في فريقي ما أقوله على انفراد يبقى سرًا."],
  SAF1: ["I can openly disagree in my team.", "Ich kann in meinem Team offen widersprechen.", "أستطيع أن أخالف الرأي علنًا في فريقي."],
  TRU1: ["All in all, I trust the people in my team.", "Alles in allem vertraue ich den Menschen in meinem Team.", "بشكل عام أثق بالناس في فريقي."],
};

export function questionnaire() {
  const items = Object.entries(sentences).map(([id, [en, de, ar]]) => ({
    id,
    dimension: /^(COM|REL|TRA|RES)/.test(id) ? id.slice(0, 3) : null,
    reverse: false,
    text: { en, de, ar },
    extra: [optOut],
  }));
  const comments = [
    { id: "HELPS", text: { en: "What is one thing that helps trust in your team?", de: "Was hilft dem Vertrauen in Ihrem Team?", ar: "ما الشيء الواحد الذي يساعد على الثقة في فريقك؟" } },
    { id: "RAISE", text: { en: "What is one thing that would raise it?", de: "Was würde es stärken?", ar: "ما الشيء الواحد الذي قد يزيدها؟" } },
  ];
  return { id: "P10", version: "1", languages: ["en", "de", "ar"], scale: { lo: 1, hi: 5, labels: agree }, items, comments };
}

export const units = [
  { id: "plantbremen", name: "Operations / Plant Bremen", teams: ["Operations / Plant Bremen", "Operations / Plant Bremen / Shift A"], eligible: 23 },
  { id: "sales", name: "Sales", teams: ["Sales"], eligible: 5 },
];

/** The hash of a unit's names, written out from docs/protocol.md, §4. */
export function rosterHash(survey, unit, salt, names) {
  const lines = names.map(hex).sort().join("\n");
  return hex(`teamtrust/1 roster\n${survey}\n${unit}\n${salt}\n${lines}\n`);
}

const salt = b64(new Uint8Array(32).fill(7));
const namesOf = ({ id, eligible }) => Array.from({ length: eligible }, (_, i) => `Person ${i} of ${id}`);

/**
 * @param {object} [options]
 * @param {string} [options.survey]
 * @param {object} [options.cheat] what the server does wrong: taggedKey, otherInfo,
 *   forgeReceipt, flipProof, nameUnit, unlogged, forked, names, more, rosterOf
 * @param {boolean} [options.rosters] false: as an earlier version published
 */
export function makeBox({ survey = "autumn-2026", cheat = {}, rosters = true, closes = "2026-10-09T16:00:00Z" } = {}) {
  const people = (unit) => namesOf(unit).concat(cheat.more ? ["One more"] : []);
  const keys = ristretto255_oprf.poprf(utf8("")).generateKeyPair();
  const tagged = ristretto255_oprf.poprf(utf8("")).generateKeyPair();
  const receiptSecret = randomBytes(32);
  const rest = {
    protocol: "teamtrust/1",
    survey,
    name: "Trust pulse, autumn 2026",
    questionnaire: questionnaire(),
    suite: "ristretto255-SHA512",
    public_key: b64(keys.publicKey),
    receipt_key: b64(ed25519.getPublicKey(receiptSecret)),
    minimum_group: 5,
    opens: "2026-10-02T08:00:00Z",
    closes,
    units: rosters ? units.map((unit) => ({ ...unit, roster: rosterHash(survey, unit.id, salt, people(unit)) })) : units,
    rehearsal: false,
  };
  const manifest = { ...rest, hash: hex(canonical(rest)) };
  const invitations = new Map(); // secret → {unit, blinded}
  const ballots = new Map(); // nonce → body
  const seen = []; // {method, path, body} as they arrive
  let open = true;
  let broken = () => false; // (method, path, when) → whether to fail

  function invite(unit = "plantbremen", secret = b64(randomBytes(32))) {
    invitations.set(secret, { unit, blinded: null });
    return { secret, hash: manifest.hash };
  }

  const info = (unit) => utf8(`teamtrust/1|${survey}|${unit}`);

  const log = [hex("of another survey"), cheat.unlogged ? hex("somebody else's") : manifest.hash, hex("a closing record")];

  async function logged(path) {
    const levels = await grow(log);
    const root = cheat.forked ? hex("what others are shown") : rootOf(levels);
    if (path === "/verify/log/checkpoint") return reply(200, { origin: "x", size: log.length, root_hash: root });
    const index = log.indexOf(new URLSearchParams(path.split("?")[1]).get("leaf"));
    if (index < 0) return refuse(404, "not_found", "It is not in the log.");
    return reply(200, { index, size: log.length, root_hash: root, hashes: pathOf(levels, index) });
  }

  function roster({ invitation }) {
    const found = invitations.get(invitation);
    if (!open) return refuse(410, "closed", "The survey is closed.");
    if (!found) return refuse(404, "not_found", "This invitation is not known.");
    const unit = units.find(({ id }) => id === (cheat.rosterOf ?? found.unit)) ?? { id: cheat.rosterOf, eligible: 5 };
    return reply(200, { unit: unit.id, salt, names: cheat.names ?? people(unit) });
  }

  function collect({ invitation, blinded }) {
    const found = invitations.get(invitation);
    if (!open) return refuse(410, "closed", "The survey is closed.");
    if (!found) return refuse(404, "not_found", "This invitation is not known.");
    if (found.blinded && found.blinded !== blinded) return refuse(409, "used", "This invitation was used.");
    found.blinded = blinded;
    const unit = cheat.nameUnit ?? found.unit;
    const poprf = ristretto255_oprf.poprf(info(cheat.otherInfo ?? unit));
    const { evaluated, proof } = poprf.blindEvaluate((cheat.taggedKey ? tagged : keys).secretKey, raw(blinded));
    if (cheat.flipProof) proof[cheat.flipProof] ^= 1;
    return reply(200, { unit, evaluated: b64(evaluated), proof: b64(proof) });
  }

  function cast(body) {
    if (!open) return refuse(410, "closed", "The survey is closed.");
    const { unit, nonce, token, answers, salt, commitment } = body;
    if (!genuine(unit, nonce, token)) return refuse(403, "forbidden", "The token does not fit.");
    const lines = manifest.questionnaire.items.map(({ id }) => `${id}=${answers[id] ?? ""}\n`).join("");
    const expected = hex(`teamtrust/1 ballot\n${survey}\n${salt}\n${lines}`);
    if (expected !== commitment) return refuse(422, "bad_answer", "The commitment does not fit the answers.");
    ballots.set(nonce, body);
    const signed = ed25519.sign(utf8(`teamtrust/1 receipt\n${survey}\n${commitment}`), receiptSecret);
    if (cheat.forgeReceipt) signed[3] ^= 1;
    return reply(201, { receipt: b64(signed) });
  }

  function withdraw({ unit, nonce, token }) {
    if (!open) return refuse(410, "closed", "The survey is closed.");
    if (!genuine(unit, nonce, token)) return refuse(403, "forbidden", "The token does not fit.");
    ballots.delete(nonce);
    return new Response(null, { status: 204 });
  }

  function genuine(unit, nonce, token) {
    return b64(ristretto255_oprf.poprf(info(unit)).evaluate(keys.secretKey, raw(nonce))) === token;
  }

  /** Answers like the network would: may fail before or after the server has acted. */
  async function fetch(url, options = {}) {
    const path = url.replace(/^.*\/api\/ballot\/[^/]+/, "");
    const { method = "GET", body } = options;
    seen.push({ method, path, options, body: body && JSON.parse(body) });
    if (broken(method, path, "before")) throw new TypeError("network");
    const answer = route(method, path, body && JSON.parse(body));
    if (broken(method, path, "after")) throw new TypeError("network");
    return answer;
  }

  function route(method, path, body) {
    if (method === "GET" && path === "") return new Response(canonical(manifest), { status: 200 });
    if (method === "GET" && path.startsWith("/verify/log/")) return logged(path);
    if (method === "POST" && path === "/roster") return roster(body);
    if (method === "POST" && path === "/collect") return collect(body);
    if (method === "POST" && path === "/box") return cast(body);
    if (method === "DELETE" && path === "/box") return withdraw(body);
    return refuse(404, "not_found", "There is nothing here.");
  }

  return {
    manifest,
    invite,
    invitations,
    ballots,
    seen,
    fetch,
    route,
    close: () => (open = false),
    breakWhen: (when) => (broken = when),
  };
}

const reply = (status, body) => new Response(JSON.stringify(body), { status });
const refuse = (status, code, message) => reply(status, { error: { code, message } });
