package store

import (
	"context"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

// silent are the settings of a connection with which PostgreSQL's own log keeps
// nothing of a statement: neither its values, which are ballots when a survey is
// closed, nor its time, which is that of a ballot while it is open. An ordinary
// role may set the first four, a superuser or a role with GRANT SET ON PARAMETER
// the others. Sources: PostgreSQL, chapter "Error Reporting and Logging";
// auto_explain; pgaudit.
func silent() (names, values []string) {
	for _, s := range [][2]string{
		{"log_parameter_max_length_on_error", "0"},
		{"debug_print_parse", "off"}, {"debug_print_rewritten", "off"}, {"debug_print_plan", "off"},
		{"log_parameter_max_length", "0"}, {"log_statement", "none"}, {"log_duration", "off"},
		{"log_min_duration_statement", "-1"}, {"log_min_duration_sample", "-1"}, {"log_transaction_sample_rate", "0"},
		{"log_error_verbosity", "terse"}, // without it a row that is refused is quoted
		{"auto_explain.log_min_duration", "-1"}, {"pgaudit.log", "none"},
	} {
		names, values = append(names, s[0]), append(values, s[1])
	}
	return names, values
}

// hush sets on a new connection what its role may set, and only that: a refusal
// would itself be a line of the log.
func hush(ctx context.Context, conn *pgx.Conn) error {
	allowed := "current_setting('is_superuser') = 'on'"
	if majorVersion(conn) >= 15 {
		allowed = "has_parameter_privilege(name, 'SET')"
	}
	names, values := silent()
	_, err := conn.Exec(ctx, `
		SELECT set_config(name, wanted.value, false) FROM pg_settings
		JOIN unnest($1::text[], $2::text[]) AS wanted (name, value) USING (name)
		WHERE setting <> wanted.value AND (context = 'user' OR context = 'superuser' AND `+allowed+`)`, names, values)
	return wrap(err, "keep statements out of the log of PostgreSQL")
}

// majorVersion is 15 for the server version "15.18 (Debian 15.18-0)"; 0 where it
// is not known.
func majorVersion(conn *pgx.Conn) int {
	number, _, _ := strings.Cut(conn.PgConn().ParameterStatus("server_version"), ".")
	n, _ := strconv.Atoi(number)
	return n
}

// ServerLog says in a sentence for whoever runs the database what PostgreSQL's
// own log keeps of ballots in spite of what the Store asks for, and what to do. It is empty
// where the log keeps nothing, and on SQLite, which has none.
func (s *Store) ServerLog(ctx context.Context) (string, error) {
	if s.pool == nil {
		return "", nil
	}
	names, _ := silent()
	names = append(names, "log_statement_sample_rate", "auto_explain.sample_rate", "pgaudit.log_parameter")
	rows, err := s.pool.Query(ctx, "SELECT name, setting FROM pg_settings WHERE name = ANY($1) UNION ALL SELECT '', quote_ident(current_user)", names)
	if err != nil {
		return "", wrap(err, "ask PostgreSQL what it logs")
	}
	set := serverLog{}
	var name, value string
	_, err = pgx.ForEachRow(rows, []any{&name, &value}, func() error {
		set[name] = value
		return nil
	})
	return set.complaint(), wrap(err, "ask PostgreSQL what it logs")
}
