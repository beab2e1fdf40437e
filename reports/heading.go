package reports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// headerLimit keeps a heading within what the name of a table's column may be.
const headerLimit = 120

// uniqueHeaders are the headings of a table: on one line, not too long, and no
// two alike, whatever a questionnaire calls its parts.
func uniqueHeaders(columns []column) []string {
	seen := map[string]bool{}
	list := make([]string, len(columns))
	for i, c := range columns {
		base := clipUnits(oneLine(c.header), headerLimit)
		if base == "" {
			base = "?"
		}
		h := base
		for n := 2; seen[strings.ToLower(h)]; n++ {
			h = fmt.Sprintf("%s (%d)", base, n)
		}
		seen[strings.ToLower(h)] = true
		list[i] = h
	}
	return list
}

// oneLine is a text without line breaks and escapes of them.
func oneLine(s string) string { return breakX(strings.Join(strings.Fields(s), " ")) }

// at is the name of a cell; columns and rows begin at 1.
func at(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		panic(err) // both are positive and far below the limits
	}
	return name
}
