package store

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

// invitationRow has no time on purpose: when a link was opened or a ballot
// handed out is not kept.
type invitationRow struct {
	Survey   string `gorm:"primaryKey"`
	Hash     string `gorm:"primaryKey"`
	Person   nullable
	Unit     string
	Blinded  nullable
	Replaced bool
}

func (invitationRow) TableName() string { return "invitations" }

func invitationRows(id string, invitations []life.Invitation) []invitationRow {
	rows := make([]invitationRow, len(invitations))
	for i, in := range invitations {
		rows[i] = invitationRow{Survey: id, Hash: in.Hash, Person: nullable(in.Person), Unit: in.Unit, Replaced: in.Replaced}
	}
	return rows
}

func (r invitationRow) invitation() life.Invitation {
	return life.Invitation{Person: string(r.Person), Unit: r.Unit, Hash: r.Hash, Replaced: r.Replaced}
}

// Invitation returns an invitation by the hash of its secret, in any state of
// the survey; CodeNotFound without it. It does not know whose it is.
func (s *Store) Invitation(ctx context.Context, id, hash string) (ballot.Invitation, error) {
	var row invitationRow
	err := s.read.WithContext(ctx).Where("survey = ? AND hash = ?", id, hash).Take(&row).Error
	return ballot.Invitation{Survey: row.Survey, Hash: row.Hash, Unit: row.Unit, Blinded: string(row.Blinded)},
		found(err, "read invitation", "This link is not valid for survey %s; perhaps it was replaced by another one.", id)
}

// Invitations returns everybody's invitation, sorted by person and then by
// hash; printed cards, which have no person, come first.
func (s *Store) Invitations(ctx context.Context, id string) ([]life.Invitation, error) {
	var rows []invitationRow
	if err := s.read.WithContext(ctx).Where("survey = ?", id).Find(&rows).Error; err != nil {
		return nil, wrap(err, "list invitations")
	}
	out := make([]life.Invitation, len(rows))
	for i, r := range rows {
		out[i] = r.invitation()
	}
	slices.SortFunc(out, func(a, b life.Invitation) int {
		if c := strings.Compare(a.Person, b.Person); c != 0 {
			return c
		}
		return strings.Compare(a.Hash, b.Hash)
	})
	return out, nil
}

// Invited returns a person's own invitation; CodeNotFound where there is none,
// also for somebody who got a printed card.
func (s *Store) Invited(ctx context.Context, id, person string) (life.Invitation, error) {
	var row invitationRow
	err := s.read.WithContext(ctx).Where("survey = ? AND person = ?", id, person).Take(&row).Error
	return row.invitation(), found(err, "read invitation", "%s has no personal invitation to survey %s.", person, id)
}

type replacementRow struct {
	Survey string `gorm:"primaryKey"`
	Person string `gorm:"primaryKey"`
	At     moment
	Actor  string
	Reason string
}

func (replacementRow) TableName() string { return "replacements" }

// Replace gives a person's invitation another secret, so that the old link is
// dead and a ballot can be collected again, and keeps who did it and why.
// CodeRefused where it was done before, CodeClosed where the survey is not
// open, CodeNotFound where the person has no invitation.
func (s *Store) Replace(ctx context.Context, id, person, hash, by, reason string, at time.Time) error {
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		if _, err := openSurvey(tx, id); err != nil {
			return err
		}
		result := tx.Exec("UPDATE invitations SET hash = ?, blinded = NULL, replaced = ? WHERE survey = ? AND person = ?", hash, true, id, person)
		if result.Error != nil {
			return result.Error
		}
		if result.RowsAffected == 0 {
			return survey.Errorf(survey.CodeNotFound, "%s has no personal invitation to survey %s.", person, id)
		}
		return tx.Create(&replacementRow{Survey: id, Person: person, At: moment(at), Actor: by, Reason: reason}).Error
	})
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return survey.Errorf(survey.CodeRefused, "The invitation of %s was already replaced once in survey %s; it cannot be replaced again.", person, id)
	}
	return wrap(err, "replace invitation")
}

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

// turnout counts invitations by unit.
type turnout struct {
	invited, collected, replaced map[string]int
}

func readTurnout(db *gorm.DB, id string) (turnout, error) {
	t := turnout{map[string]int{}, map[string]int{}, map[string]int{}}
	var rows []struct {
		Unit                         string
		Invited, Collected, Replaced int
	}
	err := db.Raw(`SELECT unit, count(*) AS invited, count(blinded) AS collected,
		count(CASE WHEN replaced THEN 1 END) AS replaced FROM invitations WHERE survey = ? GROUP BY unit`, id).Scan(&rows).Error
	for _, r := range rows {
		t.invited[r.Unit], t.collected[r.Unit], t.replaced[r.Unit] = r.Invited, r.Collected, r.Replaced
	}
	return t, wrap(err, "count invitations")
}

// Overlaps returns the other real surveys, open or closed, the newest first,
// that invited somebody who is on the staff list today. Where printed cards
// were drawn it is not known who holds them, so such a survey is always one.
func (s *Store) Overlaps(ctx context.Context, id string) ([]survey.Survey, error) {
	return listSurveys(s.read.WithContext(ctx).
		Where("id <> ? AND state <> ? AND NOT rehearsal", id, survey.Draft).
		Where(`EXISTS (SELECT 1 FROM invitations i LEFT JOIN people p ON p.id = i.person
			WHERE i.survey = surveys.id AND (i.person IS NULL OR NOT p.has_left))`))
}
