// Attacks on a running server, from docs/protocol.md alone: for each it checks the status and the code of the answer.
//
//   node web/test/stranger/hostile.mjs LINK [--closed] [--url URL] [--patience SECONDS]
//
// LINK is an invitation that was not used. Afterwards it is used, and its ballot is withdrawn. With --closed LINK belongs
// to a survey that is closed, and the checks are those of what is still answered then. One line is printed for
// each check; the exit code is 1 if any answer differs, and 2 for a wrong call. On top of status and code, every
// answer is looked through for what no answer may carry: a cookie, permission to be stored, or a secret of the request.

import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import * as poprf from "./poprf.mjs";
import * as protocol from "./protocol.mjs";

const { b64u, unb64u, toBody, Deviation } = protocol;

const BAD = "400 bad_request";
const FORBIDDEN = "403 forbidden";
const NOT_FOUND = "404 not_found";
const USED = "409 used";
const CLOSED = "410 closed";
const TOO_LARGE = "413 too_large";
const UNFIT = "422 bad_answer";

let call;
try {
  call = parseArgs({
    allowPositionals: true,
    options: { closed: { type: "boolean" }, url: { type: "string" }, patience: { type: "string", default: "30" } },
  });
  if (call.positionals.length !== 1 || !(Number(call.values.patience) > 0)) throw new Error();
} catch {
  console.error("usage: hostile.mjs LINK [--closed] [--url URL] [--patience SECONDS]");
  process.exit(2);
}

// --- checks --------------------------------------------------------------------------------------------------

let count = 0;
let differ = 0;
const secrets = [];

function report(name, same, detail) {
  count++;
  if (!same) differ++;
  console.log(`${same ? "ok    " : "DIFFERS"} ${name}: ${detail}`);
}

/** Sends one request and compares status and code. `body` is an object, or bytes or text to be sent as they are. */
async function check(name, method, url, body, wanted, headers) {
  let raw = body;
  if (typeof body === "string") raw = Buffer.from(body);
  else if (body !== undefined && !Buffer.isBuffer(body)) raw = toBody(body);
  let answer;
  try {
    answer = await protocol.send(method, url, raw, { patience: Number(call.values.patience), headers });
  } catch (error) {
    if (!(error instanceof Deviation)) throw error;
    report(name, false, `wanted ${wanted}. ${error.message}`);
    return undefined;
  }
  const got = answer.code === "" ? String(answer.status) : `${answer.status} ${answer.code}`;
  const said = answer.item === undefined ? "" : `, item ${answer.item}`;
  const leaks = answer.code !== "" && secrets.some((secret) => answer.bytes.includes(secret));
  if (got !== wanted) report(name, false, `${got}${said} instead of ${wanted}`);
  else if (leaks) report(name, false, `${got}, but the answer repeats a secret of the request`);
  else report(name, true, `${got}${said}`);
  return answer;
}

function checkThat(name, condition, detail = "as the document says") {
  report(name, condition, condition ? detail : "no");
}

// --- material ------------------------------------------------------------------------------------------------

const flipped = (bytes, at = 0) => {
  const copy = Buffer.from(bytes);
  copy[at] ^= 1;
  return copy;
};

/** Base64url with the unused bits of the last character set. */
const loose = (text) => {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.at(-1)) + 1];
};

const fieldBytes = (n) => Buffer.from(n.toString(16).padStart(64, "0"), "hex").reverse();
const P = 2n ** 255n - 19n;

/** The same number as a decodable element, written as number + P: only small numbers have room for that. */
function unreduced() {
  for (let n = 2n; n < 19n; n += 2n) if (poprf.isElement(fieldBytes(n))) return fieldBytes(n + P);
  return fieldBytes(P);
}

/** The number of an element with the other sign: odd where the encoding of an element is even. */
const negative = (bytes) => fieldBytes(P - BigInt("0x" + Buffer.from(bytes).reverse().toString("hex")));

/** An even number below P which no element is encoded as. */
function notEncoded() {
  for (let n = 2n; ; n += 2n) if (!poprf.isElement(fieldBytes(n))) return fieldBytes(n);
}

/** A fresh blinded element whose base64url has a character that ordinary base64 writes in another way. */
function collectable() {
  for (;;) {
    const nonce = randomBytes(32);
    const blind = poprf.randomScalar();
    const bytes = poprf.blinded(nonce, blind);
    if (/[-_]/.test(b64u(bytes))) return { nonce, blind, bytes, text: b64u(bytes) };
  }
}

/** A body whose size is exactly n bytes, by white space inside of the object. */
const ofSize = (value, n) => {
  const text = JSON.stringify(value);
  return Buffer.from("{" + " ".repeat(n - Buffer.byteLength(text)) + text.slice(1));
};

/** An array whose innermost array is on the given level of a body: the body is the first, answers the second. */
const nested = (level) => "[".repeat(level - 2) + "]".repeat(level - 2);

/** Headers that mean nothing, some of which a careless server would heed. */
const HEADERS = {
  "Content-Type": "text/plain",
  Accept: "text/html",
  Cookie: "session=1",
  Authorization: "Bearer 1",
  Origin: "https://elsewhere.example",
  "Sec-Fetch-Site": "cross-site",
  "X-Forwarded-For": "192.0.2.1",
  "X-HTTP-Method-Override": "DELETE",
};

const elsewhere = (survey) => (survey === "no-such-survey" ? "no-such-survey-2" : "no-such-survey");

// --- manifest ------------------------------------------------------------------------------------------------

async function manifestOf(link, routes, nowhere) {
  const none = (name, method, url, body) => check(name, method, url, body, NOT_FOUND);
  await none("manifest of an unknown survey", "GET", nowhere.manifest);
  const base = routes.manifest.slice(0, -link.survey.length);
  await none("manifest of no survey", "GET", base);
  for (const id of ["x".repeat(33), "a%20b", "a.b", "%2e%2e", `${link.survey}%2Fbox`, `${link.survey}%00`]) {
    await none(`manifest of ${id}, which is no id`, "GET", base + id);
  }
  await none("slash after the manifest", "GET", `${routes.manifest}/`);
  await none("another room below /api/", "GET", base.replace(/ballot\/$/, "people"));
  await none("unknown route", "POST", `${routes.manifest}/open`, {});
  await none("route in another case", "POST", `${routes.manifest}/Box`, {});
  await none("wrong method of the manifest", "POST", routes.manifest, {});
  await none("wrong method of collect", "GET", routes.collect);
  await none("wrong method of the box", "GET", routes.box);
  await none("another wrong method of the box", "PUT", routes.box, {});
  await check("manifest with headers that mean nothing", "GET", routes.manifest, undefined, "200", HEADERS);
  const answer = await check("manifest", "GET", routes.manifest, undefined, "200");
  if (answer?.status !== 200) throw new Deviation("Without a manifest nothing else can be checked.");
  return protocol.checkManifest(answer.bytes, link);
}

// --- collect -------------------------------------------------------------------------------------------------

async function collect(link, manifest, routes, nowhere) {
  const own = collectable();
  const invitation = link.secret;
  const unknown = b64u(randomBytes(32));
  secrets.push(invitation, unknown);
  const good = { invitation, blinded: own.text };
  const { collect: url } = routes;
  const post = (name, body, wanted, headers) => check(`collect, ${name}`, "POST", url, body, wanted, headers);
  const blinded = (name, value) => post(name, { invitation, blinded: value }, BAD);

  await blinded("identity element", b64u(Buffer.alloc(32)));
  await blinded("element not reduced modulo p", b64u(unreduced()));
  await blinded("p itself, another form of the identity", b64u(fieldBytes(P)));
  await blinded("negative field element", b64u(negative(own.bytes)));
  const high = Buffer.from(own.bytes);
  high[31] |= 0x80;
  await blinded("element with the highest bit set", b64u(high));
  await blinded("number that no element has", b64u(notEncoded()));
  await blinded("32 bytes of ones", b64u(Buffer.alloc(32, 0xff)));
  await blinded("two elements in one string", b64u(Buffer.concat([own.bytes, collectable().bytes])));
  await blinded("two elements in an array", [own.text, collectable().text]);
  await blinded("one element in an array", [own.text]);
  await blinded("element of 31 bytes", b64u(own.bytes.subarray(1)));
  await blinded("element of 33 bytes", b64u(Buffer.concat([own.bytes, Buffer.of(0)])));
  await blinded("empty element", "");
  await blinded("null for the element", null);
  await blinded("number for the element", 5);
  await blinded("element in hexadecimal", own.bytes.toString("hex"));
  await blinded("element in ordinary base64", own.text.replaceAll("-", "+").replaceAll("_", "/"));
  await blinded("padded element", own.text + "=");
  await blinded("element with loose trailing bits", loose(own.text));
  await blinded("line break within the element", own.text.slice(0, 20) + "\n" + own.text.slice(20));
  await blinded("line break after the element", own.text + "\r\n");
  await blinded("space before the element", " " + own.text);

  await post("extra member", { ...good, more: 1 }, BAD);
  await post("second element in a member of its own", { ...good, blinded2: own.text }, BAD);
  await post("member in another case", { invitation, Blinded: own.text }, BAD);
  await post("no element", { invitation }, BAD);
  await post("no invitation", { blinded: own.text }, BAD);
  await post("number for the invitation", { ...good, invitation: 7 }, BAD);
  await post("invitation of 31 bytes", { ...good, invitation: b64u(Buffer.alloc(31, 3)) }, BAD);
  await post("invitation of 33 bytes", { ...good, invitation: b64u(Buffer.alloc(33, 3)) }, BAD);
  await post("padded invitation", { ...good, invitation: invitation + "=" }, BAD);
  await post("invitation with loose trailing bits", { ...good, invitation: loose(invitation) }, BAD);
  const json = JSON.stringify(good);
  const member = `"blinded":"${own.text}"`;
  await post("duplicate member", `{"invitation":"${invitation}",${member},${member}}`, BAD);
  await post("duplicate member, once escaped", `{"invitation":"${invitation}","\\u0062linded":"${own.text}",${member}}`, BAD);
  await post("second object after the first", json + "{}", BAD);
  await post("text after the object", json + " x", BAD);
  await post("object in an array", [good], BAD);
  await post("null", "null", BAD);
  await post("empty body", "", BAD);
  await post("cut off body", json.slice(0, -1), BAD);
  await post("a form instead of JSON", `invitation=${invitation}&blinded=${own.text}`, BAD);
  const broken = Buffer.concat([Buffer.from(json.slice(0, -2)), Buffer.of(0xff), Buffer.from('"}')]);
  await post("bytes that are not UTF-8", broken, BAD);
  await post("65,537 bytes", ofSize(good, protocol.MAX_BODY + 1), TOO_LARGE);
  await post("100,000 bytes", ofSize(good, 100000), TOO_LARGE);

  await post("unknown invitation", { ...good, invitation: unknown }, NOT_FOUND);
  await post("unknown invitation in 65,536 bytes", ofSize({ ...good, invitation: unknown }, protocol.MAX_BODY), NOT_FOUND);
  await post("unknown invitation with the identity", { invitation: unknown, blinded: b64u(Buffer.alloc(32)) }, BAD);
  await check("collect, unknown survey", "POST", nowhere.collect, good, NOT_FOUND);
  const identity = { ...good, blinded: b64u(Buffer.alloc(32)) };
  await check("collect, unknown survey with the identity", "POST", nowhere.collect, identity, BAD);
  await check("collect, unknown survey with 65,537 bytes", "POST", nowhere.collect, ofSize(good, protocol.MAX_BODY + 1), TOO_LARGE);

  await roster(link, manifest, routes, nowhere, unknown);

  // None of this has used the invitation up.
  const info = (unit) => protocol.infoOf(manifest.survey, unit);
  const publicKey = unb64u(manifest.public_key, 32);
  const opened = (answer) => {
    const { unit, evaluated, proof } = protocol.collectAnswer(manifest, answer.value);
    const args = { input: own.nonce, blind: own.blind, evaluated, blindedElement: own.bytes, proof, publicKey };
    return { unit, evaluated, token: poprf.finalize({ ...args, info: info(unit) }) };
  };
  const first = await post("first element", good, "200");
  if (first?.status !== 200) throw new Deviation("Without a credential nothing else can be checked.");
  const credential = opened(first);
  checkThat("collect, the proof holds", true);

  const again = async (name, headers) => {
    const answer = await post(name, good, "200", headers);
    if (answer?.status !== 200) return;
    const { unit, evaluated } = opened(answer);
    const same = unit === credential.unit && evaluated.equals(credential.evaluated);
    checkThat(`collect, ${name}: same unit and evaluation, valid proof`, same);
  };
  await again("same element again");
  await post("second element", { invitation, blinded: collectable().text }, USED);
  await post("used invitation with the identity", { invitation, blinded: b64u(Buffer.alloc(32)) }, BAD);
  await again("same element after the second");
  await again("same element with headers that mean nothing", HEADERS);
  return { unit: credential.unit, nonce: b64u(own.nonce), token: b64u(credential.token) };
}

// --- box -----------------------------------------------------------------------------------------------------

async function box(manifest, routes, nowhere, credential) {
  const { items, scale, comments: prompts } = manifest.questionnaire;
  const { box: url } = routes;
  const tokenBytes = unb64u(credential.token, 64);
  const item = items[0];
  const salt = b64u(randomBytes(32));
  secrets.push(credential.nonce, credential.token, salt);

  /** A whole ballot; the commitment fits whatever stands in it. */
  const ballot = (change = {}) => {
    const body = { ...credential, answers: { [item.id]: scale.lo }, comments: {}, salt, ...change };
    const answers = typeof body.answers === "object" && body.answers !== null ? body.answers : {};
    return { ...body, commitment: change.commitment ?? protocol.commitmentOf(manifest, String(body.salt), answers) };
  };
  const without = (name) => {
    const body = ballot();
    delete body[name];
    return body;
  };
  const post = (name, body, wanted, headers) => check(`box, ${name}`, "POST", url, body, wanted, headers);
  const answer = (name, value, wanted = UNFIT) => post(name, ballot({ answers: { [item.id]: value } }), wanted);

  // tokens
  const other = manifest.units.find((unit) => unit.id !== credential.unit)?.id;
  const missing = manifest.units.some((unit) => unit.id === "no-such-unit") ? "no-such-unit-2" : "no-such-unit";
  const forged = b64u(randomBytes(64));
  await post("forged token", ballot({ token: forged }), FORBIDDEN);
  await post("token with the first bit turned", ballot({ token: b64u(flipped(tokenBytes)) }), FORBIDDEN);
  await post("token with the last bit turned", ballot({ token: b64u(flipped(tokenBytes, 63)) }), FORBIDDEN);
  await post("token for another nonce", ballot({ nonce: b64u(randomBytes(32)) }), FORBIDDEN);
  if (other) await post("token for another unit", ballot({ unit: other }), FORBIDDEN);
  else console.log("(the survey has one unit: no token for another one)");
  await post("unit that does not exist", ballot({ unit: missing }), FORBIDDEN);

  // forms
  await post("token of 32 bytes", ballot({ token: b64u(tokenBytes.subarray(0, 32)) }), BAD);
  await post("token of 65 bytes", ballot({ token: b64u(Buffer.concat([tokenBytes, Buffer.of(0)])) }), BAD);
  await post("padded token", ballot({ token: credential.token + "==" }), BAD);
  await post("token with loose trailing bits", ballot({ token: loose(credential.token) }), BAD);
  await post("nonce of 31 bytes", ballot({ nonce: b64u(randomBytes(31)) }), BAD);
  await post("nonce of 33 bytes", ballot({ nonce: b64u(randomBytes(33)) }), BAD);
  await post("nonce with loose trailing bits", ballot({ nonce: loose(credential.nonce) }), BAD);
  await post("short salt", ballot({ salt: b64u(randomBytes(31)) }), BAD);
  await post("long salt", ballot({ salt: b64u(randomBytes(33)) }), BAD);
  await post("salt with loose trailing bits", ballot({ salt: loose(salt) }), BAD);
  await post("padded salt", ballot({ salt: salt + "=" }), BAD);
  await post("commitment of 63 digits", ballot({ commitment: ballot().commitment.slice(1) }), BAD);
  await post("commitment in capitals", ballot({ commitment: "A" + ballot().commitment.slice(1) }), BAD);
  await post("number for the unit", ballot({ unit: 1 }), BAD);
  await post("array for the answers", ballot({ answers: [] }), BAD);
  await post("extra member", { ...ballot(), invitation: b64u(randomBytes(32)) }, BAD);
  await post("member in another case", { ...without("salt"), Salt: salt }, BAD);
  for (const name of ["unit", "nonce", "token", "answers", "salt", "commitment"]) await post(`no ${name}`, without(name), BAD);
  const json = JSON.stringify(ballot());
  await post("duplicate member", json.replace('"salt":', `"salt":"${salt}","salt":`), BAD);
  const twice = `"${item.id}":${scale.lo}`;
  await post("duplicate item", json.replace(twice, `${twice},${twice}`), BAD);
  await post("duplicate item, once escaped", json.replace(twice, `"\\u${item.id.charCodeAt(0).toString(16).padStart(4, "0")}${item.id.slice(1)}":${scale.hi},${twice}`), BAD);
  await post("duplicate member within an answer", json.replace(twice, `"${item.id}":[{"a":1,"a":1}]`), BAD);
  await post("32 levels", json.replace(twice, `"${item.id}":${nested(32)}`), UNFIT);
  await post("33 levels", json.replace(twice, `"${item.id}":${nested(33)}`), BAD);
  await post("30,000 levels", json.replace(twice, `"${item.id}":${nested(30000)}`), BAD);
  await post("leading zero", json.replace(twice, `"${item.id}":0${scale.lo}`), BAD);
  await post("word that is no JSON", json.replace(twice, `"${item.id}":NaN`), BAD);
  await post("null for the answers", ballot({ answers: null }), BAD);
  await post("null for the comments", ballot({ comments: null }), BAD);
  await post("array for the comments", ballot({ comments: [] }), BAD);
  await post("unit that is no id", ballot({ unit: "a|b" }), BAD);
  await post("commitment in 43 characters", ballot({ commitment: salt }), BAD);
  await post("byte order mark before the object", "\ufeff" + json, BAD);
  await post("duplicate item with another value", json.replace(twice, `"${item.id}":${scale.hi},${twice}`), BAD);
  await post("second object after the first", json + json, BAD);
  await post("text after the object", json + "]", BAD);
  await post("empty body", "", BAD);
  await post("65,537 bytes", ofSize(ballot(), protocol.MAX_BODY + 1), TOO_LARGE);

  // answers
  await post("foreign item", ballot({ answers: { [item.id]: scale.lo, "no-such-item": scale.lo } }), UNFIT);
  await answer("value below the scale", scale.lo - 1);
  await answer("value above the scale", scale.hi + 1);
  await answer("value beyond any integer", Number.MAX_VALUE);
  await answer("null answer", null);
  await answer("fraction", scale.lo + 0.5);
  await post("integer with a fraction", json.replace(twice, twice + ".0"), UNFIT);
  await post("integer with an exponent", json.replace(twice, twice + "e0"), UNFIT);
  await post("minus zero", json.replace(twice, `"${item.id}":-0`), UNFIT);
  await post("integer of 400 digits", json.replace(twice, `"${item.id}":${"9".repeat(400)}`), UNFIT);
  await answer("true", true);
  await answer("array", []);
  await answer("array with the integer", [scale.lo]);
  await answer("object", {});
  await answer("code named null", "null");
  await answer("code with U+0000", "NA\u0000");
  await post("null for a foreign item", ballot({ answers: { "no-such-item": null } }), UNFIT);
  await post("item that can be no id", ballot({ answers: { "": scale.lo } }), UNFIT);
  await post("200 foreign items", ballot({ answers: Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`no-${i}`, 1])) }), UNFIT);
  await answer("integer as a text", String(scale.lo));
  await answer("unknown code", "no-such-code");
  await answer("empty code", "");
  await answer("code in another case", "na");
  const codes = items.flatMap(({ extra }) => extra.map(({ code }) => code));
  const odd = codes.find((code) => !item.extra.some((x) => x.code === code));
  if (odd) await answer("code of another item", odd);

  // comments
  const comment = (name, comments, wanted = UNFIT) => post(name, ballot({ comments }), wanted);
  await comment("comment for an unknown prompt", { "no-such-prompt": "text" });
  await comment("white space for an unknown prompt", { "no-such-prompt": " " });
  if (prompts.length > 0) {
    const { id } = prompts[0];
    await comment("comment of 1,001 code points", { [id]: "x".repeat(protocol.MAX_COMMENT + 1) });
    await comment("comment of 1,001 code points of four bytes", { [id]: "𝒜".repeat(protocol.MAX_COMMENT + 1) });
    await comment("comment with U+0000", { [id]: "a\u0000b" });
    for (const value of [null, 1, true, [], {}, ["text"]]) await comment(`${JSON.stringify(value)} for a comment`, { [id]: value });
    await comment("lone surrogate in a comment", { [id]: "a\ud800b" }, BAD);
    const again = `"${id}":"a"`;
    const commented = JSON.stringify(ballot({ comments: { [id]: "a" } }));
    const broken = Buffer.from(commented.replace(again, `"${id}":"\xff"`), "latin1");
    await post("comment that is not UTF-8", broken, BAD);
    await post("duplicate comment", commented.replace(again, `${again},${again}`), BAD);
  } else console.log("(the questionnaire has no comments: the checks of comments are left out)");
  const six = prompts.map((prompt) => prompt.id);
  for (let n = 1; six.length < 6; n++) six.push(`no-such-prompt-${n}`);
  await comment("six comments", Object.fromEntries(six.map((id) => [id, "text"])));

  // commitment, and the order of the checks
  const wrong = protocol.sha256hex(randomBytes(32));
  await post("wrong commitment", ballot({ commitment: wrong }), UNFIT);
  const otherValue = protocol.commitmentOf(manifest, salt, { [item.id]: scale.hi });
  const otherSalt = protocol.commitmentOf(manifest, b64u(randomBytes(32)), { [item.id]: scale.lo });
  await post("commitment to another value", ballot({ commitment: otherValue }), UNFIT);
  await post("commitment with another salt", ballot({ commitment: otherSalt }), UNFIT);
  await post("unknown code and forged token", ballot({ token: forged, answers: { [item.id]: "no-such-code" } }), UNFIT);
  await post("wrong commitment and forged token", ballot({ token: forged, commitment: wrong }), UNFIT);
  await check("box, unknown survey", "POST", nowhere.box, ballot(), NOT_FOUND);
  await check("box, unknown survey with a short salt", "POST", nowhere.box, ballot({ salt: b64u(randomBytes(31)) }), BAD);
  await check("box, unknown survey with a foreign item", "POST", nowhere.box, ballot({ answers: { no: null } }), NOT_FOUND);
  await check("box, unknown survey with 65,537 bytes", "POST", nowhere.box, ofSize(ballot(), protocol.MAX_BODY + 1), TOO_LARGE);
  await post("null answer and short salt", ballot({ salt: b64u(randomBytes(31)), answers: { [item.id]: null } }), BAD);
  await post("null answer and forged token", ballot({ token: forged, answers: { [item.id]: null } }), UNFIT);

  // what the box does take
  const cast = async (name, body, headers) => {
    const got = await post(name, body, "201", headers);
    if (got?.status !== 201) return undefined;
    try {
      protocol.checkReceipt(manifest, body.commitment, got.value.receipt);
      checkThat(`box, ${name}: the receipt holds`, true);
    } catch {
      checkThat(`box, ${name}: the receipt holds`, false);
    }
    return got.value.receipt;
  };
  const whole = ballot({ answers: Object.fromEntries(items.map(({ id }) => [id, scale.hi])) });
  const receipt = await cast("whole ballot", whole);
  const same = await cast("same body again", whole, HEADERS);
  checkThat("box, the same body gets the same receipt", receipt !== undefined && receipt === same);
  const anew = (change) => ballot({ salt: b64u(randomBytes(32)), ...change });
  await cast("empty ballot", anew({ answers: {} }));
  await cast("opt-out everywhere", anew({ answers: Object.fromEntries(items.map(({ id }) => [id, "NA"])) }));
  const full = Object.fromEntries(prompts.map(({ id }) => [id, "𝒜".repeat(protocol.MAX_COMMENT)]));
  await cast("comments as long as they may be", anew({ comments: full }));
  await cast("comments of white space", anew({ comments: Object.fromEntries(prompts.map(({ id }) => [id, " \n\t\u3000\u0085"])) }));
  await cast("no member comments", without("comments"));

  // withdrawing
  const remove = (name, body, wanted) => check(`withdraw, ${name}`, "DELETE", url, body, wanted);
  await remove("forged token", { ...credential, token: forged }, FORBIDDEN);
  if (other) await remove("token for another unit", { ...credential, unit: other }, FORBIDDEN);
  await remove("unit that does not exist", { ...credential, unit: missing }, FORBIDDEN);
  await remove("token of 32 bytes", { ...credential, token: b64u(tokenBytes.subarray(0, 32)) }, BAD);
  await remove("extra member", { ...credential, salt }, BAD);
  await remove("no nonce", { unit: credential.unit, token: credential.token }, BAD);
  await remove("no body", undefined, BAD);
  await remove("text after the object", JSON.stringify(credential) + "x", BAD);
  await remove("65,537 bytes", ofSize(credential, protocol.MAX_BODY + 1), TOO_LARGE);
  await check("withdraw, unknown survey", "DELETE", nowhere.box, credential, NOT_FOUND);
  await check("withdraw, unknown survey with a short token", "DELETE", nowhere.box, { ...credential, token: "AA" }, BAD);
  await remove("ballot", credential, "204");
  await remove("nothing any more", credential, "204");
  await cast("after withdrawing", whole);
  await remove("at the end", credential, "204");
}

// --- roster --------------------------------------------------------------------------------------------------

/** Names are for holders of an invitation, and asking for them changes nothing. */
async function roster(link, manifest, routes, nowhere, unknown) {
  const good = { invitation: link.secret };
  const post = (name, body, wanted) => check(`roster, ${name}`, "POST", routes.roster, body, wanted);
  await post("no member", {}, BAD);
  await post("another member", { ...good, blinded: collectable().text }, BAD);
  await post("null", { invitation: null }, BAD);
  await post("a short secret", { invitation: link.secret.slice(1) }, BAD);
  await post("a padded secret", { invitation: `${link.secret}=` }, BAD);
  await post("bytes that are not UTF-8", Buffer.from('{"invitation":"\xff"}', "latin1"), BAD);
  await post("65,537 bytes", ofSize(good, protocol.MAX_BODY + 1), TOO_LARGE);
  await post("unknown invitation", { invitation: unknown }, NOT_FOUND);
  await check("roster, unknown survey", "POST", nowhere.roster, good, NOT_FOUND);
  await check("roster, wrong method", "GET", routes.roster, undefined, NOT_FOUND);
  const answer = await post("holder", good, "200");
  if (answer?.status !== 200) return;
  protocol.rosterAnswer(manifest, answer.value);
  const again = await post("holder again", good, "200");
  checkThat("roster: the same answer every time", Boolean(again?.bytes.equals(answer.bytes)));
  await protocol.checkLogged(manifest, routes, {});
  checkThat("the manifest is in the log", true);
}

// --- after the close -----------------------------------------------------------------------------------------

/** Whatever is well-formed is closed, and nothing else is told. */
async function closed(link, manifest, routes, nowhere) {
  const { id } = manifest.questionnaire.items[0];
  const salt = b64u(randomBytes(32));
  const credential = { unit: manifest.units[0].id, nonce: b64u(randomBytes(32)), token: b64u(randomBytes(64)) };
  const ballot = { ...credential, answers: { [id]: null }, salt, commitment: protocol.sha256hex(salt) };
  const invitation = { invitation: link.secret, blinded: collectable().text };
  secrets.push(link.secret, credential.nonce, credential.token, salt);
  for (const [name, method, route, good, bad] of [
    ["collect", "POST", "collect", invitation, { ...invitation, blinded: b64u(Buffer.alloc(32)) }],
    ["collect with an unknown invitation", "POST", "collect", { ...invitation, invitation: salt }, { ...invitation, more: 1 }],
    ["roster", "POST", "roster", { invitation: link.secret }, { invitation: "AA" }],
    ["roster for an unknown invitation", "POST", "roster", { invitation: salt }, { invitation: link.secret, more: 1 }],
    ["box with nothing that fits", "POST", "box", ballot, { ...ballot, token: "AA" }],
    ["box for no unit", "POST", "box", { ...ballot, unit: "no-such-unit" }, { ...ballot, unit: "" }],
    ["withdraw", "DELETE", "box", credential, { ...credential, nonce: "AA" }],
  ]) {
    await check(`closed, ${name}`, method, routes[route], good, CLOSED);
    await check(`closed, ${name}, malformed`, method, routes[route], bad, BAD);
    await check(`closed, ${name}, too large`, method, routes[route], ofSize(good, protocol.MAX_BODY + 1), TOO_LARGE);
    await check(`closed, ${name}, unknown survey`, method, nowhere[route], good, NOT_FOUND);
  }
}

// --- run -----------------------------------------------------------------------------------------------------

try {
  const link = protocol.parseLink(call.positionals[0]);
  const base = call.values.url ?? link.base;
  const routes = protocol.routes(base, link.survey);
  const nowhere = protocol.routes(base, elsewhere(link.survey));
  const manifest = await manifestOf(link, routes, nowhere);
  if (call.values.closed) {
    await closed(link, manifest, routes, nowhere);
  } else {
    const credential = await collect(link, manifest, routes, nowhere);
    await box(manifest, routes, nowhere, credential);
  }
} catch (error) {
  differ++;
  console.log(`STOPPED ${error instanceof Deviation ? error.message : `by a failure: ${error.stack}`}`);
}
console.log(differ === 0 ? `${count} checks, none differs.` : `${count} checks, ${differ} differ.`);
process.exitCode = differ === 0 ? 0 : 1;
