package people

import (
	"archive/zip"
	"fmt"
	"io"
	"iter"

	"github.com/xuri/excelize/v2"

	"teamtrust/survey"
)

// readXLSX returns the rows of the first sheet that is not hidden, each cell
// as the spreadsheet shows it, and the name of the sheet.
//
// excelize reads the values. It passes over broken XML, broken archives and
// strings that are not there as if the cells were empty, and it does not say
// which cells are formulas while it streams; so a sheetScan reads the same
// rows beside it and refuses all that. The parts stay in memory: personal data
// does not go to temporary files.
func readXLSX(file string, r io.ReaderAt, size int64) (rows iter.Seq2[row, error], sheet string, err error) {
	b, err := openBook(r, size)
	if err != nil {
		return nil, "", b.refusal(file, err)
	}
	return func(yield func(row, error) bool) {
		if err := b.rows(yield); err != nil {
			yield(row{}, b.refusal(file, err))
		}
	}, b.sheet, nil
}

// book is an open workbook.
type book struct {
	sheet  string
	values *excelize.Rows
	scan   *sheetScan
}

func openBook(r io.ReaderAt, size int64) (*book, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, err
	}
	p, err := readParts(archive)
	if err != nil {
		return nil, err
	}
	sheet, part, err := p.firstSheet()
	if err != nil {
		return nil, err
	}
	b := &book{sheet: sheet}
	if b.scan, err = p.scan(part); err != nil {
		return nil, err
	}
	return b, guarded(func() error {
		f, err := excelize.OpenReader(io.NewSectionReader(r, 0, size), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
		if err != nil {
			return err
		}
		b.values, err = f.Rows(sheet)
		return err
	})
}

// rows yields the rows one by one; blank rows are counted and yielded too.
func (b *book) rows(yield func(row, error) bool) error {
	defer b.scan.close()
	for n := 1; ; n++ {
		r, more, err := b.next(n)
		if err != nil {
			return err
		}
		if !more {
			return b.scan.finish(n)
		}
		if !yield(r, nil) {
			return nil
		}
	}
}

// next reads row n. The scan goes first: it refuses what would be expensive.
func (b *book) next(n int) (r row, more bool, err error) {
	r.number = n
	if r.flaws, err = b.scan.row(n); err != nil {
		return row{}, false, err
	}
	err = guarded(func() error {
		if more = b.values.Next(); !more {
			return b.values.Error()
		}
		r.cells, err = b.values.Columns()
		return err
	})
	return r, more, err
}

// refusal makes an error for people of what went wrong with a workbook.
func (b *book) refusal(file string, err error) error {
	if survey.CodeOf(err) == survey.CodeTooLarge {
		return survey.Errorf(survey.CodeTooLarge, "%s %s; copy the staff list alone into a new workbook, or save it as CSV.", file, err)
	}
	return survey.Errorf(survey.CodeBadRequest, "%s cannot be read as an XLSX workbook (%s); open it in a spreadsheet program and save it again, or save it as CSV.", file, escapeTo(err.Error(), shownReason))
}

// guarded calls code of the library that is fed with a stranger's file and
// turns a panic into an error: one file must not end the process.
func guarded(call func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("its structure is broken: %v", cause)
		}
	}()
	return call()
}
