// Package survey holds the words of the product: questionnaire and item, team
// path and unit, survey and its states, answers and the rules they obey.
//
// What is not here: persons (survey/people), credentials and boxes
// (survey/ballot), counting (analytics), storage (survey/store), and any clock
// or source of randomness. Code that imports only this package cannot name a
// person.
package survey
