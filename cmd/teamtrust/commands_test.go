package main

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/xuri/excelize/v2"

	"teamtrust/analytics"
)

const staffList = "../../survey/people/testdata/people.csv"

func TestAStaffListIsImported(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		const summary = "355 people, 58 teams: 355 new, 0 changed, 0 leaving"
		if got := in.must("people", "import", staffList, "--dry-run"); got != summary {
			t.Errorf("the dry run ends with %q, want %q", got, summary)
		}
		if got := in.must("people", "import", staffList); got != summary {
			t.Errorf("the import ends with %q, want %q", got, summary)
		}
		if got, want := in.must("people", "import", staffList), "355 people, 58 teams: 0 new, 0 changed, 0 leaving"; got != want {
			t.Errorf("the second import ends with %q, want %q", got, want)
		}
	})
}

func TestOneBadRowRefusesTheWholeList(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		file := filepath.Join(t.TempDir(), "staff.csv")
		rows := "employee_id,name,email,team,manages,language\nA1,Ada,ada@example.org,Alpha,,en\nA2,Bo,bo,Alpha,,en\nA1,Cy,cy@example.org,Beta,,en\n"
		if err := os.WriteFile(file, []byte(rows), 0o600); err != nil {
			t.Fatal(err)
		}
		_, stderr, code := in.run("people", "import", file)
		if code != exitFailed {
			t.Errorf("exit code %d, want %d", code, exitFailed)
		}
		for _, want := range []string{"row 3, email: \"bo\"", "row 4, employee_id:"} {
			if !strings.Contains(stderr, want) {
				t.Errorf("stderr lacks %q:\n%s", want, stderr)
			}
		}
		if got := in.must("people", "import", staffList); !strings.HasPrefix(got, "355 people, 58 teams: 355 new") {
			t.Errorf("the bad file left something behind: %s", got)
		}
	})
}

func TestWrongUsageEndsWithTwo(t *testing.T) {
	in := newInstallation(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	for _, args := range [][]string{
		{"survey", "create", "--questionnaire", "P10", "--name", "X", "--minimum-group", "4"},
		{"survey", "create", "--questionnaire", "P10", "--name", "X", "--closes", "soon"},
		{"survey", "create", "--name", "X"},
		{"results", "abc", "--format", "xml"},
		{"no-such-command"},
		{"simulate", "abc", "--concurrency", "0"},
		{"account", "add", "m@example.org", "--role", "manager"},
		{"account", "add", "h@example.org", "--role", "hr", "--team", "Alpha"},
		{"serve", "--public-url", "not an address"},
		{"survey", "invitations", "abc", "--codes", "-o", "x.csv"},
	} {
		stdout, stderr, code := in.run(args...)
		if code != exitUsage {
			t.Errorf("%v: exit code %d, want %d", args, code, exitUsage)
		}
		if stderr == "" || stdout != "" {
			t.Errorf("%v: stdout %q, stderr %q; errors go to stderr alone", args, stdout, stderr)
		}
	}
}

func TestEveryCommandHasHelpWithAnExample(t *testing.T) {
	in := newInstallation(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	parser, err := newParser(&commands{}, &environment{getenv: noEnvironment}, io.Discard, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	all := []string{""}
	var add func(n *kong.Node, above string)
	add = func(n *kong.Node, above string) {
		for _, child := range n.Children {
			name := strings.TrimSpace(above + " " + child.Name)
			all = append(all, name)
			add(child, name)
		}
	}
	add(parser.Model.Node, "")
	if !slices.Contains(all, "survey") || !slices.Contains(all, "survey invitations") {
		t.Fatalf("the commands are %q", all)
	}
	for _, command := range all {
		stdout, _, code := in.run(append(strings.Fields(command), "--help")...)
		if code != exitDone || !strings.Contains(stdout, "Example: ") {
			t.Errorf("%q --help: exit code %d and no example:\n%s", command, code, stdout)
		}
	}
}

func TestASurveyFromOpeningToRelease(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		in.must("people", "import", staffList)
		in.serve("serve")
		id := in.must("survey", "create", "--questionnaire", "P10", "--name", "Rehearsal", "--rehearsal")
		if strings.ContainsAny(id, " \n") {
			t.Fatalf("create printed %q, want the id alone", id)
		}
		in.must("survey", "open", id)
		in.must("simulate", id, "--ballots", "280", "--seed", "7")
		if _, stderr, code := in.run("results", id, "--format", "json"); code != exitFailed {
			t.Errorf("results of an open survey: exit code %d, %s", code, stderr)
		}
		if _, _, code := in.run("survey", "close", id); code != exitFailed {
			t.Error("an open survey closed before its time without a reason")
		}
		in.must("survey", "close", id, "--reason", "the rehearsal is over")
		var r analytics.Release
		if err := json.Unmarshal([]byte(in.must("results", id, "--format", "json")), &r); err != nil {
			t.Fatal(err)
		}
		if r.Cast == nil || *r.Cast != 280 || r.Invited != 355 || !r.Rehearsal {
			t.Errorf("cast %v of %d, rehearsal %v; want 280 of 355, true", r.Cast, r.Invited, r.Rehearsal)
		}
		if hash, err := r.Hash(); err != nil || hash != r.ReleaseHash {
			t.Errorf("the release says its hash is %s, it is %s (%v)", r.ReleaseHash, hash, err)
		}
		rows, err := csv.NewReader(strings.NewReader(in.must("results", id, "--format", "csv"))).ReadAll()
		if err != nil || len(rows) != 1+59*5 {
			t.Errorf("the CSV has %d rows (%v), want a header and 5 for each of 59 figures", len(rows), err)
		}
		checkList(t, in, id)
		book := filepath.Join(t.TempDir(), "trust.xlsx")
		in.must("report", id, "-o", book)
		if info, err := os.Stat(book); err != nil || info.Size() < 5_000 {
			t.Errorf("the workbook: %v, %v", info, err)
		}
		checkForms(t, in, id, book)
	})
}

// checkForms asks for results in other languages and dialects.
func checkForms(t *testing.T, in *installation, id, book string) {
	t.Helper()
	for _, language := range []string{"en", "de", "ar"} {
		in.must("report", id, "--language", language, "-o", book)
		w, err := excelize.OpenFile(book)
		if err != nil {
			t.Fatal(err)
		}
		if p, err := w.GetDocProps(); err != nil || p.Language != language {
			t.Errorf("the workbook in %s is in %q, %v", language, p.Language, err)
		}
		_ = w.Close() // it was only read
	}
	if _, _, code := in.run("report", id, "--language", "fr", "-o", book); code != exitUsage {
		t.Errorf("a language that there is not: exit code %d", code)
	}
	if out := in.must("results", id, "--format", "csv", "--bom", "--separator", "semicolon"); !strings.HasPrefix(out, "\ufeffwave;team;n;") {
		t.Errorf("the CSV for a spreadsheet begins with %.40q", out)
	}
	if _, _, code := in.run("results", id, "--format", "json", "--bom"); code != exitUsage {
		t.Errorf("a mark before JSON: exit code %d", code)
	}
}

func checkList(t *testing.T, in *installation, id string) {
	t.Helper()
	var list []map[string]any
	if err := json.Unmarshal([]byte(in.must("survey", "list", "--format", "json")), &list); err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0]["id"] != id || list[0]["state"] != "closed" || list[0]["cast"] != 280.0 || list[0]["minimum_group"] != 5.0 {
		t.Errorf("survey list: %v", list)
	}
}

func TestARealSurveyIsNotSimulated(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		in.must("people", "import", staffList)
		id := in.must("survey", "create", "--questionnaire", "P6", "--name", "Real")
		in.must("survey", "open", id)
		if _, stderr, code := in.run("simulate", id); code != exitFailed || !strings.Contains(stderr, "--rehearsal") {
			t.Errorf("simulate: exit code %d, %q", code, stderr)
		}
		second := in.must("survey", "create", "--questionnaire", "P6", "--name", "Second")
		if _, stderr, code := in.run("survey", "open", second); code != exitFailed || !strings.Contains(stderr, "another survey open") {
			t.Errorf("a second open survey of the same people: exit code %d, %q", code, stderr)
		}
		in.must("survey", "close", id, "--reason", "test")
		if _, stderr, code := in.run("survey", "open", second); code != exitFailed || !strings.Contains(stderr, "14 days") {
			t.Errorf("a survey that closes within 14 days: exit code %d, %q", code, stderr)
		}
		later := in.must("survey", "create", "--questionnaire", "P6", "--name", "Later", "--closes", "20d")
		in.must("survey", "open", later)
	})
}

func TestInvitationsAreHandedOutOneWay(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		in.must("people", "import", staffList)
		id := in.must("survey", "create", "--questionnaire", "P6", "--name", "Cards")
		in.must("survey", "open", id)
		cards, links := filepath.Join(t.TempDir(), "cards.csv"), filepath.Join(t.TempDir(), "links.csv")
		in.must("survey", "invitations", id, "--cards", "-o", cards)
		in.must("survey", "invitations", id, "-o", links)
		a, b := readCSV(t, cards), readCSV(t, links)
		if len(a)+len(b) != 355+2 || strings.Join(a[0], ",") != "team,link" || strings.Join(b[0], ",") != "employee_id,email,team,link" {
			t.Errorf("%d cards and %d links with headers %v and %v, want 355 in all", len(a)-1, len(b)-1, a[0], b[0])
		}
		for _, row := range b[1:] {
			if row[1] == "" {
				t.Fatalf("%s has no e-mail and got a personal link although cards were drawn", row[0])
			}
		}
		again := filepath.Join(t.TempDir(), "again.csv")
		in.must("survey", "invitations", id, "--cards", "-o", again)
		if set(readCSV(t, again)) != set(a) {
			t.Error("a second export of the cards has other cards")
		}
		other := in.must("survey", "create", "--questionnaire", "P6", "--name", "Links", "--rehearsal")
		in.must("survey", "open", other)
		in.must("survey", "invitations", other, "-o", links)
		if _, _, code := in.run("survey", "invitations", other, "--cards", "-o", cards); code != exitFailed {
			t.Error("cards were drawn after personal links had been exported for everybody")
		}
	})
}

func readCSV(t *testing.T, file string) [][]string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("%s: %v", file, err)
	}
	return rows
}

// set is the rows of a file whatever their order.
func set(rows [][]string) string {
	seen := map[string]bool{}
	for _, r := range rows {
		seen[strings.Join(r, ",")] = true
	}
	keys := make([]string, 0, len(seen))
	for k := range seen {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return strings.Join(keys, "\n")
}
