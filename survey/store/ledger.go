package store

import (
	"context"

	"teamtrust/survey"
)

// CommentCount is how many comments on a prompt bear the label of a team.
type CommentCount struct {
	Team   survey.Path
	Prompt string
	Number int
}

// CommentCounts returns what can be counted of the comments of a closed survey,
// by label and prompt, without reading one; none before.
func (s *Store) CommentCounts(ctx context.Context, id string) ([]CommentCount, error) {
	var out []CommentCount
	err := s.read.WithContext(ctx).Raw(
		`SELECT label AS team, prompt, count(*) AS number FROM comments WHERE survey = ? GROUP BY label, prompt ORDER BY label, prompt`, id).Scan(&out).Error
	return out, wrap(err, "count comments")
}

// SpentCounts returns how many used credentials a closed survey lists, by
// block; none before.
func (s *Store) SpentCounts(ctx context.Context, id string) (map[string]int, error) {
	var rows []struct {
		Block  string
		Number int
	}
	err := s.read.WithContext(ctx).Raw("SELECT block, count(*) AS number FROM spent WHERE survey = ? GROUP BY block", id).Scan(&rows).Error
	out := make(map[string]int, len(rows))
	for _, r := range rows {
		out[r.Block] = r.Number
	}
	return out, wrap(err, "count spent credentials")
}
