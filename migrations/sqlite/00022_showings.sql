-- +goose Up
-- From when others than HR may read the release, by team and kind of reader:
-- JSON as survey/store/shown.go writes it. One time for everybody becomes one
-- for all managers and one for all employees.
ALTER TABLE surveys ADD COLUMN showings TEXT NOT NULL DEFAULT '[]';
UPDATE surveys SET showings = '[{"reader":"manager","from":' || shown || '},{"reader":"employee","from":' || shown || '}]'
WHERE shown IS NOT NULL;
ALTER TABLE surveys DROP COLUMN shown;
