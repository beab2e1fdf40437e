package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"teamtrust/survey"
)

const personal = "what-a-person-wrote"

// resultCode is an error of SQLite's driver.
type resultCode int

func (r resultCode) Error() string { return "constraint failed: " + personal }
func (r resultCode) Code() int     { return int(r) }

func TestErrorsOfTheDatabaseCarryNoValue(t *testing.T) {
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"a value that PostgreSQL does not take": {
			&pgconn.PgError{Code: "22P02", Message: "invalid input syntax: " + personal, Detail: personal, Where: personal},
			"doing: PostgreSQL refused it (SQLSTATE 22P02)"},
		"a row that PostgreSQL does not take": {
			&pgconn.PgError{Code: "23514", Message: "new row violates " + personal, Detail: "Failing row contains (" + personal + ").", TableName: "ballots", ConstraintName: "ballots_block_check"},
			"doing: PostgreSQL refused it (SQLSTATE 23514, ballots, ballots_block_check)"},
		"a full disk of PostgreSQL": {
			fmt.Errorf("%s: %w", personal, &pgconn.PgError{Code: "53100", Message: "could not extend file: No space left on device"}),
			"doing: PostgreSQL: could not extend file: No space left on device (SQLSTATE 53100)"},
		"a server that stops":        {&pgconn.PgError{Code: "57P01", Message: "terminating connection due to administrator command"}, "doing: PostgreSQL: terminating connection due to administrator command (SQLSTATE 57P01)"},
		"a code that is none":        {&pgconn.PgError{Message: personal}, "doing: PostgreSQL refused it (SQLSTATE )"},
		"a full disk of SQLite":      {resultCode(13), "doing: SQLite: the disk is full; make room and try again (code 13)"},
		"a constraint of SQLite":     {resultCode(19 | 6<<8), "doing: SQLite: a constraint does not hold (code 19)"},
		"a code without words":       {resultCode(21), "doing: SQLite refused it (code 21)"},
		"a request that is over":     {fmt.Errorf("%s: %w", personal, context.Canceled), "doing: context canceled"},
		"a duplicate":                {fmt.Errorf("%s: %w", personal, gorm.ErrDuplicatedKey), "doing: duplicated key not allowed"},
		"a connection that is cut":   {&net.OpError{Op: "read", Err: syscall.ECONNRESET}, "doing: the connection to the database failed: connection reset by peer"},
		"a server that hangs up":     {hungUp(t), "doing: the database cannot be reached: unexpected EOF"},
		"a caller's own mistake":     {misuse("the key is wrong"), "doing: the key is wrong"},
		"a value that Go cannot fit": {fmt.Errorf("converting driver.Value type string (%q)", personal), "doing: an error of type *errors.errorString"},
		"one that was told before":   {wrap(resultCode(13), "stage"), "doing: stage: SQLite: the disk is full; make room and try again (code 13)"},
	} {
		got := wrap(tt.err, "doing")
		if got.Error() != tt.want || survey.Reason(got) != tt.want || strings.Contains(got.Error(), personal) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
		if !errors.Is(got, tt.err) {
			t.Errorf("%s: the cause is lost", name)
		}
	}
}

// hungUp is what the driver makes of a server that ends the connection before
// it has said anything, as one does that is being killed.
func hungUp(t *testing.T) error {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for conn, err := l.Accept(); err == nil; conn, err = l.Accept() {
			_, _ = conn.Read(make([]byte, 1024))
			_ = conn.Close()
		}
	}()
	_, err = pgconn.Connect(t.Context(), "postgres://"+personal+"@"+l.Addr().String()+"/x?sslmode=disable")
	return err
}
