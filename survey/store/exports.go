package store

import (
	"context"
	"errors"
	"slices"
	"strings"

	"gorm.io/gorm"

	"teamtrust/survey"
	"teamtrust/survey/life"
)

type exportRow struct {
	Survey string `gorm:"primaryKey"`
	Kind   string
	Times  int
}

func (exportRow) TableName() string { return "exports" }

// ExportKind returns which kind of invitations HR exported first, life.Links
// or life.Cards; empty before.
func (s *Store) ExportKind(ctx context.Context, id string) (string, error) {
	row, err := s.export(ctx, id)
	return row.Kind, err
}

// Exports returns how often HR exported invitations of the survey; the number
// is published.
func (s *Store) Exports(ctx context.Context, id string) (int, error) {
	row, err := s.export(ctx, id)
	return row.Times, err
}

func (s *Store) export(ctx context.Context, id string) (row exportRow, err error) {
	err = s.read.WithContext(ctx).Where("survey = ?", id).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return row, nil
	}
	return row, wrap(err, "read exports")
}

// MarkExport counts an export. The first one decides: after personal links for
// everybody, cards are CodeRefused; after cards, personal links are for those
// who got none.
func (s *Store) MarkExport(ctx context.Context, id, kind string) error {
	return wrap(s.transaction(ctx, func(tx *gorm.DB) error {
		if _, err := readSurvey(tx, id); err != nil {
			return err
		}
		return countExport(tx, id, kind, 1)
	}), "count export")
}

// countExport also keeps other exports of the survey waiting until the
// transaction ends.
func countExport(tx *gorm.DB, id, kind string, times int) error {
	var first string
	err := tx.Raw(`INSERT INTO exports (survey, kind, times) VALUES (?, ?, ?)
		ON CONFLICT (survey) DO UPDATE SET times = exports.times + excluded.times RETURNING kind`, id, kind, times).Scan(&first).Error
	if err != nil {
		return err
	}
	if kind == life.Cards && first != life.Cards {
		return survey.Errorf(survey.CodeRefused,
			"Personal links of survey %s were exported already, also for people without e-mail, so no cards can be drawn for them.", id)
	}
	return nil
}

// DrawCards replaces the invitations of the people named in cards by the
// cards, without their persons, so that nobody can tell who holds which. It is
// done once: where cards were drawn before it changes nothing. CodeRefused
// after personal links, and where one of the people already got a personal
// link in place of a lost one; CodeClosed where the survey is not open.
func (s *Store) DrawCards(ctx context.Context, id string, cards []life.Invitation) error {
	return wrap(s.transaction(ctx, func(tx *gorm.DB) error {
		if _, err := openSurvey(tx, id); err != nil {
			return err
		}
		if err := countExport(tx, id, life.Cards, 0); err != nil {
			return err
		}
		var drawn int64
		if err := tx.Model(&invitationRow{}).Where("survey = ? AND person IS NULL", id).Count(&drawn).Error; err != nil || drawn > 0 {
			return err
		}
		if err := withdraw(tx, id, cards); err != nil {
			return err
		}
		return insert(tx, cardRows(id, cards))
	}), "draw cards")
}

// withdraw deletes the personal invitations that cards stand for.
func withdraw(tx *gorm.DB, id string, cards []life.Invitation) error {
	persons := make([]string, len(cards))
	for i, c := range cards {
		persons[i] = c.Person
	}
	for part := range slices.Chunk(persons, rowsAtOnce) {
		result := tx.Where("survey = ? AND person IN ? AND blinded IS NULL AND NOT replaced", id, part).Delete(&invitationRow{})
		if result.Error != nil {
			return result.Error
		}
		if int(result.RowsAffected) != len(part) {
			return survey.Errorf(survey.CodeRefused,
				"Somebody without e-mail already has a personal link to survey %s, so no cards can be drawn; export personal links instead.", id)
		}
	}
	return nil
}

// cardRows are sorted by hash: the order of the staff list does not reach the
// table.
func cardRows(id string, cards []life.Invitation) []invitationRow {
	rows := invitationRows(id, cards)
	for i := range rows {
		rows[i].Person = ""
	}
	slices.SortFunc(rows, func(a, b invitationRow) int { return strings.Compare(a.Hash, b.Hash) })
	return rows
}
