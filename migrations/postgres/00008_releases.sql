-- +goose Up
-- Made once, at the close, and never again.
CREATE TABLE releases (
    survey  TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES surveys (id),
    release TEXT NOT NULL,
    record  TEXT NOT NULL -- the closing record
);

CREATE TABLE tallies (
    survey TEXT COLLATE "C" NOT NULL REFERENCES surveys (id),
    block  TEXT COLLATE "C" NOT NULL,
    tally  TEXT NOT NULL,
    PRIMARY KEY (survey, block)
);
