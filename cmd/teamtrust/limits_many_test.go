package main

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"teamtrust/analytics"
	"teamtrust/migrations"
	"teamtrust/survey"
	"teamtrust/survey/store/storetest"
)

const (
	manyTeams  = 10_000
	manyPeople = 70_000
)

// many is what the pages of an organisation of 10,000 teams take. To cast and
// open the ballots of so many people takes many minutes and is no part of a
// page: the survey is closed empty, and a release of drawn ballots stands in
// for its own.
func (t *table) many(b *testing.B) {
	p := newProgram(b, storetest.URL(b, migrations.Postgres))
	p.must("people", "import", inventTeams(b, manyPeople, manyTeams))
	id := p.must("survey", "create", "--questionnaire", "P10", "--name", "Autumn")
	p.must("survey", "open", id)
	p.must("survey", "close", id, "--reason", "measured")
	in := drawnSurvey(b, id)
	counted, err := analytics.Count(in)
	if err != nil {
		b.Fatal(err)
	}
	raw, err := json.Marshal(counted.Release)
	if err != nil {
		b.Fatal(err)
	}
	a := p.administrator()
	defer a.db.Close()
	a.exec("UPDATE releases SET release = $1 WHERE survey = $2", string(raw), id)
	t.pages(b, p, id, manyTeams)
	t.history(b, p, id, in)
}

// drawnSurvey is a P10 survey of the staff list of inventTeams, in which two
// thirds of the people answered.
func drawnSurvey(b *testing.B, id string) analytics.Input {
	b.Helper()
	q, _, err := survey.BuiltIn("P10")
	if err != nil {
		b.Fatal(err)
	}
	in := analytics.Input{
		Survey:        survey.Survey{ID: id, Name: "Autumn", Questionnaire: q.ID, MinimumGroup: survey.MinimumGroup},
		Questionnaire: q, People: map[survey.Path]int{}, Invited: map[string]int{},
	}
	var paths []survey.Path
	for i := range manyTeams {
		paths = append(paths, survey.Path(inventedTeam(i, manyTeams)))
	}
	in.Tree = survey.NewTree(paths...)
	for i := range manyPeople {
		in.People[paths[i%manyTeams]]++
	}
	if in.Units, err = analytics.Units(in.Tree, in.People, survey.MinimumGroup); err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, u := range in.Units {
		in.Invited[u.ID] = u.Eligible
		for range u.Eligible {
			if r.IntN(3) > 0 {
				in.Ballots = append(in.Ballots, analytics.UnitBallot{Unit: u.ID, Answers: drawnAnswers(r, q)})
			}
		}
	}
	return in
}

// drawnAnswers leaves out one item in fifty.
func drawnAnswers(r *rand.Rand, q *survey.Questionnaire) survey.Answers {
	answers := survey.Answers{}
	for _, it := range q.Items {
		if r.IntN(50) > 0 {
			answers[it.ID] = survey.Answer{Value: q.Scale.Lo + r.IntN(q.Scale.Points())}
		}
	}
	return answers
}
