// A client of the protocol teamtrust/1 that knows nothing but docs/protocol.md. It votes for every link of a file:
//
//   node web/test/stranger/client.mjs LINKS.csv OUT.jsonl [--url URL] [--patience SECONDS]
//
// LINKS.csv has the columns employee_id, email, team and link. OUT.jsonl gets one line for each ballot that is in the box
// at the end: unit, answers, comments, salt, commitment, receipt, nonce, token. --url takes the place of the public URL
// of the links. Answers and comments follow from the link alone, so that a second run votes alike; nonces, blinds
// and salts are random. Every 7th link withdraws and casts other answers, every 11th replaces its ballot.
//
// OUT.jsonl.kept holds nonces and blinds while they are needed; with it a run that was broken off can be started again.
//
// The exit code is 0, or 1 with a sentence on stderr where the server is not what the document says, or 2 for a wrong call.

import { createHash, randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { parseArgs } from "node:util";
import { blinded, finalize, randomScalar, scalarFromBytes, scalarToBytes } from "./poprf.mjs";
import * as protocol from "./protocol.mjs";

const { b64u, unb64u, must, Deviation } = protocol;

// --- what a link answers -------------------------------------------------------------------------------------

const bytesOf = (...parts) => createHash("sha256").update(parts.join("|")).digest();

/** Answers of a link in one round. Some links leave out everything, some items are skipped, some get a code. */
function answersOf(manifest, secret, round) {
  const answers = {};
  if (bytesOf(secret, round)[0] < 13) return answers;
  const { scale, items } = manifest.questionnaire;
  for (const { id, extra } of items) {
    const h = bytesOf(secret, id, round);
    if (h[0] < 16) continue;
    if (h[0] < 32) answers[id] = "NA";
    else if (h[0] < 44) answers[id] = extra[h[1] % extra.length].code;
    else answers[id] = scale.lo + (h.readUInt16BE(2) % (scale.hi - scale.lo + 1));
  }
  return answers;
}

const TEXTS = [
  (mark) => `More daylight, please (${mark}).`,
  (mark) => `Größere Räume – bitte! ☀ ${mark}`,
  (mark) => `First line ${mark}\nsecond line\twith a tab\r\n\r\nand a last one`,
  (mark) => `=1+1;"quoted", <b>bold</b> & 'single' \\ ${mark}`,
  (mark) => `${mark} e\u0301 is not é, and 👩‍👩‍👧 are five code points`,
  (mark) => [...`${mark} ${"𝒜".repeat(protocol.MAX_COMMENT)}`].slice(0, protocol.MAX_COMMENT).join(""),
  () => " \t\n ",
];

/** Comments of a link in one round, or undefined where the member is to be absent. */
function commentsOf(manifest, secret, round) {
  const comments = {};
  for (const { id } of manifest.questionnaire.comments) {
    const h = bytesOf(secret, "comment", id, round);
    if (h[0] < 96) comments[id] = TEXTS[h[1] % TEXTS.length](h.toString("hex", 2, 8));
  }
  return Object.keys(comments).length === 0 && bytesOf(secret, "absent", round)[0] < 128 ? undefined : comments;
}

// --- files ---------------------------------------------------------------------------------------------------

/** Rows of a CSV file of RFC 4180, as objects by the names of the first row. */
function readCSV(text) {
  const rows = [];
  let row = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  text = text.replace(/^\uFEFF/, "");
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    must(found, `The file of links is not CSV (character ${at}).`);
    row.push(found[1] === undefined ? found[2] : found[1].replaceAll('""', '"'));
    if (found[3] === ",") {
      if (cell.lastIndex === text.length) row.push("");
      else continue;
    }
    rows.push(row);
    row = [];
  }
  const [names = [], ...rest] = rows.filter((cells) => cells.some((c) => c !== ""));
  must(names.includes("link"), "The file of links has no column named link.");
  return rest.map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ""])));
}

/** Nonces and blinds of links, on the disk before they are used. */
class Keeper {
  constructor(file) {
    this.file = file;
    this.kept = new Map();
    if (fs.existsSync(file)) {
      for (const line of fs.readFileSync(file, "utf8").split("\n")) {
        if (!line.endsWith("}")) continue; // the last line of a run that was broken off
        const { link, nonce, blind } = JSON.parse(line);
        this.kept.set(link, { nonce: unb64u(nonce, 32), blind: scalarFromBytes(unb64u(blind, 32)) });
      }
    }
    this.out = fs.openSync(file, "a", 0o600);
    fs.writeSync(this.out, "\n");
  }

  get(survey, secret) {
    const link = bytesOf(survey, secret).toString("hex");
    if (!this.kept.has(link)) {
      const fresh = { nonce: randomBytes(32), blind: randomScalar() };
      const line = { link, nonce: b64u(fresh.nonce), blind: b64u(scalarToBytes(fresh.blind)) };
      fs.writeSync(this.out, JSON.stringify(line) + "\n");
      fs.fsyncSync(this.out);
      this.kept.set(link, fresh);
    }
    return this.kept.get(link);
  }

  remove() {
    fs.closeSync(this.out);
    fs.unlinkSync(this.file);
  }
}

// --- one link ------------------------------------------------------------------------------------------------

const refusals = {
  used: "was used with another blinded element",
  not_found: "is not known, or its survey is not open",
  closed: "came after the close",
};

function expect(answer, status, what, which) {
  if (answer.status === status) return answer.value;
  const plain = refusals[answer.code] ?? `got the status ${answer.status} ${answer.code} instead of ${status}`;
  throw new Deviation(`${which}, ${what}: ${plain}${answer.item ? ` (${answer.item})` : ""}. ${answer.message}`.trim());
}

/** Manifest, collect, proof: the credential of a link. */
async function collect(voter, manifests, keeper, options) {
  const { link, which } = voter;
  const routes = protocol.routes(options.url ?? link.base, link.survey);

  const got = await protocol.send("GET", routes.manifest, undefined, options);
  expect(got, 200, "manifest", which);
  const before = manifests.get(routes.manifest);
  must(!before || before.bytes.equals(got.bytes), `${which}: the manifest is not the one that others got.`);
  const manifest = before?.hash === link.hash ? before.manifest : protocol.checkManifest(got.bytes, link);
  manifests.set(routes.manifest, { bytes: got.bytes, hash: link.hash, manifest });

  if (!before) await protocol.checkLogged(manifest, routes, options);
  const named = await protocol.send("POST", routes.roster, protocol.toBody({ invitation: link.secret }), options);
  const shown = manifest.units[0].roster && protocol.rosterAnswer(manifest, expect(named, 200, "roster", which));

  const { nonce, blind } = keeper.get(link.survey, link.secret);
  const blindedElement = blinded(nonce, blind);
  const body = protocol.toBody({ invitation: link.secret, blinded: b64u(blindedElement) });
  let first;
  for (let time = 0; time < (voter.number % 5 === 0 ? 2 : 1); time++) {
    const answer = await protocol.send("POST", routes.collect, body, options);
    const { unit, evaluated, proof } = protocol.collectAnswer(manifest, expect(answer, 200, "collect", which));
    must(!shown || shown === unit, `${which}: the ballot is of another unit than the names.`);
    const info = protocol.infoOf(manifest.survey, unit);
    const publicKey = unb64u(manifest.public_key, 32);
    let token;
    try {
      token = finalize({ input: nonce, blind, evaluated, blindedElement, proof, info, publicKey });
    } catch (error) {
      throw new Deviation(`${which}: the server's evaluation is refused, ${error.message}.`);
    }
    must(
      !first || (first.unit === unit && first.evaluated.equals(evaluated)),
      `${which}: the same element was evaluated in another way the second time.`,
    );
    first = { unit, evaluated, token };
  }
  Object.assign(voter, { routes, manifest, unit: first.unit, nonce: b64u(nonce), token: b64u(first.token) });
}

async function cast(voter, round, options) {
  const { manifest, unit, nonce, token, routes, which } = voter;
  const answers = answersOf(manifest, voter.link.secret, round);
  const comments = commentsOf(manifest, voter.link.secret, round);
  const salt = b64u(randomBytes(32));
  const commitment = protocol.commitmentOf(manifest, salt, answers);
  const body = protocol.toBody({ unit, nonce, token, answers, comments, salt, commitment });

  let receipt;
  for (let time = 0; time < (voter.number % 13 === 0 ? 2 : 1); time++) {
    const answer = await protocol.send("POST", routes.box, body, options);
    const value = expect(answer, 201, "box", which);
    try {
      protocol.checkReceipt(manifest, commitment, value.receipt);
    } catch (error) {
      throw new Deviation(`${which}: ${error.message}`);
    }
    must(time === 0 || receipt === value.receipt, `${which}: the same body got another receipt.`);
    receipt = value.receipt;
  }
  const kept = Object.fromEntries(Object.entries(comments ?? {}).filter(([, text]) => !protocol.blank(text)));
  return { unit, answers, comments: kept, salt, commitment, receipt, nonce, token };
}

async function withdraw(voter, options) {
  const { unit, nonce, token, routes, which } = voter;
  const body = protocol.toBody({ unit, nonce, token });
  expect(await protocol.send("DELETE", routes.box, body, options), 204, "withdrawing", which);
}

/** Everything a link does with its credential; the ballot that is in the box at the end. */
async function vote(voter, options) {
  let round = 0;
  let ballot = await cast(voter, round, options);
  if (voter.number % 7 === 0) {
    await withdraw(voter, options);
    await withdraw(voter, options); // there is none any more: the answer is the same
    ballot = await cast(voter, ++round, options);
  }
  if (voter.number % 11 === 0) ballot = await cast(voter, ++round, options);
  return ballot;
}

// --- all links -----------------------------------------------------------------------------------------------

async function main(input, output, options) {
  const voters = readCSV(fs.readFileSync(input, "utf8")).map((row, i) => ({
    number: i + 1,
    which: `Link ${i + 1}`,
    link: protocol.parseLink(row.link),
  }));
  const keeper = new Keeper(`${output}.kept`);
  const out = fs.openSync(output, "w", 0o600);

  const manifests = new Map();
  for (const voter of voters) await collect(voter, manifests, keeper, options);

  // In an order that says nothing about the one of collecting.
  voters.sort((a, b) => (a.nonce < b.nonce ? -1 : 1));
  for (const voter of voters) fs.writeSync(out, JSON.stringify(await vote(voter, options)) + "\n");

  fs.closeSync(out);
  keeper.remove();
  console.log(`${voters.length} ballots are in the box.`);
}

let call;
try {
  call = parseArgs({
    allowPositionals: true,
    options: { url: { type: "string" }, patience: { type: "string", default: "30" } },
  });
  if (call.positionals.length !== 2 || !(Number(call.values.patience) > 0)) throw new Error();
} catch {
  console.error("usage: client.mjs LINKS.csv OUT.jsonl [--url URL] [--patience SECONDS]");
  process.exit(2);
}
try {
  const { url, patience } = call.values;
  await main(...call.positionals, { url, patience: Number(patience) });
} catch (error) {
  console.error(error instanceof Deviation ? error.message : `The client failed: ${error.message}`);
  process.exitCode = 1;
}
