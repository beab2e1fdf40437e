package server

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// rehearseHalls holds a rehearsal of five teams of twelve, of which Hall A is
// far below the others.
func (b *bench) rehearseHalls() survey.Survey {
	b.t.Helper()
	rows := []string{"employee_id,name,email,team,manages,language"}
	for i := range 60 {
		rows = append(rows, fmt.Sprintf("p%02d,Person,p%02d@example.org,Hall %c,,en", i, i, 'A'+rune(i/12)))
	}
	b.staff(rows...)
	return b.rehearse("Halls", func(person, item int) int {
		if person < 12 {
			return 1 + (person*7+item)%3
		}
		return 3 + (person*7+item)%3
	})
}

// The organisation without a team, worked out from the dimensions that are
// released, is what stands beside those of the team.
func TestTheRestStandsBesideTheDimensionsOfATeam(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		sv := b.rehearseHalls()
		hr := b.signedIn("hr@example.org", nil, people.HR)
		_, raw := b.get(hr, "/hr/surveys/"+sv.ID+"/results.json")
		var release analytics.Release
		if err := json.Unmarshal([]byte(raw), &release); err != nil {
			t.Fatal(err)
		}
		wave := release.Waves[0]
		compared, differing := 0, 0
		for _, team := range wave.Teams {
			code, page := b.get(hr, "/team/"+survey.Path(team.Team).ID()+"?survey="+sv.ID)
			if code != http.StatusOK {
				t.Fatalf("%s: status %d", team.Team, code)
			}
			for id, name := range map[string]string{"COM": "Communication", "REL": "Reliability", "TRA": "Transparency", "RES": "Respect"} {
				said := read(page[strings.Index(page, `class="dimensions"`):], "<span><bdi>"+name)
				own, all := team.Dimensions[id], wave.Dimensions[id]
				_, rest, shown := strings.Cut(said, "Organisation without this team: ")
				if at := strings.Index(said, "neutral"); shown && at >= 0 && strings.Index(said, "Organisation") > at {
					shown = false // that of the next dimension
				}
				if clipped := own.Clipped != "" || all.Clipped != ""; clipped || !shown {
					if clipped && shown || !clipped {
						t.Errorf("%s, %s: bound %v, compared %v", team.Team, id, clipped, shown)
					}
					continue
				}
				compared++
				n, in := float64(*team.N), float64(*wave.N)
				want := (in**all.Score - n**own.Score) / (in - n)
				number, word, _ := strings.Cut(rest, " ")
				if got, err := strconv.ParseFloat(strings.TrimRight(number, ";"), 64); err != nil || math.Abs(got-want) > 1 {
					t.Errorf("%s, %s: beside it stands %q, worked out is %.1f", team.Team, id, number, want)
				}
				lower := strings.HasPrefix(word, "; here lower")
				if lower {
					differing++
				}
				if p := own.Rest; lower != (p != nil && p.PAdjusted != nil && *p.PAdjusted < 0.05 && *p.T < 0) {
					t.Errorf("%s, %s: %q, tested is %+v", team.Team, id, word, p)
				}
			}
		}
		if compared == 0 || differing == 0 {
			t.Errorf("%d compared, %d of them lower: the test sees nothing", compared, differing)
		}
	})
}

func TestADifferenceFromTheRestIsSaidByTheReleasedTest(t *testing.T) {
	number := func(v float64) *float64 { return &v }
	for name, tt := range map[string]struct {
		rest *analytics.Rest
		want string
	}{
		"none":              {nil, ""},
		"no test":           {&analytics.Rest{G: number(1)}, ""},
		"at the limit":      {&analytics.Rest{T: number(-2), P: number(0.01), PAdjusted: number(0.05)}, ""},
		"below the limit":   {&analytics.Rest{T: number(-2), PAdjusted: number(0.049)}, web.DiffersLower},
		"on the other side": {&analytics.Rest{T: number(2), PAdjusted: number(0.001)}, web.DiffersHigher},
	} {
		if got := differs(tt.rest); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
