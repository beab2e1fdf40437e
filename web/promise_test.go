package web

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// promise is what is promised, word for word. It changes nowhere alone.
const promise = "After the survey closes, nobody who has the database, the backups and the results can tell which ballot is yours among at least k. " +
	"You can check that yours is in the box. The auditor can check that there are no more ballots than were handed out, " +
	"and you are told whether one was handed out in your name."

func TestThePromiseStandsWordForWordOnThePageAndInTheDocument(t *testing.T) {
	said := every(t, "en")["how.promise"]
	for _, got := range said {
		if got != promise {
			t.Errorf("the page promises %q", got)
		}
	}
	if len(said) == 0 {
		t.Error("the page promises nothing")
	}
	document, err := os.ReadFile("../docs/anonymity.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(document), "\n> "+promise+"\n") {
		t.Error("docs/anonymity.md promises something else")
	}
}

// plainCell is a cell of a table in Markdown as people read it on a page.
var plainCell = strings.NewReplacer("*", "", "`", "", " (§5)", "", " ([proxies.md](proxies.md))", "")

func TestTheThreatTableOfTheDocumentIsOnThePage(t *testing.T) {
	document, err := os.ReadFile("../docs/anonymity.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(document), "\n## 7. ")
	section, _, _ := strings.Cut(after, "\n## ")
	var rows [][]string
	for line := range strings.Lines(section) {
		if cells := strings.Split(strings.Trim(line, "| \n"), " | "); len(cells) == 4 {
			rows = append(rows, cells)
		}
	}
	threats := HowPage{}.Threats()
	if len(rows) < 2 || len(rows)-1 != len(threats) { // the first names the columns
		t.Fatalf("the document has %d rows, the page %d", len(rows)-1, len(threats))
	}
	said := every(t, "en")
	for i, name := range threats {
		for j, part := range []string{"who", "try", "against", "left"} {
			if got, want := said["how.threat."+name+"."+part][""], plainCell.Replace(rows[i+1][j]); got != want {
				t.Errorf("%s of %s is %q, the document says %q", part, name, got, want)
			}
		}
	}
}

func TestNoDocumentClaimsMoreThanItCanKeep(t *testing.T) {
	files, err := filepath.Glob("../docs/*.md")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d documents (%v)", len(files), err)
	}
	catalogues, err := filepath.Glob("../*/languages/*.json")
	if err != nil || len(catalogues) < 6 {
		t.Fatalf("%d catalogues (%v)", len(catalogues), err)
	}
	for _, file := range slices.Concat(files, catalogues, []string{"../README.md", "../CHANGELOG.md"}) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, claim := range []string{"100 % anonymous", "100% anonymous", "completely", "military-grade", "military grade", "unhackable",
			"vollständig anonym", "völlig anonym", "absolut anonym", "100 % sicher", "مجهول تمامًا", "مجهولة تمامًا"} {
			if strings.Contains(strings.ToLower(string(text)), claim) {
				t.Errorf("%s says %q", file, claim)
			}
		}
	}
}
