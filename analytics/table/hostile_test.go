package table_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"

	"teamtrust/analytics/table"
	"teamtrust/survey"
)

// parts is a workbook with other parts than that of its sheet.
func parts(t testing.TB, sheet string, more map[string]io.Reader) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	old, err := zip.NewReader(bytes.NewReader(workbook(t, sheet)), int64(len(workbook(t, sheet))))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range old.File {
		if _, replaced := more[f.Name]; replaced {
			continue
		}
		if err := z.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range more {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const sheetPart, textsPart = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"

func TestHostileWorkbooksAreRefusedInLittleMemory(t *testing.T) {
	good := sheet("team,wave,a,b", "N,1,4,1")
	long := strings.Repeat("x", 3<<20)
	deep := strings.Repeat("<a>", 1<<20)
	tests := map[string]struct {
		part, content, want string
	}{
		"elements nested a million deep in the sheet":     {sheetPart, deep, "nested"},
		"elements nested a million deep in a cell":        {sheetPart, strings.Replace(good, "<v>4</v>", "<f>"+deep, 1), "nested"},
		"elements nested a million deep among the texts":  {textsPart, "<sst><si>" + deep, "nested"},
		"elements nested a million deep in the book":      {"xl/workbook.xml", deep, "nested"},
		"a text of three million bytes":                   {textsPart, "<sst><si><t>" + long + "</t></si></sst>", "longer than"},
		"a text of three million bytes in many pieces":    {textsPart, "<sst><si>" + strings.Repeat("<r><t>"+long[:1<<16]+"</t></r>", 48) + "</si></sst>", "longer than"},
		"a value of three million bytes":                  {sheetPart, strings.Replace(good, "<v>4</v>", "<v>"+long+"</v>", 1), "longer than"},
		"a value of three million bytes in many pieces":   {sheetPart, strings.Replace(good, "<v>4</v>", "<v>"+strings.Repeat(long[:1<<16]+"<!---->", 48)+"</v>", 1), "longer than"},
		"a comment of three million bytes full of angles": {sheetPart, "<!--" + strings.Repeat("<", 3<<20) + "-->" + good, "longer than"},
		"an attribute of three million bytes":             {sheetPart, `<worksheet x="` + long + `"/>`, "longer than"},
		"entities that stand for each other":              {sheetPart, `<!DOCTYPE a [<!ENTITY b "&c;&c;"><!ENTITY c "xx">]>` + strings.Replace(good, "<v>4</v>", "<v>&b;</v>", 1), "XML syntax"},
		"a book with more than it can have":               {"xl/workbook.xml", "<workbook><sheets>" + strings.Repeat(`<sheet name="a"/>`, 1<<20), "longer than it may be"},
		"rows out of order":                               {sheetPart, strings.Replace(good, "</sheetData>", `<row r="1"/></sheetData>`, 1), "row 1 stands after row 2"},
		"a row that no spreadsheet has":                   {sheetPart, `<worksheet><row r="1048577"/></worksheet>`, "1048577"},
		"a column that no spreadsheet has":                {sheetPart, `<worksheet><row><c r="XFE1"><v>1</v></c></row></worksheet>`, "XFE1"},
		"cells out of order":                              {sheetPart, `<worksheet><row><c r="B1"/><c r="A1"/></row></worksheet>`, "out of order"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			data := parts(t, good, map[string]io.Reader{tt.part: strings.NewReader(tt.content)})
			before := allocated()
			_, _, err := read("answers.xlsx", data, form(t))
			if survey.CodeOf(err) == survey.CodeInternal || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q in it", err, tt.want)
			}
			if used := (allocated() - before) >> 20; used > 256 {
				t.Errorf("reading took %d MB", used)
			}
		})
	}
}

// allocated is what was ever taken from the heap, freed or not.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// zeros is a part that packs to a thousandth: rows without anything.
func zeros(n int64) io.Reader {
	return io.MultiReader(strings.NewReader(`<worksheet><sheetData>`), io.LimitReader(repeated("<row/>"), n), strings.NewReader("</sheetData></worksheet>"))
}

type repeated string

func (r repeated) Read(p []byte) (int, error) {
	n := 0
	for n+len(r) <= len(p) {
		n += copy(p[n:], r)
	}
	return n, nil
}

func TestAWorkbookThatPacksBetterThanAnswersDoIsRefused(t *testing.T) {
	bomb := parts(t, sheet("team"), map[string]io.Reader{sheetPart: zeros(80 << 20 / 6 * 6)})
	t.Run("by what it says", func(t *testing.T) {
		_, _, err := read("answers.xlsx", bomb, form(t))
		if survey.CodeOf(err) != survey.CodeTooLarge || !strings.Contains(err.Error(), "CSV") || !strings.Contains(err.Error(), "answers.xlsx") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("by what it holds, where it says less", func(t *testing.T) {
		at := bytes.LastIndex(bomb, []byte("PK\x01\x02"))
		binary.LittleEndian.PutUint32(bomb[at+24:], 1000)
		_, _, err := read("answers.xlsx", bomb, form(t))
		if survey.CodeOf(err) == survey.CodeInternal || err == nil {
			t.Errorf("got %v", err)
		}
	})
}

// A text of 32,767 letters in every cell of a column would take the square of
// the file's size if it were copied for each.
func TestLongTextsThatCellsShareAreNotCopied(t *testing.T) {
	var s strings.Builder
	s.WriteString(`<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c><c t="s"><v>4</v></c></row>`)
	const rows = 20_000
	for range rows {
		s.WriteString(`<row><c t="s"><v>5</v></c><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c><c t="s"><v>6</v></c></row>`)
	}
	s.WriteString("</sheetData></worksheet>")
	texts := "<sst>"
	for _, text := range []string{"team", "wave", "a", "b", "note", "N", strings.Repeat("y ", 16_000)} {
		texts += "<si><t>" + text + "</t></si>"
	}
	data := parts(t, s.String(), map[string]io.Reader{textsPart: strings.NewReader(texts + "</sst>")})
	before := allocated()
	list, _, err := read("answers.xlsx", data, form(t))
	if err != nil || len(list) != rows {
		t.Fatalf("%d rows, %v", len(list), err)
	}
	if used := (allocated() - before) / rows; used > 16_000 {
		t.Errorf("%d bytes for each row", used)
	}
}

func TestACellStandsWhereItsReferenceSays(t *testing.T) {
	rows, _, err := read("answers.xlsx", workbook(t, `<worksheet><sheetData><row><c r="A1" t="inlineStr"><is><t>team</t></is></c><c t="inlineStr"><is><t>wave</t></is></c>`+
		`<c r="C1"/><c t="inlineStr"><is><t>a</t></is></c><c r="F1" t="inlineStr"><is><t>b</t></is></c></row>`+
		`<row r="7"><c t="inlineStr"><is><t>N</t></is></c><c r="B7"><v>2</v></c><c r="D7" s="3"/><c/><c><v>5</v></c></row></sheetData></worksheet>`), form(t))
	if err != nil || strings.Join(rows, ";") != "7|N|2|[-1 4]" {
		t.Errorf("got %v (%v)", rows, err)
	}
}

func TestHostileTextFilesAreRefusedOrRead(t *testing.T) {
	const head = "team,wave,a,b\n"
	refused := []struct {
		name string
		data string
		want []string
	}{
		{"a NUL in a team", head + "N,1,1,1\nN\x00rd,1,1,1\n", []string{"row 3", "column team", `"N\x00rd"`, "NUL", "export"}},
		{"a NUL in a wave", head + "N,1\x00,1,1\n", []string{"row 2", "column wave", "NUL"}},
		{"a NUL in an answer", head + "N,1,1\x00,1\n", []string{"row 2", "column a", `"1\x00"`}},
		{"UTF-16 without a mark", "t\x00e\x00a\x00m\x00", []string{"neither text"}},
		{"UTF-32", "\xff\xfe\x00\x00t\x00\x00\x00", []string{"UTF-32", "UTF-8"}},
		{"teams that differ in case", head + "Nord,1,1,1\nnord,1,1,1\n", []string{"row 3", "column team", `"nord"`, `"Nord"`, "row 2", "write both alike"}},
		{"teams that differ in spaces", head + "Nord  West,1,1,1\nNord West,1,1,1\n", []string{"row 3", `"Nord West"`}},
		{"teams that differ in a space that does not break", head + "Nord\u00a0West,1,1,1\nNord West,1,1,1\n", []string{"row 3", `"Nord West"`}},
		{"teams that differ in how an accent is stored", head + "S\u00fcd,1,1,1\nSu\u0308d,1,1,1\n", []string{"row 3"}},
		{"waves that differ in case", head + "N,Spring,1,1\nN,spring,1,1\n", []string{"row 3", "column wave", `"spring"`}},
		{"waves that differ in zeros", head + "N,1,1,1\nN,01,1,1\n", []string{"row 3", "column wave", `"01"`}},
		{"a line end in the middle of a row", "team,wave,a,b\nN,1,1,1\rN,1,1,2\nN,1,1,1\n", []string{"row 2", `"1"`, "separator too many"}},
	}
	for _, tt := range refused {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := read("answers.csv", []byte(tt.data), form(t))
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
	readable := map[string]string{
		"line ends of old Macs":               "team,wave,a,b\rNord,1,1,5\rS\u00fcd,2,,3\r",
		"line ends of old Macs in quotes too": "team,wave,a,b,x\rNord,1,1,5,\"a\rb\"\rS\u00fcd,2,,3,\r",
		"a wave that is written in two ways":  "team,wave,a,b\nNord,1,1,5\nS\u00fcd,2.0,,3\n",
		"spaces around everything":            " team ,\twave, a , b\n Nord , 1 , 1 , 5 \n\tS\u00fcd,2, ,3\n",
		"text in a column that nobody reads":  "team,wave,a,b,x\nNord,1,1,5,\x00\xff\nS\u00fcd,2,,3,=1+1\n",
	}
	for name, data := range readable {
		t.Run(name, func(t *testing.T) {
			rows, _, err := read("answers.csv", []byte(data), form(t))
			var got []string
			for _, r := range rows {
				_, r, _ = strings.Cut(r, "|")
				got = append(got, r)
			}
			if strings.Join(got, ";") != "Nord|1|[0 4];S\u00fcd|2|[-1 2]" || err != nil {
				t.Errorf("got %q (%v)", got, err)
			}
		})
	}
}

func TestTeamNamesThatAreNumbersAreNotCompared(t *testing.T) {
	if _, _, err := read("answers.csv", []byte("team,wave,a,b\n1.1,1,1,1\n1.10,1,1,1\n01,1,1,1\n1,1,1,1\n"), form(t)); err != nil {
		t.Error(err)
	}
}

func TestTheWrongColumnAsTeamIsNoticed(t *testing.T) {
	var s strings.Builder
	s.WriteString("team,wave,a,b\n")
	for i := range 100_001 {
		fmt.Fprintf(&s, "r%d,1,1,1\n", i)
	}
	_, _, err := read("answers.csv", []byte(s.String()), form(t))
	if err == nil || !strings.Contains(err.Error(), "row 100002, column team") || !strings.Contains(err.Error(), "right column") {
		t.Errorf("got %v", err)
	}
}

// endless is a CSV file of so many rows that is made while it is read.
type endless struct {
	head, row string
	size      int64
}

func newEndless(rows int64) endless {
	e := endless{head: "team,wave,a,b,note\n", row: "Nord,1,4,2,\"some, text\"\n"}
	e.size = int64(len(e.head)) + rows*int64(len(e.row))
	return e
}

func (e endless) ReadAt(p []byte, at int64) (int, error) {
	n := 0
	for n < len(p) && at < e.size {
		from := e.head
		in := at
		if at >= int64(len(e.head)) {
			from, in = e.row, (at-int64(len(e.head)))%int64(len(e.row))
		}
		k := copy(p[n:], from[in:])
		n, at = n+k, at+int64(k)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// TestACSVFileOfAnySizeTakesTheSameMemory reads 200 MB, and 2 GB with
// TEAMTRUST_TEST_ALL.
func TestACSVFileOfAnySizeTakesTheSameMemory(t *testing.T) {
	rows := int64(200<<20) / 24
	if os.Getenv("TEAMTRUST_TEST_ALL") != "" {
		rows *= 10
	}
	e := newEndless(rows)
	in, err := table.Open("answers.csv", e, e.size, form(t))
	if err != nil {
		t.Fatal(err)
	}
	var first, last uint64
	for n := int64(1); ; n++ {
		_, err := in.Next()
		if errors.Is(err, io.EOF) {
			if n != rows+1 {
				t.Errorf("%d rows, want %d", n-1, rows)
			}
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch n {
		case rows / 10:
			first = allocated()
		case rows:
			last = allocated()
		}
	}
	if last > first+1<<20 {
		t.Errorf("nine tenths of the file took %d bytes", last-first)
	}
}
