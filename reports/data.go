package reports

import "slices"

// data is the CSV as a table, in no language.
func (k *workbook) data() sheet {
	columns := make([]column, 0, len(Columns()))
	for _, name := range Columns() {
		columns = append(columns, column{header: name, width: dataWidth(name), scale: name == "score", number: !isText(name), oneLine: true})
	}
	return sheet{
		name: "Data", table: "tbl_data", find: true, grid: true,
		title: k.say("data.title"), lead: k.say("data.lead"),
		columns: columns,
		count:   len(k.entries) * (len(dimensionIDs(k.book.Release)) + 1),
		rows: func(put func([]cell) error) error {
			line := make([]cell, len(columns))
			return rowsOf(k.book.Release, k.entries, func(row []Value) error {
				for i := range row {
					line[i] = k.raw(&row[i])
				}
				return put(line)
			})
		},
	}
}

func isText(column string) bool {
	return slices.Contains([]string{"wave", "team", "hidden", "reason", "dimension", "clipped"}, column)
}

func dataWidth(column string) float64 {
	switch column {
	case "team":
		return 36
	case "wave":
		return 18
	case "dimension", "reason", "clipped":
		return 10
	}
	return 7
}

// raw is a cell of the CSV: the same text, or the number behind it.
func (k *workbook) raw(v *Value) cell {
	switch {
	case v.Number != nil:
		return numeric(k.styles.decimals[v.Decimals], *v.Number)
	case v.Withheld:
		return textual(k.styles.rawSign, Withheld)
	}
	return textual(k.styles.rawText, Safe(v.Text))
}
