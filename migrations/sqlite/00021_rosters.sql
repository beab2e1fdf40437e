-- +goose Up
-- The names of a unit as they were frozen at the opening: those who are invited
-- under it read them until the close, which deletes them. Their hash is in the
-- manifest.
CREATE TABLE rosters (
    survey TEXT NOT NULL REFERENCES surveys (id),
    unit   TEXT NOT NULL,
    salt   TEXT NOT NULL,
    names  TEXT NOT NULL, -- JSON
    PRIMARY KEY (survey, unit),
    FOREIGN KEY (survey, unit) REFERENCES units (survey, id)
) STRICT;

-- That an auditor read the rosters of a survey and found them right.
CREATE TABLE roster_confirmations (
    survey TEXT NOT NULL PRIMARY KEY REFERENCES surveys (id),
    at     INTEGER NOT NULL,
    actor  TEXT NOT NULL
) STRICT;
