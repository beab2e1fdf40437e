-- +goose Up
-- Signed-in accounts. The token itself is known to the browser alone.
CREATE TABLE sessions (
    hash    TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- of the token
    data    BYTEA NOT NULL,
    expires BIGINT NOT NULL
);

CREATE INDEX sessions_expires ON sessions (expires);
