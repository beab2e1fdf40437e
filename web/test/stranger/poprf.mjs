// RFC 9497, POPRF mode with ristretto255-SHA512, one element at a time, written from the text of the RFC.
// Only the group itself and the map onto it come from a library.

import { createHash, randomBytes } from "node:crypto";
import { ristretto255, ristretto255_hasher } from "@noble/curves/ed25519.js";

const Point = ristretto255.Point;
const G = Point.BASE;
export const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

const ascii = (text) => Buffer.from(text, "latin1");
const context = Buffer.concat([ascii("OPRFV1-"), Buffer.of(0x02), ascii("-ristretto255-SHA512")]);
const dst = (label) => Buffer.concat([ascii(label), context]);

const sha512 = (...parts) => createHash("sha512").update(Buffer.concat(parts)).digest();
const two = (n) => Buffer.of(n >> 8, n & 0xff);
const framed = (bytes) => Buffer.concat([two(bytes.length), bytes]);

/** expand_message_xmd of RFC 9380, §5.3.1, for SHA-512 and 64 bytes: the case of a single block. */
function expand64(message, tag) {
  const tail = Buffer.concat([tag, Buffer.of(tag.length)]);
  const first = sha512(Buffer.alloc(128), message, two(64), Buffer.of(0), tail);
  return sha512(first, Buffer.of(1), tail);
}

const littleEndian = (bytes) => BigInt("0x" + (Buffer.from(bytes).reverse().toString("hex") || "0"));
const mod = (n) => ((n % ORDER) + ORDER) % ORDER;

function inverse(a) {
  let [r, s, u, v] = [ORDER, mod(a), 0n, 1n];
  while (s !== 0n) {
    const q = r / s;
    [r, s] = [s, r - q * s];
    [u, v] = [v, u - q * v];
  }
  return mod(u);
}

const hashToScalar = (message) => mod(littleEndian(expand64(message, dst("HashToScalar-"))));
const hashToGroup = (message) => ristretto255_hasher.deriveToCurve(expand64(message, dst("HashToGroup-")));

const times = (point, scalar) => point.multiplyUnsafe(scalar); // takes zero too
const timesSecret = (point, scalar) => point.multiply(scalar); // never zero

export function scalarFromBytes(bytes) {
  const scalar = littleEndian(bytes);
  if (bytes.length !== 32 || scalar >= ORDER) throw new Error("not a scalar");
  return scalar;
}

export function scalarToBytes(scalar) {
  return Buffer.from(scalar.toString(16).padStart(64, "0"), "hex").reverse();
}

/** The element behind a canonical encoding; throws for any other bytes and for the identity. */
export function element(bytes) {
  const point = Point.fromBytes(Uint8Array.from(bytes));
  if (point.is0()) throw new Error("the identity is not allowed");
  return point;
}

export const isElement = (bytes) => {
  try {
    element(bytes);
    return true;
  } catch {
    return false;
  }
};

export function randomScalar() {
  for (;;) {
    const scalar = mod(littleEndian(randomBytes(64)));
    if (scalar !== 0n) return scalar;
  }
}

export const publicKeyOf = (secret) => Buffer.from(timesSecret(G, secret).toBytes());

/** Blind, without the part that needs the info: the blinded element of an input. */
export function blinded(input, blind) {
  const point = hashToGroup(input);
  if (point.is0()) throw new Error("the input maps to the identity");
  return Buffer.from(timesSecret(point, blind).toBytes());
}

const tweak = (info) => hashToScalar(Buffer.concat([ascii("Info"), framed(info)]));

/** Public key for one info; what Blind of RFC 9497, §3.3.3 returns besides the blinded element. */
function tweakedKey(publicKey, info) {
  const key = times(G, tweak(info)).add(element(publicKey));
  if (key.is0()) throw new Error("the public key does not fit the info");
  return key;
}

const challenge = (...parts) => hashToScalar(Buffer.concat([...parts.map(framed), ascii("Challenge")]));

function composites(key, c, d) {
  const seed = sha512(framed(key), framed(dst("Seed-")));
  const weight = hashToScalar(Buffer.concat([framed(seed), two(0), framed(c), framed(d), ascii("Composite")]));
  return [times(element(c), weight), times(element(d), weight)];
}

/** VerifyProof of RFC 9497, §2.2.2 for one evaluated and one blinded element. */
export function verifies(publicKey, info, evaluated, blindedElement, proof) {
  if (proof.length !== 64) return false;
  let c, s;
  try {
    [c, s] = [scalarFromBytes(proof.subarray(0, 32)), scalarFromBytes(proof.subarray(32))];
  } catch {
    return false;
  }
  const key = tweakedKey(publicKey, info);
  const keyBytes = key.toBytes();
  const [m, z] = composites(keyBytes, evaluated, blindedElement);
  const t2 = times(G, s).add(times(key, c));
  const t3 = times(m, s).add(times(z, c));
  return challenge(keyBytes, m.toBytes(), z.toBytes(), t2.toBytes(), t3.toBytes()) === c;
}

const output = (input, info, point) =>
  sha512(framed(input), framed(info), framed(point.toBytes()), ascii("Finalize"));

/** Finalize of RFC 9497, §3.3.3: the 64 bytes, or an exception where the proof does not hold. */
export function finalize({ input, blind, evaluated, blindedElement, proof, info, publicKey }) {
  if (!verifies(publicKey, info, evaluated, blindedElement, proof)) throw new Error("the proof does not hold");
  return output(input, info, timesSecret(element(evaluated), inverse(blind)));
}

function keyFor(secret, info) {
  const t = mod(secret + tweak(info));
  if (t === 0n) throw new Error("the private key does not fit the info");
  return t;
}

/** Evaluate of RFC 9497, §3.3.3, with the private key. */
export const evaluate = (secret, input, info) =>
  output(input, info, timesSecret(hashToGroup(input), inverse(keyFor(secret, info))));

/** BlindEvaluate of RFC 9497, §3.3.3, with the private key: the evaluated element and a fresh proof. */
export function blindEvaluate(secret, blindedElement, info) {
  const t = keyFor(secret, info);
  const key = timesSecret(G, t).toBytes();
  const evaluated = timesSecret(element(blindedElement), inverse(t)).toBytes();
  const [m, z] = composites(key, evaluated, blindedElement);
  const r = randomScalar();
  const c = challenge(key, m.toBytes(), z.toBytes(), timesSecret(G, r).toBytes(), timesSecret(m, r).toBytes());
  return {
    evaluated: Buffer.from(evaluated),
    proof: Buffer.concat([scalarToBytes(c), scalarToBytes(mod(r - c * t))]),
  };
}
