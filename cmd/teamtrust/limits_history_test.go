package main

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// historySurveys is how many surveys an organisation has behind it: two years
// of monthly ones.
const historySurveys = 24

// history measures the pages of an organisation with many teams and surveys
// once where its surveys had ten thousand ballots, and once where every one of
// these was cast a thousand times: reading must not know how many there were.
// The releases are put in place; nobody votes ten million times for this.
func (t *table) history(b *testing.B, p *program, id string, in analytics.Input) {
	in.Ballots = in.Ballots[:10_000]
	counted, err := analytics.Count(in)
	if err != nil {
		b.Fatal(err)
	}
	few, many := releaseTimes(b, counted.Release, 1), releaseTimes(b, counted.Release, 1000)
	a := p.administrator()
	defer a.db.Close()
	start := time.Now().AddDate(-3, 0, 0)
	for i := range historySurveys {
		a.copySurvey(id, fmt.Sprint("few", i), start.AddDate(0, 0, i), few)
		a.copySurvey(id, fmt.Sprint("many", i), start.AddDate(1, 0, i), many)
	}
	hr, s := p.signIn(b)
	defer s.stop()
	for name, path := range map[string]string{"team page": "/team/" + shownTeam(b, counted.Release).ID(), "organisation page": "/org"} {
		times := map[string][]float64{}
		for range repetitions {
			for _, kind := range []string{"few", "many"} {
				address := fmt.Sprintf("%s%s?survey=%s%d", s.url, path, kind, historySurveys-1)
				visit(b, hr, address) // what is kept in memory is that of the other kind
				times[kind] = append(times[kind], timed(func() { visit(b, hr, address) }))
			}
		}
		t.compare(fmt.Sprintf("%s of %d teams and %d surveys, of 10,000,000 ballots each beside 10,000", name, manyTeams, 2*historySurveys), milliseconds, times["many"], times["few"], -1.2)
	}
}

// releaseTimes is a release with all counts so many times as high.
func releaseTimes(b *testing.B, r *analytics.Release, factor float64) string {
	b.Helper()
	raw, err := json.Marshal(r)
	if err != nil {
		b.Fatal(err)
	}
	var all any
	if err := json.Unmarshal(raw, &all); err != nil {
		b.Fatal(err)
	}
	multiply(all, factor)
	if raw, err = json.Marshal(all); err != nil {
		b.Fatal(err)
	}
	return string(raw)
}

// multiply raises what counts ballots and people.
func multiply(value any, factor float64) {
	switch v := value.(type) {
	case []any:
		for _, x := range v {
			multiply(x, factor)
		}
	case map[string]any:
		for key, x := range v {
			if n, ok := x.(float64); ok && (key == "n" || key == "invited" || key == "cast") {
				v[key] = factor * n
				continue
			}
			multiply(x, factor)
		}
	}
}

// copySurvey adds a survey like a closed one, with its teams and units, another
// end and another release.
func (a *administrator) copySurvey(id, as string, closed time.Time, release string) {
	a.t.Helper()
	for _, x := range [][2]string{{"surveys", "id"}, {"units", "survey"}, {"teams", "survey"}, {"releases", "survey"}} {
		a.exec("CREATE TABLE copied AS SELECT * FROM "+x[0]+" WHERE "+x[1]+" = $1", id)
		a.exec("UPDATE copied SET "+x[1]+" = $1", as)
		switch x[0] {
		case "surveys":
			a.exec("UPDATE copied SET closed_at = $1, name = $2", closed.Unix(), as)
		case "releases":
			a.exec("UPDATE copied SET release = $1", release)
		}
		a.exec("INSERT INTO " + x[0] + " SELECT * FROM copied")
		a.exec("DROP TABLE copied")
	}
}

func shownTeam(b *testing.B, r *analytics.Release) survey.Path {
	b.Helper()
	for _, team := range r.Waves[0].Teams {
		if !team.Hidden {
			return survey.Path(team.Team)
		}
	}
	b.Fatal("every team is hidden")
	return ""
}
