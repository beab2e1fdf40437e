package reports_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
)

func pageOf(t testing.TB, f reports.Findings) string {
	t.Helper()
	var out bytes.Buffer
	if err := reports.WriteAnalysisPage(&out, f); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// plainText is what a person reads, on one line, without marks of direction.
func plainText(page string) string {
	_, body, _ := strings.Cut(page, "<body>")
	text := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, " "))
	text = strings.Join(strings.Fields(text), " ")
	return regexp.MustCompile(` ([.,:;])`).ReplaceAllString(text, "$1")
}

func TestTheReportSaysWhatTheAnalysisFound(t *testing.T) {
	text := plainText(pageOf(t, pulse(t, 1)))
	for _, want := range []string{
		"243 rows of answers in the latest wave · 24 teams · 8 waves · answers.csv",
		"Wave 8: Trust is 63 of 100 ( 61 to 65 ). Transparency is lowest, at 58.",
		"Since wave 7 there is no clear change ( −3 to +3 points).",
		"After wave 3, the 8 teams of the incident lost 10 points compared with the other teams. Chance alone would hardly give that.",
		"Of the drop from 66 to 45, 77% is regained. The 95% interval is 59% to 94%.",
		"T08 69 52 57% −71% … 112% – Exponential curve: not given, because the rate of recovery may as well be zero.",
		"69 of 115 changes of teams are no clear change.",
		"T24: higher in Communication",
		"com3 reverse-worded, so turned round here",
		"Columns that were not used: respondent, role_weight",
		"Communication 241 3.59 0.73 0.68 0.68 0.08 0.47",
		"com1 234 9 3.54 0.97 5 27 77 87 38",
		"Nothing is hidden here",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}

func TestTheReportShowsNothingOfAHiddenTeam(t *testing.T) {
	f := pulse(t, 5)
	text := plainText(pageOf(t, f))
	few := 0
	for _, team := range f.Analysis.Waves[7].Teams {
		if !team.Hidden {
			continue
		}
		few++
		if want := team.Team + " Hidden fewer than 5 answers"; !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	for _, want := range []string{fmt.Sprintf("%d teams have fewer than 5 answers.", few), "It is not looked at here, because that needs the single answers of each team.", "is not shown, because one of both scores is hidden or only a bound"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if strings.Contains(text, "Of the drop") || strings.Contains(text, "minimum_group: 1") {
		t.Error("the report says what it may not")
	}
}

func TestAReportOfAHiddenWaveSaysThatAndNothingElse(t *testing.T) {
	f := found(t, strings.ReplaceAll(fmt.Sprintf(pulseForm, 5), "incident: {teams: [T08, T11, T13, T15, T17, T19, T21, T23], after: 3}", ""),
		[]byte("team,wave,com1,com2,com3,rel1,rel2,rel3,tra1,tra2,tra3,res1,res2,res3\nA,1,1,2,3,4,5,1,2,3,4,5,1,2\nA,1,1,2,3,4,5,1,2,3,4,5,1,2\n"))
	text := plainText(pageOf(t, f))
	if !strings.Contains(text, "Fewer than 5 people answered in the latest wave.") || strings.Contains(text, "Where trust stands") {
		t.Errorf("the report says %s", text)
	}
}

func TestTheReportIsInTheLanguageThatIsAskedFor(t *testing.T) {
	for lang, want := range map[string]string{"de": "Welle 8: Das Vertrauen", "ar": "الموجة 8 :", "de-AT": "Welle 8:", "fr": "Wave 8:"} {
		f := pulse(t, 1)
		f.Language = lang
		page := pageOf(t, f)
		if text := plainText(page); !strings.Contains(text, want) && !strings.Contains(text, strings.ReplaceAll(want, " :", ":")) {
			t.Errorf("%s: %.300s", lang, text)
		}
	}
}

func TestHostileNamesStayTextInTheReport(t *testing.T) {
	for _, name := range hostileNames() {
		t.Run(name, func(t *testing.T) {
			page := pageOf(t, hostileFindings(t, name))
			if strings.Count(page, "<script") > 0 || strings.Contains(page, "<b>DACH") || strings.Contains(page, "javascript:") {
				t.Error("a name is markup")
			}
			if n := strings.Count(page, "<bdi>"+html.EscapeString(name)+"</bdi>") + strings.Count(page, "<bdi>"+strings.ReplaceAll(html.EscapeString(name), "+", "&#43;")+"</bdi>"); n < 3 {
				t.Errorf("the name stands %d times in the page as it is", n)
			}
			if err := wellFormedHTML(page); err != nil {
				t.Error(err)
			}
		})
	}
}

// wellFormedHTML checks that every element that is opened is closed.
func wellFormedHTML(page string) error {
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	depth := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			if depth != 0 {
				return fmt.Errorf("%d elements are still open", depth)
			}
			return nil
		}
		if err != nil {
			return err
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
}

func TestAnswersThatSayHardlyAnythingHaveAReport(t *testing.T) {
	wrong := regexp.MustCompile(`NaN|Inf\b|%!|<no value>|\b(report|recovery|incident|why|note|figure)\.[a-z_]+`)
	for name, files := range strange() {
		for _, lang := range []string{"en", "de", "ar"} {
			f := found(t, files[0], []byte(files[1]))
			f.Language = lang
			page := pageOf(t, f)
			if found := wrong.FindString(plainText(page)); found != "" {
				t.Errorf("%s in %s holds %q", name, lang, found)
			}
			if err := wellFormedHTML(page); err != nil {
				t.Errorf("%s in %s: %v", name, lang, err)
			}
		}
	}
}

func TestAReportOfManyTeamsShowsTheLowestAndCountsTheRest(t *testing.T) {
	f := pulse(t, 1)
	wave := &f.Analysis.Waves[7]
	one := wave.Teams[20]
	wave.Teams = nil
	for i := range 5_000 {
		team := one
		team.Team = fmt.Sprintf("Team %04d", i)
		total := *one.Total
		total.Score = new(float64((i * 37) % 5_000 / 50))
		team.Total = &total
		wave.Teams = append(wave.Teams, team)
	}
	page := pageOf(t, f)
	if text := plainText(page); !strings.Contains(text, "4,800 more teams are in the workbook, which holds all of them.") || len(page) > 1<<20 {
		t.Errorf("%d bytes, %.200s", len(page), text)
	}
}

func TestTheReportCallsTheTotalTrustOnlyOfTrust(t *testing.T) {
	for name, files := range strange() {
		if strings.HasPrefix(name, "two camps minimum_group: 1 ") {
			if text := plainText(pageOf(t, found(t, files[0], []byte(files[1])))); !strings.Contains(text, "The overall score is") || strings.Contains(text, "Trust is") {
				t.Errorf("%s: %.200s", name, text)
			}
		}
	}
}

// FuzzAnalysis takes any questionnaire and any answers through everything
// that analyze writes: they are refused in words for people, or all of it is
// whole.
func FuzzAnalysis(f *testing.F) {
	f.Add([]byte(fmt.Sprintf(pulseForm, 1)), []byte("team,wave,com1,com2,com3,rel1,rel2,rel3,tra1,tra2,tra3,res1,res2,res3\nT08,1,1,2,3,4,5,1,2,3,4,5,1,2\nT08,4,1,2,3,4,5,1,2,3,4,5,1,2\n"))
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range strange() {
			if !yield(name) {
				return
			}
		}
	}) {
		files := strange()[name]
		f.Add([]byte(files[0]), []byte(files[1]))
	}
	f.Fuzz(func(t *testing.T, form, answers []byte) {
		found, err := findings(form, answers)
		if err != nil {
			if survey.CodeOf(err) == survey.CodeInternal {
				t.Fatalf("an error that is not for people: %v", err)
			}
			return
		}
		checkFinite(t, found.Analysis)
		if err := wellFormedHTML(pageOf(t, found)); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := reports.WriteAnalysisWorkbook(&out, found); err != nil {
			t.Fatal(err)
		}
	})
}

// checkFinite fails where the JSON would hold what is no number.
func checkFinite(t *testing.T, a *analytics.Analysis) {
	t.Helper()
	if err := writeAsJSON(io.Discard, a); err != nil {
		t.Fatal(err)
	}
}
