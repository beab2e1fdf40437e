-- +goose Up
-- The transparency log of this installation: one leaf for each manifest.
CREATE TABLE log (
    position BIGINT NOT NULL PRIMARY KEY, -- from 0, without gaps
    survey   TEXT COLLATE "C" NOT NULL REFERENCES surveys (id),
    leaf     TEXT NOT NULL
);
