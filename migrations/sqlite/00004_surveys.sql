-- +goose Up
CREATE TABLE surveys (
    id             TEXT NOT NULL PRIMARY KEY,
    name           TEXT NOT NULL,
    questionnaire  TEXT NOT NULL,
    version        TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
    rehearsal      INTEGER NOT NULL,
    minimum_group  INTEGER NOT NULL CHECK (minimum_group >= 5),
    closes_after   INTEGER NOT NULL, -- seconds from opening; 0: closes is fixed
    created        INTEGER NOT NULL,
    opens          INTEGER,
    closes         INTEGER,
    closed_at      INTEGER,
    manifest_hash  TEXT NOT NULL,
    invited        INTEGER NOT NULL,
    keys_destroyed INTEGER, -- when the keys of the closed box were destroyed
    FOREIGN KEY (questionnaire, version) REFERENCES questionnaires (id, version)
) STRICT;

CREATE TABLE transitions (
    survey     TEXT NOT NULL REFERENCES surveys (id),
    from_state TEXT NOT NULL, -- empty: it was created
    to_state   TEXT NOT NULL,
    at         INTEGER NOT NULL,
    actor      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    PRIMARY KEY (survey, to_state) -- there is no way back
) STRICT;

-- What is frozen when a survey opens.
CREATE TABLE manifests (
    survey   TEXT NOT NULL PRIMARY KEY REFERENCES surveys (id),
    manifest TEXT NOT NULL -- RFC 8785 canonical JSON
) STRICT;

CREATE TABLE units (
    survey   TEXT NOT NULL REFERENCES surveys (id),
    id       TEXT NOT NULL,
    name     TEXT NOT NULL,
    team     TEXT NOT NULL, -- the node that it formed at
    eligible INTEGER NOT NULL,
    PRIMARY KEY (survey, id),
    UNIQUE (survey, name)
) STRICT;

CREATE TABLE teams (
    survey TEXT NOT NULL REFERENCES surveys (id),
    path   TEXT NOT NULL,
    people INTEGER NOT NULL, -- directly in it
    unit   TEXT, -- none: nobody is directly in it
    PRIMARY KEY (survey, path),
    FOREIGN KEY (survey, unit) REFERENCES units (survey, id)
) STRICT;
