package reports

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"teamtrust/analytics"
)

// Withheld is what stands for a value that a release does not give.
const Withheld = "[c]"

// Columns are the columns of the CSV and of the workbook's sheet Data.
var columns = []string{"wave", "team", "n", "invited", "hidden", "reason", "dimension", "mean", "sd", "score", "clipped",
	"ci_lo", "ci_hi", "favourable", "neutral", "unfavourable", "rwg", "awg", "eb", "rest_p_adjusted"}

// Columns returns the names of the columns in their order.
func Columns() []string { return slices.Clone(columns) }

// Total is the value of the column dimension in the rows of the total.
const Total = "total"

// Value is one cell: a text, a number with its decimals, or withheld.
type Value struct {
	Text     string
	Number   *float64 // nil for a text, and where it is withheld
	Decimals int
	Withheld bool
}

// String is the cell as the CSV has it. A text that a spreadsheet would take
// for a formula gets an apostrophe in front.
func (v Value) String() string {
	switch {
	case v.Withheld:
		return Withheld
	case v.Number != nil:
		return strconv.FormatFloat(*v.Number, 'f', v.Decimals, 64)
	}
	return Safe(v.Text)
}

// Safe keeps a spreadsheet from taking a person's text for a formula.
func Safe(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n\x00＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}

// Rows calls yield with the cells of every row, in the order of Columns: the
// organisation first, then every team of the tree, each with its dimensions in
// the order of their ids and the total last.
func Rows(r *analytics.Release, yield func([]Value) error) error {
	wave := r.Waves[0]
	ids := make([]string, 0, len(wave.Dimensions))
	for id := range wave.Dimensions {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	head := []Value{text(wave.Wave), text(""), count(wave.N), count(wave.Invited), truth(r.Hidden), text("")}
	if err := figureRows(head, &wave.Figure, ids, yield); err != nil {
		return err
	}
	for i := range wave.Teams {
		t := &wave.Teams[i]
		f := t.Figure
		if f == nil {
			f = &analytics.Figure{}
		}
		head := []Value{text(wave.Wave), text(t.Team), count(f.N), count(f.Invited), truth(t.Hidden), text(t.Reason)}
		if err := figureRows(head, f, ids, yield); err != nil {
			return err
		}
	}
	return nil
}

func figureRows(head []Value, f *analytics.Figure, ids []string, yield func([]Value) error) error {
	for _, id := range ids {
		if err := yield(append(slices.Clone(head), dimensionRow(id, f.Dimensions[id])...)); err != nil {
			return err
		}
	}
	t := analytics.Dimension{Level: analytics.Level{Mean: f.Total.Mean, SD: f.Total.SD, Score: f.Total.Score, CI: f.Total.CI, Clipped: f.Total.Clipped}}
	return yield(append(slices.Clone(head), dimensionRow(Total, t)...))
}

func dimensionRow(id string, d analytics.Dimension) []Value {
	var lo, hi, rest *float64
	if d.CI != nil {
		lo, hi = &d.CI[0], &d.CI[1]
	}
	if d.Rest != nil {
		rest = d.Rest.PAdjusted
	}
	return []Value{text(id), number(d.Mean, 2), number(d.SD, 2), number(d.Score, 1), text(d.Clipped),
		number(lo, 2), number(hi, 2), number(d.Favourable, 2), number(d.Neutral, 2), number(d.Unfavourable, 2),
		number(d.RWG, 3), number(d.AWG, 3), number(d.EB, 2), number(rest, 3)}
}

func text(s string) Value { return Value{Text: s} }

func truth(b bool) Value { return Value{Text: strconv.FormatBool(b)} }

func number(v *float64, decimals int) Value {
	return Value{Number: v, Decimals: decimals, Withheld: v == nil}
}

func count(n *int) Value {
	if n == nil {
		return Value{Withheld: true}
	}
	v := float64(*n)
	return Value{Number: &v}
}

// WriteCSV writes the release as CSV (RFC 4180, UTF-8): one row for each figure
// and dimension, "[c]" for what is withheld, an empty team for the
// organisation.
func WriteCSV(w io.Writer, r *analytics.Release) error {
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return fmt.Errorf("write the CSV: %w", err)
	}
	line := make([]string, len(columns))
	err := Rows(r, func(row []Value) error {
		for i, v := range row {
			line[i] = v.String()
		}
		return out.Write(line)
	})
	if err != nil {
		return fmt.Errorf("write the CSV: %w", err)
	}
	out.Flush()
	return out.Error()
}
