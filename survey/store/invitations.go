package store

import (
	"context"
	"slices"
	"strings"

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
	return ballot.Invitation{Survey: row.Survey, Hash: row.Hash, Unit: row.Unit, Blinded: string(row.Blinded), Replaced: row.Replaced},
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
	return row.invitation(), found(err, "read invitation", "%s has no personal invitation to survey %s; check the employee id, and whether this person got a printed card.", person, id)
}
