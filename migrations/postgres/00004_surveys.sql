-- +goose Up
CREATE TABLE surveys (
    id             TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name           TEXT NOT NULL,
    questionnaire  TEXT COLLATE "C" NOT NULL,
    version        TEXT COLLATE "C" NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
    rehearsal      BOOLEAN NOT NULL,
    minimum_group  BIGINT NOT NULL CHECK (minimum_group >= 5),
    closes_after   BIGINT NOT NULL, -- seconds from opening; 0: closes is fixed
    created        BIGINT NOT NULL,
    opens          BIGINT,
    closes         BIGINT,
    closed_at      BIGINT,
    manifest_hash  TEXT NOT NULL,
    invited        BIGINT NOT NULL,
    keys_destroyed BIGINT, -- when the keys of the closed box were destroyed
    FOREIGN KEY (questionnaire, version) REFERENCES questionnaires (id, version)
);

CREATE TABLE transitions (
    survey     TEXT COLLATE "C" NOT NULL REFERENCES surveys (id),
    from_state TEXT NOT NULL, -- empty: it was created
    to_state   TEXT COLLATE "C" NOT NULL,
    at         BIGINT NOT NULL,
    actor      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    PRIMARY KEY (survey, to_state) -- there is no way back
);

-- What is frozen when a survey opens.
CREATE TABLE manifests (
    survey   TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES surveys (id),
    manifest TEXT NOT NULL -- RFC 8785 canonical JSON
);

CREATE TABLE units (
    survey   TEXT COLLATE "C" NOT NULL REFERENCES surveys (id),
    id       TEXT COLLATE "C" NOT NULL,
    name     TEXT COLLATE "C" NOT NULL,
    team     TEXT NOT NULL, -- the node that it formed at
    eligible BIGINT NOT NULL,
    PRIMARY KEY (survey, id),
    UNIQUE (survey, name)
);

CREATE TABLE teams (
    survey TEXT COLLATE "C" NOT NULL REFERENCES surveys (id),
    path   TEXT COLLATE "C" NOT NULL,
    people BIGINT NOT NULL, -- directly in it
    unit   TEXT COLLATE "C", -- none: nobody is directly in it
    PRIMARY KEY (survey, path),
    FOREIGN KEY (survey, unit) REFERENCES units (survey, id)
);
