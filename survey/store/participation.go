package store

import (
	"context"

	"gorm.io/gorm"

	"teamtrust/survey/life"
)

// Participation returns, by unit id, how many people were eligible and how
// many collected their credential. Before the close it may be shown in bands
// only.
func (s *Store) Participation(ctx context.Context, id string) (map[string]life.Count, error) {
	_, units, err := s.Frozen(ctx, id)
	if err != nil {
		return nil, err
	}
	turnout, err := readTurnout(s.read.WithContext(ctx), id)
	if err != nil {
		return nil, err
	}
	out := make(map[string]life.Count, len(units))
	for _, u := range units {
		out[u.ID] = life.Count{Eligible: u.Eligible, Collected: turnout.collected[u.ID]}
	}
	return out, nil
}

// turnout counts invitations by unit. Links that may have been used before a
// backup was restored count as replaced.
type turnout struct {
	invited, collected, replaced map[string]int
}

func readTurnout(db *gorm.DB, id string) (turnout, error) {
	t := turnout{map[string]int{}, map[string]int{}, map[string]int{}}
	var rows []struct {
		Unit                         string
		Invited, Collected, Replaced int
	}
	err := db.Raw(`SELECT unit, count(*) AS invited, count(blinded) AS collected, count(CASE WHEN replaced THEN 1 END)
			+ coalesce((SELECT links FROM reissued r WHERE r.survey = i.survey AND r.unit = i.unit), 0) AS replaced
		FROM invitations i WHERE survey = ? GROUP BY survey, unit`, id).Scan(&rows).Error
	for _, r := range rows {
		t.invited[r.Unit], t.collected[r.Unit], t.replaced[r.Unit] = r.Invited, r.Collected, r.Replaced
	}
	return t, wrap(err, "count invitations")
}
