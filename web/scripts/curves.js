// The elliptic curves that a ballot needs, apart from the page that asks the
// questions: they are most of its bytes and wanted last, so the page loads them
// while somebody answers.

export { ed25519, ristretto255_oprf } from "@noble/curves/ed25519.js";
