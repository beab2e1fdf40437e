package reports_test

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
)

// hostileBook has teams, dimensions, questions and a survey with names that
// could be taken for something else.
func hostileBook(name string) reports.Book {
	form := hostileForm(name)
	shown := figure(map[string]analytics.Dimension{"X": exact(62, 3.2, 3.8, 0.2, 0.3, 0.5)})
	shown.Items = map[string]analytics.Item{"X1": {Level: shown.Dimensions["X"].Level}, "Y1": {}}
	r := handmade()
	r.Name, r.Rehearsal = name, true
	r.Waves[0].Figure = *shown
	r.Waves[0].Teams = []analytics.Team{{Team: name, Figure: shown}, {Team: name + " / " + name, Figure: shown}, {Team: "Z", Hidden: true, Reason: analytics.ReasonMerged}}
	return reports.Book{Release: r, Survey: survey.Survey{ID: "s1", Name: name, MinimumGroup: 5}, Form: form, Language: "en"}
}

func TestHostileNamesStayText(t *testing.T) {
	for _, name := range hostileNames() {
		t.Run(name, func(t *testing.T) {
			w := write(t, hostileBook(name))
			for part, content := range w.parts {
				wellFormed(t, part, content)
				if strings.HasPrefix(part, "xl/worksheets/") && strings.Contains(content, "<f>") {
					t.Errorf("%s holds a formula", part)
				}
			}
			safe := reports.Safe(name)
			if got := w.table(t, "Data")[3][1]; got != safe {
				t.Errorf("the team is %q in the workbook", got)
			}
			if got := csvOf(t, hostileBook(name).Release)[3][1]; got != safe {
				t.Errorf("the team is %q in the CSV", got)
			}
			if got := w.table(t, "Items")[1][3]; got != safe {
				t.Errorf("the question is %q", got)
			}
			if got := w.rows(t, "Summary")[0][0]; got != "Summary: Whole organisation" {
				t.Errorf("the summary is called %q", got)
			}
			if got := w.fact(t, "Survey"); got != safe {
				t.Errorf("the survey is %q", got)
			}
			heading := strings.Join(strings.Fields(strings.NewReplacer("_x000A_", "_ x000A_", "_x005F_", "_ x005F_").Replace(name)), " ")
			if headings := w.table(t, "Dimensions")[0]; len(heading) < 100 && !slices.Contains(headings, reports.Safe(heading)) {
				t.Errorf("no heading is %q: %q", reports.Safe(heading), headings)
			}
		})
	}
}

func TestTheTitleNamesATeamAsItIs(t *testing.T) {
	for _, name := range hostileNames() {
		b := hostileBook(name)
		b.Team = survey.Path(name)
		if got := write(t, b).rows(t, "Summary")[0][0]; got != "Summary: "+name {
			t.Errorf("%q: the title is %q", name, got)
		}
	}
}

func TestPrintedHeadersStayTextAndFit(t *testing.T) {
	for _, name := range append(hostileNames(), strings.Repeat("&", 300), strings.Repeat("🚀", 300)) {
		w := write(t, hostileBook(name))
		for i := range sheetNames {
			h, err := w.book.GetHeaderFooter(sheetNames[i])
			if err != nil {
				t.Fatal(err)
			}
			if units := len(utf16(h.OddHeader)); units > 255 {
				t.Errorf("the header of %q has %d characters", name, units)
			}
			if left := strings.ReplaceAll(h.OddHeader, "&&", ""); strings.Count(left, "&") != 4 {
				t.Errorf("the header of %q holds a code of its own: %s", name, h.OddHeader)
			}
		}
	}
}

// utf16 counts as a spreadsheet does.
func utf16(s string) []rune {
	var units []rune
	for _, r := range s {
		units = append(units, r)
		if r > 0xFFFF {
			units = append(units, r)
		}
	}
	return units
}

func TestDimensionsOfOneNameHaveTwoHeadings(t *testing.T) {
	form := hostileForm("Team")
	form.Dimensions = append(form.Dimensions, survey.Dimension{ID: "Z", Name: survey.Text{"en": "TEAM"}, Items: []string{"Z1"}})
	b := hostileBook("Team")
	b.Form = form
	want := []string{"Team", "Level", "Answered", "Invited", "Overall", "Team (2)", "TEAM (3)", "Note"}
	if got := write(t, b).table(t, "Dimensions")[0]; !slices.Equal(got, want) {
		t.Errorf("headings are %q", got)
	}
}

func wellFormed(t *testing.T, part, content string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(content))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%s is not well-formed: %v", part, err)
		}
	}
}
