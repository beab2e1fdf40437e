import { fromBase64url, sha256 } from "./bytes.js";
import { canonical } from "./canonical.js";
import { Failure } from "./failure.js";
import { fits } from "./shape.js";

export const PROTOCOL = "teamtrust/1";
export const SUITE = "ristretto255-SHA512";
const SMALLEST_GROUP = 5;

/**
 * Checks a manifest against the hash that the invitation link names, so that
 * the server cannot show one person other questions, keys or units than it
 * shows everybody, and that it is one that answers may be sent for. That its
 * public key is an element shows when a nonce is blinded for it.
 * @param {string} text the manifest as sent
 * @param {string} survey its id
 * @param {string} hash from the link
 */
export async function checkManifest(text, survey, hash) {
  const { manifest, form } = read(text);
  const { hash: own } = manifest;
  if ((await sha256(form)) !== own) throw new Failure("manifest");
  if (own !== hash) throw new Failure("link");
  if (manifest.survey !== survey || !sound(manifest)) throw new Failure("manifest");
  return manifest;
}

// The bytes must be the canonical form: it is what was hashed, and anything
// else could be read in two ways.
function read(text) {
  try {
    const manifest = Object(JSON.parse(text));
    const { hash, ...rest } = manifest;
    if (canonical(manifest) !== text) throw new TypeError("not canonical");
    return { manifest, form: canonical(rest) };
  } catch {
    throw new Failure("manifest");
  }
}

function sound(manifest) {
  if (!fits(shape, manifest)) return false;
  const { protocol, suite, minimum_group: group, units } = manifest;
  return (
    protocol === PROTOCOL &&
    suite === SUITE &&
    group >= SMALLEST_GROUP &&
    units.length > 0 &&
    units.every(({ eligible }) => eligible >= group) &&
    rosters(units) &&
    keys(manifest)
  );
}

// Every unit names the hash of its people, or, under an earlier version, none:
// one without could be a unit of made-up people.
function rosters(units) {
  return units.every(({ roster }) => roster === undefined) || units.every(({ roster }) => /^[0-9a-f]{64}$/.test(roster));
}

function keys({ public_key, receipt_key }) {
  try {
    fromBase64url(receipt_key, 32);
    return fromBase64url(public_key, 32).some((byte) => byte !== 0);
  } catch {
    return false;
  }
}

const text = { "*": "" };
const labels = { "*": [""] };
const shape = {
  protocol: "",
  survey: "",
  name: "",
  questionnaire: {
    id: "",
    version: "",
    languages: [""],
    scale: { lo: 0, hi: 0, labels },
    items: [{ id: "", dimension: (value) => value === null || typeof value === "string", reverse: true, text, extra: [{ code: "", text }] }],
    comments: [{ id: "", text }],
  },
  suite: "",
  public_key: "",
  receipt_key: "",
  minimum_group: 0,
  opens: "",
  closes: "",
  units: [{ id: "", name: "", teams: [""], eligible: 0 }],
  rehearsal: true,
  hash: "",
};

/**
 * The unit that a ballot will carry, which must be a published one.
 * @param {object} manifest
 * @param {string} id
 */
export function unitOf(manifest, id) {
  const unit = manifest.units.find((each) => each.id === id);
  if (!unit) throw new Failure("unit");
  return unit;
}
