// Package reports turns one release into what people take away: chart options
// for a browser, a workbook, CSV and JSON. It does the same with the findings
// of an analysis: a workbook, and a report to read.
//
// Everything reads the release, or the analysis, and nothing else, so a number is the same
// wherever it stands. A value that the release withholds is "[c]" in a file and
// no mark in a drawing; a bound (a clipped figure) is never drawn or printed as
// if it were the exact value.
//
// What is not here: any number that the release does not have. Nothing is
// counted, and nothing that a release withholds can be worked out here, because
// ballots and tallies never reach this package. Comments go into no file of
// this package.
package reports
