package table_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"teamtrust/analytics/table"
	"teamtrust/survey"
)

func form(t testing.TB) *survey.Questionnaire {
	t.Helper()
	q, err := survey.ParseQuestionnaire([]byte(`
id: small
scale: {lo: 1, hi: 5}
columns: {team: team, wave: wave}
dimensions:
  - {id: D, items: [a, b]}
`))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// read prints every row as number|team|wave|answers.
func read(name string, data []byte, q *survey.Questionnaire) (rows []string, ignored []string, err error) {
	in, err := table.Open(name, bytes.NewReader(data), int64(len(data)), q)
	if err != nil {
		return nil, nil, err
	}
	for {
		r, err := in.Next()
		if errors.Is(err, io.EOF) {
			return rows, in.Ignored, nil
		}
		if err != nil {
			return rows, in.Ignored, err
		}
		rows = append(rows, fmt.Sprintf("%d|%s|%s|%v", r.Number, r.Team, r.Wave, r.Answers))
	}
}

func TestFilesThatCanBeRead(t *testing.T) {
	const want = "2|Nord|1|[0 4];3|Süd|2|[-1 2]"
	utf16le := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune("team\twave\ta\tb\r\nNord\t1\t1\t5\r\nSüd\t2\t\t3\r\n")) {
		utf16le = binary.LittleEndian.AppendUint16(utf16le, u)
	}
	tests := map[string][]byte{
		"commas":                          []byte("team,wave,a,b\nNord,1,1,5\nSüd,2,,3\n"),
		"no line end at the end":          []byte("team,wave,a,b\nNord,1,1,5\nSüd,2,,3"),
		"semicolons, CRLF and a mark":     []byte("\xef\xbb\xbfteam;wave;a;b\r\nNord;1;1;5\r\nSüd;2;;3\r\n"),
		"another order and other columns": []byte("b,x,a,wave,team\n5,?,1,1,Nord\n3,,,2,Süd\n"),
		"Windows-1252":                    []byte("team;wave;a;b\r\nNord;1;1;5\r\nS\xfcd;2;;3\r\n"),
		"UTF-16 with tabs":                utf16le,
		"quotes and spaces":               []byte("\"team\",wave, a ,b\n\"Nord\",1,\"1\", 5 \n Süd ,\"2\",NA,3\n"),
		"decimals of whole numbers":       []byte("team,wave,a,b\nNord,1.0,1.0,5.00\nSüd,2.0,,3.0\n"),
		"cells that the row lacks":        []byte("team,wave,b,a\nNord,1,5,1\nSüd,2,3\n"),
		"blank rows at the end":           []byte("team,wave,a,b\nNord,1,1,5\nSüd,2,,3\n,,,\n\n  ,,,\n"),
		"a workbook":                      workbook(t, sheet("team,wave,a,b", "Nord,1,1,5", "Süd,2,,3")),
	}
	for name, data := range tests {
		t.Run(name, func(t *testing.T) {
			rows, _, err := read("answers", data, form(t))
			if got := strings.Join(rows, ";"); err != nil || got != want {
				t.Errorf("got %s (%v), want %s", got, err, want)
			}
		})
	}
	t.Run("rows are counted as a spreadsheet counts them", func(t *testing.T) {
		rows, ignored, err := read("answers", []byte("\nteam,wave,a,b,note\n\nNord,1,1,5,\"one\ntwo \"\"three\"\"\"\nNord,1,2,2,\n"), form(t))
		if got := strings.Join(rows, ";"); err != nil || got != "4|Nord|1|[0 4];5|Nord|1|[1 1]" {
			t.Errorf("got %s (%v)", got, err)
		}
		if fmt.Sprint(ignored) != "[note]" {
			t.Errorf("ignored %v", ignored)
		}
	})
}

func TestFilesThatAreRefusedSayWhereAndWhatToDo(t *testing.T) {
	const head = "team,wave,a,b\n"
	tests := []struct {
		name string
		data []byte
		want []string
	}{
		{"an empty file", nil, []string{"is empty", "header row"}},
		{"blank lines alone", []byte("\n\n  \n"), []string{"is empty"}},
		{"a value above the scale", []byte(head + "N,1,1,1\nN,1,6,1\n"), []string{"row 3", "column a", `"6"`, "from 1 to 5", "blank"}},
		{"a value below the scale", []byte(head + "N,1,1,0\n"), []string{"row 2", "column b", `"0"`}},
		{"a fraction", []byte(head + "N,1,1,2.5\n"), []string{"row 2", "column b", `"2.5"`, "whole number"}},
		{"text", []byte(head + "N,1,often,2\n"), []string{"row 2", "column a", `"often"`, "whole number"}},
		{"a number that is too long", []byte(head + "N,1,99999999999999999999,2\n"), []string{"row 2", "column a"}},
		{"no team column", []byte("wave,a,b\n1,1,1\n"), []string{"row 1", `"team"`, "rename"}},
		{"an item that is missing", []byte("team,wave,a\nN,1,1\n"), []string{"row 1", `"b"`, "questionnaire"}},
		{"a column that is there twice", []byte("team,wave,a,b,a\nN,1,1,1,1\n"), []string{"row 1", "columns 3 and 5", `"a"`, "rename or delete"}},
		{"another column that is there twice", []byte("x,team,wave,a,b,x\n,N,1,1,1,\n"), []string{"columns 1 and 6"}},
		{"a blank wave", []byte(head + "N,,1,1\n"), []string{"row 2", "column wave", "blank"}},
		{"a cell too many", []byte(head + "N,1,1,1,9\n"), []string{"row 2", `"9"`, "separator"}},
		{"a quote that is not closed", []byte(head + "\"N,1,1,1\nN,1,1,1\n"), []string{"row 2", "quote", "close it"}},
		{"text after a quote", []byte(head + "\"N\"x,1,1,1\n"), []string{"row 2", "quote"}},
		{"an endless row", append([]byte(head), bytes.Repeat([]byte("x"), 1<<21)...), []string{"row 2", "million"}},
		{"bytes that are no text", []byte("\x00\x01\x02\x03"), []string{"neither text nor a workbook"}},
		{"a workbook of the old kind", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), []string{"old kind", "XLSX"}},
		{"an archive that is cut off", workbook(t, sheet("team,wave,a,b"))[:200], []string{"XLSX", "save it again"}},
		{"a formula", workbook(t, strings.Replace(sheet("team,wave,a,b", "N,1,4,1"), "<v>4</v>", "<f>2+2</f><v>4</v>", 1)),
			[]string{"sheet Data", "row 2", "column a", "formula", `"4"`, "values alone"}},
		{"a formula in the header", workbook(t, strings.Replace(sheet("team,wave,a,b"), "<is><t>a</t></is>", "<f>A1</f><v>a</v>", 1)), []string{"row 1", "formula"}},
		{"an error value", workbook(t, strings.Replace(sheet("team,wave,a,b", "N,1,4,1"), "<c><v>4</v>", `<c t="e"><v>#REF!</v>`, 1)), []string{"row 2", "column a", "#REF!"}},
		{"a text that is not there", workbook(t, strings.Replace(sheet("team,wave,a,b", "N,1,4,1"), "<c><v>4</v>", `<c t="s"><v>7</v>`, 1)), []string{"XLSX"}},
		{"a sheet that is cut off", workbook(t, sheet("team,wave,a,b", "N,1,4,1")[:300]), []string{"XLSX"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := read("answers.csv", tt.data, form(t))
			if survey.CodeOf(err) == survey.CodeInternal || err == nil {
				t.Fatalf("got %v", err)
			}
			for _, w := range append(tt.want, "answers.csv") {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("%q does not say %q", err, w)
				}
			}
		})
	}
}

func TestFormulasInColumnsThatNobodyReadsAreNoHarm(t *testing.T) {
	s := strings.Replace(sheet("team,wave,a,b,x", "Nord,1,4,1,9"), "<v>9</v>", "<f>3*3</f><v>9</v>", 1)
	rows, _, err := read("answers.xlsx", workbook(t, s), form(t))
	if err != nil || strings.Join(rows, ";") != "2|Nord|1|[3 0]" {
		t.Errorf("got %v (%v)", rows, err)
	}
}

func TestWorkbooksThatUnpackTooFarAreRefused(t *testing.T) {
	t.Run("an archive that admits it", func(t *testing.T) {
		data := workbook(t, sheet("team,wave,a,b"))
		// The size that the directory names for the sheet, its last entry.
		at := bytes.LastIndex(data, []byte("PK\x01\x02"))
		binary.LittleEndian.PutUint32(data[at+24:], 1<<31)
		if _, _, err := read("answers.xlsx", data, form(t)); survey.CodeOf(err) != survey.CodeTooLarge {
			t.Errorf("got %v", err)
		}
	})
	t.Run("more than 100 MB packed", func(t *testing.T) {
		_, err := table.Open("answers.xlsx", bytes.NewReader(workbook(t, sheet("team"))), 101<<20, form(t))
		if survey.CodeOf(err) != survey.CodeTooLarge || !strings.Contains(err.Error(), "CSV") {
			t.Errorf("got %v", err)
		}
	})
}

// sheet writes rows of cells, numbers as numbers.
func sheet(rows ...string) string {
	var s strings.Builder
	s.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	for _, row := range rows {
		s.WriteString("<row>")
		for _, cell := range strings.Split(row, ",") {
			if strings.Trim(cell, "0123456789.") == "" {
				fmt.Fprintf(&s, "<c><v>%s</v></c>", cell)
			} else {
				fmt.Fprintf(&s, `<c t="inlineStr"><is><t>%s</t></is></c>`, cell)
			}
		}
		s.WriteString("</row>")
	}
	return s.String() + "</sheetData></worksheet>"
}

// workbook has one visible sheet, and more parts by name and text, which are
// instead of those of the same name.
func workbook(t testing.TB, sheet string, more ...[2]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	parts := [][2]string{
		{"xl/workbook.xml", `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` +
			`<sheet name="Old" state="hidden" r:id="r0"/><sheet name="Data" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", sheet},
	}
	for _, part := range more {
		parts = append(slices.DeleteFunc(parts, func(p [2]string) bool { return p[0] == part[0] }), part)
	}
	for _, part := range parts {
		w, err := z.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, part[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestCSVIsTakenApartLikeEncodingCSV writes teams of any text with the
// standard library and reads them back.
func TestCSVIsTakenApartLikeEncodingCSV(t *testing.T) {
	q := form(t)
	rapid.Check(t, func(t *rapid.T) {
		comma := rapid.SampledFrom([]rune{',', ';', '\t'}).Draw(t, "separator")
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		w.Comma, w.UseCRLF = comma, rapid.Bool().Draw(t, "crlf")
		_ = w.Write([]string{"team", "wave", "a", "b"})
		var want []string
		for range rapid.IntRange(1, 8).Draw(t, "rows") {
			team := rapid.StringMatching(`[a-c"',;\t\n x-]{0,12}`).Draw(t, "team")
			a := rapid.IntRange(1, 5).Draw(t, "a")
			_ = w.Write([]string{team, "1", fmt.Sprint(a), ""})
			if w.UseCRLF {
				team = strings.ReplaceAll(team, "\r\n", "\n")
			}
			want = append(want, fmt.Sprintf("%s|1|[%d -1]", strings.TrimSpace(team), a-1))
		}
		w.Flush()
		rows, _, err := read("answers.csv", out.Bytes(), q)
		if err != nil {
			t.Fatalf("%v in %q", err, out.String())
		}
		for i, r := range rows {
			_, got, _ := strings.Cut(r, "|")
			if got != want[i] {
				t.Fatalf("row %d is %q, want %q", i, got, want[i])
			}
		}
		if len(rows) != len(want) {
			t.Fatalf("%d rows, want %d", len(rows), len(want))
		}
	})
}

func FuzzCSV(f *testing.F) {
	q := form(f)
	f.Add([]byte("team,wave,a,b\nNord,1,1,5\n"))
	f.Add([]byte("team;wave;a;b\r\n\"No\"\"rd\n\";1;NA;5\r\n"))
	f.Add([]byte("\xff\xfet\x00"))
	f.Add([]byte("team\twave\ta\tb\rN\t1\t1\t\r"))
	f.Add(workbook(f, sheet("team,wave,a,b", "Nord,1,1,5")))
	f.Fuzz(func(t *testing.T, data []byte) { mustBeFair(t, data, q) })
}

func FuzzXLSX(f *testing.F) {
	q := form(f)
	formats := styles()
	f.Add(sheet("team,wave,a,b", "Nord,1,1,5"), formats[1])
	f.Add(strings.Replace(sheet("team,wave,a,b", "Nord,45688,1,5"), "<c><v>45688", `<c s="1"><v>45688.5`, 1), formats[1])
	f.Add(`<worksheet><row r="3"><c r="B3" t="s"><f/><v>0</v></c></row>`, "")
	f.Fuzz(func(t *testing.T, sheet, styles string) {
		mustBeFair(t, workbook(t, sheet, [2]string{formats[0], styles}), q)
	})
}

// mustBeFair fails where a file is neither read nor refused in words for
// people, and where an answer off the scale comes through.
func mustBeFair(t *testing.T, data []byte, q *survey.Questionnaire) {
	in, err := table.Open("f", bytes.NewReader(data), int64(len(data)), q)
	for err == nil {
		var r *table.Row
		if r, err = in.Next(); err == nil {
			for _, v := range r.Answers {
				if v < -1 || v > 4 {
					t.Fatalf("answer %d", v)
				}
			}
		}
	}
	if !errors.Is(err, io.EOF) && survey.CodeOf(err) == survey.CodeInternal {
		t.Fatalf("an error that is not for people: %v", err)
	}
}
