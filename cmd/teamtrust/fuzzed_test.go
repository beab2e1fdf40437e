package main_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// fuzzedBy names the fuzz target of everything that reads what somebody else
// wrote: the bytes of the wire, files, addresses. A new reader needs a row here.
var fuzzedBy = map[string]string{
	"survey.ParseQuestionnaire":           "survey.FuzzParseQuestionnaire",
	"survey.readYAML":                     "survey.FuzzParseQuestionnaire",
	"survey/ballot.parseBox":              "survey/ballot.FuzzBox",
	"survey/ballot.parseWithdraw":         "survey/ballot.FuzzBox",
	"survey/ballot.parseCollect":          "survey/ballot.FuzzCollect",
	"survey/ballot.parseHolder":           "survey/ballot.FuzzCollect",
	"survey/ballot.ParseElement":          "survey/ballot.FuzzCollect",
	"survey/ballot.readEvaluation":        "survey/ballot.FuzzEvaluation",
	"survey/ballot.ParseManifest":         "survey/ballot.FuzzManifest",
	"survey/ballot.ParseClosingRecord":    "survey/ballot.FuzzClosingRecord",
	"survey/ballot.ReadExport":            "survey/ballot.FuzzExport",
	"survey/ballot.OpenCheckpoint":        "survey/ballot.FuzzCheckpoint",
	"survey/ballot.readProof":             "survey/ballot.FuzzProof",
	"survey/ballot.ParseLink":             "survey/ballot.FuzzLink",
	"survey/ballot.ParseShare":            "survey/ballot.FuzzParseShare",
	"survey/ballot.parseLogKey":           "survey/ballot.FuzzLogKey",
	"survey/ballot.readLogKey":            "survey/ballot.FuzzLogKey",
	"survey/ballot.readKey":               "survey/ballot.FuzzKeyFile",
	"survey/ballot.Keys.read":             "survey/ballot.FuzzKeyFile",
	"survey/life.ParseCloses":             "survey/life.FuzzCloses",
	"survey/life.parseDays":               "survey/life.FuzzCloses",
	"survey/people.ReadList":              "survey/people.FuzzReadCSV",
	"survey/people.readCSV":               "survey/people.FuzzReadCSV",
	"survey/people.ParseTeam":             "survey/people.FuzzReadCSV",
	"survey/people.readHeader":            "survey/people.FuzzReadCSV",
	"survey/people.readXLSX":              "survey/people.FuzzReadXLSX",
	"survey/people.ReadCuts":              "survey/people.FuzzCuts",
	"survey/store.readBackup":             "survey/store.FuzzReadBackup",
	"survey/store.backupReader.readHead":  "survey/store.FuzzReadBackup",
	"survey/store.backupReader.readTable": "survey/store.FuzzReadBackup",
	"survey/store.backupReader.readRow":   "survey/store.FuzzReadBackup",
	"survey/store.backupReader.readEnd":   "survey/store.FuzzReadBackup",
	"survey/store.parseURL":               "survey/store.FuzzParseURL",
	"analytics/table.Open":                "analytics/table.FuzzCSV",
	"survey.Answer.UnmarshalJSON":         "survey.FuzzAnswer",
	"analytics.Scoring.ReadTally":         "analytics.FuzzReadTally",
	"survey/ballot.layout.read":           "survey/ballot.FuzzOpen",
	"survey/ballot.Checkpoint.read":       "survey/ballot.FuzzCheckpoint",
	"survey/ballot.layout.readBallot":     "survey/ballot.FuzzOpen",
	"survey/ballot.boxBody.readAnswers":   "survey/ballot.FuzzBox",
	"survey/ballot.boxBody.readComments":  "survey/ballot.FuzzBox",
	"survey/ballot.layout.readAnswers":    "survey/ballot.FuzzOpen",
	"survey/ballot.layout.readComments":   "survey/ballot.FuzzOpen",
}

// reader is the name of a function that reads what somebody wrote.
var reader = regexp.MustCompile(`^(Parse|parse|Read|read|Unmarshal)[A-Z]|^read$|^OpenCheckpoint$|^Open$`)

// written are the types of first parameters that hold what somebody wrote.
var written = []string{"[]byte", "string", "io.Reader", "io.ReaderAt", "*scanner", "*cut", "Evaluation"}

func TestEverythingThatReadsIsFuzzed(t *testing.T) {
	readers, targets := functions(t)
	for name, target := range fuzzedBy {
		if !readers[name] {
			t.Errorf("the table has a row for %s, which does not exist or reads nothing", name)
		}
		if !slices.Contains(targets, target) {
			t.Errorf("%s is to be fuzzed by %s, which does not exist", name, target)
		}
	}
	for name := range readers {
		if fuzzedBy[name] == "" {
			t.Errorf("%s reads what somebody else wrote; write a fuzz target and name it here", name)
		}
	}
}

func TestTheLongTestRunsEveryFuzzTarget(t *testing.T) {
	_, want := functions(t)
	list := exec.CommandContext(t.Context(), filepath.Join(root, ".ci", "fuzz"), "--list")
	list.Stderr = os.Stderr
	raw, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(strings.ReplaceAll(string(raw), modulePrefix, "")) {
		got = append(got, strings.Replace(strings.TrimSpace(line), " ", ".", 1))
	}
	slices.Sort(got)
	if !slices.Equal(got, want) || len(want) < 25 {
		t.Errorf("make fuzz runs %d targets, the repository has %d\n%v\n%v", len(got), len(want), got, want)
	}
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	if _, all, _ := strings.Cut(string(makefile), "\ntest-all: "); !regexp.MustCompile(`\$\(MAKE\).* fuzz\n`).MatchString(all) || !strings.Contains(all, "\t.ci/fuzz $(TIME)\n") {
		t.Error("make test-all does not run the fuzz targets")
	}
}

// The tool's own fault (go.dev/issue/75804) must neither fail the long test nor
// hide a finding. What stands in for the tool fails in its first run.
func TestTheLongTestTellsAFindingFromTheEndOfItsTime(t *testing.T) {
	tool, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	const timeOver = "--- FAIL: FuzzX (20.09s)\n    context deadline exceeded\nFAIL\n"
	for name, c := range map[string]struct {
		first string
		found bool
	}{
		"the end of its time": {timeOver, false},
		"an input that fails": {"    Failing input written to testdata/fuzz/FuzzX/1\n" + timeOver, true},
		"any other failure":   {"FAIL\tteamtrust/web [build failed]\n", true},
	} {
		dir := t.TempDir()
		script := fmt.Sprintf("#!/bin/sh\n[ \"$1\" = list ] && exec %s \"$@\"\necho run >>%s/runs\n[ $(wc -l <%[2]s/runs) -gt 1 ] && exit\ncat %[2]s/first\nexit 1\n", tool, dir)
		for file, text := range map[string]string{"go": script, "first": c.first} {
			if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		fuzz := exec.CommandContext(t.Context(), filepath.Join(root, ".ci", "fuzz"), "1s")
		fuzz.Env = append(os.Environ(), "PATH="+dir+string(filepath.ListSeparator)+os.Getenv("PATH"))
		out, err := fuzz.CombinedOutput()
		if (err != nil) != c.found || strings.Contains(string(out), "found nothing") == c.found {
			t.Errorf("after %s the long test ended with %v\n%s", name, err, out)
		}
	}
}

const root = "../.."

// functions are the readers of all packages but commands, servers and pages, which
// read through them, and the fuzz targets of all.
func functions(t *testing.T) (readers map[string]bool, targets []string) {
	t.Helper()
	readers = map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".."):
			return fs.SkipDir
		case !strings.HasSuffix(path, ".go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		folder, _ := filepath.Rel(root, filepath.Dir(path))
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			switch test := strings.HasSuffix(path, "_test.go"); {
			case !ok:
			case test && strings.HasPrefix(f.Name.Name, "Fuzz") && f.Recv == nil:
				targets = append(targets, folder+"."+f.Name.Name)
			case !test && reads(f) && !slices.Contains([]string{"cmd/teamtrust", "server", "web", "reports", "migrations"}, folder):
				readers[folder+"."+called(f)] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(targets)
	if len(readers) < 20 {
		t.Fatalf("only %v read something; this finds nothing", slices.Collect(maps.Keys(readers)))
	}
	return readers, targets
}

// reads reports whether a function is called like a reader, has something
// written to read, asks nobody else for it, and can refuse it.
func reads(f *ast.FuncDecl) bool {
	results := f.Type.Results
	if !reader.MatchString(f.Name.Name) || results == nil || typeName(results.List[len(results.List)-1].Type) != "error" {
		return false
	}
	var types []string
	for _, p := range f.Type.Params.List {
		types = append(types, typeName(p.Type))
	}
	asks := slices.Contains(types, "context.Context") || slices.Contains(types, "*gorm.DB")
	return !asks && slices.ContainsFunc(types, func(name string) bool { return slices.Contains(written, name) })
}

// called is a function's name with its receiver's.
func called(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	return strings.TrimPrefix(typeName(f.Recv.List[0].Type), "*") + "." + f.Name.Name
}

func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.StarExpr:
		return "*" + typeName(e.X)
	case *ast.ArrayType:
		return "[]" + typeName(e.Elt)
	case *ast.SelectorExpr:
		return typeName(e.X) + "." + e.Sel.Name
	}
	return ""
}
