package store

import (
	"net/url"
	"path/filepath"
	"strings"

	"teamtrust/migrations"
	"teamtrust/survey"
)

// address is a database URL that was understood.
type address struct {
	dialect migrations.Dialect
	path    string // of the SQLite file, absolute
	url     string // of PostgreSQL
}

// parseURL reads sqlite:PATH or postgres://… . No error repeats the URL: it
// may hold a password.
func parseURL(s string) (address, error) {
	scheme, rest, _ := strings.Cut(s, ":")
	switch scheme {
	case "sqlite":
		return sqliteAddress(rest)
	case "postgres", "postgresql":
		if u, err := url.Parse(s); err != nil || u.Host == "" && u.Query().Get("host") == "" {
			return address{}, badURL("The PostgreSQL address cannot be read; write postgres://USER:PASSWORD@HOST:PORT/NAME, with special characters of the password percent-encoded.")
		}
		return address{dialect: migrations.Postgres, url: s}, nil
	}
	return address{}, badURL("The database address has to begin with sqlite: or postgres://, for example sqlite:data/teamtrust.db or postgres://USER:PASSWORD@HOST/NAME.")
}

func sqliteAddress(path string) (address, error) {
	switch {
	case strings.Trim(path, "/") == "":
		return address{}, badURL("The SQLite address names no file; write sqlite:PATH, for example sqlite:data/teamtrust.db.")
	case strings.HasPrefix(path, ":memory:"):
		return address{}, badURL("A database in memory would lose every ballot; write sqlite:PATH with a file.")
	case strings.ContainsRune(path, 0):
		return address{}, badURL("The path of the SQLite file holds a NUL character; remove it.")
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return address{}, badURL("The path of the SQLite file cannot be made absolute: %v.", err)
	}
	return address{dialect: migrations.SQLite, path: absolute}, nil
}

func badURL(format string, args ...any) error {
	e := survey.Errorf(survey.CodeBadRequest, format, args...)
	e.Item = "database"
	return e
}
