-- +goose Up
-- Versions of questionnaires. A version never changes.
CREATE TABLE questionnaires (
    id      TEXT NOT NULL,
    version TEXT NOT NULL,
    source  BLOB NOT NULL, -- the file, byte by byte
    content TEXT NOT NULL, -- what was read from it, JSON
    PRIMARY KEY (id, version)
) STRICT;
