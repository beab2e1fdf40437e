-- +goose Up
-- Sealed ballots until the close. A row names neither person nor unit, and no
-- time; the order in which rows arrived says nothing once the key is destroyed.
CREATE TABLE staging (
    survey TEXT NOT NULL REFERENCES surveys (id),
    key    TEXT NOT NULL, -- HMAC(spent key, nonce)
    sealed BLOB NOT NULL,
    PRIMARY KEY (survey, key)
) STRICT, WITHOUT ROWID;
