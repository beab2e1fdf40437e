package reports_test

import (
	"archive/zip"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"teamtrust/reports"
)

// manyTeams is how many teams the benchmarks write.
const manyTeams = 10_000

func manyBook() reports.Book {
	return reports.Book{Release: synthetic(manyTeams, 4), Form: syntheticForm(4, 0), Language: "en", Made: time.Unix(0, 0)}
}

// BenchmarkLimitsWorkbook prints how the workbook's time relates to that of a
// bare writer of the same cells in the same run (the median of turns), and how
// much memory it takes at its peak.
func BenchmarkLimitsWorkbook(b *testing.B) {
	const turns = 5
	book := manyBook()
	cells := cellsIn(b, book)
	for b.Loop() {
		var ratios []float64
		for range turns {
			whole := timed(func() error { return reports.WriteWorkbook(io.Discard, book) })
			ratios = append(ratios, float64(whole)/float64(timed(func() error { return bareZip(io.Discard, cells) })))
		}
		slices.Sort(ratios)
		b.ReportMetric(ratios[turns/2], "x-bare-zip")
	}
	extra := peak(func() error { return reports.WriteWorkbook(io.Discard, book) })
	b.ReportMetric(extra/(1<<20), "MB-extra")
}

// BenchmarkWorkbook is the time of one workbook.
func BenchmarkWorkbook(b *testing.B) {
	book := manyBook()
	for b.Loop() {
		if err := reports.WriteWorkbook(io.Discard, book); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBareZip is the limit: archive/zip and strconv, one sheet after the
// other, without styles, tables or escapes.
func BenchmarkBareZip(b *testing.B) {
	cells := cellsIn(b, manyBook())
	for b.Loop() {
		if err := bareZip(io.Discard, cells); err != nil {
			b.Fatal(err)
		}
	}
}

func timed(f func() error) time.Duration {
	start := time.Now()
	if err := f(); err != nil {
		panic(err)
	}
	return time.Since(start)
}

// peak is how many bytes the heap grows at most while f runs.
func peak(f func() error) float64 {
	defer debug.SetGCPercent(debug.SetGCPercent(20)) // so that what is measured is used, not garbage
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	done := make(chan error)
	go func() { done <- f() }()
	most := before.HeapInuse
	for {
		select {
		case err := <-done:
			if err != nil {
				panic(err)
			}
			return float64(most - before.HeapInuse)
		case <-time.After(2 * time.Millisecond):
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapInuse)
		}
	}
}

// bareCell is a cell as the bare writer has it: a number or a text.
type bareCell struct {
	number float64
	text   string
}

// cellsIn reads a workbook back, sheet by sheet.
func cellsIn(b *testing.B, book reports.Book) [][][]bareCell {
	b.Helper()
	r, w := io.Pipe()
	go func() { w.CloseWithError(reports.WriteWorkbook(w, book)) }()
	f, err := excelize.OpenReader(r)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var sheets [][][]bareCell
	for _, name := range sheetNames {
		rows, err := f.Rows(name)
		if err != nil {
			b.Fatal(err)
		}
		var sheet [][]bareCell
		for rows.Next() {
			columns, err := rows.Columns(excelize.Options{RawCellValue: true})
			if err != nil {
				b.Fatal(err)
			}
			sheet = append(sheet, bareRow(columns))
		}
		sheets = append(sheets, sheet)
	}
	return sheets
}

func bareRow(columns []string) []bareCell {
	row := make([]bareCell, len(columns))
	for i, c := range columns {
		if v, err := strconv.ParseFloat(c, 64); err == nil {
			row[i].number = v
		} else {
			row[i].text = strings.Clone(c)
		}
	}
	return row
}

func bareZip(w io.Writer, sheets [][][]bareCell) error {
	archive := zip.NewWriter(w)
	for i, sheet := range sheets {
		part, err := archive.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1))
		if err != nil {
			return err
		}
		if err := bareSheet(part, sheet); err != nil {
			return err
		}
	}
	return archive.Close()
}

func bareSheet(w io.Writer, rows [][]bareCell) error {
	line := []byte(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	for r, row := range rows {
		line = append(strconv.AppendInt(append(line, `<row r="`...), int64(r+1), 10), `">`...)
		for c, cell := range row {
			line = append(append(line, `<c r="`...), byte('A'+c%26))
			line = strconv.AppendInt(line, int64(r+1), 10)
			if cell.text == "" {
				line = append(strconv.AppendFloat(append(line, `"><v>`...), cell.number, 'f', -1, 64), `</v></c>`...)
				continue
			}
			line = append(append(append(line, `" t="inlineStr"><is><t>`...), cell.text...), `</t></is></c>`...)
		}
		line = append(line, `</row>`...)
		if len(line) > 32<<10 {
			if _, err := w.Write(line); err != nil {
				return err
			}
			line = line[:0]
		}
	}
	_, err := w.Write(append(line, `</sheetData></worksheet>`...))
	return err
}
