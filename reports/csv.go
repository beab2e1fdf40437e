package reports

import (
	"encoding/csv"
	"fmt"
	"io"

	"teamtrust/analytics"
)

// WriteCSV writes the release as CSV (RFC 4180, UTF-8, commas, no byte order
// mark): the header Columns and one row for each figure and dimension, "[c]"
// for what is withheld, an empty team for the organisation. After an error w
// may hold a part of it.
func WriteCSV(w io.Writer, r *analytics.Release) error { return Dialect{}.Write(w, r) }

// Dialect is how a CSV is written for programs that do not ask: some open a
// file by their country's list separator, and take it for UTF-8 only where a
// byte order mark says so. The cells, numbers with a decimal point among them,
// are the same in all.
type Dialect struct{ Semicolons, Mark bool }

// Write is WriteCSV in this dialect.
func (d Dialect) Write(w io.Writer, r *analytics.Release) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if d.Semicolons {
		out.Comma = ';'
	}
	if d.Mark {
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return fmt.Errorf("write the CSV: %w", err)
		}
	}
	if err := out.Write(Columns()); err != nil {
		return fmt.Errorf("write the CSV: %w", err)
	}
	line := make([]string, len(Columns()))
	err := Rows(r, func(row []Value) error {
		for i, v := range row {
			line[i] = v.String()
		}
		return out.Write(line)
	})
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	if err != nil {
		return fmt.Errorf("write the CSV: %w", err)
	}
	return nil
}
