import { sha256 } from "./bytes.js";
import { canonical } from "./canonical.js";
import { Failure } from "./failure.js";

export const PROTOCOL = "teamtrust/1";
export const SUITE = "ristretto255-SHA512";

/**
 * Checks a manifest against the hash that the invitation link names, so that
 * the server cannot show one person other questions, keys or units than it
 * shows everybody.
 * @param {string} text the manifest as sent
 * @param {string} survey its id
 * @param {string} hash from the link
 */
export async function checkManifest(text, survey, hash) {
  const { manifest, form } = read(text);
  const { hash: own, protocol, suite, survey: id } = manifest;
  if ((await sha256(form)) !== own) throw new Failure("manifest");
  if (own !== hash) throw new Failure("link");
  if (protocol !== PROTOCOL || suite !== SUITE || id !== survey) throw new Failure("manifest");
  return manifest;
}

function read(text) {
  try {
    const manifest = Object(JSON.parse(text));
    const { hash, ...rest } = manifest;
    return { manifest, form: canonical(rest) };
  } catch {
    throw new Failure("manifest");
  }
}

/**
 * The unit that a ballot will carry: one of the published ones and large
 * enough.
 * @param {object} manifest
 * @param {string} id
 */
export function unitOf(manifest, id) {
  const unit = manifest.units.find((each) => each.id === id);
  if (!unit || unit.eligible < manifest.minimum_group) throw new Failure("unit");
  return unit;
}
