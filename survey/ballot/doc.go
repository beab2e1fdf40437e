// Package ballot is the anonymous way from an invitation to a counted ballot:
// the blind credential (RFC 9497 POPRF), the sealed box, commitments, receipts,
// the keys of one survey, the manifest and the closing record. docs/protocol.md
// is the contract that it keeps.
//
// The way through the package is the way of a ballot: a Directory makes the
// Keys of a survey and NewManifest publishes their public halves; an Office
// answers Collect, Cast and Withdraw with one Desk for each open survey; OpenAll
// takes the ballots out of the box at close, and NewStored, NewSpent
// and ClosingRecord are what stays of them. Client is the other side.
//
// What is not here: persons. An invitation is known by the hash of its secret
// and by its unit, never by whom it was sent to. Nor counting (analytics),
// storage (survey/store), HTTP (server), nor any clock.
package ballot
