-- +goose Up
-- The staff list. People who left stay, for the records of past surveys.
CREATE TABLE people (
    id       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name     TEXT NOT NULL,
    email    TEXT COLLATE "C" NOT NULL, -- empty: has none
    team     TEXT NOT NULL, -- full path
    language TEXT NOT NULL,
    has_left BOOLEAN NOT NULL
);

CREATE TABLE manages (
    person TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    team   TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (person, team)
);
