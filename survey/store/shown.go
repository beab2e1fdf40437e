package store

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"teamtrust/survey"
)

// showings are the showings of a survey as a column: JSON, because nothing
// asks for one of them alone and a survey must never be read without them.
type showings []survey.Showing

type showingJSON struct {
	Team   survey.Path   `json:"team,omitempty"`
	Reader survey.Reader `json:"reader"`
	From   int64         `json:"from,omitempty"` // Unix seconds; 0: as soon as there is a release
}

// Value is what the database gets.
func (s showings) Value() (driver.Value, error) {
	list := make([]showingJSON, len(s))
	for i, x := range s {
		list[i] = showingJSON{Team: x.Team, Reader: x.Reader}
		if !x.From.IsZero() {
			list[i].From = x.From.Unix()
		}
	}
	raw, err := json.Marshal(list)
	return string(raw), err
}

// Scan reads what the database has.
func (s *showings) Scan(v any) error {
	text, ok := v.(string)
	if raw, bytes := v.([]byte); bytes {
		text, ok = string(raw), true
	}
	if !ok {
		return fmt.Errorf("the showings of a survey are a text, not %T", v)
	}
	var list []showingJSON
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return fmt.Errorf("read the showings of a survey: %w", err)
	}
	*s = nil
	for _, x := range list {
		showing := survey.Showing{Team: x.Team, Reader: x.Reader}
		if x.From != 0 {
			showing.From = time.Unix(x.From, 0).UTC()
		}
		*s = append(*s, showing)
	}
	return nil
}

// GormDataType names the type of the column.
func (showings) GormDataType() string { return "text" }

// Show sets from when readers in a team, and below it, may read a survey's
// release. CodeRefused where they may at now, because what was read cannot be
// taken back; CodeNotFound without the survey. All of it or nothing is set.
func (s *Store) Show(ctx context.Context, id string, now time.Time, set ...survey.Showing) error {
	return s.changeShowings(ctx, id, func(sv *survey.Survey) error {
		for _, x := range set {
			if err := stillHeld(*sv, x.Reader, x.Team, now); err != nil {
				return err
			}
			sv.Showings = append(without(sv.Showings, x.Reader, x.Team), x)
		}
		return nil
	})
}

// Unshow takes the times of their own from readers in a team: the nearest team
// above says then when they may read. It is refused as Show is.
func (s *Store) Unshow(ctx context.Context, id string, now time.Time, team survey.Path, readers ...survey.Reader) error {
	return s.changeShowings(ctx, id, func(sv *survey.Survey) error {
		for _, r := range readers {
			if err := stillHeld(*sv, r, team, now); err != nil {
				return err
			}
			sv.Showings = without(sv.Showings, r, team)
		}
		return nil
	})
}

func (s *Store) changeShowings(ctx context.Context, id string, change func(*survey.Survey) error) error {
	return wrap(s.transaction(ctx, func(tx *gorm.DB) error {
		sv, err := lockSurvey(tx, id)
		if err != nil {
			return err
		}
		if err := change(&sv); err != nil {
			return err
		}
		return tx.Model(&surveyRow{}).Where("id = ?", id).Update("showings", showings(sv.Showings)).Error
	}), "set when results are shown")
}

// stillHeld refuses where the readers of a team can read already.
func stillHeld(sv survey.Survey, r survey.Reader, team survey.Path, now time.Time) error {
	if sv.State == survey.Closed && !sv.Held(r, team, now) {
		who := map[survey.Reader]string{survey.Managers: "Managers", survey.Employees: "Employees"}[r]
		if team != survey.Organisation {
			who += " of " + string(team)
		}
		return survey.Errorf(survey.CodeRefused, "%s can read the results of survey %s already; that cannot be taken back.", who, sv.ID)
	}
	return nil
}

func without(list []survey.Showing, r survey.Reader, team survey.Path) []survey.Showing {
	return slices.DeleteFunc(slices.Clone(list), func(x survey.Showing) bool { return x.Reader == r && x.Team == team })
}
