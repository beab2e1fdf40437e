package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jba/templatecheck"
	"pgregory.net/rapid"
)

// sampleAnalysis is a report in which everything has something to say.
func sampleAnalysis() Analysis {
	n, few, share := 40, 4, 0.25
	point := func(wave string, score float64) CoursePoint {
		return CoursePoint{Wave: wave, Score: &score, Low: new(score - 3), High: new(score + 3)}
	}
	total := sampleTotal(61.3, 54.8, 67.2)
	weak := reading("TRA", "Transparency", 47.5, 39, 56, &Shares{Favourable: 0.3, Neutral: 0.3, Unfavourable: 0.4})
	rose := Shift{Name: weak.Name, Kind: "TRA", Points: new(12.4), Low: new(3.0), High: new(21.8), Words: ShiftClear}
	return Analysis{
		Name: "pulse", File: "answers.csv", Ignored: []string{"note"}, Made: time.Date(2026, time.March, 5, 9, 0, 0, 0, time.UTC),
		MinimumGroup: 1, Waves: 3, Wave: "3", Rows: &n, Teams: 2,
		Figure: Figure{MinimumGroup: 1, TotalIsTrust: true, Total: total, Dimensions: []Reading{weak}},
		Courses: []Course{
			{Whole: true, TotalIsTrust: true, Points: []CoursePoint{point("1", 60), {Wave: "2"}, point("3", 61.3)}, After: 1},
			{Kind: "TRA", Name: weak.Name, Points: []CoursePoint{point("1", 40), point("2", 44), point("3", 47.5)}, After: 1},
		},
		Board: Board{TotalIsTrust: true, Columns: []BoardColumn{{weak.Name, "TRA"}}, Waves: []string{"2", "3"}, Few: 1, Merged: 1, More: 3, Rows: []BoardRow{
			{Team: "North", N: &few, Total: total, Cells: []Reading{weak}, Past: []Reading{{}, total}, Above: []Phrase{{}, weak.Name}, Below: []Phrase{weak.Name}, Split: []Phrase{weak.Name}},
			{Team: "South", Hidden: "few", Past: []Reading{{}, {}}}, {Team: "West", Hidden: "merged", Past: []Reading{{}, {}}},
		}},
		Shifts: &Shifts{From: "2", To: "3", Overall: []Shift{{Whole: true, TotalIsTrust: true, Points: new(1.2), Low: new(-3.0), High: new(5.0), Words: ShiftNone}, rose, {Name: weak.Name}},
			Teams: []Shift{{Team: "North", Name: weak.Name, Points: new(-11.0), Words: ShiftPossible}}, More: 2, Compared: 4, Quiet: 3, Smallest: new(4.0), InTeam: new(21.0),
			Earlier: []PastPair{{"1", "2", rose}}},
		Incident: &Incident{After: "2", Teams: 1, Points: new(-9.9), P: new(0.0001), Unit: "waves",
			Cells:  []IncidentCell{{Which: "affected_before", N: 12, Score: 66}, {Which: "others_after", N: 30, Score: 63, SD: new(0.5)}},
			Tests:  []IncidentTest{{Which: "cr2", SE: new(1.5), T: new(-6.7), DF: new(11.7), P: new(0.0001)}, {Which: "ols"}, {Which: "cells", SE: new(1.6)}},
			Regain: []Regain{{Baseline: new(66.0), Low: new(45.0), Share: new(0.77), From: new(-0.1), To: new(0.94), HalfLife: new(2.5)}, {Team: "North", Refused: []string{"Because."}}},
			Curve:  &RegainCurve{Baseline: new(66.0), Points: []RegainPoint{{0, 45, 2}, {2, 60, 2}}, A: new(45.0), B: new(10.0)}},
		Questions: []QuestionGroup{
			{Name: weak.Name, Kind: "TRA", Questions: []Question{{ID: "tra1", Text: weak.Name, Reverse: true, N: &n, Missing: &few, Reading: weak, Steps: []float64{0.1, 0.2, 0.3, 0.3, 0.1},
				Answers: []Answer{{"1", &few, nil}, {"2", nil, &share}, {"3", nil, nil}}}}},
			{Alone: true, Questions: []Question{{ID: "x", Text: weak.Name, N: &few, Answers: []Answer{{Value: "1"}, {Value: "2"}, {Value: "3"}}}}},
		},
		Measured: []Measurement{{Name: weak.Name, Kind: "TRA", N: &n, Mean: new(2.9), SD: new(0.8), Alpha: new(-0.2), ICC1: new(0.1)}},
		Method:   []Topic{{"Score", "The mean."}},
	}
}

// analyses are states of the report.
func analyses() map[string]Analysis {
	open := sampleAnalysis()
	hiding := sampleAnalysis()
	hiding.MinimumGroup, hiding.Figure.MinimumGroup = 5, 5
	hiding.Figure.Total = Reading{}
	hiding.Shifts.Overall[0] = Shift{Whole: true}
	hiding.Incident = &Incident{Teams: 2, Why: "withheld", NoCurve: "withheld"}
	hidden := hiding
	hidden.Rows = nil
	bare := Analysis{Name: "bare", File: "a.csv", MinimumGroup: 1, Rows: new(1), Figure: Figure{MinimumGroup: 1}}
	empty := sampleAnalysis()
	empty.Figure.Total, empty.Figure.Dimensions = Reading{}, []Reading{{Name: Phrase{Text: "Nobody"}}}
	empty.Incident.P, empty.Incident.Curve, empty.Incident.Regain[0].Share = nil, nil, nil
	no := sampleAnalysis()
	no.Incident = &Incident{Why: "no_waves", NoCurve: "empty_cell"}
	return map[string]Analysis{"open": open, "hiding": hiding, "hidden": hidden, "bare": bare, "empty": empty, "no incident": no}
}

func analysisPage(t *testing.T, lang string, a Analysis) string {
	t.Helper()
	var out bytes.Buffer
	if err := WriteAnalysis(&out, lang, a); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTheReportFitsItsStruct(t *testing.T) {
	tmpl, err := analysisTemplate("en")
	if err != nil {
		t.Fatal(err)
	}
	if err := templatecheck.CheckHTML(tmpl.Lookup("analysis"), Analysis{}); err != nil {
		t.Error(err)
	}
}

func TestEveryStateOfTheReportIsWholeAndStandsOnItsOwn(t *testing.T) {
	attributes := regexp.MustCompile(`(?i)\sstyle=|\son[a-z]+=|javascript:|<script|<link rel="stylesheet|@import|url\(`)
	for state, a := range analyses() {
		for _, lang := range []string{"en", "de", "ar"} {
			t.Run(state+" "+lang, func(t *testing.T) {
				page := analysisPage(t, lang, a)
				if !strings.HasSuffix(strings.TrimSpace(page), "</html>") || !strings.Contains(page, `<html lang="`+lang+`"`) || strings.Count(page, "<h1") != 1 {
					t.Error("the page is not whole")
				}
				if found := attributes.FindString(page); found != "" {
					t.Errorf("the page has %q", found)
				}
				if found := remote.FindString(page); found != "" || strings.Contains(page, "ZgotmplZ") || strings.Contains(page, "<no value>") {
					t.Errorf("an address elsewhere (%q), or a value that was refused", found)
				}
				checkIDs(t, page)
				for _, link := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(page, -1) {
					if !strings.Contains(page, `id="`+link[1]+`"`) {
						t.Errorf("a link leads to %s, which is not there", link[1])
					}
				}
			})
		}
	}
}

func TestThePolicyOfTheReportAllowsItsStyleAndNothingElse(t *testing.T) {
	page := analysisPage(t, "en", sampleAnalysis())
	style := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindStringSubmatch(page)
	rules := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)
	if len(style) != 2 || len(rules) != 2 || strings.Count(page, "<style") != 1 {
		t.Fatal("the page has no style or no policy")
	}
	sum := sha256.Sum256([]byte(style[1]))
	want := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; img-src data:; base-uri 'none'; form-action 'none'"
	if got := html.UnescapeString(rules[1]); got != want {
		t.Errorf("the policy is %s", got)
	}
	if strings.Contains(style[1], "/*") || strings.Contains(style[1], "<") {
		t.Error("the style has comments, or what could end it")
	}
}

func TestTheReportSaysWhatChangedInWords(t *testing.T) {
	for _, c := range []struct {
		name string
		s    Shift
		min  int
		want string
	}{
		{"a clear rise", Shift{Points: new(12.4), Low: new(3.0), High: new(21.8), Words: ShiftClear}, 1, "Since wave 2 it rose by 12 points (+3 to +22): a clear change."},
		{"a possible fall", Shift{Points: new(-5.0), Low: new(-9.0), High: new(-0.6), Words: ShiftPossible}, 1, "Since wave 2 it fell by 5 points (−9 to −1): a possible change."},
		{"none", Shift{Points: new(-0.2), Low: new(-3.1), High: new(2.7), Words: ShiftNone}, 1, "Since wave 2 there is no clear change (−3 to +3 points)."},
		{"a rise without an interval", Shift{Points: new(15.0), Words: ShiftPossible}, 1, "Since wave 2 it rose by 15 points; how sure that is cannot be said."},
		{"none without an interval", Shift{Points: new(0.0), Words: ShiftNone}, 1, "Since wave 2 there is no clear change."},
		{"unknown", Shift{}, 1, "What changed since wave 2 cannot be said."},
		{"withheld", Shift{}, 5, "What changed since wave 2 is not shown, because one of both scores is hidden or only a bound."},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := sampleAnalysis()
			c.s.Whole = true
			a.MinimumGroup, a.Shifts.Overall, a.Incident = c.min, []Shift{c.s}, nil
			got := words(analysisPage(t, "en", a), regexp.MustCompile(`(?s)<p class="verdict second">(.*?)</p>`))
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTheReportTellsAnIncident(t *testing.T) {
	second := regexp.MustCompile(`(?s)<section class="part" aria-labelledby="incident">.*?<p>(.*?)</p>`)
	for _, c := range []struct {
		name string
		i    Incident
		want string
	}{
		{"a loss beyond chance", Incident{After: "3", Teams: 8, Points: new(-9.9), P: new(0.0001)}, "After wave 3, the 8 teams of the incident lost 10 points compared with the other teams. Chance alone would hardly give that."},
		{"a gain within chance", Incident{After: "3", Teams: 1, Points: new(2.4), P: new(0.4)}, "After wave 3, the 1 team of the incident gained 2 points compared with the other teams. Chance alone may give that."},
		{"without a test", Incident{After: "3", Teams: 2, Points: new(2.4)}, "How sure that is cannot be said."},
		{"nothing to compare", Incident{Why: "empty_cell", NoCurve: "empty_cell"}, "There is nothing to compare"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := sampleAnalysis()
			a.Incident = &c.i
			if got := words(analysisPage(t, "en", a), second); !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestDrawingsStayInTheirPlace draws any course.
func TestDrawingsStayInTheirPlace(t *testing.T) {
	score := rapid.Float64Range(-20, 120)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "waves")
		c := Course{After: rapid.IntRange(-1, n).Draw(t, "after")}
		scores := 0
		for range n {
			p := CoursePoint{Wave: rapid.StringN(0, 30, -1).Draw(t, "wave")}
			if rapid.Bool().Draw(t, "shown") {
				scores++
				p.Score, p.Low, p.High = new(score.Draw(t, "score")), new(score.Draw(t, "low")), new(score.Draw(t, "high"))
			}
			c.Points = append(c.Points, p)
		}
		inside := func(x, y float64) {
			if x < 0 || x > 100 || y < plotTop || y > plotTop+plotHeight || math.IsNaN(x+y) {
				t.Fatalf("%g, %g lies outside", x, y)
			}
		}
		for _, s := range append(append(c.Lines(), c.Whiskers()...), c.Levels()...) {
			inside(s.X1, s.Y1)
			inside(s.X2, s.Y2)
		}
		for _, m := range c.Marks() {
			inside(m.X, m.Y)
		}
		if len(c.Marks()) != scores || len(c.Lines()) > max(0, scores-1) {
			t.Fatalf("%d marks and %d lines for %d scores", len(c.Marks()), len(c.Lines()), scores)
		}
		if r := c.Rule(); (r != nil) != (c.After >= 0 && c.After < n-1) {
			t.Fatalf("the rule after %d of %d waves is %v", c.After, n, r)
		}
		if tags := c.Tags(); len(tags) == 0 || len(tags) > n {
			t.Fatalf("%d words below %d waves", len(tags), n)
		}
	})
}

func TestNoLineCrossesAGap(t *testing.T) {
	c := Course{Points: []CoursePoint{{Score: new(50.0)}, {}, {Score: new(60.0)}, {Score: new(70.0)}}}
	if got := c.Lines(); len(got) != 1 || got[0].Y1 != height(60) || got[0].Y2 != height(70) {
		t.Errorf("lines are %v", got)
	}
}

func TestABoundIsDrawnHollow(t *testing.T) {
	c := Course{Points: []CoursePoint{{Score: new(50.0)}, {Score: new(90.0), Clipped: "at_least"}}}
	if m := c.Marks(); m[0].Hollow || !m[1].Hollow {
		t.Errorf("marks are %+v", m)
	}
	a := sampleAnalysis()
	a.Courses = []Course{c}
	if n := strings.Count(analysisPage(t, "en", a), `class="spot hollow j0"`); n != 1 {
		t.Errorf("%d marks are hollow", n)
	}
}

func TestWavesWithLongNamesLeaveRoom(t *testing.T) {
	c := Course{}
	for _, wave := range []string{"2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"} {
		c.Points = append(c.Points, CoursePoint{Wave: wave})
	}
	tags := c.Tags()
	if len(tags) != 4 || tags[0].Side != "start" || tags[3].Side != "end" || !tags[1].Wide || !tags[2].Wide || tags[0].Wide {
		t.Errorf("words are %+v", tags)
	}
	for range 6 {
		c.Points = append(c.Points, CoursePoint{Wave: "2025-05-31"})
	}
	if tags := c.Tags(); len(tags) != 2 {
		t.Errorf("words are %+v", tags)
	}
}

func TestABarOfStepsIsThatOfItsShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 9), 4, 11).Draw(t, "counts")
		total := 0
		for _, c := range counts {
			total += c
		}
		if total == 0 {
			return
		}
		q := Question{}
		for _, c := range counts {
			q.Steps = append(q.Steps, float64(c)/float64(total))
		}
		n := len(q.Steps)
		s := Shares{Unfavourable: q.Steps[0] + q.Steps[1], Favourable: q.Steps[n-1] + q.Steps[n-2]}
		s.Neutral = 1 - s.Unfavourable - s.Favourable
		bar := q.Bar()
		near := func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }
		if u := s.Unfavourables(); !near(bar[0].X, u.X) || !near(bar[1].X+bar[1].Width, barZero) || !near(bar[0].X+bar[0].Width, bar[1].X) {
			t.Fatalf("the unfavourable side is %v, want %v", bar[:2], u)
		}
		if f := s.Favourables(); !near(bar[3].X+bar[3].Width, f.X+f.Width) || !near(bar[2].X, barZero) {
			t.Fatalf("the favourable side is %v, want %v", bar[2:4], f)
		}
		if m := s.Neutrals(); !near(bar[4].X, m.X) || !near(bar[4].Width, m.Width) {
			t.Fatalf("the middle is %v, want %v", bar[4], m)
		}
	})
	if (Question{Steps: []float64{0.5, 0, 0.5}}).Bar() != nil {
		t.Error("a scale of three steps has a bar, and its outer steps overlap")
	}
}

func TestDifferencesAndProbabilitiesAreWrittenAsPeopleQuoteThem(t *testing.T) {
	en, ar := Language{Tag: "en", Dir: "ltr"}, Language{Tag: "ar", Dir: "rtl"}
	for v, want := range map[float64]string{12.4: "+12", -0.6: "−1", 0.4: "0", -0.4: "0", 0: "0"} {
		if got := en.signed(v, 0); got != want {
			t.Errorf("%g is %q, want %q", v, got, want)
		}
	}
	if got := ar.signed(-3, 0); got != "\u200e−3" {
		t.Errorf("in a text from the right it is %q", got)
	}
	for p, want := range map[float64]string{0.0004: "< 0.001", 0.001: "0.001", 0.25: "0.250", 1: "1.000"} {
		if got := en.pvalue(p); got != want {
			t.Errorf("p of %g is %q", p, got)
		}
	}
}

func TestTheBoardIsReadFromTheLowestTeam(t *testing.T) {
	b := Board{Rows: []BoardRow{{Team: "hidden", Hidden: "few"}, {Team: "high", Total: Reading{Score: new(70.0)}}, {Team: "none"}, {Team: "low", Total: Reading{Score: new(30.0)}}, {Team: "merged", Hidden: "merged"}}}
	b.Sort()
	var got []string
	for _, r := range b.Rows {
		got = append(got, r.Team)
	}
	if strings.Join(got, " ") != "low high none hidden merged" {
		t.Errorf("the order is %v", got)
	}
}
