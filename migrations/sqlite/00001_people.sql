-- +goose Up
-- Of two processes that apply the same migration at once, the second fails as
-- a whole: SQLite has no lock that could keep it waiting.
CREATE UNIQUE INDEX goose_db_version_once ON goose_db_version (version_id);

-- The staff list. People who left stay, for the records of past surveys.
CREATE TABLE people (
    id       TEXT NOT NULL PRIMARY KEY,
    name     TEXT NOT NULL,
    email    TEXT NOT NULL, -- empty: has none
    team     TEXT NOT NULL, -- full path
    language TEXT NOT NULL,
    has_left INTEGER NOT NULL
) STRICT;

CREATE TABLE manages (
    person TEXT NOT NULL REFERENCES people (id),
    team   TEXT NOT NULL,
    PRIMARY KEY (person, team)
) STRICT, WITHOUT ROWID;
