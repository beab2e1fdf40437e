-- +goose Up
-- An epoch is one set of sealing keys of an open survey. All its staged rows
-- are of one epoch, which a mix leaves for the next.
ALTER TABLE surveys ADD COLUMN epoch TEXT NOT NULL DEFAULT ''; -- none: a draft
ALTER TABLE surveys ADD COLUMN mixed INTEGER NOT NULL DEFAULT 0; -- staged rows after the last mix
UPDATE surveys SET epoch = '0' WHERE state <> 'draft';

-- Epochs that were left, and when their keys were destroyed.
CREATE TABLE epochs (
    survey    TEXT NOT NULL REFERENCES surveys (id),
    epoch     TEXT NOT NULL,
    destroyed INTEGER, -- none: not yet
    PRIMARY KEY (survey, epoch)
) STRICT;
