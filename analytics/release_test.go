package analytics_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
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

func TestTheReleaseOfASmallSurvey(t *testing.T) {
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
	golden(t, "small", release(t, in))
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

func TestASurveyWithTooFewBallotsShowsNothingButThat(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 6, "B": 7})
	answer(&in, "A", 2, 3, 3, 3, 3, 3)
	answer(&in, "B", 2, 3, 3, 3, 3, 3)
	c, err := analytics.Count(in)
	if err != nil {
		t.Fatal(err)
	}
	r := c.Release
	if !r.Hidden || r.Cast != nil || r.Waves[0].N != nil || len(r.Blocks) != 0 || len(c.Tallies) != 0 || len(c.BlockOf) != 0 {
		t.Errorf("shown: %+v", r)
	}
	if r.Invited != 13 {
		t.Errorf("invited is %d", r.Invited)
	}
	for _, team := range r.Waves[0].Teams {
		if !team.Hidden || team.Reason != analytics.ReasonFew || team.Figure != nil {
			t.Errorf("team %+v", team)
		}
	}
	checkComplete(t, r)
}

func TestASurveyWithoutAnyBallotShowsNothing(t *testing.T) {
	r := release(t, staff(t, map[survey.Path]int{"A": 6}))
	if !r.Hidden || r.Cast != nil {
		t.Errorf("shown: %+v", r)
	}
	checkComplete(t, r)
}

func TestReasonsOfHiddenTeams(t *testing.T) {
	in := staff(t, map[survey.Path]int{"Big": 30, "Big / Tiny": 3, "Low": 9, "Near": 6, "Dry / Sub": 8})
	answer(&in, "Big", 20, 3, 3, 3, 3, 3)
	answer(&in, "Low", 2, 3, 3, 3, 3, 3)
	answer(&in, "Near", 6, 3, 3, 3, 3, 3)
	want := map[survey.Path]string{
		"Big":        "",                     // shown
		"Big / Tiny": analytics.ReasonFew,    // its people are in the unit above, and too few
		"Low":        analytics.ReasonFew,    // two ballots
		"Near":       analytics.ReasonMerged, // six ballots, but the two left over were counted with them
		"Dry":        analytics.ReasonFew,
		"Dry / Sub":  analytics.ReasonFew,
	}
	r := release(t, in)
	for team, reason := range want {
		f, got := r.Figure(team)
		if got != reason || (f == nil) != (reason != "") {
			t.Errorf("%s: %q, want %q", team, got, reason)
		}
	}
	if f, reason := r.Figure(survey.Organisation); f == nil || reason != "" {
		t.Error("the organisation is hidden")
	}
	if f, reason := r.Figure("Nowhere"); f != nil || reason != "" {
		t.Error("a team that does not exist has a figure")
	}
}

func TestABlockNeedsMoreBallotsForReplacedInvitations(t *testing.T) {
	for replaced, shown := range map[int]bool{0: true, 1: true, 2: false} {
		in := staff(t, map[survey.Path]int{"A": 8, "B": 20})
		in.Replaced[survey.Path("A").ID()] = replaced
		answer(&in, "A", 6, 3, 3, 3, 3, 3)
		answer(&in, "B", 20, 3, 3, 3, 3, 3)
		if f, _ := release(t, in).Figure("A"); (f != nil) != shown {
			t.Errorf("six ballots with %d replaced: shown is %v", replaced, f != nil)
		}
	}
}

func TestAUnitWithoutBallotsBelongsToTheBlockNearestToTheRoot(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 9, "B": 8, "C": 7})
	answer(&in, "A", 9, 3, 3, 3, 3, 3)
	answer(&in, "B", 6, 3, 3, 3, 3, 3)
	r := release(t, in)
	f, _ := r.Figure("B")
	if f == nil || *f.N != 6 || *f.Invited != 15 {
		t.Fatalf("B is %+v, want 6 of 15: its own 8 people and the 7 of C", f)
	}
	if f, reason := r.Figure("C"); f != nil || reason != analytics.ReasonFew {
		t.Error("C is shown")
	}
	if *r.Cast != 15 || r.Invited != 24 {
		t.Errorf("%d of %d", *r.Cast, r.Invited)
	}
}

func TestReplacedInvitationsDecideWhereAUnitWithoutBallotsGoes(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 9, "B": 20, "C": 7})
	answer(&in, "A", 5, 3, 3, 3, 3, 3)
	answer(&in, "B", 15, 3, 3, 3, 3, 3)
	in.Replaced[survey.Path("C").ID()] = 1
	r := release(t, in)
	a, _ := r.Figure("A")
	b, _ := r.Figure("B")
	if a == nil || b == nil || *a.Invited != 9 || *b.Invited != 27 {
		t.Errorf("A has five ballots and cannot take C's replaced invitation; B can: %+v, %+v", a, b)
	}
}

func TestWhoIsLeftOverJoinsUntilThereAreEnoughForReplacedInvitations(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 9, "B": 20, "C": 7, "D / E": 12})
	answer(&in, "A", 5, 3, 3, 3, 3, 3)
	answer(&in, "B", 15, 3, 3, 3, 3, 3)
	answer(&in, "C", 1, 3, 3, 3, 3, 3)
	answer(&in, "D / E", 8, 3, 3, 3, 3, 3)
	in.Replaced[survey.Path("C").ID()] = 2
	r := release(t, in)
	if len(r.Blocks) != 2 || r.Blocks[0].N != 21 || r.Blocks[0].Team != nil || r.Blocks[1].N != 8 {
		t.Errorf("A and C have six ballots for seven, so B joins too: %+v", r.Blocks)
	}
	in.Ballots = in.Ballots[:6]
	in.Ballots[5].Unit = survey.Path("C").ID()
	if r := release(t, in); !r.Hidden {
		t.Errorf("six ballots with two replaced invitations are too few for anything: %+v", r.Blocks)
	}
}

func TestAnItemForTheOrganisationIsWithheldBelow(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 30, "B": 30})
	answer(&in, "A", 25, 3, 3, 3, 3, 3)
	answer(&in, "B", 25, 3, 3, 3, 3, 4)
	r := release(t, in)
	if it := r.Waves[0].Items["FWD1"]; it.Mean == nil || *it.Mean != 3.5 || it.Histogram["4"] != 0.5 {
		t.Errorf("the organisation has %+v", it)
	}
	for _, team := range []survey.Path{"A", "B"} {
		f, _ := r.Figure(team)
		if it := f.Items["FWD1"]; it.Mean != nil || it.Histogram != nil || len(it.Blocks) != 0 {
			t.Errorf("%s has %+v", team, it)
		}
	}
}

func TestAnOrganisationItemWithholdsItsWholeDimensionBelow(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 30, "B": 30})
	in.Questionnaire.Items[1].Level = "organisation" // COM2
	answer(&in, "A", 25, 3, 2, 3, 3, 3)
	answer(&in, "B", 25, 3, 2, 3, 3, 4)
	r := release(t, in)
	f, _ := r.Figure("A")
	if f.Dimensions["COM"].Mean != nil || f.Items["COM1"].Mean != nil || f.Items["COM2"].Mean != nil || f.Total.Mean != nil {
		t.Errorf("COM2 can be worked out: %+v", f)
	}
	if r.Waves[0].Dimensions["COM"].Mean == nil || f.Dimensions["REL"].Mean == nil {
		t.Error("too much is withheld")
	}
}

func TestHalfAnsweredBallotsAreInNoMeanOfTheirDimension(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 30})
	answer(&in, "A", 10, 2, 4, 2, 3, 3) // COM2 is reversed: 2 and 2
	answer(&in, "A", 5, 5, 0, 4, 3, 3)
	r := release(t, in)
	f := r.Waves[0].Figure
	if com := f.Dimensions["COM"]; *com.Mean != 2 || *com.N != 15 || *f.Items["COM1"].Mean != 2 {
		t.Errorf("COM %v over n %v, COM1 %v", *com.Mean, *com.N, *f.Items["COM1"].Mean)
	}
	if rel := f.Dimensions["REL"]; *rel.Mean != 2.67 || *rel.Score != 41.8 {
		t.Errorf("REL %v, %v", *rel.Mean, *rel.Score)
	}
	if f.Items["COM2"].Missing == nil || *f.Items["COM2"].Missing != 5 {
		t.Errorf("five ballots have no COM2: %v", f.Items["COM2"].Missing)
	}
}

func TestTheTotalIsTheMeanOfPublishedMeans(t *testing.T) {
	intervals := 0
	for seed := range uint64(worlds) {
		w := newWorld(source(seed), 20)
		r := w.count().Release
		ref := w.refTotal(w.refBlocks())
		for p, f := range figures(r) {
			if err := checkTotalOf(w, f); err != nil {
				t.Fatalf("seed %d, %q: %v", seed, p, err)
			}
			shown, err := ref.interval(r, p, f)
			if err != nil {
				t.Fatalf("seed %d, %q: %v", seed, p, err)
			}
			if shown {
				intervals++
			}
		}
	}
	if intervals < 200 {
		t.Fatalf("only %d intervals: the worlds are too poor", intervals)
	}
}

func checkTotalOf(w world, f *analytics.Figure) error {
	sum, low, up, blocks := 0.0, false, false, map[string]bool{}
	for _, d := range w.in.Questionnaire.Dimensions {
		x := f.Dimensions[d.ID]
		if x.Mean == nil {
			if f.Total.Mean != nil || f.Total.Score != nil || f.Total.CI != nil || len(f.Total.Blocks) > 0 || f.Total.Clipped != "" {
				return fmt.Errorf("%s is withheld, the total is %+v", d.ID, f.Total)
			}
			return nil
		}
		sum += *x.Mean
		low, up = low || x.Clipped == "at_most" || x.Clipped == "both", up || x.Clipped == "at_least" || x.Clipped == "both"
		for _, b := range x.Blocks {
			blocks[b] = true
		}
	}
	if !near(f.Total.Mean, sum/float64(len(w.in.Questionnaire.Dimensions))) || len(f.Total.Blocks) != len(blocks) {
		return fmt.Errorf("total %+v, want a mean of %v over %d blocks", f.Total, sum, len(blocks))
	}
	want := map[[2]bool]string{{true, false}: "at_most", {false, true}: "at_least", {true, true}: "both"}[[2]bool{low, up}]
	if f.Total.Clipped != want || f.Total.N != nil || f.Total.SD != nil || want != "" && f.Total.CI != nil {
		return fmt.Errorf("total is %+v, want it marked %q", f.Total, want)
	}
	return nil
}

func TestTheTotalOfOneDimensionHasThatDimensionsPooledInterval(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 30, "B": 12, "C": 25})
	in.Questionnaire.Dimensions = in.Questionnaire.Dimensions[:1]
	in.Questionnaire.Items[2].Dimension = ""
	for i := range 20 {
		answer(&in, "A", 1, 1+i%5, 1+i%4, 3, 3, 3)
	}
	for i := range 8 {
		answer(&in, "B", 1, 1+i%5, 1+i%4, 3, 3, 3)
	}
	for i := range 19 {
		answer(&in, "C", 1, 1+i%5, 1+i%4, 3, 3, 3)
	}
	r := release(t, in)
	f, _ := r.Figure("B")
	if com := f.Dimensions["COM"]; com.CI == nil || f.Total.CI == nil || *com.CI != *f.Total.CI {
		t.Errorf("COM %v, total %v", com.CI, f.Total.CI)
	}
}

func TestSharesOfCodesKeepEveryGroupLargeEnough(t *testing.T) {
	input := func(none, na, absent int) analytics.Input {
		in := staff(t, map[survey.Path]int{"A": 100})
		answer(&in, "A", none, 3, 3, 3, -2, 3)
		answer(&in, "A", na, 3, 3, 3, -1, 3)
		answer(&in, "A", absent, 3, 3, 3, 0, 3)
		answer(&in, "A", 60-none-na-absent, 3, 3, 3, 2, 3)
		return in
	}
	cases := []struct {
		name             string
		none, na, absent int
		shares           map[string]float64
		missing          int // 0 means withheld
	}{
		{"both codes often", 12, 9, 0, map[string]float64{"none": 0.2, "NA": 0.15}, 0},
		{"the opt-out four times", 12, 4, 0, map[string]float64{"none": 0.2}, 0},
		{"the opt-out never is withheld like four times", 12, 0, 0, map[string]float64{"none": 0.2}, 0},
		{"five others have no value", 12, 4, 1, map[string]float64{"none": 0.2}, 17},
		{"four others have no value", 12, 4, 0, map[string]float64{"none": 0.2}, 0},
		{"only absent ones", 0, 0, 6, nil, 6},
		{"fewer than k have a value", 30, 26, 0, nil, 0},
	}
	for _, c := range cases {
		f := release(t, input(c.none, c.na, c.absent)).Waves[0].Figure
		it := f.Items["APO1"]
		if len(it.Extra) != 2 {
			t.Errorf("%s: the codes are %v, want both as keys", c.name, it.Extra)
		}
		for code, share := range it.Extra {
			want, shown := c.shares[code]
			if (share != nil) != shown || shown && *share != want {
				t.Errorf("%s: %s has share %v, want %v", c.name, code, share, want)
			}
		}
		if (it.Missing == nil) != (c.missing == 0) || it.Missing != nil && *it.Missing != c.missing {
			t.Errorf("%s: missing is %v, want %d", c.name, it.Missing, c.missing)
		}
	}
}

func TestTheOptOutIsNeverSharedBelowTheOrganisation(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 100, "B": 100})
	for _, team := range []survey.Path{"A", "B"} {
		answer(&in, team, 30, 3, 3, 3, -1, 3)
		answer(&in, team, 30, 3, 3, 3, 2, 3)
		answer(&in, team, 30, 3, 3, 3, -2, 3)
	}
	r := release(t, in)
	f, _ := r.Figure("A")
	if it := f.Items["APO1"]; it.Extra["NA"] != nil || it.Missing != nil || it.Extra["none"] == nil || *it.Extra["none"] != 0.33 {
		t.Errorf("A has %v, missing %v", it.Extra, it.Missing)
	}
	if it := r.Waves[0].Items["APO1"]; it.Extra["NA"] == nil || *it.Extra["NA"] != 0.33 {
		t.Errorf("the organisation has %v", it.Extra)
	}
}

func TestContradictoryInputIsRefused(t *testing.T) {
	cases := map[string]func(*analytics.Input){
		"a minimum group below five": func(in *analytics.Input) { in.Survey.MinimumGroup = 4 },
		"a ballot of another unit":   func(in *analytics.Input) { in.Ballots[0].Unit = "x" },
		"more ballots than people":   func(in *analytics.Input) { answer(in, "A", 9, 3, 3, 3, 3, 3) },
		"an answer off the scale":    func(in *analytics.Input) { in.Ballots[3].Answers["COM1"] = survey.Answer{Value: 6} },
		"an item it does not have":   func(in *analytics.Input) { in.Ballots[3].Answers["XXX"] = survey.Answer{Value: 3} },
		"a unit twice":               func(in *analytics.Input) { in.Units = append(in.Units, in.Units[0]) },
		"a unit outside the tree":    func(in *analytics.Input) { in.Units[0].Team = "Nowhere" },
		"a comment of another unit": func(in *analytics.Input) {
			in.Comments = []analytics.UnitComment{{Unit: "x", Prompt: "helps", Text: "Tea."}}
		},
		"a comment on another prompt": func(in *analytics.Input) {
			in.Comments = []analytics.UnitComment{{Unit: in.Units[0].ID, Prompt: "x", Text: "Tea."}}
		},
		"comments without randomness": func(in *analytics.Input) {
			in.Random = nil
			for i := range 10 {
				in.Comments = append(in.Comments, analytics.UnitComment{Unit: in.Units[0].ID, Prompt: "helps", Text: "Tea.", Writer: i})
			}
		},
	}
	for name, spoil := range cases {
		in := staff(t, map[survey.Path]int{"A": 12})
		answer(&in, "A", 12, 3, 3, 3, 3, 3)
		spoil(&in)
		if _, err := analytics.Count(in); err == nil {
			t.Errorf("%s was counted", name)
		}
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
		if x, is := v.(float64); is && (math.IsNaN(x) || math.IsInf(x, 0) || math.Abs(x*100-math.Round(x*100)) > 1e-6) {
			t.Fatalf("%s: %s is %v", id, k, x)
		}
	}
	if blocks, ok := l["blocks"].([]any); !ok || (len(blocks) == 0) != (l["mean"] == nil) {
		t.Fatalf("%s covers %v with mean %v", id, l["blocks"], l["mean"])
	}
}

// The order of ballots, units and map keys must not show in anything.
func TestTheOrderOfInputChangesNothing(t *testing.T) {
	for seed := range uint64(100) {
		w := newWorld(source(seed), 15)
		want := w.count()
		r := source(seed + 1)
		order := r.Perm(len(w.in.Ballots))
		ballots := make([]analytics.UnitBallot, len(order))
		writer := make([]int, len(order))
		for to, from := range order {
			ballots[to], writer[from] = w.in.Ballots[from], to
		}
		comments := slices.Clone(w.in.Comments)
		for i := range comments {
			comments[i].Writer = writer[comments[i].Writer]
		}
		r.Shuffle(len(comments), func(i, j int) { comments[i], comments[j] = comments[j], comments[i] })
		w.in.Ballots, w.in.Comments, w.in.Units = ballots, comments, slices.Clone(w.in.Units)
		r.Shuffle(len(w.in.Units), func(i, j int) { w.in.Units[i], w.in.Units[j] = w.in.Units[j], w.in.Units[i] })
		got := w.count()
		if encoded(t, got.Release) != encoded(t, want.Release) || encoded(t, got.Tallies) != encoded(t, want.Tallies) || encoded(t, got.Comments) != encoded(t, want.Comments) {
			t.Fatalf("seed %d: another order gives another result", seed)
		}
	}
}

func TestNothingOfAUnitBelowKIsPrinted(t *testing.T) {
	in := staff(t, map[survey.Path]int{"A": 40, "Low": 9})
	answer(&in, "A", 31, 3, 3, 3, 3, 3)
	answer(&in, "Low", 4, 3, 3, 3, 3, 3)
	raw := encoded(t, release(t, in))
	for _, bad := range []string{`"n":4`, `"n":31`} {
		if strings.Contains(raw, bad) {
			t.Errorf("the release has %s: %s", bad, raw)
		}
	}
}
