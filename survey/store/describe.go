package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"teamtrust/survey"
)

// describe says why the database failed without any value: drivers repeat
// parameters and rows in the texts of their errors ("invalid input syntax for
// type integer: …"), and what is written here are ballots too. Codes, names of
// tables and the words of errors that cannot concern a row are kept, so that a
// full disk is still called one.
func describe(err error) string {
	var pg *pgconn.PgError
	var connect *pgconn.ConnectError
	var network *net.OpError
	var told *survey.Fault
	switch {
	case errors.As(err, &told):
		return told.Text
	case errors.As(err, &pg):
		return describePostgres(pg)
	case sqliteCode(err) != 0:
		return describeSQLite(sqliteCode(err))
	case errors.As(err, &connect), errors.As(err, &network):
		return describeConnection(err, network)
	}
	if text := plain(err); text != "" {
		return text
	}
	return survey.Reason(err)
}

// plain is the text of an error whose text is a constant; empty for others.
func plain(err error) string {
	for _, known := range plainErrors() {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return ""
}

// plainErrors are errors whose text is a constant.
func plainErrors() []error {
	return []error{
		context.Canceled, context.DeadlineExceeded, sql.ErrConnDone, sql.ErrTxDone, sql.ErrNoRows, driver.ErrBadConn,
		io.ErrUnexpectedEOF, io.EOF, gorm.ErrDuplicatedKey, gorm.ErrForeignKeyViolated, gorm.ErrCheckConstraintViolated,
		gorm.ErrInvalidTransaction,
	}
}

// describePostgres keeps the message of those classes of SQLSTATE that speak of
// the server and never of a row: connection, authorisation, transactions,
// resources, limits, states of objects, an operator's intervention, the system
// (PostgreSQL, appendix A).
func describePostgres(e *pgconn.PgError) string {
	if slices.Contains([]string{"08", "25", "28", "40", "53", "54", "55", "57", "58"}, e.Code[:min(2, len(e.Code))]) {
		return fmt.Sprintf("PostgreSQL: %s (SQLSTATE %s)", e.Message, e.Code)
	}
	var at strings.Builder
	for _, name := range []string{e.TableName, e.ColumnName, e.ConstraintName} {
		if name != "" {
			at.WriteString(", " + name)
		}
	}
	return fmt.Sprintf("PostgreSQL refused it (SQLSTATE %s%s)", e.Code, at.String())
}

// describeSQLite names a primary result code.
func describeSQLite(code int) string {
	words := map[int]string{
		sqliteBusy: "another process holds the database", 6: "a table is locked", 8: "the database cannot be written to",
		9: "interrupted", 10: "reading or writing the file failed", 11: "the file is damaged", 13: "the disk is full; make room and try again",
		14: "the file cannot be opened", 19: "a constraint does not hold", sqliteNotDB: "the file is no database",
	}
	if text, ok := words[code]; ok {
		return fmt.Sprintf("SQLite: %s (code %d)", text, code)
	}
	return fmt.Sprintf("SQLite refused it (code %d)", code)
}

// describeConnection leaves out the address, which may hold a user. A server
// that starts or stops may end a connection before it says anything.
func describeConnection(err error, network *net.OpError) string {
	if network != nil {
		return fmt.Sprintf("the connection to the database failed: %v", network.Err)
	}
	if text := plain(err); text != "" {
		return "the database cannot be reached: " + text
	}
	return "the database cannot be reached"
}
