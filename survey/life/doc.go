// Package life opens and closes surveys. It is the one room where counts of
// people, keys and ballots meet: units are formed from the staff list at
// opening, and ballots are opened, counted and released at close.
//
// What is not here: the statistics (analytics), the cryptography
// (survey/ballot), storage (survey/store), and timers (cmd/teamtrust).
package life
