package analytics_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// pulseStudy counts the reference's rows; wave tells what goes into the wave
// column.
func pulseStudy(t *testing.T, p *pulseFile, minimum int, rows []pulseRow) *analytics.Study {
	t.Helper()
	q := *p.q
	q.MinimumGroup, q.Columns = minimum, survey.Columns{Team: "team", Wave: "wave"}
	q.Incident = &survey.Incident{After: 3}
	for _, team := range p.teams() {
		if p.affected[team] {
			q.Incident.Teams = append(q.Incident.Teams, team)
		}
	}
	s, err := analytics.NewStudy(&q)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := s.Add(strconv.Itoa(r.wave), r.team, r.answers); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func analysed(t *testing.T, s *analytics.Study) *analytics.Analysis {
	t.Helper()
	a, err := analytics.Analyse(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAnAnalysisSaysWhatRSays(t *testing.T) {
	p := readPulse(t)
	a := analysed(t, pulseStudy(t, p, 1, p.rows))
	if len(a.Waves) != 8 {
		t.Fatalf("%d waves", len(a.Waves))
	}
	w, e := a.Waves[4], readExpected(t, "expected_pulse_w5.json", "w5.")
	agree(t, "n", float64(*w.N), e.number("n.rows"), 0)
	for id, it := range w.Items {
		agree(t, id+" n", float64(*it.N), e.number("item.n", id), 0)
		agree(t, id+" missing", float64(*it.Missing), e.number("item.missing", id), 0)
		agree(t, id+" mean", *it.Mean, e.number("item.mean", id), closed)
		agree(t, id+" score", *it.Score, e.number("item.score100", id), closed)
		agree(t, id+" favourable", 100**it.Favourable, e.number("item.favourable.pct", id), closed)
		agree(t, id+" neutral", 100**it.Neutral, e.number("item.neutral.pct", id), closed)
		agree(t, id+" unfavourable", 100**it.Unfavourable, e.number("item.unfavourable.pct", id), closed)
		for v, c := range it.Histogram {
			agree(t, id+" histogram", c, e.number("item.histogram", id, v), 0)
		}
	}
	for id, d := range w.Dimensions {
		agree(t, id+" mean", *d.Mean, e.number("dim.mean.halfrule", id), closed)
		agree(t, id+" score", *d.Score, e.number("dim.score100", id), closed)
		agree(t, id+" favourable", 100**d.Favourable, e.number("dim.favourable.pct.answers", id), closed)
		agree(t, id+" unfavourable", 100**d.Unfavourable, e.number("dim.unfavourable.pct.answers", id), closed)
		disagree(t, id+" favourable", 100**d.Favourable, e.number("dim.favourable.pct.respondents", id))
		if id != "reliability" { // there all items were answered equally often
			disagree(t, id+" favourable", 100**d.Favourable, e.number("dim.favourable.pct.itemmean", id))
		}
		agree(t, id+" alpha", *d.Alpha, e.number("alpha.raw.listwise", id), closed)
		agree(t, id+" omega", *d.Omega, e.number("omega.total.psych", id), omegaTol)
		agree(t, id+" icc1", *d.ICC1, e.number("icc1.n0", id), closed)
		agree(t, id+" icc2", *d.ICC2, e.number("icc2.multilevel", id), closed)
		agree(t, id+" tau2", *d.Tau2, e.number("lmer", id, "tau2"), fitted)
		agree(t, id+" sigma2", *d.Sigma2, e.number("lmer", id, "sigma2"), fitted)
		agree(t, id+" grand", *d.Grand, e.number("lmer", id, "intercept"), fitted)
		for _, x := range w.Teams {
			checkAnalysedTeam(t, e, id, x)
		}
	}
	did := readExpected(t, "expected_pulse_synth.json", "pulse.did.")
	agree(t, "did", a.DID.Estimate, did.number("ols", "estimate", 3), rounded)
	agree(t, "cr2 df", a.DID.CR2.DF, did.number("cluster.CR2", "df"), rounded)
	if len(a.Recovery) != 9 || a.Recovery[0].Team != nil || *a.Recovery[0].Low >= *a.Recovery[0].Baseline {
		t.Errorf("recovery: %+v", a.Recovery)
	}
}

func checkAnalysedTeam(t *testing.T, e expected, id string, x analytics.AnalysedTeam) {
	t.Helper()
	d := x.Dimensions[id]
	what := x.Team + " " + id
	optional := func(name string, got *float64, want any, tolerance float64) {
		t.Helper()
		number, ok := want.(float64)
		if ok != (got != nil) {
			t.Errorf("%s %s is %v, R has %v", what, name, got, want)
		} else if ok {
			agree(t, what+" "+name, *got, number, tolerance)
		}
	}
	optional("rwg", d.RWG, inTeam(e.at("team."+id+".rwg.j"), x.Team, "rwg.j"), closed)
	optional("awg", d.AWG, inTeam(e.at("team."+id+".awg"), x.Team, "awg"), closed)
	optional("eb", d.EB, inTeam(e.at("team."+id+".eb"), x.Team, "eb.mean"), fitted)
	var rest analytics.Rest
	if d.Rest != nil {
		rest = *d.Rest
	}
	optional("t", rest.T, inTeam(e.at("team."+id+".vs.rest"), x.Team, "t"), closed)
	optional("adjusted p", rest.PAdjusted, inTeam(e.at("team."+id+".vs.rest"), x.Team, "p.bh"), pvalue)
	optional("delta", rest.Delta, inTeam(e.at("team."+id+".vs.rest"), x.Team, "cliffs.delta"), closed)
}

func TestTheOrderOfRowsDoesNotMatter(t *testing.T) {
	p := readPulse(t)
	mixed := append([]pulseRow(nil), p.rows...)
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	for _, minimum := range []int{1, 5} {
		a, err := json.Marshal(analysed(t, pulseStudy(t, p, minimum, p.rows)))
		if err != nil {
			t.Fatal(err)
		}
		b, _ := json.Marshal(analysed(t, pulseStudy(t, p, minimum, mixed)))
		if string(a) != string(b) {
			t.Errorf("with a minimum group of %d the order of the rows changes the analysis", minimum)
		}
	}
}

// TestSuppressedWavesAreReleases counts each wave as a survey and compares.
func TestSuppressedWavesAreReleases(t *testing.T) {
	p := readPulse(t)
	a := analysed(t, pulseStudy(t, p, 5, p.rows))
	hidden, shown, measured := 0, 0, 0
	for k, w := range a.Waves {
		r := releaseOf(t, p, k+1).Waves[0]
		if int(*w.N) != *r.N || !reflect.DeepEqual(w.Total.Mean, r.Total.Mean) {
			t.Errorf("wave %d: n %d and total %v, the release has %d and %v", k+1, *w.N, *w.Total.Mean, *r.N, *r.Total.Mean)
		}
		for id, d := range w.Dimensions {
			l := r.Dimensions[id]
			got := []any{d.Mean, d.SD, d.Alpha, d.Omega, d.ICC1, d.ICC2, d.Tau2, d.Sigma2, d.Grand}
			if exp := []any{l.Mean, l.SD, l.Alpha, l.Omega, l.ICC1, l.ICC2, l.Tau2, l.Sigma2, l.Grand}; !reflect.DeepEqual(got, exp) {
				t.Errorf("wave %d, %s differs from the release", k+1, id)
			}
		}
		teams := map[string]analytics.Team{}
		for _, x := range r.Teams {
			teams[x.Team] = x
		}
		for _, x := range w.Teams {
			want := teams[x.Team]
			if x.Hidden != want.Hidden || x.Reason != want.Reason {
				t.Errorf("wave %d, %s: hidden %v (%s), the release has %v (%s)", k+1, x.Team, x.Hidden, x.Reason, want.Hidden, want.Reason)
				continue
			}
			if x.Hidden {
				hidden++
				if x.N != nil || x.Dimensions != nil || x.Total != nil {
					t.Errorf("wave %d: the hidden team %s has values", k+1, x.Team)
				}
				continue
			}
			shown++
			for id, d := range x.Dimensions {
				l := want.Dimensions[id]
				got := []any{d.Mean, d.SD, d.Score, d.Clipped, d.Favourable, d.RWG, d.AWG, d.Polarisation, d.Split, d.EB, d.Rest}
				if exp := []any{l.Mean, l.SD, l.Score, l.Clipped, l.Favourable, l.RWG, l.AWG, l.Polarisation, l.Split, l.EB, l.Rest}; !reflect.DeepEqual(got, exp) {
					t.Errorf("wave %d, %s %s differs from the release", k+1, x.Team, id)
				}
				if d.RWG != nil {
					measured++
				}
			}
		}
	}
	if hidden < 30 || shown < 60 || measured < 30 {
		t.Errorf("%d hidden and %d shown teams and %d measures test too little", hidden, shown, measured)
	}
}

// releaseOf counts one wave as a survey whose teams are a tree of one level.
func releaseOf(t *testing.T, p *pulseFile, wave int) *analytics.Release {
	t.Helper()
	in := analytics.Input{
		Survey: survey.Survey{ID: strconv.Itoa(wave), MinimumGroup: 5}, Questionnaire: p.q,
		Invited: map[string]int{}, People: map[survey.Path]int{},
	}
	var paths []survey.Path
	for _, r := range p.rows {
		if r.wave != wave {
			continue
		}
		path := survey.Path(r.team)
		if in.Invited[r.team] == 0 {
			paths = append(paths, path)
			in.Units = append(in.Units, survey.Unit{ID: r.team, Team: path})
			in.Invited[r.team] = 1000
		}
		answers := survey.Answers{}
		for i, v := range r.answers {
			if v >= 0 {
				answers[p.q.Items[i].ID] = survey.Answer{Value: int(v) + 1}
			}
		}
		in.Ballots = append(in.Ballots, analytics.UnitBallot{Unit: r.team, Answers: answers})
	}
	in.Tree = survey.NewTree(paths...)
	c, err := analytics.Count(in)
	if err != nil {
		t.Fatal(err)
	}
	return c.Release
}

func TestSuppressedChangesFollowFromWhatIsShown(t *testing.T) {
	p := readPulse(t)
	a := analysed(t, pulseStudy(t, p, 5, p.rows))
	waves := map[string]analytics.AnalysedWave{}
	for _, w := range a.Waves {
		waves[*w.Wave] = w
	}
	mean := func(wave string, c analytics.Change) *float64 {
		w := waves[wave]
		for _, x := range w.Teams {
			if c.Team != nil && x.Team == *c.Team {
				if c.Dimension == "total" {
					return x.Total.Mean
				}
				return x.Dimensions[c.Dimension].Mean
			}
		}
		if c.Dimension == "total" {
			return w.Total.Mean
		}
		return w.Dimensions[c.Dimension].Mean
	}
	with, tests := 0, 0
	shown := func(wave string, team *string) bool {
		return team == nil || slices.ContainsFunc(waves[wave].Teams, func(x analytics.AnalysedTeam) bool { return x.Team == *team && !x.Hidden })
	}
	for _, c := range a.Changes {
		if !shown(c.From, c.Team) || !shown(c.To, c.Team) {
			t.Fatalf("a change of a team that one of the waves hides: %+v", c)
		}
		if c.Points == nil {
			if c.Reason != analytics.ChangeWithheld && c.Reason != analytics.ChangeCoverage {
				t.Errorf("no change, because of %q", c.Reason)
			}
			continue
		}
		with++
		if c.T != nil {
			tests++
		}
		before, after := mean(c.From, c), mean(c.To, c)
		if before == nil || after == nil {
			t.Fatalf("a change of a withheld mean: %+v", c)
		}
		if d := (*after - *before) * 25; d-*c.Points > 0.051 || *c.Points-d > 0.051 {
			t.Errorf("%s to %s %s: %g points, the means have %g", c.From, c.To, c.Dimension, *c.Points, d)
		}
	}
	if with < 100 || tests < 20 {
		t.Errorf("only %d changes and %d tests", with, tests)
	}
}

func TestStudiesThatContradictThemselvesAreRefused(t *testing.T) {
	tests := []struct {
		name string
		form func(*survey.Questionnaire)
		want string
	}{
		{"a minimum group between suppression and none", func(q *survey.Questionnaire) { q.MinimumGroup = 3 }, "minimum_group is 3"},
		{"no team column", func(q *survey.Questionnaire) { q.Columns.Team = "" }, "team column"},
		{"more rows than people", func(q *survey.Questionnaire) { q.Headcount = map[string]int{"N": 1} }, "headcount of 1"},
		{"an incident of a team that is not there", func(q *survey.Questionnaire) { q.Incident = &survey.Incident{Teams: []string{"X"}} }, "team X"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := pulseQuestionnaire()
			q.Columns.Team = "team"
			tt.form(q)
			s, err := analytics.NewStudy(q)
			if err == nil {
				for range 2 {
					if err := s.Add("", "N", make([]int8, 12)); err != nil {
						t.Fatal(err)
					}
				}
				_, err = analytics.Analyse(s)
			}
			if survey.CodeOf(err) != survey.CodeBadRequest || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v", err)
			}
		})
	}
	q := pulseQuestionnaire()
	q.Columns.Team = "team"
	s, err := analytics.NewStudy(q)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := analytics.Analyse(s); err == nil || !strings.Contains(err.Error(), "no rows") {
		t.Errorf("an empty study: %v", err)
	}
}

func TestIncidentsAndHeadcountsThatTheFileDoesNotKnowAreRefused(t *testing.T) {
	tests := []struct {
		name  string
		waves string
		form  func(*survey.Questionnaire)
		want  string // empty: it is analysed
	}{
		{"after the last wave", "1 2 3", incidentAfter(4), "after wave 4"},
		{"before the first wave", "1 2 3", incidentAfter(0), "after wave 0"},
		{"after a wave that was left out", "1 2 4", incidentAfter(3), ""},
		{"after the last wave of the file", "1 2 3", incidentAfter(3), ""},
		{"after more waves than there are", "autumn spring", incidentAfter(3), "has 2 waves"},
		{"after none of the waves", "autumn spring", incidentAfter(0), "autumn, spring"},
		{"after the first of them", "autumn spring", incidentAfter(1), ""},
		{"after a number among words", "1 2 spring", incidentAfter(1), "name all waves in one way"},
		{"a team in another case", "1 2", func(q *survey.Questionnaire) {
			q.Incident = &survey.Incident{Teams: []string{"north  West"}, After: 1}
		}, `"North West"`},
		{"a headcount in another case", "1 2", func(q *survey.Questionnaire) { q.Headcount = map[string]int{"NORTH WEST": 9} }, `"North West"`},
		{"a headcount of a team without answers", "1 2", func(q *survey.Questionnaire) { q.Headcount = map[string]int{"South": 9} }, ""},
		{"words among numbers without an incident", "1 2 spring", func(*survey.Questionnaire) {}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := pulseQuestionnaire()
			q.Columns = survey.Columns{Team: "team", Wave: "wave"}
			tt.form(q)
			s, err := analytics.NewStudy(q)
			if err != nil {
				t.Fatal(err)
			}
			for _, wave := range strings.Fields(tt.waves) {
				if err := s.Add(wave, "North West", make([]int8, 12)); err != nil {
					t.Fatal(err)
				}
			}
			_, err = analytics.Analyse(s)
			if tt.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if survey.CodeOf(err) != survey.CodeBadRequest || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func incidentAfter(wave int) func(*survey.Questionnaire) {
	return func(q *survey.Questionnaire) {
		q.Incident = &survey.Incident{Teams: []string{"North West"}, After: wave}
	}
}

// TestDegenerateStudiesAreNumbersOrNull analyses what has hardly any data.
func TestDegenerateStudiesAreNumbersOrNull(t *testing.T) {
	blank := []int8{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}
	same := make([]int8, 12)
	for _, minimum := range []int{1, 5} {
		for name, rows := range map[string][]pulseRow{
			"one respondent":        {{"T08", 1, same}},
			"all blank":             {{"T08", 1, blank}, {"T09", 4, blank}},
			"nobody is in a team":   {{"", 1, same}, {"", 4, same}},
			"all answers are equal": {{"T08", 1, same}, {"T08", 1, same}, {"T09", 4, same}, {"T09", 4, same}, {"T08", 4, same}},
		} {
			t.Run(fmt.Sprintf("%s, minimum group %d", name, minimum), func(t *testing.T) {
				q := pulseQuestionnaire()
				q.MinimumGroup, q.Columns = minimum, survey.Columns{Team: "team", Wave: "wave"}
				if rows[0].team != "" {
					q.Incident = &survey.Incident{Teams: []string{"T08"}, After: 1}
				}
				s, err := analytics.NewStudy(q)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range rows {
					if err := s.Add(strconv.Itoa(r.wave), r.team, r.answers); err != nil {
						t.Fatal(err)
					}
				}
				a := analysed(t, s)
				if _, err := json.Marshal(a); err != nil { // refuses NaN and Inf
					t.Error(err)
				}
			})
		}
	}
}

// TestAShareOfRecoveryIsThatOfTheLowBesideIt leaves one answer of a team's first
// wave after the incident: its low is then a number without an error.
func TestAShareOfRecoveryIsThatOfTheLowBesideIt(t *testing.T) {
	p := readPulse(t)
	team, kept := largest(p, 4), 0
	var rows []pulseRow
	for _, r := range p.rows {
		if r.team == team && r.wave == 4 {
			if kept++; kept > 1 {
				continue
			}
		}
		rows = append(rows, r)
	}
	for name, tt := range map[string]struct {
		rows   []pulseRow
		shared bool
	}{"all answers": {p.rows, true}, "one answer": {rows, false}} {
		for _, r := range analysed(t, pulseStudy(t, p, 1, tt.rows)).Recovery {
			if r.Team == nil || *r.Team != team {
				continue
			}
			if r.Low == nil || (r.Share != nil) != tt.shared || !tt.shared && !strings.Contains(*r.Refused, "share: "+string(analytics.TooFew)) {
				t.Errorf("%s: %+v", name, r)
			}
		}
	}
}

// largest is the affected team with the most rows in a wave.
func largest(p *pulseFile, wave int) string {
	rows := map[string]int{}
	best := ""
	for _, r := range p.rows {
		if r.wave == wave && p.affected[r.team] {
			if rows[r.team]++; rows[r.team] > rows[best] {
				best = r.team
			}
		}
	}
	return best
}

// TestTheRestIsEverybodyElse has a third of the rows in no team.
func TestTheRestIsEverybodyElse(t *testing.T) {
	p := readPulse(t)
	var rows []pulseRow
	var of, others []int8 // first item, which is scored alone below
	for i, r := range p.rows {
		if i%3 == 0 {
			r.team = ""
		}
		rows = append(rows, r)
		if r.wave != 1 {
			continue
		}
		if v := r.answers[0]; v >= 0 && r.team == "T20" {
			of = append(of, v)
		} else if v >= 0 {
			others = append(others, v)
		}
	}
	p.q.Dimensions = []survey.Dimension{{ID: "first", Items: []string{p.q.Items[0].ID}}}
	for i := range p.q.Items {
		p.q.Items[i].Dimension = ""
	}
	p.q.Items[0].Dimension = "first"
	histogram := func(values []int8) analytics.Moments {
		counts := make([]int64, 5)
		for _, v := range values {
			counts[v]++
		}
		return analytics.Histogram(1, counts...).Moments()
	}
	want := must[analytics.Welch](t, "welch")(analytics.CompareMeans(histogram(of), histogram(others)))
	s := pulseStudy(t, p, 1, rows)
	for _, team := range analysed(t, s).Waves[0].Teams {
		if team.Team != "T20" {
			continue
		}
		if r := team.Dimensions["first"].Rest; r == nil || r.T == nil || off(*r.T, want.T) > closed || off(*r.DF, want.DF) > closed {
			t.Errorf("got %+v, want %+v", r, want)
		}
		return
	}
	t.Error("there is no team T20")
}
