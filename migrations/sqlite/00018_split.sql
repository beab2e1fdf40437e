-- +goose Up
-- A survey whose sealing key is split is counted when both shares were given.
-- One that is ended before its time takes no ballots meanwhile.
ALTER TABLE surveys ADD COLUMN split INTEGER NOT NULL DEFAULT 0;
ALTER TABLE surveys ADD COLUMN ended INTEGER; -- none: it runs to its planned end
ALTER TABLE surveys ADD COLUMN end_reason TEXT NOT NULL DEFAULT '';
