package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	gormpostgres "gorm.io/driver/postgres"

	"teamtrust/migrations"
	"teamtrust/survey"
)

// poolSize is the least number of connections of a pool where the address
// names none (pool_max_conns): requests, the batch writer and the job queue
// share it.
const poolSize = 12

// openPostgres connects one pool that GORM, the batch writer and the job queue
// share.
func openPostgres(ctx context.Context, address string) (*Store, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, badURL("The PostgreSQL address cannot be used; write postgres://USER:PASSWORD@HOST:PORT/NAME and look at the parameters after the question mark.")
	}
	if config.ConnConfig.DefaultQueryExecMode == pgx.QueryExecModeSimpleProtocol {
		return nil, badURL("The PostgreSQL address asks for default_query_exec_mode=simple_protocol, which writes ballots into the text of statements, where logs keep it; use exec, which poolers understand too.")
	}
	config.AfterConnect = hush
	if u, err := url.Parse(address); err == nil && !u.Query().Has("pool_max_conns") {
		config.MaxConns = max(config.MaxConns, poolSize)
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open PostgreSQL: %w", err)
	}
	s := &Store{dialect: migrations.Postgres, pool: pool}
	if err := s.beginPostgres(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return s, nil
}

func (s *Store) beginPostgres(ctx context.Context) error {
	if err := s.pool.Ping(ctx); err != nil {
		return unreachable(ctx, s.pool.Config().ConnConfig, err)
	}
	db := stdlib.OpenDBFromPool(s.pool)
	g, err := openGORM(gormpostgres.New(gormpostgres.Config{Conn: db}))
	if err != nil {
		return errors.Join(fmt.Errorf("open PostgreSQL: %w", err), db.Close())
	}
	s.writer, s.reader, s.write, s.read = db, db, g, g
	return nil
}

// unreachable is one sentence about a server that lets nobody in. It names
// everything of the address but the password.
func unreachable(ctx context.Context, c *pgx.ConnConfig, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return survey.Errorf(survey.CodeRefused,
		"PostgreSQL at %s:%d does not let user %q into database %q (%s); check that the server runs and that the database address is right.",
		c.Host, c.Port, c.User, c.Database, cause(err))
}

// cause is what the server said or, where it said nothing, the network.
func cause(err error) string {
	var said *pgconn.PgError
	var network *net.OpError
	switch {
	case errors.As(err, &said):
		return said.Message
	case errors.As(err, &network):
		return network.Err.Error()
	}
	lines := strings.Split(err.Error(), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}
