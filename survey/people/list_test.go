package people

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"teamtrust/survey"
)

func read(file string) (*List, error) {
	return ReadList("people.csv", strings.NewReader(file), int64(len(file)))
}

func readOK(t *testing.T, file string) *List {
	t.Helper()
	l, err := read(file)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// wantErrors compares errors with the beginnings of lines.
func wantErrors(t *testing.T, got []RowError, want ...string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Errorf("missing: %s", want[i])
		case i >= len(want):
			t.Errorf("not expected: %s", got[i])
		case !strings.HasPrefix(got[i].Error(), want[i]):
			t.Errorf("got  %s\nwant %s…", got[i], want[i])
		}
	}
}

func TestCellsThatAreWrongByThemselves(t *testing.T) {
	const header = "employee_id,name,email,team,manages,language,phone\n"
	long := strings.Repeat("x", 201)
	tests := []struct {
		name, rows string
		want       []string
	}{
		{"a good row", "1,Anna,a@b.example,Ops,Ops,de,", nil},
		{"only what is required", "1,,,Ops", nil},
		{"blank rows are passed over and counted", ",,,,,,\n\n2,,x,Ops", []string{`row 4, email: "x" is not an e-mail address; write one`}},
		{"a cell with a line break is one row", "1,,,Ops,,,\"+49\n123\"\n2,,x,Ops", []string{`row 3, email: "x"`}},
		{"all errors of all rows", ",Anna,a@,,,,\n2,,b,Ops,,xx,", []string{
			`row 2, employee_id: the cell is empty; give`, `row 2, email: "a@" is not`, `row 2, team: the cell is empty; write`,
			`row 3, email: "b" is not`, `row 3, language: "xx" is not a language code; write`}},
		{"an id of 64 characters", strings.Repeat("ü", 64) + ",,,Ops", nil},
		{"an id of 65 characters", strings.Repeat("ü", 65) + ",,,Ops", []string{`row 2, employee_id: "` + strings.Repeat("ü", 60) + `…" has more than 64 characters`}},
		{"an id with a sign inside", "A-1+2@x=3,,,Ops", nil},
		{"an id that a spreadsheet would evaluate", "+1,,,Ops\n-1,,,Ops\n@x,,,Ops\n＝1,,,Ops", []string{
			`row 2, employee_id: "+1" starts with '+'`, `row 3, employee_id: "-1" starts`, `row 4, employee_id: "@x" starts`, `row 5, employee_id: "＝1" starts`}},
		{"an id that a spreadsheet has shortened", `"1,23E+11",,,Ops` + "\n1.5E+05,,,Ops\nE+1,,,Ops", []string{
			`row 2, employee_id: "1,23E+11" is a number`, `row 3, employee_id: "1.5E+05" is a number`}},
		{"an id with an invisible character", "N\u200b1,,,Ops", []string{`row 2, employee_id: "N\u200b1" holds an invisible`}},
		{"control characters are escaped", "1,A\x1b[31m\tB,,Ops", []string{`row 2, name: "A\x1b[31m\tB" holds a line break`}},
		{"a name that turns the line around", "1,A\u202eB,,Ops", []string{`row 2, name: "A\u202eB" holds`}},
		{"a name that is too long", "1," + long + ",,Ops", []string{`row 2, name: "` + long[:60] + `…" has more than 200`}},
		{"a formula in any column", "=1+1,=A1,=B1, =C1,=D1,=E1,=F1", []string{
			`row 2, employee_id: "=1+1" is a formula`, `row 2, name: "=A1" is a`, `row 2, email: "=B1" is a`, `row 2, team: "=C1" is a`,
			`row 2, manages: "=D1" is a`, `row 2, language: "=E1" is a`, `row 2, phone: "=F1" is a`}},
		{"names and teams may start with other signs", "1,-Anna-,a+b@b.example,@Home,@Home", nil},
		{"an address that a spreadsheet would evaluate", "1,,+a@b.example,Ops\n2,,-a@b.example,Ops\n3,,@b.example,Ops\n4,,＝a@b.example,Ops", []string{
			`row 2, email: "+a@b.example" starts with '+'`, `row 3, email: "-a@b.example" starts`, `row 4, email: "@b.example" is not an e-mail address`, `row 5, email: "＝a@b.example" starts`}},
		{"a path that is too long as a whole", "1,,a@b.example,Ops," + strings.Repeat("一", 200) + " / " + strings.Repeat("二", 200), []string{
			`row 2, manages: "` + strings.Repeat("一", 60) + `…" is too long as a whole: it takes 1203 bytes and at most 1000 are possible`}},
		{"a cell that is longer than a spreadsheet allows", "1,,,Ops,,," + strings.Repeat("é", 32768), []string{`row 2, phone: "` + strings.Repeat("é", 60) + `…" has more than 32767`}},
		{"a cell as long as a spreadsheet allows", "1,,,Ops,,," + strings.Repeat("é", 32767), nil},
		{"a separator that is not quoted", "1,Berg, Anna,a@b.example,Ops,Ops,de,1", []string{`row 2: it has 8 cells and the header has 7; put quotes`}},
		{"empty cells beyond the header", "1,,,Ops,,,,,,", nil},
		{"a row that cannot be taken apart", "1,\"A\"nna,,Ops\n2,,b,Ops", []string{`row 2: text stands after a closing quote`, `row 3, email: "b"`}},
		{"several managed teams, each checked", "1,,a@b.example,Ops,Ops; Ops / / A ;;Ops / Ops", []string{
			`row 2, manages: "Ops / / A" has an empty part`, `row 2, manages: "Ops / Ops" has the part "Ops" twice`}},
		{"a long cell of managed teams has one error", "1,,a@b.example,Ops," + strings.Repeat("x", 32768), []string{`row 2, manages: "` + strings.Repeat("x", 60) + `…" has more than 32767`}},
		{"languages of many forms", "1,,,Ops,,DE,\n2,,,Ops,,pt_br,\n3,,,Ops,,zh-Hant-TW,\n4,,,Ops,,deutsch,\n5,,,Ops,,\"de;en\",", []string{
			`row 5, language: "deutsch"`, `row 6, language: "de;en"`}},
		{"a Windows-1252 file read as something else", "1,A\ufffdB,,Ops", []string{`row 2, name: "A�B" has lost a letter`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			wantErrors(t, readOK(t, header+tt.rows).Errors(), tt.want...)
		})
	}
}

func TestWhatIsKeptOfARow(t *testing.T) {
	l := readOK(t, "Language;MANAGES;Team;E-Mail;Name;Employee ID\npt_br;\" Ops / B;Ops;Ops / B;\";\" Ops /  B\";x;\" Anna\u00a0  Berg \"; 007 \n")
	got := l.entries[0].person
	if got.ID != "007" || got.Name != "Anna Berg" || got.Team != "Ops / B" || got.Language != "pt-BR" || !slices.Equal(got.Manages, []survey.Path{"Ops", "Ops / B"}) {
		t.Errorf("got %+v", got)
	}
	if l.Len() != 1 || !slices.Equal(l.Ignored, []string{"E-Mail"}) {
		t.Errorf("%d people, ignored %q", l.Len(), l.Ignored)
	}
	if want := []string{"employee_id", "name", "team", "manages", "language"}; !slices.Equal(l.Columns(), want) {
		t.Errorf("columns %q", l.Columns())
	}
}

func TestUnknownColumnsAreReportedAndIgnored(t *testing.T) {
	l := readOK(t, "employee_id,team,Cost\x1bCentre,phone,phone,\n1,Ops,a,b,c,d\n")
	if want := []string{`Cost\x1bCentre`, "phone", "phone", "column F (no heading)"}; !slices.Equal(l.Ignored, want) {
		t.Errorf("ignored %q, want %q", l.Ignored, want)
	}
	if len(l.Notes()) != 1 || len(l.Errors()) != 0 {
		t.Errorf("notes %q, errors %v", l.Notes(), l.Errors())
	}
}

func TestFilesThatAreNoStaffList(t *testing.T) {
	tests := []struct {
		name, file string
		want       string
	}{
		{"an empty file", "", "people.csv is empty; its first row"},
		{"a mark and nothing else", "\xef\xbb\xbf", "people.csv is empty"},
		{"no employee_id", "id,team\n1,Ops\n", `people.csv has no column employee_id; its first row is "id, team": name`},
		{"no team", "employee_id,name\n1,Anna\n", "people.csv has no column team"},
		{"a blank first row", "\nemployee_id,team\n", "people.csv has no column employee_id"},
		{"a column twice", "employee_id,team,Email,EMAIL\n", "people.csv has the column email twice (columns C and D)"},
		{"a header and nobody", "employee_id,team\n\n,\n", "people.csv has column names and no people"},
		{"a first row that cannot be read", "\"employee_id\"x,team\n", "people.csv cannot be read: in row 1, text stands"},
		{"control characters do not reach the terminal", "a\x1b[2J,b", `people.csv has no column employee_id; its first row is "a\x1b[2J, b"`},
		{"an old workbook", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "people.csv is an old Excel file (.xls) or has a password"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00", "people.csv has no column employee_id"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, err := read(tt.file)
			if l != nil || survey.CodeOf(err) != survey.CodeBadRequest || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got %v, %v; want %s…", l, err, tt.want)
			}
		})
	}
}

func TestAFileNameIsSafeToPrint(t *testing.T) {
	for in, want := range map[string]string{`C:\hr\staff.csv`: "staff.csv", "../x/\x1b[2J.csv": `\x1b[2J.csv`, "": "."} {
		if got := fileName(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestListsThatAreTooLarge(t *testing.T) {
	rows := func(n int) string {
		var b strings.Builder
		b.WriteString("employee_id,team\n")
		for i := range n {
			fmt.Fprintf(&b, "%d,A\n\n", i)
		}
		return b.String()
	}
	if l, err := read(rows(MaxPeople)); err != nil || l.Len() != MaxPeople {
		t.Fatalf("%d people: %v", MaxPeople, err)
	}
	if _, err := read(rows(MaxPeople + 1)); survey.CodeOf(err) != survey.CodeTooLarge {
		t.Errorf("one more: %v", err)
	}
	if _, err := ReadList("x", strings.NewReader(""), MaxFileSize+1); survey.CodeOf(err) != survey.CodeTooLarge {
		t.Errorf("a large file: %v", err)
	}
}

type brokenDisk struct{}

func (brokenDisk) ReadAt([]byte, int64) (int, error) { return 0, io.ErrClosedPipe }

func TestAFailedReadIsNotTheFaultOfTheFile(t *testing.T) {
	if _, err := ReadList("x", brokenDisk{}, 100); !errors.Is(err, io.ErrClosedPipe) || survey.CodeOf(err) != survey.CodeInternal {
		t.Errorf("got %v", err)
	}
}

func TestLettersOfColumns(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 701: "ZZ", 702: "AAA"} {
		if got := letters(i); got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
	}
}

func BenchmarkReadList100000(b *testing.B) {
	var file strings.Builder
	file.WriteString("employee_id,name,email,team,manages,language\n")
	for i := range 100_000 {
		fmt.Fprintf(&file, "N%06d,Jürgen Müller,juergen.mueller%d@nordwind.example,Operations / Plant %d / Shift %d,,de\n", i, i, i/1000, i/20)
	}
	b.SetBytes(int64(file.Len()))
	b.ReportAllocs()
	for b.Loop() {
		l, err := read(file.String())
		if err != nil {
			b.Fatal(err)
		}
		if _, err := NewPlan(nil, l, true); err != nil {
			b.Fatal(err)
		}
	}
}
