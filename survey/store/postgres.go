package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	gormpostgres "gorm.io/driver/postgres"

	"teamtrust/migrations"
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
		return fmt.Errorf("reach PostgreSQL: %w", err)
	}
	db := stdlib.OpenDBFromPool(s.pool)
	g, err := openGORM(gormpostgres.New(gormpostgres.Config{Conn: db}))
	if err != nil {
		return errors.Join(fmt.Errorf("open PostgreSQL: %w", err), db.Close())
	}
	s.writer, s.reader, s.write, s.read = db, db, g, g
	return nil
}
