// Package people holds persons, accounts and roles, who may see what, and the
// staff-list import.
//
// An import has three steps: ReadList takes a CSV or XLSX file apart and checks
// every cell by itself, NewPlan compares the people with each other and with
// the staff, and Plan.Import is what the store writes in one transaction. The
// first two write nothing, so a dry run is an import without its last step.
//
// What is not here: anything about answers, ballots or results, and storage.
// No package that counts may import this one (docs/architecture.md).
package people
