package reports

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// skeleton makes a sheet with everything but the rows of its table.
func (k *binding) skeleton(s *sheet) error {
	steps := []func(*sheet) error{k.top, k.widths, k.colour, k.tabulate, k.view, k.page}
	for _, step := range steps {
		if err := step(s); err != nil {
			return err
		}
	}
	return nil
}

// top writes title, introduction and header.
func (k *binding) top(s *sheet) error {
	if err := k.put(s.name, "A1", s.title, k.styles.title); err != nil {
		return err
	}
	if err := k.put(s.name, "A2", s.lead, k.styles.lead); err != nil {
		return err
	}
	most := 1
	for i, h := range uniqueHeaders(s.columns) {
		if err := k.put(s.name, at(i+1, headerRow), h, k.styles.heading[s.columns[i].number][s.find]); err != nil {
			return err
		}
		most = max(most, lines(h, s.columns[i].width-1))
	}
	if s.find {
		most++ // the buttons of the filters, under the words and not over them
	}
	heights := map[int]float64{1: 26, 2: 18, headerRow: lineHeights(most) + 4}
	for row, height := range heights {
		if err := k.file.SetRowHeight(s.name, row, height); err != nil {
			return err
		}
	}
	return nil
}

// put writes one text outside the rows of a table.
func (k *binding) put(sheet, cell, text string, style int) error {
	if err := k.file.SetCellStr(sheet, cell, escapeX(Safe(text))); err != nil {
		return err
	}
	return k.file.SetCellStyle(sheet, cell, cell, style)
}

// fitted are columns in which no word of a heading is cut, and a long heading
// takes few lines. A letter of a heading, which is bold, is about as wide as a
// digit.
func fitted(columns []column) []column {
	list := slices.Clone(columns)
	for i, h := range uniqueHeaders(columns) {
		longest := utf8.RuneCountInString(h) / 4
		for _, word := range strings.Fields(h) {
			longest = max(longest, utf8.RuneCountInString(word))
		}
		list[i].width = max(list[i].width, min(float64(longest)+2, widest))
	}
	return list
}

// widest is as wide as the heading of a column makes it.
const widest = 24

// widths also fixes the height of rows that have none of their own: programs do
// not agree on it, and charts are placed by it.
func (k *binding) widths(s *sheet) error {
	height, fixed := float64(rowHeight)*3/4, true
	if err := k.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{DefaultRowHeight: &height, CustomHeight: &fixed}); err != nil {
		return err
	}
	for i, c := range s.columns {
		name := strings.TrimRight(at(i+1, 1), "0123456789")
		if err := k.file.SetColWidth(s.name, name, name, c.width); err != nil {
			return err
		}
	}
	return nil
}

// colour gives scores the same colours in every file: fixed at 0, 50 and 100.
func (k *binding) colour(s *sheet) error {
	for i, c := range s.columns {
		if !c.scale {
			continue
		}
		err := k.file.SetConditionalFormat(s.name, at(i+1, firstRow)+":"+at(i+1, firstRow+s.count-1),
			[]excelize.ConditionalFormatOptions{{
				Type: "3_color_scale", Criteria: "=",
				MinType: "num", MidType: "num", MaxType: "num", MinValue: "0", MidValue: "50", MaxValue: "100",
				MinColor: "#" + low, MidColor: "#" + middle, MaxColor: "#" + high,
			}})
		if err != nil {
			return err
		}
	}
	return nil
}

// tabulate makes header and rows a named table.
func (k *binding) tabulate(s *sheet) error {
	area := "A" + fmt.Sprint(headerRow) + ":" + at(len(s.columns), firstRow+s.count-1)
	stripes := false
	if err := k.file.AddTable(s.name, &excelize.Table{Range: area, Name: s.table, StyleName: "TableStyleLight1", ShowRowStripes: &stripes}); err != nil {
		return err
	}
	if err := k.file.SetSheetDimension(s.name, "A1:"+at(len(s.columns), firstRow+s.count-1)); err != nil {
		return err
	}
	if s.find {
		return nil
	}
	return k.withoutFilter(s.table)
}

// withoutFilter takes the filter buttons off a table: the library has no
// option for it.
func (k *binding) withoutFilter(table string) error {
	filter := regexp.MustCompile(`<autoFilter[^>]*></autoFilter>`)
	found := false
	k.file.Pkg.Range(func(name, content any) bool {
		raw, ok := content.([]byte)
		if !ok || !strings.HasPrefix(name.(string), "xl/tables/") || !bytes.Contains(raw, []byte(`name="`+table+`"`)) {
			return true
		}
		found = filter.Match(raw)
		k.file.Pkg.Store(name, filter.ReplaceAll(raw, nil))
		return false
	})
	if !found {
		return fmt.Errorf("table %s has no filter to take off", table)
	}
	return nil
}

// view sets how the sheet opens: at A1, read from the right where the language
// is, with the header frozen where there are filters.
func (k *binding) view(s *sheet) error {
	lines, corner := s.grid, "A1"
	err := k.file.SetSheetView(s.name, 0, &excelize.ViewOptions{RightToLeft: &k.rightToLeft, ShowGridLines: &lines, TopLeftCell: &corner})
	if err != nil {
		return err
	}
	panes := &excelize.Panes{Selection: []excelize.Selection{{SQRef: "A1", ActiveCell: "A1"}}}
	if s.find {
		panes = &excelize.Panes{Freeze: true, YSplit: headerRow, TopLeftCell: at(1, firstRow), ActivePane: "bottomLeft",
			Selection: []excelize.Selection{{SQRef: "A1", ActiveCell: "A1", Pane: "bottomLeft"}}}
	}
	return k.file.SetPanes(s.name, panes)
}

// properties are what a file manager shows. The time that the file was made is
// the only one in them.
func (k *binding) properties() error {
	made := ""
	if !k.made.IsZero() {
		made = k.made.UTC().Format(time.RFC3339)
	}
	if err := k.file.SetAppProps(&excelize.AppProperties{Application: "teamtrust"}); err != nil {
		return err
	}
	return k.file.SetDocProps(&excelize.DocProperties{
		Title:   k.title,
		Creator: "teamtrust", LastModifiedBy: "teamtrust", Language: k.tag, Created: made, Modified: made,
	})
}
