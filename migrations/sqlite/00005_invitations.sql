-- +goose Up
-- One row is one person's right to one ballot. No times: neither of opening
-- the link nor of answering.
CREATE TABLE invitations (
    survey   TEXT NOT NULL REFERENCES surveys (id),
    person   TEXT REFERENCES people (id), -- none: a printed card, drawn by lot
    unit     TEXT NOT NULL,
    hash     TEXT NOT NULL, -- of the secret
    blinded  TEXT, -- hash of the blinded element; none: nothing was handed out
    replaced INTEGER NOT NULL,
    PRIMARY KEY (survey, hash),
    UNIQUE (survey, person),
    FOREIGN KEY (survey, unit) REFERENCES units (survey, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX invitations_person ON invitations (person);

-- What HR did with invitations. The key keeps it to one replacement a person.
CREATE TABLE replacements (
    survey TEXT NOT NULL REFERENCES surveys (id),
    person TEXT NOT NULL REFERENCES people (id),
    at     INTEGER NOT NULL,
    actor  TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (survey, person)
) STRICT;

CREATE TABLE exports (
    survey TEXT NOT NULL PRIMARY KEY REFERENCES surveys (id),
    kind   TEXT NOT NULL CHECK (kind IN ('links', 'cards')), -- the first one decides
    times  INTEGER NOT NULL
) STRICT;
