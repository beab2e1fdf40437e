-- +goose Up
-- When managers and employees may read the release; none: as soon as there is one.
ALTER TABLE surveys ADD COLUMN shown INTEGER;
