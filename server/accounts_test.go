package server

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

// manyTeams loads a staff list of more teams than are offered to be ticked.
func (b *bench) manyTeams() {
	b.t.Helper()
	rows := []string{"employee_id,name,email,team,manages,language"}
	for i := range mostTicks + 10 {
		rows = append(rows, fmt.Sprintf("P%d,Person,p%d@example.org,House / Room %02d,,en", i, i, i))
	}
	b.staff(rows...)
}

func TestFewTeamsAreTickedAndManyAreWritten(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		admin := b.signedIn("admin@example.org", nil, people.Admin)
		if _, page := b.get(admin, "/admin/accounts"); strings.Count(page, `name="team"`) != 2 || strings.Contains(page, "<textarea") {
			t.Error("two teams are not offered to be ticked")
		}
		b.manyTeams()
		if _, page := b.get(admin, "/admin/accounts"); strings.Count(page, `name="team"`) != 1 || !strings.Contains(page, "<textarea") {
			t.Error("many teams are not written into one field")
		}
	})
}

func TestTeamsOfAManagerMayBeWrittenAsPaths(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		b.manyTeams()
		admin := b.signedIn("admin@example.org", nil, people.Admin)
		for _, tt := range []struct {
			name, entered string
			status        int
			teams         []survey.Path
			says          string
		}{
			{"paths, blank lines and spaces", " House /  Room 03 \r\n\r\nHouse / Room 05\nHouse / Room 03", 200, []survey.Path{"House / Room 03", "House / Room 05"}, ""},
			{"an id", survey.Path("House").ID(), 200, []survey.Path{"House"}, ""},
			{"a team that does not exist", "House / Room 03\nHouse / Attic <b>", 400, nil, "There is no team “House / Attic &lt;b&gt;”."},
			{"nothing", " \n ", 400, nil, "Choose at least one team for a manager."},
		} {
			t.Run(tt.name, func(t *testing.T) {
				email := strings.ReplaceAll(tt.name, " ", "-") + "@example.org"
				email = strings.ReplaceAll(email, ",", "")
				status, page := b.post(admin, "/admin/accounts", url.Values{"email": {email}, "role": {"manager"}, "team": {tt.entered}})
				if status != tt.status || !strings.Contains(page, tt.says) {
					t.Fatalf("status %d, want %d and %q", status, tt.status, tt.says)
				}
				if tt.status != http.StatusOK {
					if !strings.Contains(page, strings.TrimSpace(strings.Split(tt.entered, "\n")[0])) {
						t.Error("what was entered is gone")
					}
					return
				}
				acc, err := b.store.AccountByEmail(t.Context(), email)
				if err != nil || !slices.Equal(acc.Teams, tt.teams) {
					t.Errorf("the account manages %v (%v), want %v", acc.Teams, err, tt.teams)
				}
			})
		}
	})
}
