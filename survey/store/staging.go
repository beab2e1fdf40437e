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
// and returns after the commit. CodeClosed where the survey is not open,
// ballot.ErrMixed where its box is in another epoch than the row. When
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
	boxes, err := put(ctx, surveys, rows)
	out := make([]outcome, len(batch))
	for i, w := range batch {
		switch box := boxes[w.survey]; {
		case err != nil:
			out[i].err = err
		case box.busy:
			out[i].busy = true
		case !box.open:
			out[i].err = closedSurvey(w.survey)
		case box.epoch != w.row.Epoch:
			out[i].err = ballot.ErrMixed
		}
	}
	return out
}

// box is what a batch found of a survey. Rows of its epoch are stored where it
// is open.
type box struct {
	busy  bool // being closed or mixed: the rest is not known yet
	open  bool
	epoch string
}

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
