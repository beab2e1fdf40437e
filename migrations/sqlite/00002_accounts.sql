-- +goose Up
-- Who signs in. A grant is made by hand or follows the staff list.
CREATE TABLE accounts (
    id    TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE -- lower case
) STRICT;

CREATE TABLE grants (
    account TEXT NOT NULL REFERENCES accounts (id),
    role    TEXT NOT NULL CHECK (role IN ('admin', 'hr', 'manager', 'auditor')),
    team    TEXT NOT NULL, -- empty: the role without a team
    origin  TEXT NOT NULL CHECK (origin IN ('hand', 'list')),
    PRIMARY KEY (account, role, team, origin)
) STRICT, WITHOUT ROWID;

-- A link works once: using it deletes it.
CREATE TABLE sign_in_links (
    hash    TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    expires INTEGER NOT NULL -- Unix seconds, as all times here
) STRICT;
