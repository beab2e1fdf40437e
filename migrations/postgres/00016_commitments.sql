-- +goose Up
-- The sorted commitments of all ballots of a closed survey, one a line. They
-- stay when the ballots and their salts are deleted: without the salt a
-- commitment says nothing, and whoever has a receipt can still find theirs.
CREATE TABLE commitments (
    survey TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES surveys (id),
    list   TEXT NOT NULL
);

INSERT INTO commitments (survey, list)
SELECT survey, string_agg(commitment, chr(10) ORDER BY commitment COLLATE "C") FROM ballots GROUP BY survey;
