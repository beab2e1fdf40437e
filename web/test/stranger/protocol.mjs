// The protocol teamtrust/1 as docs/protocol.md tells it: forms, manifest, commitment, receipt, Merkle tree and requests.

import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { isElement } from "./poprf.mjs";

export const PROTOCOL = "teamtrust/1";
export const SUITE = "ristretto255-SHA512";
export const MAX_BODY = 65536;
export const MAX_COMMENT = 1000;

/** The server, the link or a file is not what the document says. The message is meant for people. */
export class Deviation extends Error {}

export function must(condition, sentence) {
  if (!condition) throw new Deviation(sentence);
}

// --- forms ---------------------------------------------------------------------------------------------------

export const b64u = (bytes) => Buffer.from(bytes).toString("base64url");

/** Strict base64url of a known length; null for any other form, unused bits that are set included. */
export function unb64u(text, length) {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]*$/.test(text)) return null;
  const bytes = Buffer.from(text, "base64url");
  return bytes.length === length && b64u(bytes) === text ? bytes : null;
}

export const sha256hex = (data) => createHash("sha256").update(data).digest("hex");

const isObject = (v) => typeof v === "object" && v !== null && !Array.isArray(v);
const isId = (v) => typeof v === "string" && /^[A-Za-z0-9_-]{1,32}$/.test(v);
const isCode = (v) => isId(v) && !/^-?[0-9]+$/.test(v);
const isText = (v) => typeof v === "string";
const isHash = (v) => typeof v === "string" && /^[0-9a-f]{64}$/.test(v);
const isTime = (v) =>
  typeof v === "string" &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(v) &&
  !Number.isNaN(Date.parse(v)) &&
  new Date(v).toISOString() === v.replace("Z", ".000Z");

export function parseJSON(bytes) {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
}

/** The canonical form of RFC 8785. */
export function canonical(value) {
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  if (isObject(value)) {
    const names = Object.keys(value).sort(); // by UTF-16 code units, as the RFC asks
    return "{" + names.map((name) => canonical(name) + ":" + canonical(value[name])).join(",") + "}";
  }
  if (typeof value === "string" && !value.isWellFormed()) throw new Error("a text has a lone surrogate");
  return JSON.stringify(value);
}

// --- link ----------------------------------------------------------------------------------------------------

const LINK = /^(https?:\/\/[^?#\s]+)\/surveys\/([A-Za-z0-9_-]{1,32})#([A-Za-z0-9_-]{43})\.([0-9a-f]{64})$/;

export function parseLink(link) {
  const found = LINK.exec(link);
  must(found, "A link does not have the form {public-url}/surveys/{survey}#{secret}.{hash}.");
  const [, base, survey, secret, hash] = found;
  must(unb64u(secret, 32), "The secret of a link is not 32 bytes in base64url.");
  return { base, survey, secret, hash };
}

// --- manifest ------------------------------------------------------------------------------------------------

/** The manifest of a link, from the bytes that the server sent. Throws where a client has to stop. */
export function checkManifest(bytes, link) {
  let m, form;
  try {
    m = parseJSON(bytes);
    form = canonical(m);
  } catch {
    throw new Deviation("The manifest is not JSON within RFC 7493.");
  }
  must(isObject(m), "The manifest is not an object.");
  must(form === bytes.toString("utf8"), "The manifest is not sent in its canonical form (RFC 8785).");

  const { hash, ...rest } = m;
  const computed = sha256hex(canonical(rest));
  must(computed === hash, "The manifest's hash is not that of its content.");
  must(computed === link.hash, "The manifest is not the one that the link names.");
  must(m.protocol === PROTOCOL, "The manifest is of another protocol.");
  must(m.suite === SUITE, "The manifest names another suite.");
  must(m.survey === link.survey, "The manifest is that of another survey.");
  must(isText(m.name), "The survey has no name.");
  must(typeof m.rehearsal === "boolean", "The manifest does not say whether this is a rehearsal.");
  must(isTime(m.opens) && isTime(m.closes), "The times of the manifest are not of the agreed form.");

  const key = unb64u(m.public_key, 32);
  must(key && isElement(key), "The public key of the survey is not a usable element.");
  must(unb64u(m.receipt_key, 32), "The receipt key is not 32 bytes in base64url.");

  must(Number.isInteger(m.minimum_group) && m.minimum_group >= 5, "The smallest group is below 5.");
  must(Array.isArray(m.units) && m.units.length > 0, "The manifest has no units.");
  m.units.forEach((unit, i) => {
    must(isObject(unit) && isId(unit.id) && isText(unit.name), "A unit has no id or no name.");
    must(i === 0 || m.units[i - 1].id < unit.id, "The units are not sorted by id, or an id appears twice.");
    must(Array.isArray(unit.teams) && unit.teams.every(isText), `The teams of the unit ${unit.id} are not texts.`);
    must(
      Number.isInteger(unit.eligible) && unit.eligible >= m.minimum_group,
      `The unit ${unit.id} is smaller than the smallest group.`,
    );
  });
  must(new Set(m.units.map((unit) => unit.name)).size === m.units.length, "Two units have one name.");
  const rosters = m.units.filter((unit) => unit.roster !== undefined);
  must(rosters.length === 0 || rosters.length === m.units.length, "Some units have a roster and others have none.");
  must(rosters.every((unit) => isHash(unit.roster)), "A roster is not a hash.");

  checkQuestionnaire(m.questionnaire);
  return m;
}

function checkQuestionnaire(q) {
  must(isObject(q) && isText(q.id) && isText(q.version), "The questionnaire has no id or no version.");
  must(
    Array.isArray(q.languages) && q.languages.length > 0 && q.languages.every(isText),
    "The questionnaire has no languages.",
  );
  const fallback = q.languages[0];
  const translated = (t) => isObject(t) && Object.values(t).every(isText) && isText(t[fallback]);

  const { lo, hi, labels } = isObject(q.scale) ? q.scale : {};
  must(Number.isInteger(lo) && Number.isInteger(hi), "The ends of the scale are not integers.");
  const points = hi - lo + 1;
  must(points >= 2 && points <= 11, "The scale does not have 2 to 11 points.");
  const labelled = (l) =>
    isObject(l) &&
    Array.isArray(l[fallback]) &&
    Object.values(l).every((row) => Array.isArray(row) && row.length === points && row.every(isText));
  must(labelled(labels), "The labels of the scale do not fit its points.");

  must(Array.isArray(q.items) && q.items.length >= 1 && q.items.length <= 60, "There are not 1 to 60 items.");
  for (const item of q.items) {
    must(isObject(item) && isId(item.id), "An item has no id.");
    must(item.dimension === null || isId(item.dimension), `The dimension of ${item.id} is neither an id nor null.`);
    must(typeof item.reverse === "boolean", `The item ${item.id} does not say whether it is reversed.`);
    must(translated(item.text), `The item ${item.id} has no text in the first language.`);
    must(item.labels === undefined || labelled(item.labels), `The labels of ${item.id} do not fit the scale.`);
    must(
      Array.isArray(item.extra) && item.extra.every((x) => isObject(x) && isCode(x.code) && translated(x.text)),
      `The answers outside the scale of ${item.id} are not of the agreed form.`,
    );
    must(new Set(item.extra.map((x) => x.code)).size === item.extra.length, `The item ${item.id} has a code twice.`);
    must(item.extra.some((x) => x.code === "NA"), `The item ${item.id} has no opt-out.`);
  }

  must(Array.isArray(q.comments) && q.comments.length <= 5, "There are more than 5 prompts for comments.");
  for (const prompt of q.comments) {
    must(isObject(prompt) && isId(prompt.id) && translated(prompt.text), "A prompt for comments has no id or no text.");
  }
  const asked = [...q.items, ...q.comments];
  must(new Set(asked.map(({ id }) => id)).size === asked.length, "Two items or prompts have one id.");
}

// --- collect, box --------------------------------------------------------------------------------------------

export const infoOf = (survey, unit) => Buffer.from(`${PROTOCOL}|${survey}|${unit}`, "utf8");

export function commitmentText(manifest, salt, answers) {
  const lines = manifest.questionnaire.items.map(
    ({ id }) => `${id}=${Object.hasOwn(answers, id) ? answers[id] : ""}\n`,
  );
  return `${PROTOCOL} ballot\n${manifest.survey}\n${salt}\n${lines.join("")}`;
}

export const commitmentOf = (manifest, salt, answers) => sha256hex(commitmentText(manifest, salt, answers));

export const receiptText = (survey, commitment) => `${PROTOCOL} receipt\n${survey}\n${commitment}`;

export function checkReceipt(manifest, commitment, receipt) {
  const signature = unb64u(receipt, 64);
  must(signature, "The receipt is not 64 bytes in base64url.");
  const message = Buffer.from(receiptText(manifest.survey, commitment), "utf8");
  let valid = false;
  try {
    valid = ed25519.verify(signature, message, unb64u(manifest.receipt_key, 32), { zip215: false });
  } catch {
    // a key or signature that is not a point at all
  }
  must(valid, "The signature of a receipt is not that of the survey's receipt key.");
}

export const blank = (text) => /^\p{White_Space}*$/u.test(text);

// --- Merkle tree of RFC 6962, §2.1 ---------------------------------------------------------------------------

const digest = (...parts) => createHash("sha256").update(Buffer.concat(parts)).digest();
const leafHash = (commitment) => digest(Buffer.of(0), Buffer.from(commitment, "ascii"));
const nodeHash = (left, right) => digest(Buffer.of(1), left, right);

function split(n) {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function tree(leaves) {
  if (leaves.length === 0) return digest(Buffer.alloc(0));
  if (leaves.length === 1) return leafHash(leaves[0]);
  const k = split(leaves.length);
  return nodeHash(tree(leaves.slice(0, k)), tree(leaves.slice(k)));
}

function path(m, leaves) {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  return m < k
    ? [...path(m, leaves.slice(0, k)), tree(leaves.slice(k))]
    : [...path(m - k, leaves.slice(k)), tree(leaves.slice(0, k))];
}

export const merkleRoot = (commitments) => tree(commitments).toString("hex");
export const inclusionProof = (index, commitments) => path(index, commitments).map((h) => h.toString("hex"));

/** Root that a proof of inclusion leads to; null where its length does not fit the tree. */
export function rootFromProof(commitment, index, size, proof) {
  const steps = []; // from the root to the leaf: is the sibling on the right?
  for (let n = size, m = index; n > 1; ) {
    const k = split(n);
    steps.push(m < k);
    [m, n] = m < k ? [m, k] : [m - k, n - k];
  }
  if (steps.length !== proof.length) return null;
  return steps
    .reverse()
    .reduce((h, right, i) => {
      const sibling = Buffer.from(proof[i], "hex");
      return right ? nodeHash(h, sibling) : nodeHash(sibling, h);
    }, leafHash(commitment))
    .toString("hex");
}

// --- requests ------------------------------------------------------------------------------------------------

const STATUS = {
  bad_request: 400,
  forbidden: 403,
  not_found: 404,
  used: 409,
  closed: 410,
  too_large: 413,
  bad_answer: 422,
  internal: 500,
};

/** The one status with which a route says that it has done what was asked. */
const successOf = (method, url) => {
  if (method === "DELETE") return 204;
  return method === "POST" && url.endsWith("/box") ? 201 : 200;
};

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** One request. `known` is false where nobody can tell whether the request was carried out. */
async function once(method, url, body, headers) {
  let response, bytes;
  try {
    response = await fetch(url, {
      method,
      body,
      headers: { "Content-Type": "application/json", ...headers },
      redirect: "manual",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(30000),
    });
    bytes = Buffer.from(await response.arrayBuffer());
  } catch (error) {
    return { known: false, why: `no answer (${error.cause?.code ?? error.name})` };
  }
  const { status } = response;
  let value;
  try {
    value = bytes.length > 0 ? parseJSON(bytes) : undefined;
  } catch {
    value = undefined;
  }
  const answer = { status, bytes, value, code: "", message: "", known: false, why: `status ${status}` };
  answer.wait = 1000 * (Number(response.headers.get("retry-after")) || 0);

  if (status === successOf(method, url)) {
    answer.known = status === 204 ? bytes.length === 0 : isObject(value);
    if (!answer.known) answer.why += " with a body that is not of the agreed form";
  } else if (status >= 400 && isObject(value) && isObject(value.error)) {
    const { code, message, item } = value.error;
    if (Object.hasOwn(STATUS, code) && STATUS[code] === status) {
      must(isText(message) && message !== "", `The error ${code} has no message.`);
      must(item === undefined || isText(item), `The item of the error ${code} is not a text.`);
      Object.assign(answer, { code, message, item, known: code !== "internal", why: `${status} ${code}` });
    } else {
      answer.why += ` with the code ${code}, which the document does not name beside it`;
    }
  }
  if (answer.known) {
    const control = response.headers.get("cache-control") ?? "";
    must(/(^|,)\s*no-store\s*(,|$)/i.test(control), `An answer with status ${status} may be stored by a cache.`);
    must(response.headers.get("set-cookie") === null, `An answer with status ${status} sets a cookie.`);
  }
  return answer;
}

/** Sends the same bytes, with growing pauses, until the server's answer is known or `patience` seconds are over. */
export async function send(method, url, body, { patience = 30, headers = {} } = {}) {
  const deadline = Date.now() + patience * 1000;
  for (let wait = 200; ; wait = Math.min(wait * 2, 8000)) {
    const answer = await once(method, url, body, headers);
    if (answer.known) return answer;
    const rest = Math.max(wait * (0.5 + Math.random()), answer.wait ?? 0);
    must(
      Date.now() + rest < deadline,
      `The server gave no usable answer to ${method} for ${patience} seconds: ${answer.why}.`,
    );
    await pause(rest);
  }
}

export const toBody = (value) => Buffer.from(JSON.stringify(value), "utf8");
export const routes = (base, survey) => {
  const manifest = `${base.replace(/\/+$/, "")}/api/ballot/${survey}`;
  const log = `${base.replace(/\/+$/, "")}/verify/log`;
  return { manifest, roster: `${manifest}/roster`, collect: `${manifest}/collect`, box: `${manifest}/box`, log };
};

/** The hash of a unit's names. */
export function rosterOf(survey, unit, salt, names) {
  const hashes = names.map((name) => sha256hex(Buffer.from(name, "utf8"))).sort();
  return sha256hex([`${PROTOCOL} roster`, survey, unit, salt, ...hashes].map((line) => `${line}\n`).join(""));
}

/** The unit of an answer to a roster request, checked; throws where the client has to stop. */
export function rosterAnswer(manifest, value) {
  const unit = manifest.units.find((u) => u.id === value.unit);
  must(unit, "The server named a unit that is not in the manifest.");
  must(unb64u(value.salt, 32), "The salt of a roster is not 32 bytes in base64url.");
  must(Array.isArray(value.names) && value.names.every(isText), "The names of a roster are not texts.");
  must(value.names.length === unit.eligible, "A roster does not have as many names as the unit has people.");
  must(value.confirmed === undefined || isTime(value.confirmed), "The time of a confirmation is not of the agreed form.");
  must(rosterOf(manifest.survey, unit.id, value.salt, value.names) === unit.roster, "The names are not those of the manifest.");
  return unit.id;
}

/** Looks a manifest up in the log of its server. */
export async function checkLogged(manifest, routes, options) {
  const ask = async (path) => {
    const answer = await send("GET", `${routes.log}/${path}`, undefined, options);
    must(answer.status === 200, `The log says ${answer.status} ${answer.code}.`);
    return answer.value;
  };
  const { size, root_hash: root } = await ask("checkpoint");
  const { index, hashes } = await ask(`proof?leaf=${manifest.hash}&size=${size}`);
  must(rootFromProof(manifest.hash, index, size, hashes) === root, "The manifest is not in the log that was signed.");
}

/** The three members of an answer to collect, checked; throws where the client has to stop. */
export function collectAnswer(manifest, value) {
  const unit = manifest.units.find((u) => u.id === value.unit);
  must(unit, "The server named a unit that is not in the manifest.");
  const evaluated = unb64u(value.evaluated, 32);
  must(evaluated && isElement(evaluated), "The server's evaluation is not a usable element.");
  const proof = unb64u(value.proof, 64);
  must(proof, "The server's proof is not 64 bytes in base64url.");
  return { unit: unit.id, evaluated, proof };
}
