package store

import (
	"context"
	"encoding/hex"
	"slices"
	"strings"

	"teamtrust/migrations"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// stagingRow is one sealed ballot before the close.
type stagingRow struct {
	Survey string `gorm:"primaryKey"`
	Key    string `gorm:"primaryKey"`
	Sealed []byte
}

func (stagingRow) TableName() string { return "staging" }

// maxSealed bounds a sealed row: a body has at most 64 kB.
const maxSealed = 1 << 20

// Stage stores a sealed ballot, in place of an earlier one with the same key,
// and returns after the commit. CodeClosed where the survey is not open. When
// ctx ends first the ballot may or may not have been stored; staging it again
// is safe.
func (s *Store) Stage(ctx context.Context, id string, row ballot.Staged) error {
	if key, err := hex.DecodeString(row.Key); err != nil || len(key) != 32 || strings.ToLower(row.Key) != row.Key {
		return misuse("stage ballot: the key is not a lower-case hex HMAC-SHA-256")
	}
	if len(row.Sealed) == 0 || len(row.Sealed) > maxSealed {
		return misuse("stage ballot: the sealed row is empty or too large")
	}
	if !survey.ValidID(id) {
		return closedSurvey(id)
	}
	return wrap(s.stager.stage(ctx, id, row), "stage ballot")
}

func closedSurvey(id string) error {
	return survey.Errorf(survey.CodeClosed, "Survey %q takes no ballots.", id)
}

// putStaged writes one batch in one transaction and answers for every row. The
// rows are written sorted by key, an order that has nothing to do with that of
// arrival and in which two nodes with the same rows cannot block each other.
func (s *Store) putStaged(ctx context.Context, batch []waiting) []outcome {
	rows := latest(batch)
	surveys := slices.Compact(slices.Sorted(func(yield func(string) bool) {
		for _, r := range rows {
			if !yield(r.survey) {
				return
			}
		}
	}))
	put := s.stageSQLite
	if s.dialect == migrations.Postgres {
		put = s.stagePostgres
	}
	states, err := put(ctx, surveys, rows)
	out := make([]outcome, len(batch))
	for i, w := range batch {
		switch {
		case err != nil:
			out[i].err = err
		case states[w.survey] == boxClosed:
			out[i].err = closedSurvey(w.survey)
		case states[w.survey] == boxClosing:
			out[i].busy = true
		}
	}
	return out
}

// box says what a batch found of a survey.
type box int

const (
	boxClosed  box = iota // not open, or unknown
	boxClosing            // being closed: not known yet
	boxOpen               // its rows are stored
)

// latest sorts a batch by key and keeps the last of several rows with the same
// key.
func latest(batch []waiting) []waiting {
	rows := slices.Clone(batch)
	compare := func(a, b waiting) int {
		if c := strings.Compare(a.row.Key, b.row.Key); c != 0 {
			return c
		}
		return strings.Compare(a.survey, b.survey)
	}
	slices.Reverse(rows)
	slices.SortStableFunc(rows, compare)
	return slices.CompactFunc(rows, func(a, b waiting) bool { return compare(a, b) == 0 })
}
