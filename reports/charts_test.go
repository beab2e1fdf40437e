package reports_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
)

// option is what the tests read of an ECharts option.
type option struct {
	Animation *bool
	Aria      struct {
		Enabled bool
		Label   struct{ Description string }
	}
	Tooltip struct{ RenderMode string }
	XAxis   []struct{ Min, Max float64 }
	YAxis   []struct {
		Inverse bool
		Data    []string
	}
	Series []struct {
		Type, Name string
		XAxisIndex int
		Data       []struct {
			Name   string
			Value  any
			Symbol string
		}
		ItemStyle, LineStyle struct{ Color string }
	}
}

func charts(t testing.TB, form *survey.Questionnaire, f *analytics.Figure, lang string) map[string]option {
	t.Helper()
	list, err := reports.Charts(form, f, lang)
	if err != nil {
		t.Fatal(err)
	}
	return byKind(t, list)
}

func byKind(t testing.TB, list []reports.Chart) map[string]option {
	t.Helper()
	of := map[string]option{}
	for _, c := range list {
		var o option
		if err := json.Unmarshal(c.Option, &o); err != nil {
			t.Fatalf("%s is no JSON: %v", c.Kind, err)
		}
		of[c.Kind] = o
	}
	return of
}

// dots are the scores that are drawn, by row.
func (o option) dots() map[int]float64 {
	drawn := map[int]float64{}
	for _, s := range o.Series {
		if s.Type == "scatter" {
			for _, d := range s.Data {
				v := d.Value.([]any)
				drawn[int(v[1].(float64))] = v[0].(float64)
			}
		}
	}
	return drawn
}

func ref[T any](v T) *T { return &v }

// exact is a dimension with everything released.
func exact(score, low, high, unfavourable, neutral, favourable float64) analytics.Dimension {
	return analytics.Dimension{Level: analytics.Level{N: ref(24), Mean: ref(1 + score/25), SD: ref(1.0), Score: ref(score), CI: &[2]float64{low, high},
		Unfavourable: ref(unfavourable), Neutral: ref(neutral), Favourable: ref(favourable)}}
}

// bound is a clipped dimension.
func bound(score float64, how string) analytics.Dimension {
	return analytics.Dimension{Level: analytics.Level{N: ref(24), Mean: ref(1 + score/25), Score: ref(score), Clipped: how}}
}

func figure(dimensions map[string]analytics.Dimension) *analytics.Figure {
	return &analytics.Figure{N: ref(24), Invited: ref(30), Dimensions: dimensions}
}

func TestChartsOfAFigure(t *testing.T) {
	form := builtIn(t, "P10")
	full := figure(map[string]analytics.Dimension{
		"COM": exact(62.5, 3.2, 3.8, 0.19, 0.35, 0.46), "REL": exact(67, 3.4, 3.96, 0.18, 0.27, 0.55),
		"TRA": exact(41.3, 2.31, 2.99, 0.41, 0.24, 0.35), "RES": bound(92, analytics.AtLeast),
	})
	list, err := reports.Charts(form, full, "en")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		var indented bytes.Buffer
		if err := json.Indent(&indented, c.Option, "", "  "); err != nil {
			t.Fatal(err)
		}
		golden(t, "chart-"+c.Kind+".golden.json", append(indented.Bytes(), '\n'))
	}
}

func TestScores(t *testing.T) {
	form := builtIn(t, "P10")

	t.Run("the weakest dimension is at the top, the withheld one at the bottom", func(t *testing.T) {
		o := charts(t, form, figure(map[string]analytics.Dimension{
			"COM": exact(62, 3.2, 3.8, 0.2, 0.3, 0.5), "TRA": exact(41, 2.3, 2.9, 0.4, 0.3, 0.3), "RES": exact(50, 2.8, 3.2, 0.3, 0.4, 0.3)}), "en")[reports.ScoresChart]
		want := []string{"Transparency", "Respect", "Communication", "Reliability: hidden"}
		if got := o.YAxis[0].Data; !o.YAxis[0].Inverse || !slices.Equal(got, want) {
			t.Errorf("rows are %q, want %q from the top", got, want)
		}
		if o.XAxis[0].Min != 0 || o.XAxis[0].Max != 100 {
			t.Errorf("the axis is %v", o.XAxis[0])
		}
	})

	t.Run("a bound has no dot and no interval, and its name says what is known", func(t *testing.T) {
		for how, words := range map[string]string{analytics.AtLeast: "Respect: at least 92", analytics.AtMost: "Respect: at most 92", analytics.Both: "Respect: about 92"} {
			o := charts(t, form, figure(map[string]analytics.Dimension{"COM": exact(62, 3.2, 3.8, 0.2, 0.3, 0.5), "RES": bound(92, how)}), "en")[reports.ScoresChart]
			if got := o.dots(); len(got) != 1 || got[0] != 62 {
				t.Errorf("%s: dots are %v", how, got)
			}
			if got := o.YAxis[0].Data[1]; got != words {
				t.Errorf("the name is %q, want %q", got, words)
			}
			if strings.Contains(o.Aria.Label.Description, "92, interval") {
				t.Errorf("the description gives a bound an interval: %q", o.Aria.Label.Description)
			}
		}
	})

	t.Run("every dimension of trust has a colour and a shape of its own", func(t *testing.T) {
		all := map[string]analytics.Dimension{}
		for i, id := range []string{"COM", "REL", "TRA", "RES"} {
			all[id] = exact(50+float64(i), 2.9, 3.1, 0.2, 0.3, 0.5)
		}
		looks := map[string]bool{}
		for _, s := range charts(t, form, figure(all), "en")[reports.ScoresChart].Series {
			if s.Type == "scatter" {
				looks[s.ItemStyle.Color] = true
				looks[s.Data[0].Symbol] = true
			}
		}
		if len(looks) != 8 {
			t.Errorf("colours and shapes are %v, want four of each", looks)
		}
	})

	t.Run("an interval that runs off the scale is cut at its end", func(t *testing.T) {
		o := charts(t, form, figure(map[string]analytics.Dimension{"COM": exact(97, 4.6, 5.4, 0, 0.1, 0.9)}), "en")[reports.ScoresChart]
		ends := o.Series[0].Data
		if o.Series[0].Type != "line" || ends[0].Value.([]any)[0] != 90.0 || ends[1].Value.([]any)[0] != 100.0 {
			t.Errorf("the interval is %v", ends)
		}
	})

	t.Run("names come in the reader's language", func(t *testing.T) {
		o := charts(t, form, figure(map[string]analytics.Dimension{"TRA": exact(41, 2.3, 2.9, 0.4, 0.3, 0.3)}), "de-AT")[reports.ScoresChart]
		if got := o.YAxis[0].Data[1]; got != "Kommunikation: verborgen" {
			t.Errorf("the row is called %q", got)
		}
	})
}

func TestShares(t *testing.T) {
	form := builtIn(t, "P10")

	t.Run("a dimension without released shares is left out, and without any the chart is", func(t *testing.T) {
		some := figure(map[string]analytics.Dimension{"COM": exact(62, 3.2, 3.8, 0.2, 0.3, 0.5), "RES": bound(92, analytics.AtLeast)})
		if got := charts(t, form, some, "en")[reports.SharesChart].YAxis[0].Data; !slices.Equal(got, []string{"Communication"}) {
			t.Errorf("rows are %q", got)
		}
		none := exact(62, 3.2, 3.8, 0, 0, 0)
		none.Favourable = nil
		if o, drawn := charts(t, form, figure(map[string]analytics.Dimension{"COM": none}), "en")[reports.SharesChart]; drawn {
			t.Errorf("there is a chart: %v", o)
		}
	})

	t.Run("every bar is a released share, and the three lie on three axes", func(t *testing.T) {
		o := charts(t, form, figure(map[string]analytics.Dimension{"COM": exact(62, 3.2, 3.8, 0.19, 0.35, 0.46)}), "en")[reports.SharesChart]
		want := map[string]float64{"Unfavourable (%)": 19, "Neutral (%)": 35, "Favourable (%)": 46}
		axes := map[int]bool{}
		for _, s := range o.Series {
			axes[s.XAxisIndex] = true
			if got := s.Data[0].Value; got != want[s.Name] {
				t.Errorf("%s is %v, want %v", s.Name, got, want[s.Name])
			}
		}
		if len(o.Series) != 3 || len(axes) != 3 {
			t.Errorf("%d series on %d axes", len(o.Series), len(axes))
		}
	})

	t.Run("neutral never touches favourable", func(t *testing.T) {
		o := charts(t, form, figure(map[string]analytics.Dimension{"COM": exact(62, 3.2, 3.8, 0, 0.5, 0.5)}), "en")[reports.SharesChart]
		right, wide := o.XAxis[0].Max, o.XAxis[2].Max
		for favourable := 0; favourable <= 101; favourable++ {
			begin := right - (101 - float64(favourable)) // where the neutral bar ends, on the axis of favourable
			if wide != right-o.XAxis[0].Min || begin <= float64(favourable) {
				t.Fatalf("at %d favourable, neutral begins at %v", favourable, begin)
			}
		}
	})
}

func TestChartsWithNothingToDraw(t *testing.T) {
	if got := charts(t, builtIn(t, "P10"), &analytics.Figure{}, "en"); len(got) != 0 {
		t.Errorf("%d charts of a figure without values", len(got))
	}
}

func TestABoundIsAHollowMarkThatIsOpenToWhereTheScoreMayLie(t *testing.T) {
	form := builtIn(t, "P10")
	for mark, want := range map[string]string{analytics.AtLeast: "[[92 0] [100 0]]", analytics.AtMost: "[[92 0] [0 0]]", analytics.Both: "[[92 0] [0 0] [92 0] [100 0]]"} {
		f := figure(map[string]analytics.Dimension{"COM": bound(92, mark)})
		list, err := reports.Charts(form, f, "en")
		if err != nil || len(list) != 1 || !list[0].Bounds {
			t.Fatalf("%s: %v, %v", mark, list, err)
		}
		var drawn []any
		for _, s := range charts(t, form, f, "en")[reports.ScoresChart].Series {
			if s.Type == "scatter" {
				t.Errorf("%s: a bound is drawn as an exact score", mark)
				continue
			}
			if s.ItemStyle.Color != "var(--bg)" {
				t.Errorf("%s: the mark is filled with %s", mark, s.ItemStyle.Color)
			}
			drawn = append(drawn, s.Data[0].Value, s.Data[1].Value)
		}
		if got := fmt.Sprint(drawn); got != want {
			t.Errorf("%s: drawn is %s, want %s", mark, got, want)
		}
	}
}

func TestChartsAreSafeForAPage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.SampledFrom(hostileNames()), rapid.String()).Draw(t, "name")
		form := hostileForm(name)
		list, err := reports.Charts(form, figure(map[string]analytics.Dimension{"X": exact(62, 3.2, 3.8, 0.2, 0.3, 0.5)}), "en")
		if err != nil || len(list) != 2 {
			t.Fatalf("%d charts, %v", len(list), err)
		}
		for _, c := range list {
			if bytes.ContainsAny(c.Option, "<>&\u2028\u2029") {
				t.Fatalf("%s holds a character that ends a script: %s", c.Kind, c.Option)
			}
			var o option
			if err := json.Unmarshal(c.Option, &o); err != nil {
				t.Fatalf("%s is no JSON: %v", c.Kind, err)
			}
			if got := o.YAxis[0].Data[0]; !strings.HasPrefix(name, strings.TrimSuffix(got, "…")) && name != "" && validText(name) {
				t.Fatalf("%q became %q", name, got)
			}
			if o.Tooltip.RenderMode != "richText" || o.Animation == nil || *o.Animation || !o.Aria.Enabled {
				t.Fatalf("tooltip %+v, animation %v, aria %+v", o.Tooltip, o.Animation, o.Aria)
			}
		}
	})
}

// The library's own pages take a text between these marks out of its quotes.
func TestATextBetweenFunctionMarksStaysAText(t *testing.T) {
	const name = "__f__alert(1)__f__"
	list, err := reports.Charts(hostileForm(name), figure(map[string]analytics.Dimension{"X": exact(62, 3.2, 3.8, 0.2, 0.3, 0.5)}), "en")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if !bytes.Contains(c.Option, []byte(`"`+name+`"`)) {
			t.Errorf("%s: the name is not in quotes: %s", c.Kind, c.Option)
		}
	}
}

// Nothing is drawn that the release does not say.
func TestEveryDotIsAReleasedScore(t *testing.T) {
	w := company(t)
	for seed := range uint64(4) {
		w.seed, w.rate = seed, 0.6+0.1*float64(seed)
		r := w.release(t)
		figures := []*analytics.Figure{&r.Waves[0].Figure}
		for _, team := range r.Waves[0].Teams {
			if team.Figure != nil {
				figures = append(figures, team.Figure)
			}
		}
		for _, f := range figures {
			released := map[float64]bool{}
			for _, d := range f.Dimensions {
				if d.Score != nil && d.Clipped == "" {
					released[*d.Score] = true
				}
			}
			for _, score := range charts(t, w.form, f, "en")[reports.ScoresChart].dots() {
				if !released[score] {
					t.Fatalf("a dot at %v, which is no exact score of %v", score, released)
				}
			}
		}
	}
}
