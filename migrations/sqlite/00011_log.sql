-- +goose Up
-- The transparency log of this installation: one leaf for each manifest.
CREATE TABLE log (
    position INTEGER NOT NULL PRIMARY KEY, -- from 0, without gaps
    survey   TEXT NOT NULL REFERENCES surveys (id),
    leaf     TEXT NOT NULL
) STRICT;
