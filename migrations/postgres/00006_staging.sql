-- +goose Up
-- Sealed ballots until the close. A row names neither person nor unit, and no
-- time; the order in which rows arrived says nothing once the key is destroyed.
CREATE TABLE staging (
    survey TEXT COLLATE "C" NOT NULL REFERENCES surveys (id),
    key    TEXT COLLATE "C" NOT NULL, -- HMAC(spent key, nonce)
    sealed BYTEA NOT NULL,
    PRIMARY KEY (survey, key)
);

-- Ciphertext cannot be compressed; trying costs time on every ballot.
ALTER TABLE staging ALTER COLUMN sealed SET STORAGE EXTERNAL;
