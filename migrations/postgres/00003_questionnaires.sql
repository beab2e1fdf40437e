-- +goose Up
-- Versions of questionnaires. A version never changes.
CREATE TABLE questionnaires (
    id      TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    source  BYTEA NOT NULL, -- the file, byte by byte
    content TEXT NOT NULL, -- what was read from it, JSON
    PRIMARY KEY (id, version)
);
