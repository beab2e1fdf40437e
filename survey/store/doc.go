// Package store keeps everything in one database, SQLite or PostgreSQL, with
// the same behaviour on both. It implements the small interfaces that its
// users declare, one file per noun; rows are unexported structs that are
// mapped to domain values here. It is the only importer of GORM.
//
// What is not here: rules about surveys (survey/life), cryptography
// (survey/ballot) and any knowledge of what a sealed row holds. The tables on
// the ballot side (staging, ballots, comments, spent) have no column of time
// or order, and nothing that is written to them is ever logged: the logger of
// GORM is silent.
//
// # Two databases
//
// SQLite has one connection that writes and a separate pool that only reads;
// a transaction takes the write lock when it begins, and other processes wait
// for it up to 30 seconds. PostgreSQL has one pool for everything, which the
// job queue shares.
//
// # Errors
//
// What people can act on is a *survey.Error: CodeNotFound where a thing does
// not exist, CodeRefused where its state does not allow what was asked,
// CodeClosed where a survey takes no ballots. All other errors are internal.
package store
