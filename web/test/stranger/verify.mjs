// Rechecks what a close published, from docs/protocol.md, §8, alone:
//
//   node verify.mjs manifest.json record.json
//
// manifest.json is GET /api/ballot/{survey}, record.json GET /verify/{survey} as
// JSON. It prints what was checked; the first thing that does not hold ends it
// with an error.

import { readFileSync } from "node:fs";
import { evaluate, publicKeyOf, scalarFromBytes } from "./poprf.mjs";
import { b64u, canonical, infoOf, merkleRoot, must, parseJSON, sha256hex, unb64u } from "./protocol.mjs";

const [manifest, record] = process.argv.slice(2, 4).map((name) => parseJSON(readFileSync(name)));
const closing = record.closing_record;

const { hash, ...rest } = manifest;
must(sha256hex(canonical(rest)) === hash, "the manifest has another hash");
must(closing.manifest_hash === hash && record.manifest_hash === hash, "the record is of another manifest");

const secret = scalarFromBytes(unb64u(closing.poprf_private_key, 32));
must(b64u(publicKeyOf(secret)) === manifest.public_key, "the private key is not the one of the public key");

const sorted = [...record.commitments].sort();
must(sorted.every((c, i) => c === record.commitments[i]), "the commitments are not sorted");
must(sorted.length === closing.size, "the list has another size");
must(merkleRoot(record.commitments) === closing.merkle_root, "the list has another root");

const nonces = new Set();
const cast = new Map();
const units = new Map();
for (const { block, nonce, token } of record.spent) {
  must(!nonces.has(nonce), `the nonce ${nonce} occurs twice`);
  nonces.add(nonce);
  const of = closing.blocks.find((b) => b.block === block);
  must(of, `there is no block ${block}`);
  const unit = of.units.find((u) => b64u(evaluate(secret, unb64u(nonce, 32), infoOf(manifest.survey, u))) === token);
  must(unit, `a token of block ${block} is of none of its units`);
  cast.set(block, (cast.get(block) ?? 0) + 1);
  units.set(unit, (units.get(unit) ?? 0) + 1);
}

for (const { block, invited, collected, cast: counted, replaced } of closing.blocks) {
  must((cast.get(block) ?? 0) === counted, `block ${block} has another number of used credentials`);
  must(collected <= invited, `block ${block} has more ballots handed out than invitations`);
  must(counted <= collected + replaced, `block ${block} has more ballots than were handed out`);
}
must(closing.blocks.reduce((sum, b) => sum + b.cast, 0) === closing.size, "the blocks do not add up");

console.log(`${closing.size} ballots under ${closing.merkle_root}`);
for (const { id, name } of manifest.units) console.log(`${units.get(id) ?? 0} cast in ${name}`);
