package store

import (
	"context"
	"database/sql"
	"errors"

	"gorm.io/gorm"

	"teamtrust/survey"
)

// Overlaps returns the other real surveys, open or closed, the newest first,
// that asked some of the people whom this one asks: those whom it invited, and
// those on the staff list today. Surveys share people where they share an
// employee id, an e-mail address, or a team in which somebody was (its figures
// are what would be subtracted); so neither new ids for the same people nor
// another staff list for an hour makes two surveys strangers. Where printed
// cards were drawn it is not known who holds them, so such a survey is always one.
func (s *Store) Overlaps(ctx context.Context, id string) ([]survey.Survey, error) {
	return listSurveys(overlapping(s.read.WithContext(ctx), id))
}

// refuseOverlap refuses people whose other survey is open.
func refuseOverlap(tx *gorm.DB, id string) error {
	var other surveyRow
	err := overlapping(tx, id).Where("state = ?", survey.Open).Take(&other).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return survey.Errorf(survey.CodeRefused,
		"Invited people still have another survey open (%q, %s); close it first.", other.Name, other.ID)
}

const (
	here = "(SELECT id FROM people WHERE NOT has_left UNION SELECT person FROM invitations WHERE survey = @id AND person IS NOT NULL)"

	sharesTeam = `EXISTS (SELECT 1 FROM teams t WHERE t.survey = surveys.id AND t.people > 0 AND t.path IN
		(SELECT team FROM people WHERE NOT has_left UNION SELECT path FROM teams WHERE survey = @id AND people > 0))`
	hasCards     = "EXISTS (SELECT 1 FROM invitations i WHERE i.survey IN (surveys.id, @id) AND i.person IS NULL)"
	sharesPerson = "EXISTS (SELECT 1 FROM invitations i WHERE i.survey = surveys.id AND i.person IN " + here + ")"
	sharesEmail  = `EXISTS (SELECT 1 FROM invitations i JOIN people p ON p.id = i.person
		WHERE i.survey = surveys.id AND p.email <> '' AND p.email IN (SELECT email FROM people WHERE id IN ` + here + "))"
)

func overlapping(db *gorm.DB, id string) *gorm.DB {
	return db.Where("id <> ? AND state <> ? AND NOT rehearsal", id, survey.Draft).
		Where("("+sharesTeam+" OR "+hasCards+" OR "+sharesPerson+" OR "+sharesEmail+")", sql.Named("id", id))
}
