-- +goose Up
-- A survey may be closed without its ballots, where the keys of its box are
-- lost. One that was open in a backup is, once that is restored, in the state of
-- the time of the backup.
ALTER TABLE surveys ADD COLUMN lost BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE surveys ADD COLUMN restored BIGINT; -- none: it never was

-- How many links of a unit had handed nothing out in the backup. Whoever holds
-- one of them may have used it after the backup, and may use it once more.
CREATE TABLE reissued (
    survey TEXT COLLATE "C" NOT NULL REFERENCES surveys (id),
    unit   TEXT COLLATE "C" NOT NULL,
    links  BIGINT NOT NULL,
    PRIMARY KEY (survey, unit)
);
