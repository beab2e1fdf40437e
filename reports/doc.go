// Package reports turns one release into what people take away: chart options,
// a workbook, CSV and JSON.
//
// What is not here: any number that the release does not have. Nothing is
// counted, and nothing that a release withholds can be worked out here, because
// ballots and tallies never reach this package.
package reports
