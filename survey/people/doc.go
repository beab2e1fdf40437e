// Package people holds persons, accounts and roles, who may see what, and the
// staff-list import.
//
// What is not here: anything about answers, ballots or results. No package
// that counts may import this one (docs/architecture.md).
package people
