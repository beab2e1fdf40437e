-- +goose Up
-- What a close leaves behind. All rows of a survey are written in one
-- transaction, sorted by a random id, so that no order of arrival is left.
CREATE TABLE ballots (
    id         TEXT NOT NULL PRIMARY KEY, -- random
    survey     TEXT NOT NULL REFERENCES surveys (id),
    block      TEXT NOT NULL, -- never the unit
    answers    TEXT NOT NULL CHECK (json_valid(answers)),
    salt       TEXT NOT NULL,
    commitment TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX ballots_survey ON ballots (survey);

CREATE TABLE comments (
    id     TEXT NOT NULL PRIMARY KEY, -- random, not the ballot's
    survey TEXT NOT NULL REFERENCES surveys (id),
    label  TEXT NOT NULL, -- path of the team where it may be shown; empty: the organisation
    prompt TEXT NOT NULL,
    text   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX comments_survey ON comments (survey);

-- Sorted by block, then nonce. Nothing leads from here to a ballot.
CREATE TABLE spent (
    survey TEXT NOT NULL REFERENCES surveys (id),
    block  TEXT NOT NULL,
    nonce  TEXT NOT NULL,
    token  TEXT NOT NULL,
    PRIMARY KEY (survey, block, nonce),
    UNIQUE (survey, nonce)
) STRICT, WITHOUT ROWID;
