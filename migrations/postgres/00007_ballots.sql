-- +goose Up
-- What a close leaves behind. All rows of a survey are written in one
-- transaction, sorted by a random id, so that no order of arrival is left.
CREATE TABLE ballots (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- random
    survey     TEXT COLLATE "C" NOT NULL REFERENCES surveys (id),
    block      TEXT NOT NULL, -- never the unit
    answers    JSONB NOT NULL,
    salt       TEXT NOT NULL,
    commitment TEXT NOT NULL
);

CREATE INDEX ballots_survey ON ballots (survey);

CREATE TABLE comments (
    id     TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- random, not the ballot's
    survey TEXT COLLATE "C" NOT NULL REFERENCES surveys (id),
    label  TEXT NOT NULL, -- path of the team where it may be shown; empty: the organisation
    prompt TEXT NOT NULL,
    text   TEXT NOT NULL
);

CREATE INDEX comments_survey ON comments (survey);

-- Sorted by block, then nonce. Nothing leads from here to a ballot.
CREATE TABLE spent (
    survey TEXT COLLATE "C" NOT NULL REFERENCES surveys (id),
    block  TEXT COLLATE "C" NOT NULL,
    nonce  TEXT COLLATE "C" NOT NULL,
    token  TEXT NOT NULL,
    PRIMARY KEY (survey, block, nonce),
    UNIQUE (survey, nonce)
);
