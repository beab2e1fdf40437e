// Package server answers HTTP: every URL is in routes.go, every handler binds
// its input, asks whether this account may, makes one call and renders a page
// to a buffer.
//
// What is not here: rules (survey, survey/life, analytics), storage
// (survey/store), templates (web), and cookies on the ballot routes.
package server
