package table

import (
	"errors"
	"io"
	"slices"
	"strings"

	"teamtrust/survey"
)

// places says which column holds what.
type places struct {
	names []string // of all columns
	team  int
	wave  int   // −1 without a wave column
	items []int // by item of the questionnaire
}

// wanted are the columns that a questionnaire names.
func wanted(q *survey.Questionnaire) []string {
	names := []string{q.Columns.Team}
	if q.Columns.Wave != "" {
		names = append(names, q.Columns.Wave)
	}
	for _, it := range q.Items {
		names = append(names, it.ID)
	}
	return names
}

func (t *Table) readHeader(q *survey.Questionnaire) error {
	number, cells, err := t.source.next()
	if errors.Is(err, io.EOF) {
		return survey.Errorf(survey.CodeBadRequest, "%s is empty; it needs a header row and one row for each respondent.", t.where)
	}
	if err != nil {
		return err
	}
	t.row.Number = number
	for c, cell := range cells {
		if flaw := t.source.flaw(c); flaw != "" {
			return survey.Errorf(survey.CodeBadRequest, "%s, row %d: %s", t.where, number, flaw)
		}
		t.places.names = append(t.places.names, decoded(trim(cell)))
	}
	for len(t.places.names) > 0 && t.places.names[len(t.places.names)-1] == "" {
		t.places.names = t.places.names[:len(t.places.names)-1]
	}
	if err := t.unique(); err != nil {
		return err
	}
	return t.find(q)
}

// unique refuses a header that names two columns alike: it would be chance
// which one counts.
func (t *Table) unique() error {
	first := map[string]int{}
	for c, name := range t.places.names {
		if name == "" {
			continue
		}
		if before, twice := first[name]; twice {
			return survey.Errorf(survey.CodeBadRequest, "%s, row %d: the columns %d and %d are both called %s; rename or delete one.",
				t.where, t.row.Number, before+1, c+1, quoted([]byte(name)))
		}
		first[name] = c
	}
	return nil
}

func (t *Table) find(q *survey.Questionnaire) error {
	names := wanted(q)
	var missing []string
	column := map[string]int{}
	for _, name := range names {
		c := slices.Index(t.places.names, name)
		if c < 0 {
			missing = append(missing, name)
		}
		column[name] = c
	}
	if len(missing) > 0 {
		return survey.Errorf(survey.CodeBadRequest, "%s, row %d: the header has no column %s, which the questionnaire names; rename the column in the file, or correct the questionnaire. The header has %s.",
			t.where, t.row.Number, list(missing), list(t.places.names))
	}
	t.places.team, t.places.wave = column[q.Columns.Team], -1
	if q.Columns.Wave != "" {
		t.places.wave = column[q.Columns.Wave]
	}
	for _, it := range q.Items {
		t.places.items = append(t.places.items, column[it.ID])
	}
	for _, name := range t.places.names {
		if _, named := column[name]; !named && name != "" {
			t.Ignored = append(t.Ignored, name)
		}
	}
	return nil
}

// list names a few columns.
func list(names []string) string {
	const most = 12
	var shown []string
	for i, name := range names {
		if i == most {
			return strings.Join(shown, ", ") + ", …"
		}
		shown = append(shown, quoted([]byte(name)))
	}
	return strings.Join(shown, ", ")
}
