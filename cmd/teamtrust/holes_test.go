package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// docs/anonymity.md names a test for each hole that other products have.
func TestEveryHoleIsPlayedByATestThatThereIs(t *testing.T) {
	document, err := os.ReadFile("../../docs/anonymity.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(document), "\n## 8. The holes of other products\n")
	rows := regexp.MustCompile(`(?m)^\| H\d+ \|.*$`).FindAllString(table, -1)
	if !found || len(rows) != 15 {
		t.Fatalf("%d holes are in the table, want 15", len(rows))
	}
	tests := sourceOfTests(t)
	for _, row := range rows {
		named := regexp.MustCompile("`(Test[A-Za-z0-9]+)`").FindAllStringSubmatch(row, -1)
		if len(named) == 0 {
			t.Errorf("no test is named in %s", row)
		}
		for _, name := range named {
			if !strings.Contains(tests, "\nfunc "+name[1]+"(t *testing.T)") {
				t.Errorf("there is no test %s", name[1])
			}
		}
	}
}

func sourceOfTests(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, room := range []string{"analytics", "cmd", "server", "survey"} {
		err := filepath.WalkDir(filepath.Join("..", "..", room), func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			raw, err := os.ReadFile(path)
			all.Write(raw)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}
