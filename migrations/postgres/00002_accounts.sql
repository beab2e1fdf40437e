-- +goose Up
-- Who signs in. A grant is made by hand or follows the staff list.
CREATE TABLE accounts (
    id    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    email TEXT COLLATE "C" NOT NULL UNIQUE -- lower case
);

CREATE TABLE grants (
    account TEXT COLLATE "C" NOT NULL REFERENCES accounts (id),
    role    TEXT COLLATE "C" NOT NULL CHECK (role IN ('admin', 'hr', 'manager', 'auditor')),
    team    TEXT COLLATE "C" NOT NULL, -- empty: the role without a team
    origin  TEXT COLLATE "C" NOT NULL CHECK (origin IN ('hand', 'list')),
    PRIMARY KEY (account, role, team, origin)
);

-- A link works once: using it deletes it.
CREATE TABLE sign_in_links (
    hash    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account TEXT COLLATE "C" NOT NULL REFERENCES accounts (id),
    expires BIGINT NOT NULL -- Unix seconds, as all times here
);
