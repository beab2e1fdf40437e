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

// analyze runs the command on two files that it writes first, and says where
// the result goes.
func analyze(t *testing.T, answers, form string) (result, stdout, stderr string, code int) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"answers.csv": answers, "form.yaml": form} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	result = filepath.Join(dir, "result.json")
	var out, errs bytes.Buffer
	code = run(t.Context(), []string{
		"analyze", "--answers", filepath.Join(dir, "answers.csv"), "--questionnaire", filepath.Join(dir, "form.yaml"), "--format", "json", "-o", result,
	}, noEnvironment, &out, &errs)
	return result, out.String(), errs.String(), code
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

func TestAnalyzeRefusesBadFilesAndWritesNothing(t *testing.T) {
	tests := []struct{ name, answers, form, want string }{
		{"a value off the scale", "team,a,b\nN,1,7\n", smallForm, `answers.csv, row 2, column b: "7"`},
		{"a missing item", "team,a\nN,1\n", smallForm, `no column "b"`},
		{"an empty file", "", smallForm, "answers.csv is empty"},
		{"a header alone", "team,a,b\n", smallForm, "answers.csv: the file has no rows"},
		{"a questionnaire that is none", "team,a,b\nN,1,1\n", "nonsense", "form.yaml"},
		{"a questionnaire without columns", "team,a,b\nN,1,1\n", strings.Replace(smallForm, "columns: {team: team}\n", "", 1), "form.yaml"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			result, _, stderr, code := analyze(t, tt.answers, tt.form)
			if code != exitFailed || !strings.Contains(stderr, tt.want) {
				t.Errorf("exit code %d, %s", code, stderr)
			}
			if _, err := os.Stat(result); !os.IsNotExist(err) {
				t.Errorf("a result was written: %v", err)
			}
		})
	}
}
