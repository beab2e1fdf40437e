package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"

	"teamtrust/survey"
	"teamtrust/survey/life"
)

func TestJourneyOfHR(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	t.Parallel()
	eachInstallation(t, func(t *testing.T, in *installation) {
		t.Parallel()
		in.serve("serve")
		p := newProfile(t)
		p.open(in.must("account", "add", "hr@example.org", "--role", "hr"))
		p.find("heading", "Overview")
		p.loadsTheStaff(in)
		id := p.createsASurvey(in)
		p.opensTheSurvey()
		links := p.downloadsInvitations(t)
		cast := answerAs(t, in, id, links)
		p.closesTheSurvey(cast)
		p.readsTheMap(in, id)
		p.downloadsFiles(t, in, id)
	})
}

const badRows = `employee_id,name,email,team,manages,language
A1,Ada,ada@example.org,Alpha,,en
A2,Bo,bo at example.org,Alpha,,en
A1,Cy,cy@example.org,Beta,,en
`

// loadsTheStaff uploads a list with bad rows, is told which, and then a good
// one, first to see what it would change.
func (p *tab) loadsTheStaff(in *installation) {
	p.t.Helper()
	p.leave("link", "Load the staff list")
	p.find("heading", "Staff list")

	p.tolerate("status of 400")
	bad := filepath.Join(p.t.TempDir(), "bad.csv")
	if err := os.WriteFile(bad, []byte(badRows), 0o600); err != nil {
		p.t.Fatal(err)
	}
	p.upload(bad, "button", "File")
	p.leave("button", "Check the file")
	p.find("heading", "What to put right")
	p.reads("2 things must be put right", "3 email bo at example.org", "4 employee_id A1")
	if got := in.must("survey", "list", "--format", "json"); got != "[]" {
		p.t.Errorf("surveys: %s", got)
	}

	good, err := filepath.Abs(staffList)
	if err != nil {
		p.t.Fatal(err)
	}
	p.upload(good, "button", "File")
	p.leave("button", "Check the file")
	p.find("heading", "Check of the staff list")
	p.reads("Nothing has been written yet.", "Afterwards the list has 355 people in 58 teams")
	p.leave("button", "Update the staff list")
	p.reads("The staff list was imported: 355 new, 0 changed, 0 leaving.")
	p.upload(good, "button", "File")
	p.leave("button", "Check the file")
	p.reads("The file changes nothing.")
}

// createsASurvey makes a draft after a form that was filled in wrongly, and
// looks at the questions in Arabic. It returns the survey's id.
func (p *tab) createsASurvey(in *installation) string {
	p.t.Helper()
	p.leave("navigation", "Main", "link", "Surveys")
	p.leave("link", "Create a survey")
	p.fill("Spring survey", "textbox", "Name")
	p.fill("4", "textbox", "Minimum group")
	p.leave("button", "Create the draft")
	p.find("heading", "There is a problem")
	if !p.find("textbox", "Minimum group").invalid {
		p.t.Error("the wrong field is not marked as wrong")
	}
	p.fill("5", "textbox", "Minimum group")
	p.leave("button", "Create the draft")
	p.find("heading", "Spring survey")
	id := regexp.MustCompile(`/hr/surveys/(\w+)`).FindStringSubmatch(p.address())[1]

	p.leave("main", "", "link", "العربية")
	p.find("group", "في فريقي، تصلني المستجدات المتعلقة بعملي في الوقت المناسب.")
	p.leave("link", "Back to the survey")
	return id
}

// opensTheSurvey reads which teams will have no result of their own, and opens.
func (p *tab) opensTheSurvey() {
	p.t.Helper()
	p.leave("link", "Check and open")
	p.find("heading", "Teams that cannot have a result of their own")
	p.reads("People invited 355", "Questions 10")
	p.leave("button", "Open it for 355 people")
	p.reads("The survey is open: 355 people are invited.")
	p.reads("The first count appears a day after opening.")
}

// downloadsInvitations gets the personal links.
func (p *tab) downloadsInvitations(t *testing.T) []life.Link {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(p.downloads("button", "Download links"))).ReadAll()
	if err != nil || len(rows) != 356 {
		t.Fatalf("the file of links has %d rows (%v), want 356", len(rows), err)
	}
	var links []life.Link
	for _, row := range rows[1:] {
		links = append(links, life.Link{Person: row[0], Team: row[2], URL: row[3]})
	}
	p.reload()
	p.reads("Downloaded once.")
	return links
}

// answerAs lets three of four people answer, and returns how many that are.
func answerAs(t *testing.T, in *installation, id string, links []life.Link) int {
	t.Helper()
	q, _, err := survey.BuiltIn("P10")
	if err != nil {
		t.Fatal(err)
	}
	some := links[:len(links)*3/4]
	n, err := crowd{seed: 11, q: q}.cast(t.Context(), newClient(in.url, http.DefaultTransport, 4), some, 4, func() {})
	if err != nil || n != len(some) {
		t.Fatalf("%d of %d people answered: %v", n, len(some), err)
	}
	return n
}

// closesTheSurvey forgets the reason first.
func (p *tab) closesTheSurvey(cast int) {
	p.t.Helper()
	p.press("checkbox", "Close it now and publish the results")
	p.leave("button", "Close and count")
	p.find("heading", "There is a problem")
	p.fill("everybody has answered", "textbox", "Why now?")
	p.press("checkbox", "Close it now and publish the results")
	p.leave("button", "Close and count")
	p.reads("The survey is closed, counted and released.", fmt.Sprintf("Answers %d", cast), "everybody has answered")
}

// readsTheMap compares the organisation's table with the release, cell by cell.
func (p *tab) readsTheMap(in *installation, id string) {
	p.t.Helper()
	p.leave("link", "See the results")
	p.find("heading", "Organisation")
	r := in.results(id)
	p.reads(verdict(r.Waves[0].releasedFigure))
	rows := p.heatmap()
	if len(rows) != 1+len(r.Waves[0].Teams) {
		p.t.Errorf("the map has %d rows, want the organisation and %d teams", len(rows), len(r.Waves[0].Teams))
	}
	for i, row := range rows {
		f := r.Waves[0].releasedFigure
		if i > 0 {
			team := r.team(row[0])
			if f = team.releasedFigure; team.Hidden {
				if len(row) != 2 || !strings.HasPrefix(row[1], "Hidden") {
					p.t.Errorf("%s is hidden, and the map says %q", row[0], row[1:])
				}
				continue
			}
		}
		want := []string{fmt.Sprintf("%d of %d", *f.N, *f.Invited), cell(f.Total)}
		for _, d := range []string{"COM", "REL", "TRA", "RES"} {
			want = append(want, cell(f.Dimensions[d]))
		}
		if got := row[1:]; strings.Join(got, "|") != strings.Join(want, "|") {
			p.t.Errorf("%q: the map says %q, want %q", row[0], got, want)
		}
	}
	p.leave("link", "Transparency")
	checkSorted(p.t, r, p.heatmap())
}

// heatmap is the table of teams: path and cells of every row.
func (p *tab) heatmap() [][]string {
	p.t.Helper()
	return evaluate[[][]string](p, `[...document.querySelectorAll("#heatmap tbody tr")].map((r) => [r.dataset.find ?? "", ...[...r.cells].slice(1).map((c) => c.innerText.trim())])`)
}

// checkSorted expects the organisation first, then the lowest Transparency,
// and hidden teams last.
func checkSorted(t *testing.T, r released, rows [][]string) {
	t.Helper()
	last := -1.0
	for _, row := range rows[1:] {
		score := 101.0
		if team := r.team(row[0]); !team.Hidden && team.Dimensions["TRA"].Score != nil {
			score = *team.Dimensions["TRA"].Score
		}
		if score < last {
			t.Errorf("%s stands below a team with %.1f and has %.1f", row[0], last, score)
		}
		last = score
	}
}

// cell is how a map writes a level.
func cell(l releasedLevel) string {
	if l.Score == nil {
		return "Hidden"
	}
	return map[string]string{"": "", "at_least": "≥ ", "at_most": "≤ ", "both": "≈ "}[l.Clipped] + fmt.Sprintf("%.0f", *l.Score)
}

// downloadsFiles gets the workbook and the CSV and opens both.
func (p *tab) downloadsFiles(t *testing.T, in *installation, id string) {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(p.downloads("link", "Download workbook")))
	if err != nil {
		t.Fatalf("the workbook cannot be opened: %v", err)
	}
	defer book.Close()
	if got, want := strings.Join(book.GetSheetList(), " · "), "Read me · Summary · Dimensions · Items · Trend · Promises · Method · Data"; got != want {
		t.Errorf("the sheets are %s, want %s", got, want)
	}
	file := strings.TrimRight(string(p.downloads("link", "Download CSV")), "\n")
	if want := in.must("results", id, "--format", "csv"); oneLine(file) != oneLine(want) {
		t.Error("the CSV is not the one that the command prints")
	}
}

// downloads presses something that hands out a file, and returns the file.
func (p *tab) downloads(path ...string) []byte {
	p.t.Helper()
	dir := p.t.TempDir()
	_, err := chromedp.CallBrowser(p.ctx, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{
		Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID, DownloadPath: dir})
	if err != nil {
		p.t.Fatal(err)
	}
	p.press(path...)
	var file []byte
	p.until("the file is there", func() bool {
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != 1 || strings.HasSuffix(entries[0].Name(), ".crdownload") {
			return false
		}
		file, err = os.ReadFile(filepath.Join(dir, entries[0].Name()))
		return err == nil && len(file) > 0
	})
	return file
}
