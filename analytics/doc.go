// Package analytics is pure and exact: tallies, the walk that forms units and
// blocks, the release rules, and the measures of a release.
//
// What is not here: persons, keys, storage, clocks and files. The definitions
// are in docs/analytics.md and docs/anonymity.md.
package analytics
