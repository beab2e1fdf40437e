package analytics_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

var update = flag.Bool("update", false, "write the golden files anew")

// staff makes an input of the pulse questionnaire: eligible people by team,
// and ballots by unit that all give the same answers.
func staff(t *testing.T, people map[survey.Path]int) analytics.Input {
	t.Helper()
	var paths []survey.Path
	for p := range people {
		paths = append(paths, p)
	}
	in := analytics.Input{
		Survey:        survey.Survey{ID: "s1", Name: "Autumn", Questionnaire: "pulse", MinimumGroup: 5},
		Questionnaire: pulse(), Tree: survey.NewTree(paths...), People: people,
		Invited: map[string]int{}, Replaced: map[string]int{}, Random: constant(1),
	}
	var err error
	if in.Units, err = analytics.Units(in.Tree, people, 5); err != nil {
		t.Fatal(err)
	}
	for _, u := range in.Units {
		in.Invited[u.ID] = u.Eligible
	}
	return in
}

// answer adds ballots of a team's unit with values for COM1, COM2, REL1, APO1
// and FWD1; 0 means not answered, -1 the opt-out, -2 the code "none".
func answer(in *analytics.Input, team survey.Path, times int, values ...int) {
	for range times {
		a := survey.Answers{}
		for i, v := range values {
			switch id := in.Questionnaire.Items[i].ID; v {
			case 0:
			case -1:
				a[id] = survey.Answer{Code: survey.OptOut}
			case -2:
				a[id] = survey.Answer{Code: "none"}
			default:
				a[id] = survey.Answer{Value: v}
			}
		}
		in.Ballots = append(in.Ballots, analytics.UnitBallot{Unit: team.ID(), Answers: a})
	}
}

func release(t *testing.T, in analytics.Input) *analytics.Release {
	t.Helper()
	c, err := analytics.Count(in)
	if err != nil {
		t.Fatal(err)
	}
	return c.Release
}

func TestTheReleaseOfASmallSurvey(t *testing.T) { golden(t, "small", release(t, smallSurvey(t))) }

// TestTheReleaseOfACalmSurvey is one in which nothing is clipped, so that
// everything is shown that can be: two large teams and a small one.
func TestTheReleaseOfACalmSurvey(t *testing.T) {
	in := staff(t, map[survey.Path]int{"Ops / A": 28, "Sales / Inside": 30, "Lab": 9})
	for i := range 24 {
		answer(&in, "Ops / A", 1, 1+i%4, 5-i%4, 1+i%3, 3, 3)
		answer(&in, "Sales / Inside", 1, 2+i%4, 4-i%3, 2+i%4, 3, 3)
	}
	for i := range 7 {
		answer(&in, "Lab", 1, 2+i%3, 3-i%2, 2+i%3, 3, 3)
	}
	golden(t, "calm", release(t, in))
}

func smallSurvey(t *testing.T) analytics.Input {
	t.Helper()
	in := staff(t, map[survey.Path]int{"Ops": 2, "Ops / A": 14, "Ops / B": 8, "Sales": 25, "Lab": 6, "Lab / Annex": 2})
	for i := range 12 {
		answer(&in, "Ops / A", 1, 1+i%5, 5-i%3, 2+i%4, 1+i%3, 4)
	}
	answer(&in, "Ops / B", 6, 5, 1, 5, -1, 2)
	answer(&in, "Ops / B", 1, 4, 2, 3, 0, -1)
	for i := range 22 {
		answer(&in, "Sales", 1, 1+i%4, 1+i%5, 3, -1-i%2, 1+i%5)
	}
	answer(&in, "Sales", 1, 3, 3, 0, 2, 3)
	answer(&in, survey.Organisation, 3, 2, 2, 4, 2, 0) // Ops itself and the Lab are one unit
	return in
}

func golden(t *testing.T, name string, r *analytics.Release) {
	t.Helper()
	got, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the release is not that of %s; look at the difference and run with -update:\n%s", file, got)
	}
}

func TestEveryReleaseIsCompleteFiniteAndKeepsItsHash(t *testing.T) {
	for seed := range uint64(200) {
		r := newWorld(source(seed), 15).count().Release
		checkComplete(t, r)
		raw, err := json.Marshal(r)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		var read analytics.Release
		if err := json.Unmarshal(raw, &read); err != nil {
			t.Fatal(err)
		}
		hash, err := read.Hash()
		if err != nil || hash != r.ReleaseHash || len(hash) != 64 {
			t.Fatalf("seed %d: hash %s became %s, %v", seed, r.ReleaseHash, hash, err)
		}
		read.Name += "!"
		if changed, _ := read.Hash(); changed == hash {
			t.Fatal("a changed name keeps the hash")
		}
		if again, err := json.Marshal(read); err != nil || !bytes.Contains(again, []byte("!")) {
			t.Fatal(err)
		}
	}
}

// checkComplete reports keys that are missing in the JSON of a release: every
// shown figure has every item and every dimension with all members.
func checkComplete(t *testing.T, r *analytics.Release) {
	t.Helper()
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	type level = map[string]any
	type figure struct {
		Hidden     bool
		Items      map[string]level
		Dimensions map[string]level
		Total      level
		N          *int
	}
	var read struct {
		Waves []struct {
			figure
			Teams []figure
		}
	}
	if err := json.Unmarshal(raw, &read); err != nil {
		t.Fatal(err)
	}
	all := append([]figure{read.Waves[0].figure}, read.Waves[0].Teams...)
	items, dimensions := len(all[0].Items), len(all[0].Dimensions)
	if items == 0 || len(r.Waves) != 1 {
		t.Fatal("the organisation has no items")
	}
	for _, f := range all {
		if f.Hidden {
			if f.Items != nil || f.Dimensions != nil || f.Total != nil || f.N != nil {
				t.Fatal("a hidden team has values")
			}
			continue
		}
		if len(f.Items) != items || len(f.Dimensions) != dimensions {
			t.Fatal("a figure lacks items or dimensions")
		}
		for id, l := range f.Items {
			checkKeys(t, id, l, "n", "blocks", "mean", "sd", "score", "ci", "favourable", "neutral", "unfavourable", "missing", "histogram")
		}
		for id, l := range f.Dimensions {
			checkKeys(t, id, l, "n", "blocks", "mean", "sd", "score", "ci", "favourable", "neutral", "unfavourable",
				"alpha", "omega", "icc1", "icc2", "tau2", "sigma2", "grand", "rwg", "awg", "polarisation", "split", "eb", "rest")
		}
		checkKeys(t, "total", f.Total, "n", "blocks", "mean", "sd", "score", "ci")
	}
}

func checkKeys(t *testing.T, id string, l map[string]any, keys ...string) {
	t.Helper()
	for _, k := range keys {
		v, ok := l[k]
		if !ok {
			t.Fatalf("%s has no member %s", id, k)
		}
		if x, is := v.(float64); is && (math.IsNaN(x) || math.IsInf(x, 0) || math.Abs(x*1000-math.Round(x*1000)) > 1e-6) {
			t.Fatalf("%s: %s is %v", id, k, x)
		}
	}
	if blocks, ok := l["blocks"].([]any); !ok || (len(blocks) == 0) != (l["mean"] == nil) {
		t.Fatalf("%s covers %v with mean %v", id, l["blocks"], l["mean"])
	}
}
