package analytics_test

import (
	"encoding/json"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// drawn is a world's questionnaire and ballots from rapid's own choices.
func drawn(t *rapid.T) (*survey.Questionnaire, []survey.Answers) {
	r := source(rapid.Uint64().Draw(t, "seed"))
	w := world{}
	w.in.Questionnaire = newQuestionnaire(r)
	ballots := make([]survey.Answers, rapid.IntRange(0, 60).Draw(t, "ballots"))
	for i := range ballots {
		ballots[i] = w.answers(r, r.IntN(w.in.Questionnaire.Scale.Points()), false, 0.15)
	}
	return w.in.Questionnaire, ballots
}

func tallied(t interface{ Fatal(...any) }, s *analytics.Scoring, ballots []survey.Answers) *analytics.Tally {
	x := s.Tally()
	for _, b := range ballots {
		if err := x.Add(b); err != nil {
			t.Fatal(err)
		}
	}
	return x
}

func encoded(t interface{ Fatal(...any) }, v any) string {
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func scoring(t interface{ Fatal(...any) }, q *survey.Questionnaire) *analytics.Scoring {
	s, err := analytics.NewScoring(q)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMergingAnySplitInAnyOrderIsTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, ballots := drawn(t)
		s := scoring(t, q)
		parts := make([]*analytics.Tally, rapid.IntRange(1, 6).Draw(t, "parts"))
		for i := range parts {
			parts[i] = s.Tally()
		}
		for _, b := range ballots {
			if err := parts[rapid.IntRange(0, len(parts)-1).Draw(t, "part")].Add(b); err != nil {
				t.Fatal(err)
			}
		}
		for len(parts) > 1 {
			i := rapid.IntRange(1, len(parts)-1).Draw(t, "merge")
			j := rapid.IntRange(0, i-1).Draw(t, "into")
			if err := parts[j].Merge(parts[i]); err != nil {
				t.Fatal(err)
			}
			parts = append(parts[:i], parts[i+1:]...)
		}
		if got, want := encoded(t, parts[0]), encoded(t, tallied(t, s, ballots)); got != want {
			t.Fatalf("merged\n%s\nwhole\n%s", got, want)
		}
	})
}

func TestTheEmptyTallyIsNeutral(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, ballots := drawn(t)
		s := scoring(t, q)
		left, right := s.Tally(), tallied(t, s, ballots)
		want := encoded(t, right)
		if err := left.Merge(right); err != nil {
			t.Fatal(err)
		}
		if err := right.Merge(s.Tally()); err != nil {
			t.Fatal(err)
		}
		if encoded(t, left) != want || encoded(t, right) != want {
			t.Fatal("the empty tally changes something")
		}
	})
}

func TestTalliesSurviveJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, ballots := drawn(t)
		s := scoring(t, q)
		want := encoded(t, tallied(t, s, ballots))
		read, err := s.ReadTally([]byte(want))
		if err != nil || encoded(t, read) != want {
			t.Fatalf("%v: read\n%s\nwrote\n%s", err, encoded(t, read), want)
		}
		if err := read.Merge(tallied(t, s, ballots)); err != nil {
			t.Fatalf("a tally that was read does not merge: %v", err)
		}
	})
}

// What was stored once is read for ever: this is the form on disk.
func TestATallyOnDiskIsRead(t *testing.T) {
	const disk = `{"ballots":2,` +
		`"items":[{"id":"COM1","histogram":[0,0,0,1,1],"extra":[0]},{"id":"COM2","histogram":[0,2,0,0,0],"extra":[0]},{"id":"REL1","histogram":[0,0,0,0,1],"extra":[1]},{"id":"APO1","histogram":[0,0,0,0,0],"extra":[0,1]},{"id":"FWD1","histogram":[0,0,0,0,0],"extra":[0]}],` +
		`"dimensions":[{"id":"COM","histograms":[[0,0,0,1,1],[0,2,0,0,0]],"scores":[0,0,0,0,0,0,1,1,0],"products":[25,21,18]},{"id":"REL","histograms":[[0,0,0,0,1]],"scores":[0,0,0,0,1],"products":[16]},{"id":"APO1","histograms":[[0,0,0,0,0]],"scores":[0,0,0,0,0],"products":[0]},{"id":"FWD1","histograms":[[0,0,0,0,0]],"scores":[0,0,0,0,0],"products":[0]}],` +
		`"total":{"n":1,"sums":[7,4],"products":[49,28,16]}}`
	s := scoring(t, pulse())
	read, err := s.ReadTally([]byte(disk))
	if err != nil {
		t.Fatal(err)
	}
	counted := tallied(t, s, []survey.Answers{
		{"COM1": {Value: 4}, "COM2": {Value: 2}, "REL1": {Code: survey.OptOut}, "APO1": {Code: "none"}},
		{"COM1": {Value: 5}, "COM2": {Value: 2}, "REL1": {Value: 5}},
	})
	if encoded(t, read) != disk || encoded(t, counted) != disk {
		t.Fatalf("read\n%s\ncounted\n%s\nwant\n%s", encoded(t, read), encoded(t, counted), disk)
	}
}

func TestARowIsTheBallotWithTheSameAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, _ := drawn(t)
		s := scoring(t, q)
		rows, ballots := s.Tally(), s.Tally()
		for range rapid.IntRange(0, 8).Draw(t, "rows") {
			row := rapid.SliceOfN(rapid.Int8Range(-1, int8(q.Scale.Points()-1)), len(q.Items), len(q.Items)).Draw(t, "row")
			answers := survey.Answers{}
			for i, v := range row {
				if v >= 0 {
					answers[q.Items[i].ID] = survey.Answer{Value: q.Scale.Lo + int(v)}
				}
			}
			if err := errors.Join(rows.AddRow(row), ballots.Add(answers)); err != nil {
				t.Fatal(err)
			}
		}
		if encoded(t, rows) != encoded(t, ballots) {
			t.Fatalf("rows\n%s\nballots\n%s", encoded(t, rows), encoded(t, ballots))
		}
	})
}

func TestARowThatDoesNotFitChangesNothing(t *testing.T) {
	s := scoring(t, pulse())
	for name, row := range map[string][]int8{
		"too few answers": {1, 1, 1, 1}, "too many": {1, 1, 1, 1, 1, 1}, "a value above the scale": {1, 1, 1, 1, 5}, "one below": {1, 1, 1, 1, -2},
	} {
		x := s.Tally()
		if err := x.AddRow(row); err == nil || encoded(t, x) != encoded(t, s.Tally()) {
			t.Errorf("%s: %v, %s", name, err, encoded(t, x))
		}
	}
}

// Sums of a tally are recomputed from the ballots by their definition.
func TestTalliesHoldTheSumsOfTheirBallots(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, ballots := drawn(t)
		x := tallied(t, scoring(t, q), ballots)
		w := world{}
		w.in.Questionnaire = q
		all := make([]int, len(ballots))
		for i, b := range ballots {
			all[i] = i
			w.in.Ballots = append(w.in.Ballots, analytics.UnitBallot{Answers: b})
		}
		if x.Ballots != int64(len(ballots)) {
			t.Fatalf("%d ballots", x.Ballots)
		}
		for d, dim := range w.refDims() {
			checkDimension(t, w, x.Dimensions[d], dim, w.complete(all, dim.items))
		}
		for i, it := range q.Items {
			checkItem(t, q, x.Items[i], it, ballots)
		}
		checkTotal(t, w, x.Total, w.completeOnAll(all))
	})
}

func checkDimension(t *rapid.T, w world, x analytics.DimensionTally, d refDim, complete []int) {
	lo := float64(w.in.Questionnaire.Scale.Lo)
	scores := make([]int64, len(x.Scores))
	products := make([]int64, len(x.Products))
	for _, b := range complete {
		score, p := 0.0, 0
		for i, it := range d.items {
			score += w.value(b, it) - lo
			for _, other := range d.items[i:] {
				products[p] += int64((w.value(b, it) - lo) * (w.value(b, other) - lo))
				p++
			}
		}
		scores[int(score)]++
	}
	if encoded(t, scores) != encoded(t, x.Scores) || encoded(t, products) != encoded(t, x.Products) || x.ID != d.id {
		t.Fatalf("%s: %+v, want scores %v, products %v", d.id, x, scores, products)
	}
	for i, it := range d.items {
		h := make([]int64, len(x.Histograms[i]))
		for _, b := range complete {
			h[w.in.Ballots[b].Answers[it.ID].Value-int(lo)]++
		}
		if encoded(t, h) != encoded(t, x.Histograms[i]) {
			t.Fatalf("%s: %v, want %v", it.ID, x.Histograms[i], h)
		}
	}
}

func checkItem(t *rapid.T, q *survey.Questionnaire, x analytics.ItemTally, it survey.Item, ballots []survey.Answers) {
	h, extra := make([]int64, q.Scale.Points()), make([]int64, len(it.Extra))
	for _, b := range ballots {
		a, ok := b[it.ID]
		if ok && a.Code == "" {
			h[a.Value-q.Scale.Lo]++
		}
		for j, e := range it.Extra {
			if ok && a.Code == e.Code {
				extra[j]++
			}
		}
	}
	if encoded(t, h) != encoded(t, x.Histogram) || encoded(t, extra) != encoded(t, x.Extra) {
		t.Fatalf("%s: %+v, want %v and %v", it.ID, x, h, extra)
	}
}

func checkTotal(t *rapid.T, w world, x analytics.TotalTally, complete []int) {
	var dims []refDim
	for _, d := range w.refDims() {
		if d.declared {
			dims = append(dims, d)
		}
	}
	score := func(b int, d refDim) (s int64) {
		for _, it := range d.items {
			s += int64(w.value(b, it)) - int64(w.in.Questionnaire.Scale.Lo)
		}
		return s
	}
	sums, products := make([]int64, len(dims)), make([]int64, len(x.Products))
	for _, b := range complete {
		p := 0
		for i, d := range dims {
			sums[i] += score(b, d)
			for _, e := range dims[i:] {
				products[p] += score(b, d) * score(b, e)
				p++
			}
		}
	}
	if x.N != int64(len(complete)) || encoded(t, sums) != encoded(t, x.Sums) || encoded(t, products) != encoded(t, x.Products) {
		t.Fatalf("total %+v, want %d, %v, %v", x, len(complete), sums, products)
	}
}

func TestABallotThatDoesNotFitChangesNothing(t *testing.T) {
	s := scoring(t, pulse())
	cases := map[string]survey.Answers{
		"a value below the scale":        {"COM1": {Value: 0}},
		"a value above the scale":        {"COM1": {Value: 6}},
		"a value far above":              {"COM1": {Value: 1<<40 + 3}},
		"a code that the item lacks":     {"COM1": {Code: "never"}},
		"an item of another form":        {"COM1": {Value: 3}, "XXX": {Value: 3}},
		"a good answer beside a bad one": {"COM1": {Value: 3}, "COM2": {Value: 9}},
	}
	for name, answers := range cases {
		x := s.Tally()
		if err := x.Add(answers); err == nil {
			t.Errorf("%s was counted", name)
		}
		if encoded(t, x) != encoded(t, s.Tally()) {
			t.Errorf("%s changed the tally", name)
		}
	}
}

func TestTalliesOfAnotherQuestionnaireAreRefused(t *testing.T) {
	s := scoring(t, pulse())
	other := pulse()
	other.Items[0].ID, other.Dimensions[0].Items[0] = "COM9", "COM9"
	fewer := pulse()
	fewer.Scale = survey.Scale{Lo: 1, Hi: 4}
	for name, q := range map[string]*survey.Questionnaire{"another item": other, "another scale": fewer} {
		x := scoring(t, q).Tally()
		if err := s.Tally().Merge(x); err == nil {
			t.Errorf("%s was merged", name)
		}
		if _, err := s.ReadTally([]byte(encoded(t, x))); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func TestATallyOfNoScoringIsRefused(t *testing.T) {
	s := scoring(t, pulse())
	var x analytics.Tally
	if err := json.Unmarshal([]byte(encoded(t, s.Tally())), &x); err != nil {
		t.Fatal(err)
	}
	if err := s.Tally().Merge(&x); err == nil {
		t.Error("a tally that ReadTally did not read was merged")
	}
}

func TestQuestionnairesThatCannotBeCountedAreRefused(t *testing.T) {
	cases := map[string]func(*survey.Questionnaire){
		"a scale of one point":         func(q *survey.Questionnaire) { q.Scale.Hi = q.Scale.Lo },
		"a scale of twelve points":     func(q *survey.Questionnaire) { q.Scale = survey.Scale{Lo: 0, Hi: 11} },
		"no items":                     func(q *survey.Questionnaire) { q.Items, q.Dimensions = nil, nil },
		"an item twice":                func(q *survey.Questionnaire) { q.Items[1].ID = q.Items[0].ID },
		"a dimension without items":    func(q *survey.Questionnaire) { q.Dimensions[0].Items = nil },
		"an item of two dimensions":    func(q *survey.Questionnaire) { q.Dimensions[1].Items[0] = q.Dimensions[0].Items[0] },
		"an item that is not there":    func(q *survey.Questionnaire) { q.Dimensions[0].Items[0] = "XXX" },
		"thirteen items a dimension":   func(q *survey.Questionnaire) { q.Dimensions[0].Items = make([]string, 13) },
		"thirteen dimensions":          func(q *survey.Questionnaire) { q.Dimensions = make([]survey.Dimension, 13) },
		"more items than a ballot has": func(q *survey.Questionnaire) { q.Items = make([]survey.Item, survey.MaxItems+1) },
	}
	for name, spoil := range cases {
		q := pulse()
		spoil(q)
		if _, err := analytics.NewScoring(q); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func FuzzReadTally(f *testing.F) {
	s := scoring(f, pulse())
	f.Add([]byte(encoded(f, s.Tally())))
	f.Add([]byte(`{"items":[{"histogram":null}]}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := s.ReadTally(data)
		if err != nil {
			return
		}
		if err := x.Merge(s.Tally()); err != nil {
			t.Fatal(err)
		}
		if err := x.Add(survey.Answers{"COM1": {Value: 3}, "COM2": {Value: 3}}); err != nil {
			t.Fatal(err)
		}
	})
}

// pulse is a questionnaire of two dimensions and two items that stand alone,
// one of them for the organisation only.
func pulse() *survey.Questionnaire {
	item := func(id, dimension string, reverse bool, codes ...string) survey.Item {
		it := survey.Item{ID: id, Dimension: dimension, Reverse: reverse, Extra: []survey.Extra{{Code: survey.OptOut}}}
		for _, c := range codes {
			it.Extra = append(it.Extra, survey.Extra{Code: c})
		}
		return it
	}
	q := &survey.Questionnaire{
		ID: "pulse", Version: "1", Scale: survey.Scale{Lo: 1, Hi: 5},
		Dimensions: []survey.Dimension{{ID: "COM", Items: []string{"COM1", "COM2"}}, {ID: "REL", Items: []string{"REL1"}}},
		Items: []survey.Item{
			item("COM1", "COM", false), item("COM2", "COM", true), item("REL1", "REL", false),
			item("APO1", "", false, "none"), item("FWD1", "", false),
		},
		Comments: []survey.Prompt{{ID: "helps"}, {ID: "raise"}},
	}
	q.Items[4].Level = "organisation"
	return q
}
