// Package analytics is pure and exact: tallies, the walk that forms units and
// blocks, the release rules, and the measures of a release.
//
// Units forms units over people before a survey opens. Count turns the ballots
// of a closed survey into tallies by block, a Release and placed comments; it
// applies every release rule before anything is stored, so that whoever reads
// a Release needs no rule of their own.
//
// What is not here: persons, keys, storage, clocks and files. The definitions
// are in docs/analytics.md and docs/anonymity.md, the reasons for their
// readings in docs/decisions.
package analytics
