// Package ballot is the anonymous way from an invitation to a counted ballot:
// the blind credential (RFC 9497 POPRF), the sealed box, commitments, receipts,
// the keys of one survey, the manifest and the log of manifests.
//
// What is not here: persons. An invitation is known by the hash of its secret
// and by its unit, never by whom it was sent to.
package ballot
