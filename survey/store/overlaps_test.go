package store_test

import (
	"fmt"
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/survey/store"
)

// replaceStaff makes the staff list one of twelve others, as they are made from
// those who were there.
func replaceStaff(t *testing.T, s *store.Store, other func(*people.Person)) {
	t.Helper()
	in := people.Import{By: "test", At: start()}
	for _, p := range value(s.Staff(t.Context()))(t) {
		in.Leave = append(in.Leave, p.ID)
	}
	for i := range 12 {
		p := person(i)
		other(&p)
		in.Put = append(in.Put, p)
	}
	must(t, s.Import(t.Context(), in))
}

func TestSurveysShareMoreThanIds(t *testing.T) {
	newID := func(p *people.Person) { p.ID = "X" + p.ID }
	newEmail := func(p *people.Person) { p.Email = "new-" + p.Email }
	newTeam := func(p *people.Person) { p.Team = "Elsewhere / " + p.Team }
	for _, tt := range []struct {
		name string
		make []func(*people.Person)
		want int
	}{
		{"the same people under new ids", []func(*people.Person){newID}, 1},
		{"and under new addresses", []func(*people.Person){newID, newEmail}, 1},
		{"in other teams, with their addresses", []func(*people.Person){newID, newTeam}, 1},
		{"in other teams, without addresses", []func(*people.Person){newID, newTeam, func(p *people.Person) { p.Email = "" }}, 0},
		{"other people in other teams", []func(*people.Person){newID, newTeam, newEmail}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			each(t, func(t *testing.T, s *store.Store) {
				open(t, s, "old", 12)
				must(t, s.CloseSurvey(t.Context(), "old", closing))
				replaceStaff(t, s, func(p *people.Person) {
					for _, change := range tt.make {
						change(p)
					}
				})
				next := draft(t, s, "next")
				if got := value(s.Overlaps(t.Context(), "next"))(t); len(got) != tt.want {
					t.Errorf("before it opens it overlaps %+v", got)
				}
				must(t, s.OpenSurvey(t.Context(), opening(next, value(s.Staff(t.Context()))(t))))
				if got := value(s.Overlaps(t.Context(), "next"))(t); len(got) != tt.want {
					t.Errorf("once it is open it overlaps %+v", got)
				}
			})
		})
	}
}

// What an open survey shares with others does not depend on whom the staff list
// names in this moment.
func TestAnotherStaffListMakesNoStrangersOfThoseInvited(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		open(t, s, "old", 12)
		must(t, s.CloseSurvey(t.Context(), "old", closing))
		staff := value(s.Staff(t.Context()))(t)
		must(t, s.OpenSurvey(t.Context(), opening(draft(t, s, "next"), staff)))
		replaceStaff(t, s, func(p *people.Person) {
			p.ID, p.Email, p.Team = "X"+p.ID, "new-"+p.Email, survey.Path(fmt.Sprint("Elsewhere ", len(p.ID)))
		})
		if got := value(s.Overlaps(t.Context(), "next"))(t); len(got) != 1 || got[0].ID != "old" {
			t.Errorf("it overlaps %+v", got)
		}
	})
}

func TestTwoSurveysOfOneTeamAreNotOpenAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		open(t, s, "old", 12)
		replaceStaff(t, s, func(p *people.Person) { p.ID, p.Email = "X"+p.ID, "new-"+p.Email })
		err := s.OpenSurvey(t.Context(), opening(draft(t, s, "next"), value(s.Staff(t.Context()))(t)))
		if survey.CodeOf(err) != survey.CodeRefused || !strings.Contains(err.Error(), "old") {
			t.Errorf("the second opening: %v", err)
		}
	})
}
