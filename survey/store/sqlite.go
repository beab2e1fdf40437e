package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"time"

	gormsqlite "github.com/glebarez/sqlite"
	"gorm.io/gorm"

	"teamtrust/migrations"
	"teamtrust/survey"
)

// busyTimeout is how long a connection waits for another one's write lock.
const busyTimeout = 30 * time.Second

// openSQLite opens, and creates where needed, the file: its folder for the
// owner alone (0700), the file too (0600).
func openSQLite(ctx context.Context, path string) (*Store, error) {
	if err := createFile(path); err != nil {
		return nil, err
	}
	writer, err := sql.Open(gormsqlite.DriverName, sqliteDSN(path, "immediate", "journal_mode(WAL)", "synchronous(FULL)",
		"secure_delete(ON)", "foreign_keys(ON)", "temp_store(MEMORY)"))
	if err != nil {
		return nil, fmt.Errorf("open SQLite: %w", err)
	}
	writer.SetMaxOpenConns(1)
	reader, err := sql.Open(gormsqlite.DriverName, sqliteDSN(path, "deferred", "query_only(ON)", "temp_store(MEMORY)"))
	if err != nil {
		return nil, fmt.Errorf("open SQLite: %w", errors.Join(err, writer.Close()))
	}
	reader.SetMaxOpenConns(max(4, runtime.NumCPU()))
	reader.SetMaxIdleConns(max(4, runtime.NumCPU()))
	s := &Store{dialect: migrations.SQLite, writer: writer, reader: reader}
	if err := s.beginSQLite(ctx, path); err != nil {
		return nil, errors.Join(err, writer.Close(), reader.Close())
	}
	return s, nil
}

// beginSQLite makes the first connections, the writer's first: it creates the
// write-ahead log that readers need.
func (s *Store) beginSQLite(ctx context.Context, path string) (err error) {
	if err := firstContact(ctx, s.writer); err != nil {
		return unreadable(path, err)
	}
	if s.write, err = openGORM(&gormsqlite.Dialector{Conn: s.writer}); err != nil {
		return fmt.Errorf("open SQLite: %w", err)
	}
	if s.read, err = openGORM(&gormsqlite.Dialector{Conn: s.reader}); err != nil {
		return fmt.Errorf("open SQLite: %w", err)
	}
	return nil
}

// firstContact waits for other processes that open the same new file: turning
// on the write-ahead log is the one thing that SQLite does not wait for.
func firstContact(ctx context.Context, db *sql.DB) error {
	deadline := time.Now().Add(busyTimeout)
	for {
		err := db.PingContext(ctx)
		if err == nil {
			return nil
		}
		if sqliteCode(err) != sqliteBusy || time.Now().After(deadline) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Primary result codes of SQLite (https://www.sqlite.org/rescode.html).
const (
	sqliteBusy     = 5
	sqliteReadOnly = 8
	sqliteCorrupt  = 11
	sqliteFull     = 13
	sqliteNotDB    = 26
)

// sqliteCode is the primary result code in err's chain, 0 without one.
func sqliteCode(err error) int {
	var e interface{ Code() int }
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// unreadable says what to do about a file that cannot be used as a database.
func unreadable(path string, err error) error {
	switch sqliteCode(err) {
	case sqliteBusy:
		return badURL("The database file %s is locked by another program; close it and try again.", path)
	case sqliteReadOnly:
		return badURL("The database file %s cannot be written; the file and its folder must belong to whoever runs teamtrust.", path)
	case sqliteCorrupt:
		return badURL("The database file %s is damaged; put it back from a backup.", path)
	case sqliteFull:
		return badURL("The database file %s cannot grow, because the disk is full; make room and try again.", path)
	case sqliteNotDB:
		return badURL("The file %s is not an SQLite database; name another one.", path)
	}
	return fmt.Errorf("open SQLite: %w", err)
}

// sqliteDSN is the driver's form of a path, with pragmas for every connection.
// The writer's transactions take the write lock at their start ("immediate"):
// one that reads first and then writes would otherwise fail when somebody
// wrote in between.
func sqliteDSN(path, begin string, pragmas ...string) string {
	u := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path)}
	q := url.Values{"_txlock": {begin}}
	q.Add("_pragma", fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()))
	for _, p := range pragmas {
		q.Add("_pragma", p)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

func createFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fileError(path, err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fileError(path, err)
	}
	return f.Close()
}

// fileError says which file is in the way.
func fileError(path string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return survey.Errorf(survey.CodeBadRequest, "The database file %s cannot be opened or made: %v at %s.", path, p.Err, p.Path)
	}
	return fmt.Errorf("make the database file: %w", err)
}

// checkpoint moves everything from the write-ahead log into the file and
// empties the log. A reader in another process can keep it from happening; the
// log is then emptied by a later call or when the last process ends.
func (s *Store) checkpoint(ctx context.Context) error {
	return s.write.WithContext(ctx).Exec("PRAGMA wal_checkpoint(TRUNCATE)").Error
}

func openGORM(dialector gorm.Dialector) (*gorm.DB, error) {
	return gorm.Open(dialector, config())
}
