-- +goose Up
-- Signed-in accounts. The token itself is known to the browser alone.
CREATE TABLE sessions (
    hash    TEXT NOT NULL PRIMARY KEY, -- of the token
    data    BLOB NOT NULL,
    expires INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_expires ON sessions (expires);
