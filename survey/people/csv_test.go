package people

import (
	"bufio"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

func rowsOf(t *testing.T, file string) []row {
	t.Helper()
	seq, _, err := readCSV(strings.NewReader(file), UTF8)
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	for r, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	return rows
}

func TestRowsOfACSV(t *testing.T) {
	tests := []struct {
		name, file string
		want       []string // cells joined by |, or the start of the problem
	}{
		{"line feeds", "a,b\nc,d\n", []string{"a|b", "c|d"}},
		{"carriage returns and line feeds", "a,b\r\nc,d\r\n", []string{"a|b", "c|d"}},
		{"carriage returns alone", "a,b\rc,d\r", []string{"a|b", "c|d"}},
		{"no end of the last row", "a,b\nc,d", []string{"a|b", "c|d"}},
		{"an empty last cell", "a,\n,", []string{"a|", "|"}},
		{"blank rows count", "a\n\n\nb", []string{"a", "", "", "b"}},
		{"quotes hide separators, quotes and line breaks", "\"a,\"\"b\"\"\r\nc\",d\ne", []string{"a,\"b\"\r\nc|d", "e"}},
		{"a quote inside a cell is itself", `Ann "Annie" Smith,b`, []string{`Ann "Annie" Smith|b`}},
		{"an empty quoted cell", `"",b`, []string{"|b"}},
		{"text after a quote spoils the row and not the next", "\"a\"b,c\nd", []string{"text stands after", "d"}},
		{"a quote after a space spoils the row", "a, \"b\"\nc", []string{"a quote stands after", "c"}},
		{"a quote that is never closed spoils the row", "a\nb,\"c\nd\n", []string{"a", "a quote is opened"}},
		{"nothing", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows := rowsOf(t, tt.file)
			if len(rows) != len(tt.want) {
				t.Fatalf("got %d rows: %+v", len(rows), rows)
			}
			for i, r := range rows {
				got := strings.Join(r.cells, "|")
				if r.problem != "" {
					got = r.problem[:min(len(r.problem), len(tt.want[i]))]
				}
				if got != tt.want[i] || r.number != i+1 {
					t.Errorf("row %d: got %q, want %q", r.number, got, tt.want[i])
				}
			}
		})
	}
}

func TestTheHeaderTellsTheSeparator(t *testing.T) {
	tests := []struct {
		name, file string
		want       byte
	}{
		{"commas", "employee_id,team", ','},
		{"semicolons", "employee_id;team", ';'},
		{"tabs", "employee_id\tteam", '\t'},
		{"a comma in an unknown heading does not win", "employee_id;name, first;team;city, zip, street, house", ';'},
		{"a quoted heading is no separator", `"employee_id";"a,b";"team"`, ';'},
		{"no known heading: a comma", "a;b", ','},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := separator([]byte(tt.file)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestWhatIsKeptOfARowIsBounded(t *testing.T) {
	rows := rowsOf(t, strings.Repeat(",", 5*maxColumns)+"\n\""+strings.Repeat("x", 2*maxCellBytes)+"\",y")
	if len(rows[0].cells) != maxColumns || rows[0].problem == "" {
		t.Errorf("%d cells, problem %q", len(rows[0].cells), rows[0].problem)
	}
	if len(rows[1].cells[0]) != maxCellBytes || rows[1].cells[1] != "y" {
		t.Errorf("%d bytes, then %q", len(rows[1].cells[0]), rows[1].cells[1])
	}
}

func TestAFailedReadIsNotTheEndOfTheFile(t *testing.T) {
	broken := errors.New("disk on fire")
	seq, _, err := readCSV(iotest.TimeoutReader(strings.NewReader("a\n"+strings.Repeat("b", 2*peeked))), UTF8)
	for _, rowErr := range seq {
		err = errors.Join(err, rowErr)
	}
	if !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("got %v", err)
	}
	if _, _, err := readCSV(iotest.ErrReader(broken), UTF8); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// FuzzRows holds the reader against encoding/csv, wherever that reads a file
// without an error; blank rows are left out, as encoding/csv does.
func FuzzRows(f *testing.F) {
	for _, seed := range []string{"a,b\nc,d", "\"a\"\"\r\n\",b\r\n\r\n", "a,\"\"\n", "ä,\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file string) {
		if strings.Contains(strings.ReplaceAll(file, "\r\n", ""), "\r") || len(file) > maxColumns {
			return // rows ended by a carriage return alone are our own
		}
		std := csv.NewReader(strings.NewReader(file))
		std.FieldsPerRecord = -1
		want, err := std.ReadAll()
		if err != nil {
			return
		}
		c := &csvReader{in: bufio.NewReader(strings.NewReader(file)), comma: ','}
		var got [][]string
		for r, err := range c.rows {
			if err != nil || r.problem != "" {
				t.Fatalf("row %d: %v %s", r.number, err, r.problem)
			}
			for i, cell := range r.cells {
				r.cells[i] = strings.ReplaceAll(cell, "\r\n", "\n")
			}
			got = append(got, r.cells)
		}
		blank := func(cells []string) bool { return len(cells) == 1 && cells[0] == "" }
		got, want = slices.DeleteFunc(got, blank), slices.DeleteFunc(want, blank)
		for _, cells := range want {
			for i, cell := range cells {
				cells[i] = strings.ToValidUTF8(cell, "�")
			}
		}
		if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}
