package reports

import (
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"

	"teamtrust/survey"
)

// binding is what every workbook has in common, whatever stands in its sheets:
// the file, its words and styles, and what is printed around each page.
type binding struct {
	names
	styles styles
	file   *excelize.File
	title  string    // of the document
	made   time.Time // the only time in its properties
	paper  paper
	drawn  []graph // charts in the order of their parts
}

// paper is what stands around a printed page, as people wrote it.
type paper struct {
	left, right string // at the top
	warning     string // at the top in bold, a text of the catalogue; may be empty
	small       string // at the bottom: what the numbers are of
}

func newBinding(form *survey.Questionnaire, language string) (*binding, error) {
	k := &binding{file: excelize.NewFile()}
	var err error
	if k.names, err = namesIn(form, language); err != nil {
		return nil, err
	}
	k.styles, err = newStyles(k.file, k.rightToLeft)
	return k, err
}

// say is a text of the catalogue. What is filled in keeps its own direction
// where the text is read from the right: a date would else begin with its day.
func (k *binding) say(key string, pairs ...any) string {
	if k.rightToLeft {
		pairs = slices.Clone(pairs)
		for i := 1; i < len(pairs); i += 2 {
			if s, ok := pairs[i].(string); ok && s != "" && k.textStyle(s) == k.styles.text {
				pairs[i] = leftToRight(s)
			}
		}
	}
	return k.words.say(key, pairs...)
}

// write writes the sheets as a workbook. Nothing of their rows is kept in
// memory.
func (k *binding) write(w io.Writer, sheets []sheet) error {
	p := newPack(w)
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

// lay makes the empty sheets and tells the archive where each gets its rows.
func (k *binding) lay(sheets []sheet, p *pack) error {
	for i := range sheets {
		s := &sheets[i]
		s.columns = fitted(s.columns)
		if err := k.add(i, s.name); err != nil {
			return err
		}
		if err := k.skeleton(s); err != nil {
			return fmt.Errorf("sheet %s: %w", s.name, err)
		}
		p.rows[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = s.write
	}
	for i := range sheets {
		if err := k.drawAll(&sheets[i]); err != nil {
			return fmt.Errorf("charts of sheet %s: %w", sheets[i].name, err)
		}
	}
	for i, g := range k.drawn {
		p.finish[fmt.Sprintf("xl/charts/chart%d.xml", i+1)] = func(chart []byte) ([]byte, error) { return g.finish(chart, k.tag, k.rightToLeft) }
	}
	k.file.SetActiveSheet(0)
	return k.properties()
}

func (k *binding) add(i int, name string) error {
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
