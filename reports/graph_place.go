package reports

import (
	"io"
	"slices"
)

// Pixels of a sheet as spreadsheets draw it.
const (
	graphGap  = 20 // between two charts
	rowHeight = 20 // of a row without a height of its own
	digit     = 7
	padding   = 5             // of a column beside its digits, in the way that the library counts
	ruled     = 18            // of a row of 20, in the way that the library counts
	repeated  = 2 * rowHeight // the header, on every page
)

// The part of a page of landscape A4 that is printed on, in pixels of a sheet
// that is not made smaller.
const (
	pageWidth  = 1046
	pageHeight = 650
)

// drawAll puts the charts of a sheet below its table: two beside each other,
// together as wide as the table, and none across two pages of paper.
func (k *binding) drawAll(s *sheet) error {
	if len(s.graphs) == 0 {
		return nil
	}
	down, err := s.down()
	if err != nil {
		return err
	}
	page := s.pageHeight()
	left := page - down%page
	page -= repeated
	row := firstRow + s.count + 1
	for pair := range slices.Chunk(s.graphs, 2) {
		tall := 0
		for _, g := range pair {
			tall = max(tall, g.height())
		}
		if tall > left {
			if err := k.file.InsertPageBreak(s.name, at(1, row)); err != nil {
				return err
			}
			left = page
		}
		for i, g := range pair {
			if err := k.draw(s, g, row, i); err != nil {
				return err
			}
		}
		rows := (tall+graphGap)/rowHeight + 1
		row, left = row+rows, left-rows*rowHeight
	}
	return nil
}

// draw puts a chart into a row: at the start of the sheet, or so that it ends
// where the table does.
func (k *binding) draw(s *sheet, g graph, row, place int) error {
	width := (s.across() - graphGap) / 2
	column, within := s.columnAt(place * (width + graphGap))
	c := g.chart(width, g.height()*ruled/rowHeight, k.rightToLeft)
	c.Format.OffsetX = within
	k.drawn = append(k.drawn, g)
	return k.file.AddChart(s.name, at(column, row), c)
}

// across is the width of the table.
func (s *sheet) across() int {
	sum := 0
	for _, c := range s.columns {
		sum += c.pixels()
	}
	return sum
}

func (c column) pixels() int { return int(c.width*digit) + padding }

// columnAt is the column that holds what is so many pixels from the start of
// the sheet, and how many of them are within it.
func (s *sheet) columnAt(pixels int) (column, within int) {
	for i, c := range s.columns {
		if pixels < c.pixels() {
			return i + 1, pixels
		}
		pixels -= c.pixels()
	}
	return len(s.columns) + 1, pixels
}

// down is how far the table and the empty row after it reach.
func (s *sheet) down() (int, error) {
	r, err := newRowWriter(io.Discard, firstRow, s.columns)
	if err != nil {
		return 0, err
	}
	points := 26 + 18 + 2*lineHeights(2)
	err = s.rows(func(cells []cell) error {
		points += lineHeights(r.lines(cells))
		return nil
	})
	return int(points * 4 / 3), err
}

// pageHeight is how much of a sheet fits on a page that is as wide as it.
func (s *sheet) pageHeight() int {
	width := 0.0
	for _, c := range s.columns {
		width += c.width * digit
	}
	return max(int(width), pageWidth) * pageHeight / pageWidth
}
