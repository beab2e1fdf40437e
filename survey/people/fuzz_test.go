package people

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"teamtrust/survey"
)

// checkList holds what must be true of every file, whatever it is: a list or
// an error for people, and a plan or rows that are safe to print.
func checkList(t *testing.T, data []byte) {
	t.Helper()
	l, err := ReadList("fuzz", bytes.NewReader(data), int64(len(data)))
	if err != nil {
		if l != nil || survey.CodeOf(err) == survey.CodeInternal {
			t.Fatalf("list %v, error %v", l, err)
		}
		printable(t, err.Error())
		return
	}
	for _, note := range append(l.Notes(), l.File) {
		printable(t, note)
	}
	plan, err := NewPlan(nil, l, true)
	var bad *BadRows
	if errors.As(err, &bad) {
		for _, row := range bad.Rows {
			printable(t, row.Error())
		}
		return
	}
	if plan.People != l.Len() || len(plan.New) != l.Len() || len(l.Errors()) > 0 {
		t.Fatalf("a plan of %d people for a list of %d with errors %v", plan.People, l.Len(), l.Errors())
	}
	for _, p := range plan.New {
		checkPerson(t, p)
	}
}

func checkPerson(t *testing.T, p Person) {
	t.Helper()
	if p.ID == "" || utf8.RuneCountInString(p.ID) > MaxID || p.Left || (len(p.Manages) > 0 && p.Email == "") {
		t.Fatalf("person %+v", p)
	}
	for _, s := range []string{p.ID, p.Name, p.Email, string(p.Team), p.Language} {
		if badText(s) != "" || looksLikeFormula(s) || !utf8.ValidString(s) {
			t.Fatalf("person %+v", p)
		}
	}
	for _, path := range append(p.Manages, p.Team) {
		if again, err := ParseTeam(string(path)); err != nil || again != path {
			t.Fatalf("team %q: %q, %v", path, again, err)
		}
	}
}

func printable(t *testing.T, line string) {
	t.Helper()
	for _, r := range line {
		if !unicode.IsPrint(r) && r != utf8.RuneError {
			t.Fatalf("%q is not safe to print", line)
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	data, err := os.ReadFile("testdata/people.csv")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data[:600])
	f.Add([]byte("\xff\xfee\x00m\x00"))
	f.Add([]byte("employee_id;name;email;team;manages;language\r\n1;\"a\"\"b\";a@b;A / B;A;de\r\n=1;;;;;\r\n"))
	f.Add([]byte("Employee ID\tteam\tx\n1\tA\t\xfc\n"))
	f.Fuzz(func(t *testing.T, data []byte) { checkList(t, data) })
}

func FuzzReadXLSX(f *testing.F) {
	f.Add(zipped(f, nil))
	f.Add(workbook(f, func(book *excelize.File, sheet string) {
		put(f, book, sheet, []any{"employee_id", "team"}, []any{1, "Ops"}, []any{true, "=x"})
	}))
	f.Fuzz(func(t *testing.T, data []byte) { checkList(t, data) })
}

// FuzzSheet changes the sheet and the texts inside an archive that is whole,
// where changed bytes of an archive would mostly fail its checksums.
func FuzzSheet(f *testing.F) {
	texts := `<sst><si><t>employee_id</t></si><si><r><t>te</t></r><r><t>am</t></r></si></sst>`
	f.Add(sheetOf(`<row r="2"><c r="A2" s="1"><v>7</v></c><c r="B2" t="inlineStr"><is><t>Ops</t></is></c></row>`), texts, `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="000"/></numFmts><cellXfs><xf/><xf numFmtId="164"/></cellXfs></styleSheet>`)
	f.Add(sheetOf(`<row><c t="b"><f>A1</f><v>1</v></c><c t="d"><v>2026-01-01</v></c><c t="str"><v>x</v></c></row>`), texts, `<styleSheet/>`)
	f.Fuzz(func(t *testing.T, sheet, texts, styles string) {
		checkList(t, zipped(t, map[string]string{"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": texts, partStyles: styles}))
	})
}

// FuzzCuts never panics, and what it accepts names teams of the tree only, each
// with at most as many values as a cut may have.
func FuzzCuts(f *testing.F) {
	tree := survey.NewTree("Ops / Plant A", "Ops / Plant B", "Sales")
	f.Add([]byte("team,site\nOps,Bremen\nSales,Kiel\n"))
	f.Add([]byte("team;site;shift\nOps / Plant A;Bremen;\nOps / Plant A;;Night\n"))
	f.Add([]byte("site\n=1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		cuts, err := ReadCuts("cuts.csv", bytes.NewReader(data), int64(len(data)), tree)
		if err != nil {
			var told *survey.Error
			if !errors.As(err, &told) {
				t.Fatalf("%q: %v is not for people", data, err)
			}
			return
		}
		for _, c := range cuts {
			values := map[string]bool{}
			for team, value := range c.Teams {
				values[value] = true
				if !slices.Contains(tree, team) {
					t.Fatalf("%q: the team %q does not exist", data, team)
				}
			}
			if len(values) == 0 || len(values) > survey.MaxCutValues {
				t.Fatalf("%q: cut %q has %d values", data, c.Name, len(values))
			}
		}
	})
}
