package store

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"time"

	"gorm.io/gorm"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

// Release returns the released JSON of a closed survey, byte by byte as it was
// made; CodeNotFound before.
func (s *Store) Release(ctx context.Context, id string) ([]byte, error) {
	row, err := s.release(ctx, id)
	return []byte(row.Release), err
}

// ClosingRecord returns the public record of a close, byte by byte as it was
// made; CodeNotFound before.
func (s *Store) ClosingRecord(ctx context.Context, id string) ([]byte, error) {
	row, err := s.release(ctx, id)
	return []byte(row.Record), err
}

func (s *Store) release(ctx context.Context, id string) (row releaseRow, err error) {
	err = s.read.WithContext(ctx).Where("survey = ?", id).Take(&row).Error
	return row, found(err, "read release", "There are no results of a survey %s; they exist once it is closed.", id)
}

// Tallies returns the tally of each block of a closed survey; none before.
func (s *Store) Tallies(ctx context.Context, id string) (map[string][]byte, error) {
	var rows []tallyRow
	if err := s.read.WithContext(ctx).Where("survey = ?", id).Find(&rows).Error; err != nil {
		return nil, wrap(err, "read tallies")
	}
	out := make(map[string][]byte, len(rows))
	for _, r := range rows {
		out[r.Block] = []byte(r.Tally)
	}
	return out, nil
}

// Comments returns the comments of a closed survey in the order of their
// random ids; none before.
func (s *Store) Comments(ctx context.Context, id string) ([]life.Comment, error) {
	var rows []commentRow
	if err := s.read.WithContext(ctx).Where("survey = ?", id).Order("id").Find(&rows).Error; err != nil {
		return nil, wrap(err, "read comments")
	}
	out := make([]life.Comment, len(rows))
	for i, r := range rows {
		out[i] = life.Comment{ID: r.ID, Team: survey.Path(r.Label), Prompt: r.Prompt, Text: r.Text}
	}
	return out, nil
}

// CommentCount is how many comments a closed survey has.
func (s *Store) CommentCount(ctx context.Context, id string) (int, error) {
	var n int64
	err := s.read.WithContext(ctx).Model(&commentRow{}).Where("survey = ?", id).Count(&n).Error
	return int(n), wrap(err, "count comments")
}

// Ballots yields the counted ballots of a closed survey in the order of their
// random ids: none before the close and none after DeleteBallots. It ends with
// the first error.
func (s *Store) Ballots(ctx context.Context, id string) iter.Seq2[ballot.Stored, error] {
	query := s.read.WithContext(ctx).Where("survey = ?", id).Order("id")
	return each(query, "read ballots", func(r ballotRow) (b ballot.Stored, err error) {
		b = ballot.Stored{ID: r.ID, Block: r.Block, Salt: r.Salt, Commitment: r.Commitment}
		if err := json.Unmarshal([]byte(r.Answers), &b.Answers); err != nil {
			return b, fmt.Errorf("ballot %s: %w", r.ID, err)
		}
		return b, nil
	})
}

// Commitments returns the sorted commitments of all ballots of a closed survey,
// which DeleteBallots leaves. CodeNotFound before the close, and where the
// ballots were deleted under a version that did not keep the list.
func (s *Store) Commitments(ctx context.Context, id string) ([]string, error) {
	var row commitmentsRow
	err := s.read.WithContext(ctx).Where("survey = ?", id).Take(&row).Error
	if err != nil || row.List == "" {
		return []string{}, found(err, "read commitments", "There is no list of the ballots of a survey %s.", id)
	}
	return strings.Split(row.List, "\n"), nil
}

// Spent yields the used credentials of a closed survey, sorted by block and
// nonce; none before. It ends with the first error.
func (s *Store) Spent(ctx context.Context, id string) iter.Seq2[ballot.Spent, error] {
	query := s.read.WithContext(ctx).Where("survey = ?", id).Order("block, nonce")
	return each(query, "read spent credentials", func(r spentRow) (ballot.Spent, error) {
		return ballot.Spent{Block: r.Block, Nonce: r.Nonce, Token: r.Token}, nil
	})
}

// each yields the rows of a query one by one, so that a hundred thousand need
// the memory of one.
func each[R, V any](query *gorm.DB, doing string, value func(R) (V, error)) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		var none V
		rows, err := query.Model(new(R)).Rows()
		if err != nil {
			yield(none, wrap(err, doing))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var row R
			err := query.ScanRows(rows, &row)
			v := none
			if err == nil {
				v, err = value(row)
			}
			if !yield(v, wrap(err, doing)) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, wrap(err, doing))
		}
	}
}

// DeleteBallots deletes the ballots, with their salts, of all surveys that
// closed before the given time, also from the files as CloseSurvey does, and
// returns how many; tallies, releases, commitments and spent credentials stay.
func (s *Store) DeleteBallots(ctx context.Context, closedBefore time.Time) (int, error) {
	result := s.write.WithContext(ctx).Exec(
		"DELETE FROM ballots WHERE survey IN (SELECT id FROM surveys WHERE state = ? AND closed_at < ?)", survey.Closed, moment(closedBefore))
	if result.Error == nil && result.RowsAffected > 0 {
		s.scrub(ctx, "ballots")
	}
	return int(result.RowsAffected), wrap(result.Error, "delete ballots")
}
