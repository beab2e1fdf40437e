package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// allowance says which of our packages a package may import.
type allowance struct {
	anything bool
	imports  []string
}

// mayImport has one row for each package; docs/architecture.md gives the reasons. A
// new package needs a row here, and there.
var mayImport = map[string]allowance{
	"cmd/teamtrust":          {anything: true},
	"server":                 {imports: []string{"analytics", "reports", "survey", "survey/ballot", "survey/life", "survey/people", "web"}},
	"survey":                 {},
	"survey/life":            {imports: []string{"analytics", "analytics/audit", "survey", "survey/ballot", "survey/people"}},
	"survey/ballot":          {imports: []string{"survey"}},
	"survey/people":          {imports: []string{"survey"}},
	"survey/store":           {imports: []string{"analytics", "migrations", "survey", "survey/ballot", "survey/life", "survey/people"}},
	"survey/store/storetest": {imports: []string{"migrations", "survey/store"}},
	"analytics":              {imports: []string{"survey"}},
	"analytics/audit":        {imports: []string{"analytics", "survey"}},
	"analytics/table":        {imports: []string{"survey"}},
	"reports":                {imports: []string{"analytics", "survey", "web"}},
	"migrations":             {},
	"web":                    {},
}

// confined names the libraries that are known in a few packages only, so that
// each can be replaced there, and what only tests may import: that has no package.
var confined = []struct {
	library  string
	packages []string
}{
	{"gorm.io", []string{"survey/store"}},
	{"github.com/glebarez", []string{"survey/store"}},
	{"github.com/pressly/goose", []string{"migrations"}},
	{"github.com/riverqueue/river", []string{"cmd/teamtrust"}},
	{"github.com/alecthomas/kong", []string{"cmd/teamtrust"}},
	{"github.com/gin-gonic/gin", []string{"server"}},
	{"github.com/prometheus", []string{"server"}},
	{"github.com/cloudflare/circl", []string{"survey/ballot"}},
	{"github.com/xuri/excelize", []string{"reports", "survey/people"}},
	{chartLibrary, []string{"reports"}},
	{modulePrefix + "survey/store/storetest", nil},
	{"github.com/chromedp", nil},
	{"pgregory.net/rapid", nil},
}

// counting are the packages that must not reach survey/people even through
// others: code that counts answers cannot name a person.
var counting = []string{"analytics", "analytics/audit", "analytics/table", "reports", "survey/ballot"}

const (
	modulePrefix = "teamtrust/"
	chartLibrary = "github.com/go-echarts"
	secondSQLite = "modernc.org/sqlite"
)

// listed is a package of ours as go list describes it.
type listed struct {
	ImportPath, Dir            string
	GoFiles, Imports, Deps     []string
	TestGoFiles, TestImports   []string
	XTestGoFiles, XTestImports []string
}

func (p listed) name() string { return strings.TrimPrefix(p.ImportPath, modulePrefix) }

func TestLayers(t *testing.T) {
	packages := listPackages(t)

	t.Run("packages import what the table allows, and the table has no row too many", func(t *testing.T) {
		found := map[string]bool{}
		for _, p := range packages {
			found[p.name()] = true
			complain(t, disallowed(p))
		}
		for name := range mayImport {
			if !found[name] {
				t.Errorf("the table has a row for %s, which does not exist", name)
			}
		}
	})

	t.Run("code that counts answers cannot name a person", func(t *testing.T) {
		for _, p := range packages {
			if slices.Contains(counting, p.name()) && slices.Contains(p.Deps, modulePrefix+"survey/people") {
				t.Errorf("%s reaches survey/people, directly or through another package", p.name())
			}
		}
	})

	// Two SQLite drivers register one name, and the program panics at start.
	t.Run("nobody imports a second SQLite driver", func(t *testing.T) {
		for _, p := range packages {
			if slices.Contains(slices.Concat(p.Imports, p.TestImports, p.XTestImports), secondSQLite) {
				t.Errorf("%s imports %s; survey/store opens databases, by github.com/glebarez/sqlite", p.name(), secondSQLite)
			}
		}
	})

	// Its pages put labels into scripts unescaped, and scripts into pages.
	t.Run("nobody lets the chart library write pages", func(t *testing.T) {
		for _, p := range packages {
			for _, file := range slices.Concat(p.GoFiles, p.TestGoFiles, p.XTestGoFiles) {
				complain(t, chartPages(t, filepath.Join(p.Dir, file), nil))
			}
		}
	})
}

func TestTableRefuses(t *testing.T) {
	tests := []struct {
		name    string
		pkg     string
		imports []string
		want    []string
	}{
		{"a package without a row", "survey/helpers", nil,
			[]string{"survey/helpers has no row in the table"}},
		{"a package that the row does not name", "analytics", []string{"fmt", "teamtrust/survey", "teamtrust/survey/store"},
			[]string{"analytics may not import survey/store"}},
		{"a confined library elsewhere", "server", []string{"gorm.io/gorm/clause"},
			[]string{"server may not import gorm.io/gorm/clause, which only survey/store may"}},
		{"a confined library even where anything of ours is allowed", "cmd/teamtrust", []string{"teamtrust/server", "github.com/gin-gonic/gin"},
			[]string{"cmd/teamtrust may not import github.com/gin-gonic/gin, which only server may"}},
		{"a library of the tests in the product", "server", []string{"pgregory.net/rapid"},
			[]string{"server may not import pgregory.net/rapid, which only tests may"}},
		{"nothing where a library's name only begins alike", "server", []string{"gorm.iou/x"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := disallowed(listed{ImportPath: modulePrefix + tt.pkg, Imports: tt.imports})
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestChartPagesAreFound(t *testing.T) {
	const charts = `package p; import "github.com/go-echarts/go-echarts/v2/charts"; `
	tests := []struct {
		name, source string
		want         int
	}{
		{"not in chart options", charts + `var o = charts.NewBar().JSON()`, 0},
		{"in a rendered page", charts + `var e = charts.NewBar().Render(nil)`, 1},
		{"in a snippet taken as a method value", charts + `var f = charts.NewBar().RenderSnippet`, 1},
		{"in an import of the renderer", `package p; import _ "github.com/go-echarts/go-echarts/v2/render"`, 1},
		{"not in a page of something else", `package p; var e = page.Render(nil)`, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := chartPages(t, "p.go", tt.source); len(got) != tt.want {
				t.Errorf("got %q, want %d complaints", got, tt.want)
			}
		})
	}
}

// disallowed says what a package imports against the table.
func disallowed(p listed) []string {
	may, known := mayImport[p.name()]
	if !known {
		return []string{p.name() + " has no row in the table"}
	}
	var complaints []string
	for _, imported := range p.Imports {
		name, ours := strings.CutPrefix(imported, modulePrefix)
		if ours && !may.anything && !slices.Contains(may.imports, name) {
			complaints = append(complaints, fmt.Sprintf("%s may not import %s", p.name(), name))
		}
		if only, is := confinedTo(imported); is && !slices.Contains(only, p.name()) {
			who := strings.Join(only, " and ")
			if who == "" {
				who = "tests"
			}
			complaints = append(complaints, fmt.Sprintf("%s may not import %s, which only %s may", p.name(), imported, who))
		}
	}
	return complaints
}

func confinedTo(imported string) (packages []string, is bool) {
	for _, c := range confined {
		if within(imported, c.library) {
			return c.packages, true
		}
	}
	return nil, false
}

// within reports whether an import path is a library's own or below it.
func within(imported, library string) bool {
	return imported == library || strings.HasPrefix(imported, library+"/")
}

// chartPages says where a file that knows the chart library lets it write HTML.
// The source is read from the path unless it is given.
func chartPages(t *testing.T, path string, source any) []string {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var complaints []string
	knows := false
	for _, spec := range file.Imports {
		imported := strings.Trim(spec.Path.Value, "`\"")
		knows = knows || within(imported, chartLibrary)
		if within(imported, chartLibrary+"/go-echarts/v2/render") {
			complaints = append(complaints, fmt.Sprintf("%s imports %s", files.Position(spec.Pos()), imported))
		}
	}
	if !knows {
		return nil
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if selected, is := n.(*ast.SelectorExpr); is && slices.Contains([]string{"Render", "RenderContent", "RenderSnippet"}, selected.Sel.Name) {
			complaints = append(complaints, fmt.Sprintf("%s uses %s: take the options with Validate and JSON", files.Position(selected.Pos()), selected.Sel.Name))
		}
		return true
	})
	return complaints
}

// listPackages asks the go command for all packages of the module.
func listPackages(t *testing.T) []listed {
	t.Helper()
	var stderr bytes.Buffer
	command := exec.Command("go", "list", "-tags", "nomsgpack",
		"-json=ImportPath,Dir,GoFiles,Imports,Deps,TestGoFiles,TestImports,XTestGoFiles,XTestImports", modulePrefix+"...")
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var packages []listed
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

func complain(t *testing.T, complaints []string) {
	t.Helper()
	for _, complaint := range complaints {
		t.Error(complaint)
	}
}
