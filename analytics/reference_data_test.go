package analytics_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"strconv"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// expected is what R computed, by id. Values are as in the file: numbers,
// lists, and objects of them; nil for NA.
type expected struct {
	t      *testing.T
	prefix string
	value  map[string]any
}

func readExpected(t *testing.T, name, prefix string) expected {
	t.Helper()
	raw, err := os.ReadFile("testdata/reference/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Checks []struct {
			ID    string `json:"id"`
			Value any    `json:"value"`
		} `json:"checks"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	e := expected{t: t, prefix: prefix, value: map[string]any{}}
	for _, c := range file.Checks {
		e.value[c.ID] = c.Value
	}
	return e
}

// at follows keys, or places in lists, into a value.
func (e expected) at(id string, path ...any) any {
	e.t.Helper()
	v, ok := e.value[e.prefix+id]
	if !ok {
		e.t.Fatalf("the reference has no %s%s", e.prefix, id)
	}
	for _, p := range path {
		switch p := p.(type) {
		case string:
			v = v.(map[string]any)[p]
		case int:
			v = v.([]any)[p]
		}
	}
	return v
}

func (e expected) number(id string, path ...any) float64 {
	e.t.Helper()
	x, ok := e.at(id, path...).(float64)
	if !ok {
		e.t.Fatalf("%s%s %v is no number", e.prefix, id, path)
	}
	return x
}

func (e expected) has(id string) bool { _, ok := e.value[e.prefix+id]; return ok }

// Tolerances of docs/analytics.md, relative.
const (
	closed   = 1e-10
	pvalue   = 1e-8
	fitted   = 1e-5
	omegaTol = 1e-4
)

// off is the relative distance of two numbers; from zero an absolute one.
func off(got, want float64) float64 {
	d := math.Abs(got - want)
	if want != 0 {
		d /= math.Abs(want)
	}
	return d
}

func agree(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if d := off(got, want); !(d <= tolerance) {
		t.Errorf("%s is %.15g, R has %.15g (off by %.1e)", what, got, want, d)
	}
}

func disagree(t *testing.T, what string, got, trap float64) {
	t.Helper()
	if off(got, trap) <= 1e-9 {
		t.Errorf("%s is %.15g, which is the value of another definition", what, got)
	}
}

// must fails where a measure that should exist does not.
func must[T any](t *testing.T, what string) func(T, analytics.Undefined) T {
	return func(v T, why analytics.Undefined) T {
		t.Helper()
		if why != analytics.Defined {
			t.Fatalf("%s is undefined: %s", what, why)
		}
		return v
	}
}

// pulseFile is the simulated survey of the reference.
type pulseFile struct {
	q        *survey.Questionnaire
	sampling *analytics.Sampling
	rows     []pulseRow
	affected map[string]bool
	people   map[string]int64
}

type pulseRow struct {
	team    string
	wave    int
	answers []int8
}

// pulseNames are the dimensions as the reference names them.
var pulseNames = []string{"communication", "reliability", "transparency", "respect"}

func pulseQuestionnaire() *survey.Questionnaire {
	q := &survey.Questionnaire{ID: "pulse", Scale: survey.Scale{Lo: 1, Hi: 5}}
	for _, name := range pulseNames {
		d := survey.Dimension{ID: name}
		short := map[string]string{"communication": "com", "reliability": "rel", "transparency": "tra", "respect": "res"}[name]
		for i := 1; i <= 3; i++ {
			id := short + strconv.Itoa(i)
			q.Items = append(q.Items, survey.Item{ID: id, Dimension: name, Reverse: id == "com3" || id == "tra2"})
			d.Items = append(d.Items, id)
		}
		q.Dimensions = append(q.Dimensions, d)
	}
	return q
}

func readTable(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open("testdata/reference/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func readPulse(t *testing.T) *pulseFile {
	t.Helper()
	p := &pulseFile{q: pulseQuestionnaire(), affected: map[string]bool{}, people: map[string]int64{}}
	var err error
	if p.sampling, err = analytics.NewSampling(p.q); err != nil {
		t.Fatal(err)
	}
	rows := readTable(t, "pulse_synth.csv")
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	for _, r := range rows[1:] {
		wave, _ := strconv.Atoi(r[column["wave"]])
		x := pulseRow{team: r[column["team"]], wave: wave}
		for _, it := range p.q.Items {
			v, err := strconv.Atoi(r[column[it.ID]])
			if err != nil {
				v = 0
			}
			x.answers = append(x.answers, int8(v-1))
		}
		p.rows = append(p.rows, x)
	}
	for _, r := range readTable(t, "pulse_synth_teams.csv")[1:] {
		p.affected[r[0]] = r[2] == "1"
		n, _ := strconv.Atoi(r[1])
		p.people[r[0]] = int64(n)
	}
	return p
}

// sample counts the rows that a condition holds for.
func (p *pulseFile) sample(t *testing.T, holds func(pulseRow) bool) *analytics.Sample {
	t.Helper()
	s := p.sampling.Sample()
	for _, r := range p.rows {
		if holds(r) {
			if err := s.Add(r.answers); err != nil {
				t.Fatal(err)
			}
		}
	}
	return s
}

func (p *pulseFile) teams() []string {
	var names []string
	for i := 1; i <= 24; i++ {
		names = append(names, "T"+strconv.Itoa(i/10)+strconv.Itoa(i%10))
	}
	return names
}
