-- +goose Up
-- What a survey is also shown by, for the whole organisation: declared with the
-- draft and never changed.
CREATE TABLE cuts (
    survey TEXT NOT NULL REFERENCES surveys (id),
    cut    TEXT NOT NULL,
    team   TEXT NOT NULL, -- path; those below it that have no value of their own have this one
    value  TEXT NOT NULL,
    PRIMARY KEY (survey, cut, team)
) STRICT, WITHOUT ROWID;
