package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const smallForm = `
id: small
scale: {lo: 1, hi: 5}
columns: {team: team}
minimum_group: 1
dimensions:
  - {id: D, items: [a, b]}
`

// analysisFiles is a folder with answers.csv and form.yaml.
type analysisFiles struct {
	t      *testing.T
	folder string
}

func newAnalysisFiles(t *testing.T, answers, form string) analysisFiles {
	t.Helper()
	c := analysisFiles{t, t.TempDir()}
	c.put("answers.csv", answers)
	c.put("form.yaml", form)
	return c
}

func (c analysisFiles) path(name string) string { return filepath.Join(c.folder, name) }

func (c analysisFiles) put(name, text string) {
	c.t.Helper()
	if err := os.WriteFile(c.path(name), []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

func (c analysisFiles) get(name string) string {
	c.t.Helper()
	raw, err := os.ReadFile(c.path(name))
	if err != nil {
		c.t.Fatal(err)
	}
	return string(raw)
}

// run runs the command on both files with more arguments.
func (c analysisFiles) run(args ...string) (stdout, stderr string, code int) {
	var out, errs bytes.Buffer
	args = append([]string{"analyze", "--answers", c.path("answers.csv"), "--questionnaire", c.path("form.yaml")}, args...)
	code = run(c.t.Context(), args, noEnvironment, &out, &errs)
	return out.String(), errs.String(), code
}

// analyze runs the command and says where the result goes.
func analyze(t *testing.T, answers, form string) (result, stdout, stderr string, code int) {
	t.Helper()
	c := newAnalysisFiles(t, answers, form)
	stdout, stderr, code = c.run("--format", "json", "-o", c.path("result.json"))
	return c.path("result.json"), stdout, stderr, code
}

func TestAnalyzeWritesOneResult(t *testing.T) {
	result, stdout, stderr, code := analyze(t, "id,team,a,b\n1,N,1,2\n2,N,5,4\n3,S,3,\n", smallForm)
	if code != exitDone || stdout != "" {
		t.Fatalf("exit code %d\n%s%s", code, stdout, stderr)
	}
	if !strings.Contains(stderr, "answers.csv") || !strings.Contains(stderr, "ignored: id") {
		t.Errorf("the column that is not in the questionnaire is not named: %s", stderr)
	}
	raw, err := os.ReadFile(result)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Questionnaire string
		Waves         []struct {
			Wave       *string
			N          int
			Dimensions map[string]struct{ Mean float64 }
			Teams      []struct {
				Team string
				N    int
			}
		}
		Changes  []any
		DID      any
		Recovery []any
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	w := got.Waves[0]
	if got.Questionnaire != "small" || w.Wave != nil || w.N != 3 || w.Dimensions["D"].Mean != 3 || len(w.Teams) != 2 || w.Teams[1].Team != "S" {
		t.Errorf("got %s", raw)
	}
	if got.Changes == nil || got.Recovery == nil || got.DID != nil {
		t.Errorf("one wave has no changes: %s", raw)
	}
}

func TestAnalyzeHidesSmallGroupsByDefault(t *testing.T) {
	form := strings.Replace(smallForm, "minimum_group: 1\n", "", 1)
	result, _, stderr, code := analyze(t, "team,a,b\n"+strings.Repeat("N,2,3\nN,4,3\n", 4)+"S,3,3\n", form)
	if code != exitDone {
		t.Fatal(stderr)
	}
	raw, err := os.ReadFile(result)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Waves []struct {
			Teams []struct {
				Team   string
				Hidden bool
				N      *int
			}
		}
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if s := got.Waves[0].Teams[1]; !s.Hidden || s.N != nil {
		t.Errorf("the team of one is %+v", s)
	}
}

func TestAnalyzeRefusesBadFilesAndKeepsWhatWasThere(t *testing.T) {
	waves := strings.Replace(smallForm, "{team: team}", "{team: team, wave: wave}", 1)
	tests := []struct{ name, answers, form, want string }{
		{"a value off the scale", "team,a,b\nN,1,7\n", smallForm, `answers.csv, row 2, column b: "7"`},
		{"text in an answer", "team,a,b\nN,often,1\n", smallForm, `answers.csv, row 2, column a: "often"`},
		{"a missing item", "team,a\nN,1\n", smallForm, `no column "b"`},
		{"a column that is there twice", "team,a,b,a\nN,1,1,1\n", smallForm, `columns 2 and 4 are both called "a"`},
		{"an empty file", "", smallForm, "answers.csv is empty"},
		{"a header alone", "team,a,b\n", smallForm, "answers.csv: the file has no rows"},
		{"a broken quote", "team,a,b\n\"N,1,1\n", smallForm, "answers.csv, row 2: a quote is opened"},
		{"a NUL", "team,a,b\nN\x00,1,1\n", smallForm, "row 2, column team"},
		{"teams in two ways", "team,a,b\nN,1,1\nn,1,1\n", smallForm, "row 3, column team"},
		{"too small a headcount", "team,a,b\nN,1,1\nN,1,1\n", smallForm + "headcount: {N: 1}\n", "headcount of 1"},
		{"an incident in an unknown team", "team,wave,a,b\nN,1,1,1\n", waves + "incident: {teams: [X], after: 1}\n", "team X"},
		{"an incident after an unknown wave", "team,wave,a,b\nN,1,1,1\n", waves + "incident: {teams: [N], after: 7}\n", "after wave 7"},
		{"a questionnaire that is none", "team,a,b\nN,1,1\n", "nonsense", "form.yaml"},
		{"a questionnaire without columns", "team,a,b\nN,1,1\n", strings.Replace(smallForm, "columns: {team: team}\n", "", 1), "form.yaml"},
		{"a questionnaire with a tab", "team,a,b\nN,1,1\n", smallForm + "headcount:\n\tN: 1\n", "Line 9"},
		{"a questionnaire with a wrong key", "team,a,b\nN,1,1\n", smallForm + "headcont: {N: 1}\n", "Line 8"},
		{"a questionnaire with a word for a number", "team,a,b\nN,1,1\n", smallForm + "headcount: {N: nine}\n", "Line 8"},
		{"a minimum group between", "team,a,b\nN,1,1\n", strings.Replace(smallForm, "minimum_group: 1", "minimum_group: 3", 1), "minimum_group is 3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newAnalysisFiles(t, tt.answers, tt.form)
			for _, format := range analysisFormats {
				c.put("result", "before")
				stdout, stderr, code := c.run("--format", format, "-o", c.path("result"))
				if code != exitFailed || !strings.Contains(stderr, tt.want) || stdout != "" || strings.Count(stderr, "\n") != 1 {
					t.Errorf("exit code %d, %s%s", code, stdout, stderr)
				}
				if got := c.get("result"); got != "before" {
					t.Errorf("the file that was there is now %q", got)
				}
				if names, err := os.ReadDir(c.folder); err != nil || len(names) != 3 {
					t.Errorf("something was left behind: %v, %v", names, err)
				}
			}
		})
	}
}

// analysisFormats are the formats of a result, with what each begins with.
var (
	analysisFormats = []string{"json", "xlsx", "html"}
	beginning       = map[string]string{"json": "{", "xlsx": "PK\x03\x04", "html": "<!doctype html>"}
)

func TestAnalyzeWritesEveryFormatWhole(t *testing.T) {
	c := newAnalysisFiles(t, "team,a,b\nN,1,2\nN,5,3\n", smallForm)
	for _, format := range analysisFormats {
		c.put("result", "before")
		stdout, stderr, code := c.run("--format", format, "-o", c.path("result"))
		if got := c.get("result"); code != exitDone || stdout+stderr != "" || !strings.HasPrefix(got, beginning[format]) {
			t.Errorf("%s: exit code %d, %s%s, %.20q", format, code, stdout, stderr, got)
		}
		if stdout, _, code := c.run("--format", format, "-o", "-"); code != exitDone || !strings.HasPrefix(stdout, beginning[format]) {
			t.Errorf("%s: exit code %d, %.20q", format, code, stdout)
		}
	}
	if _, stderr, code := c.run("--format", "pdf"); code != exitUsage || !strings.Contains(stderr, "json") {
		t.Errorf("an unknown format ends with %d: %s", code, stderr)
	}
}

func TestAnalyzeWritesToStandardOutputUnlessAFileIsNamed(t *testing.T) {
	c := newAnalysisFiles(t, "team,a,b\nN,1,2\n", smallForm)
	for _, args := range [][]string{nil, {"-o", "-"}, {"-o", os.DevNull}} {
		stdout, stderr, code := c.run(args...)
		if code != exitDone || stderr != "" {
			t.Fatalf("%q: exit code %d, %s", args, code, stderr)
		}
		if toFile := len(args) == 2 && args[1] != "-"; toFile == strings.HasPrefix(stdout, "{") {
			t.Errorf("%q: standard output is %q", args, stdout)
		}
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%s is %v now, %v", os.DevNull, info.Mode(), err)
	}
}

func TestAnalyzeDoesNotWriteOverWhatItReads(t *testing.T) {
	c := newAnalysisFiles(t, "team,a,b\nN,1,2\n", smallForm)
	for _, name := range []string{"answers.csv", "form.yaml"} {
		before := c.get(name)
		if _, stderr, code := c.run("-o", c.path(name)); code != exitFailed || !strings.Contains(stderr, "another file") {
			t.Errorf("%s: exit code %d, %s", name, code, stderr)
		}
		if c.get(name) != before {
			t.Errorf("%s is not what it was", name)
		}
	}
}

func TestAnalyzeSaysWhatItDidWithTheFile(t *testing.T) {
	form := strings.Replace(smallForm, "{team: team}", "{team: team, wave: wave}", 1)
	c := newAnalysisFiles(t, "team,wave,a,b,\x1b[2J,note\nN,1,1,2,,\nN,10,1,2,,\nN,2,1,2,,\nN,spring,3,3,,\n", form)
	_, stderr, code := c.run()
	if code != exitDone || !strings.Contains(stderr, `ignored: "\x1b[2J", note`) || !strings.Contains(stderr, "order of their letters: 1, 10, 2, spring") {
		t.Errorf("exit code %d, %q", code, stderr)
	}
}

func TestAnalyzeSaysWhyNothingIsSaidOfAnIncident(t *testing.T) {
	waves := strings.Replace(smallForm, "{team: team}", "{team: team, wave: wave}", 1)
	for _, tt := range []struct{ name, form, want string }{
		{"without a wave column", smallForm, "no wave column"},
		{"with a minimum group", strings.Replace(waves, "minimum_group: 1", "minimum_group: 5", 1), "minimum_group of 5"},
		{"with both it is said", waves, ""},
	} {
		c := newAnalysisFiles(t, "team,wave,a,b\nN,1,1,2\nS,1,2,2\nN,2,1,3\nS,2,5,5\n", tt.form+"incident: {teams: [N], after: 1}\n")
		_, stderr, code := c.run()
		if said := strings.Contains(stderr, "nothing is said of the incident"); code != exitDone || said != (tt.want != "") || !strings.Contains(stderr, tt.want) {
			t.Errorf("%s: exit code %d, %q", tt.name, code, stderr)
		}
	}
}

func TestAnErrorDoesNotControlTheTerminal(t *testing.T) {
	c := newAnalysisFiles(t, "team,a,b\nx\u202e,1,2\nx\u202e,1,2\n", smallForm+"headcount: {\"x\\u202e\": 1}\n")
	_, stderr, code := c.run()
	if code != exitFailed || !strings.Contains(stderr, "team xU+202E has 2 rows") {
		t.Errorf("exit code %d, %q", code, stderr)
	}
	if got := harmless("a\x1b]0;b\u009b2J\x00\n"); got != "aU+001B]0;bU+009B2JU+0000\n" {
		t.Errorf("got %q", got)
	}
}

func TestALongFileIsReadInTenLinesWhereThereIsNoTerminal(t *testing.T) {
	const row = "a team with quite a long name to make the file larger,1,2\n"
	c := newAnalysisFiles(t, "team,a,b\n"+strings.Repeat(row, 10<<20/len(row)), smallForm)
	stdout, stderr, code := c.run()
	lines := strings.Split(strings.TrimSpace(stderr), "\n")
	if code != exitDone || len(lines) != 10 || lines[9] != "answers.csv: 10 of 10 MB read" {
		t.Errorf("exit code %d, %q", code, lines)
	}
	if strings.Contains(stdout, "MB") {
		t.Error("progress is on standard output")
	}
	if _, stderr, _ := newAnalysisFiles(t, "team,a,b\n"+row, smallForm).run(); stderr != "" {
		t.Errorf("a short file has the progress %q", stderr)
	}
}

func TestALongFileIsWrittenWithALineNowAndThen(t *testing.T) {
	var said, kept bytes.Buffer
	w := newWriting(&said, "big.json", &kept)
	for range 11 {
		if n, err := w.Write(make([]byte, 10_000_000)); n != 10_000_000 || err != nil {
			t.Fatal(n, err)
		}
	}
	w.done()
	if said.String() != "big.json: 50 MB written\nbig.json: 100 MB written\n" || kept.Len() != 110_000_000 {
		t.Errorf("%d bytes and %q", kept.Len(), said.String())
	}
}
