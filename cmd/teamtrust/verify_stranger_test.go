package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestAStrangerCanRecheckWhatACloseHasPublished(t *testing.T) {
	node := nodePath(t)
	if node == "" {
		return
	}
	eachInstallation(t, func(t *testing.T, in *installation) {
		o := openOffice(t, in, map[string]int{"Kiosk": 7, "Depot": 6, "Depot / Gate": 2})
		for person := range o.links {
			if person != "Kiosk-1" && person != "Kiosk-2" {
				o.answer(person, given)
			}
		}
		o.collect("Kiosk-1")
		o.must("survey", "close", o.survey, "--reason", "everybody has answered")
		manifest, record := o.download("/api/ballot/"+o.survey), o.download("/verify/"+o.survey+"?format=json")
		said, err := recheck(t, node, manifest, record)
		if err != nil || !strings.Contains(said, "13 ballots under ") || !strings.Contains(said, "5 cast in Kiosk\n") || !strings.Contains(said, "8 cast in Depot\n") {
			t.Fatalf("%v\n%s", err, said)
		}
		for name, change := range tamperings() {
			var r map[string]any
			if err := json.Unmarshal(record, &r); err != nil {
				t.Fatal(err)
			}
			change(r)
			changed, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			if said, err := recheck(t, node, manifest, changed); err == nil {
				t.Errorf("%s is not noticed: %s", name, said)
			}
		}
	})
}

// tamperings are changes of a public record that must be noticed.
func tamperings() map[string]func(r map[string]any) {
	closing := func(r map[string]any) map[string]any { return r["closing_record"].(map[string]any) }
	block := func(r map[string]any) map[string]any { return closing(r)["blocks"].([]any)[0].(map[string]any) }
	return map[string]func(r map[string]any){
		"another manifest":      func(r map[string]any) { closing(r)["manifest_hash"] = strings.Repeat("0", 64) },
		"a ballot less":         func(r map[string]any) { r["commitments"] = r["commitments"].([]any)[1:] },
		"a changed ballot":      func(r map[string]any) { r["commitments"].([]any)[0] = strings.Repeat("0", 64) },
		"a credential less":     func(r map[string]any) { r["spent"] = r["spent"].([]any)[1:] },
		"a credential twice":    func(r map[string]any) { r["spent"].([]any)[1] = r["spent"].([]any)[0] },
		"fewer were handed out": func(r map[string]any) { block(r)["collected"] = 1 },
		"more were cast":        func(r map[string]any) { block(r)["cast"] = 40 },
		"a token of another": func(r map[string]any) {
			spent := r["spent"].([]any)
			spent[0].(map[string]any)["token"] = spent[1].(map[string]any)["token"]
		},
	}
}

// download is the body of a public address.
func (in *installation) download(path string) []byte {
	in.t.Helper()
	answer, err := http.Get(in.url + path)
	if err != nil {
		in.t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		in.t.Fatalf("%s: status %d, %v", path, answer.StatusCode, err)
	}
	return raw
}

// recheck lets the stranger's verifier look at a record.
func recheck(t *testing.T, node string, files ...[]byte) (string, error) {
	t.Helper()
	dir := t.TempDir()
	args := []string{filepath.Join(stranger, "verify.mjs")}
	for i, raw := range files {
		name := filepath.Join(dir, fmt.Sprintf("%d.json", i))
		if err := os.WriteFile(name, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	out, err := exec.CommandContext(t.Context(), node, args...).CombinedOutput()
	return string(out), err
}
