-- +goose Up
-- Made once, at the close, and never again.
CREATE TABLE releases (
    survey  TEXT NOT NULL PRIMARY KEY REFERENCES surveys (id),
    release TEXT NOT NULL,
    record  TEXT NOT NULL -- the closing record
) STRICT;

CREATE TABLE tallies (
    survey TEXT NOT NULL REFERENCES surveys (id),
    block  TEXT NOT NULL,
    tally  TEXT NOT NULL,
    PRIMARY KEY (survey, block)
) STRICT;
