-- +goose Up
-- The sorted commitments of all ballots of a closed survey, one a line. They
-- stay when the ballots and their salts are deleted: without the salt a
-- commitment says nothing, and whoever has a receipt can still find theirs.
CREATE TABLE commitments (
    survey TEXT NOT NULL PRIMARY KEY REFERENCES surveys (id),
    list   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO commitments (survey, list)
SELECT survey, group_concat(commitment, char(10)) FROM (SELECT survey, commitment FROM ballots ORDER BY survey, commitment) AS sorted
GROUP BY survey;
