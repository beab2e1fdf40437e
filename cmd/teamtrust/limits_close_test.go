package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"iter"
	"testing"

	"github.com/jackc/pgx/v5"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// closing measures the close of a full box, by the command as an administrator
// types it, against what it cannot do without: opening every sealed row on all
// cores, and writing the ballots by one COPY. It returns a closed copy.
func (t *table) closing(b *testing.B, e *election) *program {
	var took, least []float64
	var p *program
	for range repetitions {
		p = e.p.clone(b)
		least = append(least, p.bareClose(b, e))
		took = append(took, timed(func() { p.must("survey", "close", e.id, "--reason", "measured") }))
	}
	t.compare(fmt.Sprintf("close of %d ballots", len(e.voters)), seconds, took, least, 0)
	return p
}

// bareClose is how many seconds the least takes. Reading the rows is not in it.
func (p *program) bareClose(b *testing.B, e *election) float64 {
	conn, err := pgx.Connect(b.Context(), p.database)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(b.Context(), "CREATE TABLE limit_box (LIKE ballots INCLUDING INDEXES)"); err != nil {
		b.Fatal(err)
	}
	rows, err := stagedRows(b, conn, e.id)
	if err != nil {
		b.Fatal(err)
	}
	directory, err := ballot.OpenDirectory(p.keys)
	if err != nil {
		b.Fatal(err)
	}
	keys, err := directory.LoadToOpen(e.id, rows[0].Epoch)
	if err != nil {
		b.Fatal(err)
	}
	return timed(func() {
		err = openAndCopy(b.Context(), conn, keys, e.manifest.Questionnaire.Survey(), rows)
		if err != nil {
			b.Fatal(err)
		}
	})
}

func stagedRows(b *testing.B, conn *pgx.Conn, id string) ([]ballot.Staged, error) {
	found, err := conn.Query(b.Context(), "SELECT key, sealed, epoch FROM staging JOIN surveys ON id = survey WHERE survey = $1", id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(found, pgx.RowToStructByPos[ballot.Staged])
}

func openAndCopy(ctx context.Context, conn *pgx.Conn, keys *ballot.Keys, q *survey.Questionnaire, rows []ballot.Staged) error {
	opened, err := ballot.OpenAll(keys, q, each(rows), rand.Reader)
	if err != nil {
		return err
	}
	columns := []string{"id", "survey", "block", "answers", "salt", "commitment"}
	_, err = conn.CopyFrom(ctx, pgx.Identifier{"limit_box"}, columns, pgx.CopyFromSlice(len(opened), func(i int) ([]any, error) {
		id, err := ballot.NewID(rand.Reader)
		if err != nil {
			return nil, err
		}
		answers, err := json.Marshal(opened[i].Answers)
		return []any{id, keys.Survey(), "b1", answers, opened[i].Salt, opened[i].Commitment}, err
	}))
	return err
}

func each(rows []ballot.Staged) iter.Seq2[ballot.Staged, error] {
	return func(yield func(ballot.Staged, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}
