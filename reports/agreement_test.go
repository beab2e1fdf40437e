package reports_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"teamtrust/analytics"
	"teamtrust/reports"
)

// The CSV, the workbook and the JSON of one release say the same, cell by
// cell: as a person reads them and as a program does.
func TestCSVWorkbookAndJSONAgree(t *testing.T) {
	worlds := map[string]world{"a small company": small(t), "a company": company(t)}
	nobody := small(t)
	nobody.rate = 0
	worlds["nobody answered"] = nobody
	for name, w := range worlds {
		t.Run(name, func(t *testing.T) {
			b := w.book(t)
			lines, book, release := csvOf(t, b.Release), write(t, b), jsonOf(t, b.Release)
			sheet := book.table(t, "Data")
			if len(sheet) != len(lines) {
				t.Fatalf("the sheet has %d rows, the CSV %d", len(sheet), len(lines))
			}
			raw, err := book.book.GetRows("Data", excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			raw = raw[2:]
			for i, line := range lines {
				if !slices.Equal(sheet[i], line) {
					t.Fatalf("row %d reads %q, in the CSV %q", i, sheet[i], line)
				}
				if i > 0 {
					agreeRaw(t, lines[0], line, raw[i])
					agreeJSON(t, lines[0], line, release)
				}
			}
			if want := rowsOf(release); len(lines)-1 != want {
				t.Errorf("%d rows, the JSON has %d figures", len(lines)-1, want)
			}
		})
	}
}

func jsonOf(t testing.TB, r *analytics.Release) map[string]any {
	t.Helper()
	var out bytes.Buffer
	if err := reports.WriteJSON(&out, r); err != nil {
		t.Fatal(err)
	}
	var release map[string]any
	if err := json.Unmarshal(out.Bytes(), &release); err != nil {
		t.Fatal(err)
	}
	return release
}

func rowsOf(release map[string]any) int {
	wave := release["waves"].([]any)[0].(map[string]any)
	return (len(wave["teams"].([]any)) + 1) * (len(wave["dimensions"].(map[string]any)) + 1)
}

// agreeRaw checks that what a cell holds is what the CSV says: a number as a
// number, with nothing behind its decimals.
func agreeRaw(t *testing.T, columns, line, raw []string) {
	t.Helper()
	for i, cell := range line {
		held := ""
		if i < len(raw) {
			held = raw[i]
		}
		if held == cell {
			continue
		}
		v, err := strconv.ParseFloat(held, 64)
		if want := parse(t, cell); err != nil || want == nil || v != *want {
			t.Fatalf("%s of %q holds %q, the CSV %q", columns[i], line, held, cell)
		}
	}
}

// agreeJSON checks one line against the figure that the JSON has for it.
func agreeJSON(t *testing.T, columns, line []string, release map[string]any) {
	t.Helper()
	wave := release["waves"].([]any)[0].(map[string]any)
	figure := wave
	if line[1] != "" {
		figure = teamOf(wave, line[1])
	}
	level, _ := member(figure, "dimensions", line[6]).(map[string]any)
	if line[6] == reports.Total {
		level, _ = figure["total"].(map[string]any)
	}
	hidden, _ := figure["hidden"].(bool)
	if line[1] == "" {
		hidden, _ = release["hidden"].(bool)
	}
	reason, _ := figure["reason"].(string)
	clipped, _ := level["clipped"].(string)
	texts := map[string]string{"wave": fmt.Sprint(wave["wave"]), "hidden": fmt.Sprint(hidden), "reason": reason, "clipped": clipped}
	numbers := map[string]any{"n": figure["n"], "invited": figure["invited"], "ci_lo": end(level, 0), "ci_hi": end(level, 1), "rest_p_adjusted": member(level, "rest", "p_adjusted")}
	for i, column := range columns {
		if want, ok := texts[column]; ok && line[i] != want {
			t.Fatalf("%s of %q is %q in the JSON", column, line, want)
		} else if ok || column == "team" || column == "dimension" {
			continue
		}
		want, ok := numbers[column]
		if !ok {
			want = level[column]
		}
		got := parse(t, line[i])
		if v, released := want.(float64); released != (got != nil) || released && v != *got {
			t.Fatalf("%s of %q is %v in the JSON", column, line, want)
		}
	}
}

func teamOf(wave map[string]any, path string) map[string]any {
	for _, t := range wave["teams"].([]any) {
		if team := t.(map[string]any); team["team"] == path {
			return team
		}
	}
	return nil
}

func member(v map[string]any, object, name string) any {
	inner, _ := v[object].(map[string]any)
	return inner[name]
}

func end(level map[string]any, i int) any {
	if ci, ok := level["ci"].([]any); ok {
		return ci[i]
	}
	return nil
}
