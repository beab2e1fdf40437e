package reports

import (
	"fmt"
	"io"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// workbook is a book on its way to a file.
type workbook struct {
	*binding
	book    Book
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
	return k.write(w, sheets)
}

func newWorkbook(b Book) (*workbook, error) {
	common, err := newBinding(b.Form, b.Language)
	if err != nil {
		return nil, err
	}
	k := &workbook{binding: common, book: b, entries: b.entries(), places: b.Release.Places(b.Units)}
	k.title, k.made = k.say("book.title", "survey", b.Release.Name, "team", k.team(b.Team)), b.Made
	k.paper = paper{left: b.Release.Name, right: k.team(b.Team), small: b.Release.ReleaseHash}
	if b.Release.Rehearsal {
		k.paper.warning = k.say("print.rehearsal")
	}
	return k, nil
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
