-- +goose Up
-- Which accounts opened or exported a team's results, by the first and the
-- latest day (midnight UTC, Unix seconds) and nothing in between. Employees are
-- told; of employees there are no such rows.
CREATE TABLE readings (
    survey    TEXT NOT NULL REFERENCES surveys (id),
    team      TEXT NOT NULL, -- a path; empty: the whole organisation
    account   TEXT NOT NULL, -- e-mail address, or who it was on the machine itself
    role      TEXT NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('opened', 'exported')),
    first_day INTEGER NOT NULL,
    last_day  INTEGER NOT NULL,
    PRIMARY KEY (survey, team, account, role, kind)
) STRICT, WITHOUT ROWID;
