package reports

import (
	"fmt"
	"io"
	"strconv"
)

// findingsBook is the workbook of an analysis on its way to a file.
type findingsBook struct {
	*binding
	Findings
}

// WriteAnalysisWorkbook writes the workbook of an analysis (XLSX): the sheets
// Read me, Summary, Waves, Dimensions, Teams, Items, Changes, Incident,
// Recovery, Method and Data, each with one named table that begins in row 3.
// Where a table has more rows than a sheet, it goes on in "Data 2" and so on.
//
// It holds everything that the analysis says, numbers in full precision.
// Texts that people wrote are always text, there is no formula, and the same
// findings give the same bytes. Its memory does not grow with the number of
// rows. After an error w may hold a part of a file.
func WriteAnalysisWorkbook(w io.Writer, f Findings) error {
	if err := f.check(); err != nil {
		return err
	}
	common, err := newBinding(f.Form, f.Language)
	if err != nil {
		return fmt.Errorf("make the workbook: %w", err)
	}
	defer common.file.Close()
	k := &findingsBook{binding: common, Findings: f}
	k.title, k.made = k.say("analysis.title", "questionnaire", f.Form.ID), f.Made
	k.paper = paper{left: f.Form.ID, right: f.Answers}
	return k.write(w, k.sheets())
}

// sheets are all sheets in their order.
func (k *findingsBook) sheets() []sheet {
	var list []sheet
	for _, s := range []sheet{
		k.readme(), k.summary(), k.waves(), k.dimensions(), k.teams(), k.items(), k.changes(), k.incident(), k.recovery(), k.method(), k.data(),
	} {
		list = append(list, continued(s)...)
	}
	return list
}

// sheetRows is how many rows of a table fit on a sheet.
const sheetRows = lastRow - firstRow + 1

// continued lets a table that is too long for one sheet go on in others of the
// same kind: "Data 2" with the table tbl_data_2.
func continued(s sheet) []sheet {
	list := []sheet{}
	for from := 0; from == 0 || from < s.count; from += sheetRows {
		part := s
		part.count = min(s.count-from, sheetRows)
		part.rows = window(s.rows, from, from+part.count)
		if from > 0 {
			n := strconv.Itoa(len(list) + 1)
			part.name, part.table, part.graphs = s.name+" "+n, s.table+"_"+n, nil
		}
		list = append(list, part)
	}
	return list
}

// window lets through the rows from one number on and before another.
func window(rows func(func([]cell) error) error, from, before int) func(func([]cell) error) error {
	return func(put func([]cell) error) error {
		n := 0
		return rows(func(row []cell) error {
			n++
			if n <= from || n > before {
				return nil
			}
			return put(row)
		})
	}
}

// Columns of a table: of words, of numbers, and of scores that are coloured.
func (k *findingsBook) words(key string, width float64) column {
	return column{header: k.say(key), width: width}
}

func (k *findingsBook) number(key string, width float64) column {
	return column{header: k.say(key), width: width, number: true}
}

func (k *findingsBook) scores(header string, width float64) column {
	return column{header: header, width: width, number: true, scale: true}
}

// absent stands for a value that is not there: withheld under the rules of a
// release, otherwise undefined.
func (k *findingsBook) absent() string {
	if k.suppressed() {
		return Withheld
	}
	return NotApplicable
}

func (k *findingsBook) count(n *int64) cell {
	if n == nil {
		return k.sign(k.absent())
	}
	return numeric(k.styles.count, float64(*n))
}

func (k *findingsBook) value(style int, v *float64) cell { return k.valued(style, v, k.absent()) }

// bounded is a score with its sign where it is only a bound.
func (k *findingsBook) bounded(g gauge) cell {
	return k.value(k.styles.scoreOf(g.Clipped), g.Score)
}

// ends appends both ends of an interval in a style.
func (k *findingsBook) ends(row []cell, style int, ci *[2]float64) []cell {
	if ci == nil {
		return append(row, k.sign(k.absent()), k.sign(k.absent()))
	}
	return append(row, numeric(style, ci[0]), numeric(style, ci[1]))
}

// scoreEnds appends both ends of an interval of the answer scale in points,
// within 0 to 100.
func (k *findingsBook) scoreEnds(row []cell, ci *[2]float64) []cell {
	if ci == nil {
		return k.ends(row, k.styles.score, nil)
	}
	return k.ends(row, k.styles.score, &[2]float64{k.onHundred(ci[0]), k.onHundred(ci[1])})
}

// gauged appends n, score, interval, mean, SD and the three shares.
func (k *findingsBook) gauged(row []cell, g gauge) []cell {
	row = k.scoreEnds(append(row, k.count(g.N), k.bounded(g)), g.ci)
	return append(row, k.value(k.styles.meanOf(g.Clipped), g.Mean), k.value(k.styles.mean, g.SD),
		k.value(k.styles.share, g.Favourable), k.value(k.styles.share, g.Neutral), k.value(k.styles.share, g.Unfavourable))
}

func (k *findingsBook) gaugedColumns() []column {
	return []column{
		k.number("column.values", 8), k.scores(k.say("column.score"), 8), k.number("column.from", 8), k.number("column.to", 8),
		k.number("column.mean", 8), k.number("column.sd", 7),
		k.number("column.favourable", 7), k.number("column.neutral", 7), k.number("column.unfavourable", 7),
	}
}

// waveCell is the name of a wave; without a wave column there is one wave
// without a name.
func (k *findingsBook) waveCell(name string) cell {
	if name == "" {
		return k.own(k.say("analysis.no_wave"))
	}
	return k.person(name)
}

// whoCell is a team, or all rows together.
func (k *findingsBook) whoCell(team *string) cell {
	if team == nil {
		return k.own(k.say("analysis.everybody"))
	}
	return k.person(*team)
}
