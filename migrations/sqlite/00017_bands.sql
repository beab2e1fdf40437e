-- +goose Up
-- Every refresh of participation before a close, as it was published. Rows are
-- only ever added: an audit reads what anybody may have noted down.
CREATE TABLE bands (
    survey TEXT NOT NULL REFERENCES surveys (id),
    at     INTEGER NOT NULL,
    bands  TEXT NOT NULL, -- by team path, JSON; the organisation is the empty path
    PRIMARY KEY (survey, at)
) STRICT, WITHOUT ROWID;
