package reports

import (
	"archive/zip"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestPack(t *testing.T) {
	failed := errors.New("the rows failed")
	write := func(content string, rows func(io.Writer) error) (string, error) {
		var out strings.Builder
		p := &pack{Writer: zip.NewWriter(io.Discard), rows: map[string]func(io.Writer) error{"sheet": rows}}
		if _, err := p.Create("sheet"); err != nil {
			t.Fatal(err)
		}
		s := &part{pack: p, w: &out, rows: rows}
		s.Write([]byte(content)) // the library, too, does not look at the error
		return out.String(), p.err
	}

	t.Run("rows go to the end of a sheet's data", func(t *testing.T) {
		got, err := write("<a><sheetData><row/></sheetData></a>", func(w io.Writer) error {
			_, err := io.WriteString(w, "<row2/>")
			return err
		})
		if got != "<a><sheetData><row/><row2/></sheetData></a>" || err != nil {
			t.Errorf("%s, %v", got, err)
		}
	})
	t.Run("an error of the rows is kept", func(t *testing.T) {
		if _, err := write("<sheetData></sheetData>", func(io.Writer) error { return failed }); !errors.Is(err, failed) {
			t.Errorf("the error is %v", err)
		}
	})
	t.Run("a sheet without a place for rows is an error", func(t *testing.T) {
		if _, err := write("<sheetData/>", func(io.Writer) error { return nil }); err == nil {
			t.Error("there is none")
		}
	})
	t.Run("any other part is written as it is", func(t *testing.T) {
		if got, err := write("<sheetData/>", nil); got != "<sheetData/>" || err != nil {
			t.Errorf("%s, %v", got, err)
		}
	})
}

func TestASheetKeepsItsPromise(t *testing.T) {
	s := sheet{name: "Data", columns: []column{{width: 10}}, count: 2, rows: func(put func([]cell) error) error { return put([]cell{{text: "x"}}) }}
	if err := s.write(io.Discard); err == nil {
		t.Error("one row was written where two were announced, and the table is longer than its rows")
	}
}
