package reports

import (
	"archive/zip"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// workbook is a book on its way to a file.
type workbook struct {
	book Book
	names
	styles  styles
	file    *excelize.File
	entries []entry
	places  *analytics.Places
}

// WriteWorkbook writes the workbook (XLSX): the sheets Read me, Summary,
// Dimensions, Items, Trend, Promises, Method and Data, each with one named
// table that begins in row 3. Data has the columns and rows of the CSV.
//
// Texts that people wrote are always text, there is no formula, and the same
// book gives the same bytes. A team that the release does not have is
// survey.CodeNotFound, a book that no spreadsheet could hold
// survey.CodeRefused. After another error w may hold a part of a file.
func WriteWorkbook(w io.Writer, b Book) error {
	if err := b.check(); err != nil {
		return err
	}
	k, err := newWorkbook(b)
	if err != nil {
		return fmt.Errorf("make the workbook: %w", err)
	}
	defer k.file.Close()
	sheets := k.sheets()
	if err := fits(sheets); err != nil {
		return err
	}
	p := &pack{Writer: zip.NewWriter(w), rows: map[string]func(io.Writer) error{}}
	if err := k.lay(sheets, p); err != nil {
		return fmt.Errorf("make the workbook: %w", err)
	}
	k.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return p })
	if err := k.file.Write(io.Discard); err != nil {
		p.keep(err)
	}
	if p.err != nil {
		return fmt.Errorf("write the workbook: %w", p.err)
	}
	return nil
}

func newWorkbook(b Book) (*workbook, error) {
	k := &workbook{book: b, file: excelize.NewFile(), entries: b.entries(), places: b.Release.Places(b.Units)}
	var err error
	if k.names, err = namesIn(b.Form, b.Language); err != nil {
		return nil, err
	}
	k.styles, err = newStyles(k.file, k.rightToLeft)
	return k, err
}

// sheets are all sheets in their order.
func (k *workbook) sheets() []sheet {
	return []sheet{k.readme(), k.summary(), k.dimensions(), k.items(), k.trend(), k.promises(), k.method(), k.data()}
}

// fits refuses what a spreadsheet cannot open.
func fits(sheets []sheet) error {
	for _, s := range sheets {
		if rows := firstRow - 1 + s.count; rows > lastRow {
			return survey.Errorf(survey.CodeRefused,
				"The sheet %s would have %d rows and a spreadsheet holds %d; make a workbook for each part of the organisation, or use the CSV.", s.name, rows, lastRow)
		}
	}
	return nil
}

// lay makes the empty sheets and tells the archive where each gets its rows.
func (k *workbook) lay(sheets []sheet, p *pack) error {
	for i := range sheets {
		s := &sheets[i]
		if err := k.add(i, s.name); err != nil {
			return err
		}
		if err := k.skeleton(s); err != nil {
			return fmt.Errorf("sheet %s: %w", s.name, err)
		}
		p.rows[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = s.write
	}
	for i := range sheets {
		for _, g := range sheets[i].graphs {
			if err := k.draw(&sheets[i], g); err != nil {
				return fmt.Errorf("chart %q: %w", g.title, err)
			}
		}
	}
	k.file.SetActiveSheet(0)
	return k.properties()
}

func (k *workbook) add(i int, name string) error {
	if i == 0 {
		return k.file.SetSheetName(k.file.GetSheetName(0), name)
	}
	_, err := k.file.NewSheet(name)
	return err
}

// write writes the rows of the sheet.
func (s *sheet) write(w io.Writer) error {
	r, err := newRowWriter(w, firstRow, s.columns)
	if err != nil {
		return err
	}
	if err := s.rows(r.put); err != nil {
		return err
	}
	if r.row != firstRow+s.count {
		return fmt.Errorf("sheet %s: %d rows where %d were announced", s.name, r.row-firstRow, s.count)
	}
	return r.flush()
}
