-- +goose Up
-- A leaf is the hash of a manifest, or of the closing record of a ballot box.
ALTER TABLE log ADD COLUMN kind TEXT NOT NULL DEFAULT 'manifest' CHECK (kind IN ('manifest', 'closing'));

CREATE UNIQUE INDEX log_survey ON log (survey, kind);

-- What was signed of the log, whenever it grew.
CREATE TABLE checkpoints (
    size         INTEGER NOT NULL PRIMARY KEY, -- leaves
    note         TEXT NOT NULL, -- text and signature
    verifier_key TEXT NOT NULL
) STRICT;
