package people

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"teamtrust/survey"
)

// workbook makes a workbook whose first sheet is filled by fill.
func workbook(t testing.TB, fill func(*excelize.File, string)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f, "Sheet1")
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// put writes rows of cells from A1.
func put(t testing.TB, f *excelize.File, sheet string, rows ...[]any) {
	t.Helper()
	for i, cells := range rows {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &cells); err != nil {
			t.Fatal(err)
		}
	}
}

// zipped makes an archive of the parts of a smallest workbook, with some
// replaced.
func zipped(t testing.TB, replace map[string]string) []byte {
	t.Helper()
	parts := map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Staff" sheetId="1" r:id="s"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/sharedStrings.xml":       `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>employee_id</t></si><si><t>team</t></si></sst>`,
		"xl/worksheets/sheet1.xml":   sheetOf(`<row r="2"><c r="A2"><v>7</v></c><c r="B2" t="inlineStr"><is><t>Ops</t></is></c></row>`),
	}
	for name, content := range replace {
		parts[name] = content
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, content := range parts {
		if content == "-" {
			continue
		}
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func sheetOf(rows string) string {
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` +
		`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>` + rows + `</sheetData></worksheet>`
}

func readBook(data []byte) (*List, error) {
	return ReadList("staff.xlsx", bytes.NewReader(data), int64(len(data)))
}

func readBookOK(t *testing.T, data []byte) *List {
	t.Helper()
	l, err := readBook(data)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestAWorkbookReadsLikeItsCSV(t *testing.T) {
	want := nordwind(t)
	data := workbook(t, func(f *excelize.File, sheet string) {
		put(t, f, sheet, []any{"employee_id", "name", "email", "team", "manages", "language"})
		for _, e := range want.entries {
			manages := ""
			for _, m := range e.person.Manages {
				manages += string(m) + ";"
			}
			cells := []any{e.person.ID, e.person.Name, e.person.Email, string(e.person.Team), manages, e.person.Language}
			if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", e.row), &cells); err != nil {
				t.Fatal(err)
			}
		}
	})
	got := readBookOK(t, data)
	if got.Format != "XLSX" || got.Sheet != "Sheet1" || len(got.Errors()) != 0 || got.Len() != 355 {
		t.Fatalf("%s, sheet %s, %d people, errors %v", got.Format, got.Sheet, got.Len(), got.Errors())
	}
	if !slices.EqualFunc(got.entries, want.entries, func(a, b entry) bool {
		return a.row == b.row && len(Change{a.person, b.person}.Columns()) == 0
	}) {
		t.Error("the people differ")
	}
}

func TestCellsOfAWorkbook(t *testing.T) {
	data := workbook(t, func(f *excelize.File, sheet string) {
		put(t, f, sheet, []any{"employee_id", "name", "email", "team", "Start", "Cost"})
		put := func(cell string, value any) {
			if err := f.SetCellValue(sheet, cell, value); err != nil {
				t.Fatal(err)
			}
		}
		put("A2", 1)
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: new("00000")})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle(sheet, "A2", "A2", style); err != nil {
			t.Fatal(err)
		}
		put("B2", "Zoë")
		put("D2", "Ops")
		put("A5", 1234567)
		put("D5", "Ops")
		put("H5", "a note")
		put("A6", "x")
		put("C6", "nobody")
		put("D6", "Ops")
	})
	l := readBookOK(t, data)
	wantErrors(t, l.Errors(), `row 6, email: "nobody" is not an e-mail address`)
	if l.Len() != 3 || l.entries[0].person.ID != "00001" || l.entries[1].person.ID != "1234567" || l.entries[1].row != 5 {
		t.Errorf("got %+v", l.entries)
	}
	if want := []string{"Start", "Cost", "column H (no heading)"}; !slices.Equal(l.Ignored, want) {
		t.Errorf("ignored %q, want %q", l.Ignored, want)
	}
}

func TestFormulasOfAWorkbookAreRefused(t *testing.T) {
	data := workbook(t, func(f *excelize.File, sheet string) {
		put(t, f, sheet, []any{"employee_id", "team", "Cost"}, []any{"1", "Ops"}, []any{"2", "Ops"}, []any{"3", "=Ops"})
		for _, cell := range []string{"A2", "B3", "C3", "C9"} {
			if err := f.SetCellFormula(sheet, cell, "1+1"); err != nil {
				t.Fatal(err)
			}
		}
	})
	l := readBookOK(t, data)
	wantErrors(t, l.Errors(), `row 2, employee_id: "=1+1" is a formula and is not evaluated; copy`, `row 3, team: "=1+1" is a formula`,
		`row 3, Cost: "=1+1" is a formula`, `row 4, team: "=Ops" is a formula`, `row 9, Cost: "=1+1" is a formula`,
		`row 9, employee_id: the cell is empty`, `row 9, team: the cell is empty; write`)
}

func TestErrorValuesOfAWorkbookAreRefused(t *testing.T) {
	l := readBookOK(t, zipped(t, map[string]string{
		"xl/worksheets/sheet1.xml": sheetOf(`<row r="2"><c r="A2"><v>7</v></c><c r="B2" t="e"><v>#N/A</v></c></row>`)}))
	wantErrors(t, l.Errors(), `row 2, team: "#N/A" is an error value; correct`)
}

func TestTheFirstSheetThatIsNotHiddenIsRead(t *testing.T) {
	data := workbook(t, func(f *excelize.File, sheet string) {
		for _, name := range []string{"Staff", "Other"} {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
		}
		put(t, f, "Staff", []any{"employee_id", "team"}, []any{"1", "Ops"})
		f.SetActiveSheet(2)
		if err := f.SetSheetVisible(sheet, false); err != nil {
			t.Fatal(err)
		}
	})
	if l := readBookOK(t, data); l.Sheet != "Staff" || l.Len() != 1 {
		t.Errorf("sheet %q, %d people", l.Sheet, l.Len())
	}
}

func TestTheSmallestWorkbookIsRead(t *testing.T) {
	l := readBookOK(t, zipped(t, nil))
	if l.Len() != 1 || l.entries[0].person.ID != "7" || l.entries[0].person.Team != "Ops" || len(l.Errors()) > 0 {
		t.Errorf("got %+v, %v", l.entries, l.Errors())
	}
}

func TestWorkbooksThatAreBrokenOrHostile(t *testing.T) {
	const sheet, texts = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
	whole := zipped(t, nil)
	formats := strings.Repeat(`<numFmt numFmtId="200" formatCode="0"/>`, maxFormats+1)
	tests := []struct {
		name string
		data []byte
		code survey.Code
		want string
	}{
		{"a file that was cut off", whole[:len(whole)/2], survey.CodeBadRequest, "not a valid zip"},
		{"a zip without a workbook", zipped(t, map[string]string{"_rels/.rels": "-"}), survey.CodeBadRequest, "_rels/.rels is missing"},
		{"a workbook without sheets", zipped(t, map[string]string{"xl/workbook.xml": "<workbook/>"}), survey.CodeBadRequest, "no sheet"},
		{"a sheet that is missing", zipped(t, map[string]string{sheet: "-"}), survey.CodeBadRequest, "sheet1.xml is missing"},
		{"an empty sheet", zipped(t, map[string]string{sheet: "<worksheet><sheetData/></worksheet>"}), survey.CodeBadRequest, "is empty"},
		{"a sheet that was cut off", zipped(t, map[string]string{sheet: sheetOf("")[:150]}), survey.CodeBadRequest, "XML syntax error"},
		{"a sheet that was cut off after its rows", zipped(t, map[string]string{sheet: strings.TrimSuffix(sheetOf(`<row r="2"><c r="A2"><v>7</v></c></row>`), "</worksheet>")}), survey.CodeBadRequest, "XML syntax error"},
		{"texts that were cut off", zipped(t, map[string]string{texts: "<sst><si><t>employee_id</t></si>"}), survey.CodeBadRequest, "XML syntax error"},
		{"a text that does not exist", zipped(t, map[string]string{sheet: sheetOf(`<row r="2"><c r="A2" t="s"><v>2</v></c></row>`)}), survey.CodeBadRequest, "the text of cell A2 is missing"},
		{"a text with a negative number", zipped(t, map[string]string{sheet: sheetOf(`<row r="2"><c r="A2" t="s"><v>-1</v></c></row>`)}), survey.CodeBadRequest, "the text of cell A2 is missing"},
		{"rows out of order", zipped(t, map[string]string{sheet: sheetOf(`<row r="3"/><row r="2"/>`)}), survey.CodeBadRequest, "row 2 stands after row 3"},
		{"a row twice", zipped(t, map[string]string{sheet: sheetOf(`<row r="1"/>`)}), survey.CodeBadRequest, "row 1 stands after row 1"},
		{"a row beyond the last", zipped(t, map[string]string{sheet: sheetOf(`<row r="1048577"/>`)}), survey.CodeBadRequest, "row 1048577"},
		{"cells out of order", zipped(t, map[string]string{sheet: sheetOf(`<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>`)}), survey.CodeBadRequest, "out of place"},
		{"a cell of another row", zipped(t, map[string]string{sheet: sheetOf(`<row r="2"><c r="A3"><v>1</v></c></row>`)}), survey.CodeBadRequest, "out of place"},
		{"a cell far to the right", zipped(t, map[string]string{sheet: sheetOf(`<row r="2"><c r="XFD2"><v>1</v></c></row>`)}), survey.CodeTooLarge, "more than 1000 columns"},
		{"rows in a second table", zipped(t, map[string]string{sheet: strings.Replace(sheetOf(""), "<sheetData>", "<sheetData/><sheetData>", 1)}), survey.CodeBadRequest, "end too early"},
		{"an entity that expands", zipped(t, map[string]string{texts: `<!DOCTYPE sst [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>`}), survey.CodeBadRequest, "invalid character entity"},
		{"too many number formats", zipped(t, map[string]string{partStyles: "<styleSheet><numFmts>" + formats + "</numFmts></styleSheet>"}), survey.CodeTooLarge, "number formats"},
		{"a large index", zipped(t, map[string]string{"xl/workbook.xml": strings.Repeat(" ", maxIndex+1)}), survey.CodeTooLarge, "very large part"},
		{"a zip bomb", zipped(t, map[string]string{"xl/media/a.bin": strings.Repeat("a", maxUnpacked)}), survey.CodeTooLarge, "unpacks to more than 128 MB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, err := readBook(tt.data)
			if l != nil || survey.CodeOf(err) != tt.code || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "staff.xlsx ") {
				t.Errorf("got %v, %v; want %s …%s…", l, err, tt.code, tt.want)
			}
		})
	}
}

// An archive can declare less than it holds; the size that was declared is
// what is read.
func TestAPartThatIsLargerThanItSaysIsRefused(t *testing.T) {
	data := zipped(t, map[string]string{"xl/worksheets/sheet1.xml": sheetOf(strings.Repeat(" ", 5000))})
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.File {
		f.UncompressedSize64 = min(f.UncompressedSize64, 600)
	}
	p, err := readParts(archive)
	if err != nil {
		t.Fatal(err)
	}
	scan, err := p.scan("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err = scan.row(1); err == nil {
		err = scan.finish(2)
	}
	if err == nil {
		t.Error("it was read whole")
	}
}

func TestAPanicOfTheLibraryIsAnError(t *testing.T) {
	err := guarded(func() error { panic("index out of range") })
	if err == nil || !strings.Contains(err.Error(), "index out of range") {
		t.Errorf("got %v", err)
	}
}
