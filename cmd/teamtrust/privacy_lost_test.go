package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teamtrust/survey/ballot"
)

// A key is lost while a survey is open: what docs/operating.md says is done.
func TestAKeyIsLost(t *testing.T) {
	for name, lose := range map[string]struct {
		file  string // of the survey's folder, or the folder itself
		needs []string
	}{
		"the sealing key": {file: "0/sealing.key"}, "the POPRF key": {file: "poprf.key"},
		"every key": {file: "", needs: []string{"--no-keys-left"}},
	} {
		t.Run(name, func(t *testing.T) {
			eachProgram(t, func(t *testing.T, p *program) {
				clearOfTheHour(t)
				e := openElection(t, p, staffList)
				s := p.serve("127.0.0.1:0")
				a := p.administrator()
				a.idle()
				w := observeSome(e, s.url, 9)
				p.refuses("open its box", "survey", "close", e.id, "--without-ballots", "--reason", "they are unwelcome")
				if err := os.RemoveAll(filepath.Join(p.keys, e.id, lose.file)); err != nil {
					t.Fatal(err)
				}
				p.refuses("--without-ballots", "survey", "close", e.id, "--reason", "test")
				if n := a.one("SELECT count(*) FROM staging"); n != "9" {
					t.Errorf("%s sealed rows are left of 9", n)
				}
				if lose.needs != nil {
					p.refuses("--no-keys-left", "survey", "close", e.id, "--without-ballots", "--reason", "test")
				}
				p.must(append([]string{"survey", "close", e.id, "--without-ballots", "--reason", "The disk with the keys failed."}, lose.needs...)...)
				e.isLost(t, a, s.url)
				has(t, []byte(p.record(e.id)), w.ballots, w.traces)
				s.stop()
			})
		})
	}
}

func (p *program) refuses(want string, args ...string) {
	p.t.Helper()
	if _, stderr, code := p.try(args...); code != exitFailed || !strings.Contains(stderr, want) {
		p.t.Errorf("teamtrust %s: exit code %d, %q, want a refusal with %q", strings.Join(args, " "), code, stderr, want)
	}
}

// record is what verify exports.
func (p *program) record(id string) string {
	p.t.Helper()
	file := filepath.Join(p.t.TempDir(), "box.json")
	p.must("verify", id, "--export", file)
	p.must("verify", "--file", file)
	raw, err := os.ReadFile(file)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(raw)
}

// isLost looks at a survey that was closed without its ballots from every side.
func (e *election) isLost(t *testing.T, a *administrator, url string) {
	t.Helper()
	p := e.p
	for table, want := range map[string]string{"staging": "0", "ballots": "0", "spent": "0", "comments": "0"} {
		if n := a.one("SELECT count(*) FROM " + table); n != want {
			t.Errorf("%s has %s rows", table, n)
		}
	}
	stdout, stderr, code := p.try("results", e.id, "--format", "json")
	var r struct{ Lost, Hidden bool }
	if err := json.Unmarshal([]byte(stdout), &r); err != nil || code != exitDone || !r.Lost || !r.Hidden || !strings.Contains(stderr, "without its ballots") {
		t.Errorf("results: exit code %d, %+v, %v, %q", code, r, err, stderr)
	}
	p.refuses("without its ballots", "report", e.id, "-o", filepath.Join(t.TempDir(), "book.xlsx"))
	if said := p.must("verify", e.id); !strings.Contains(said, "The disk with the keys failed.") {
		t.Errorf("verify says nothing of it:\n%s", said)
	}
	p.must("audit")
	if list := p.must("survey", "list"); !strings.Contains(list, "closed without its ballots") {
		t.Errorf("the list says\n%s", list)
	}
	for path, want := range map[string]string{
		"/verify/" + e.id: "The disk with the keys failed.", "/verify/" + e.id + "?format=json": `"reason":"The disk with the keys failed."`,
		"/surveys/" + e.id: "removed unread", "/verify?format=json": `"lost":true`,
	} {
		if body := fetchPage(t, url+path); !strings.Contains(body, want) {
			t.Errorf("%s says nothing of %q:\n%.400s", path, want, body)
		}
	}
	client := e.at(url)
	if err := e.vote(t.Context(), client, e.voters[0]); err == nil {
		t.Error("the survey still takes ballots")
	}
	next := p.must("survey", "create", "--questionnaire", "P10", "--name", "Again")
	p.must("survey", "open", next)
	if _, _, code := p.try("survey", "close", e.id, "--without-ballots", "--reason", "twice"); code != exitFailed {
		t.Error("it was closed twice")
	}
}

func fetchPage(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// A split key: neither the command line alone nor one of the two gives the
// ballots up.
func TestAShareIsLost(t *testing.T) {
	eachInstallation(t, func(t *testing.T, in *installation) {
		in.must("people", "import", staffList)
		id := in.must("survey", "create", "--questionnaire", "P6", "--name", "Split", "--split-key")
		hr := in.must("survey", "share", id, "--take", "hr")
		in.must("survey", "share", id, "--take", "auditor")
		in.must("survey", "open", id)
		lose := []string{"survey", "close", id, "--without-ballots", "--reason", "the auditor's paper burnt"}
		in.refused("End it first", lose...)
		in.refused("takes ballots until", "survey", "share", id, "--lost", "auditor")
		in.must("survey", "close", id, "--reason", "test")
		in.refused("HR and the auditor", lose...)
		in.must("survey", "share", id, "--give", saved(t, hr))
		in.must("survey", "share", id, "--lost", "auditor")
		in.refused("Missing: HR", lose...)
		in.must("survey", "share", id, "--lost", "hr")
		in.must(lose...)
		if said := in.must("verify", id); !strings.Contains(said, "burnt") || !strings.Contains(said, string(ballot.LostShare)) {
			t.Errorf("verify says\n%s", said)
		}
	})
}
