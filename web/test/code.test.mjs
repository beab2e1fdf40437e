import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { linkOf, tidy } from "../scripts/ballot/code.js";
import { fragment, parseFragment } from "../scripts/ballot/link.js";

// The same card is checked in survey/ballot.
const hash = "0f".repeat(32);
const surveys = [
  { survey: "winter", manifest_hash: "ab".repeat(32) },
  { survey: "spring-2026", manifest_hash: hash },
];
const printed = "Q9K5-GM8N-RMBB-B10H-DJGC";
const secret = Buffer.from("ed1d90316179583f1611de1f5923fa2314a309f56acbd0ca0b580bf7b97a5fbf", "hex").toString("base64url");

test("a code leads to its survey, with the secret that the server drew", async () => {
  assert.deepEqual(await linkOf(tidy(printed), surveys), { survey: "spring-2026", secret, hash, card: true });
});

test("a code may be typed in any case, with spaces, and with letters that look like digits", async () => {
  for (const typed of [printed.toLowerCase(), ` ${printed.replaceAll("-", " ")}\n`, printed.replaceAll("-", ""), printed.replaceAll("0", "o").replaceAll("1", "l"), printed.replaceAll("1", "i"), "Ｑ９Ｋ５ GM8N–RMBB—B10H_DJGC"]) {
    assert.equal((await linkOf(tidy(typed), surveys))?.secret, secret, typed);
  }
});

test("nearly every mistake in one letter is found, and never leads to another survey", async () => {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const code = tidy(printed);
  let tried = 0;
  let found = 0;
  for (let at = 0; at < code.length; at++) {
    for (const letter of alphabet) {
      if (letter === code[at]) continue;
      tried += 1;
      found += (await linkOf(code.slice(0, at) + letter + code.slice(at + 1), surveys.slice(1))) === null;
    }
  }
  assert.ok(found / tried > 0.99, `${found} of ${tried}`);
});

test("the code of a survey that is not published is none here", async () => {
  assert.equal(await linkOf(tidy(printed), surveys.slice(0, 1)), null);
  assert.equal(await linkOf(tidy(printed), []), null);
});

test("the check is over the manifest's hash, as the document says", () => {
  const bits = [...createHash("sha256").update(`teamtrust/1 code\n${hash}\nQ9K5GM8NRMBBB10HDJ`).digest()].slice(0, 2).map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  assert.equal(alphabet[Number.parseInt(bits.slice(0, 5), 2)] + alphabet[Number.parseInt(bits.slice(5, 10), 2)], "GC");
});

test("a fragment remembers that it came from a card, and a link does not", () => {
  const link = { secret, hash, card: true };
  assert.deepEqual(parseFragment(fragment(link)), link);
  assert.deepEqual(parseFragment(fragment({ secret, hash })), { secret, hash });
});
