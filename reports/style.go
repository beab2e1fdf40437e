package reports

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// styles are the styles of a workbook by what they are for.
type styles struct {
	title, lead         int
	heading             map[bool]map[bool]int // over numbers or not, over the button of a filter or not
	text, textFromRight int                   // wrapped
	sign                int                   // [c], [x], [z]
	count, score        int
	bound               map[string]int // of a clipped score, by how
	boundMean           map[string]int // of its mean
	signedBound         map[string]int // of a change from or to one
	mean, share         int
	signed, signedMean  int    // a difference in points, and on the answer scale
	fine, p             int    // among what people read: three decimals, and a p-value
	left, day           int    // a count and a date among texts
	decimals            [4]int // of the sheet Data: numbers with so many decimals
	rawText, rawSign    int
}

// The colours of the pages (web/styles/tokens.css), light.
const (
	ink      = "16202A"
	muted    = "4B5A68"
	accent   = "0B5A8F"
	hairline = "DBE2E8"
	pale     = "A9B8C6"
	worst    = "B35806"
	low      = "F4AE56"
	middle   = "E9ECEF"
	high     = "7EA6D3"
	best     = "17396F"
)

// signedFormat writes a plus before what is above zero, and a true minus.
func signedFormat(format string) string { return "+" + format + ";" + minus + format + ";" + format }

const minus = "\u2212"

// styleMaker makes styles until one fails.
type styleMaker struct {
	file  *excelize.File
	start string // left, or right where the language is read from there
	order uint64 // of headings
	err   error
}

// typeface is on every computer that has a spreadsheet, or has a stand-in of
// the same widths, and has Latin and Arabic letters.
const typeface = "Arial"

// typeSize is in points.
const typeSize = 10

func newStyles(f *excelize.File, rightToLeft bool) (styles, error) {
	m := &styleMaker{file: f, start: "left", order: fromLeft}
	if rightToLeft {
		m.start, m.order = "right", fromRight
	}
	m.err = m.normal()
	s := styles{
		title: m.words(excelize.Font{Size: 16, Bold: true, Color: accent}),
		lead:  m.words(excelize.Font{Size: typeSize, Color: muted}),
		text:  m.body("", start, ink, true), textFromRight: m.fromRight(), sign: m.body("", right, muted, false),
		// A score shows its decimal: pages and spreadsheets do not round a half alike.
		count: m.number("#,##0"), score: m.number("0.0"), mean: m.number("0.00"), share: m.number("0%"),
		signed: m.number(signedFormat("0.0")), signedMean: m.number(signedFormat("0.00")), fine: m.number("0.000;\u22120.000;0.000"),
		p:    m.number("0.0000"),
		left: m.body("#,##0", start, ink, false), day: m.body("yyyy-mm-dd", start, ink, false),
		bound: map[string]int{}, boundMean: map[string]int{}, signedBound: map[string]int{},
	}
	for _, word := range bounds() {
		sign := boundSign(word)
		if rightToLeft {
			sign = leftToRight(sign)
		}
		s.bound[word] = m.number(boundFormat(word, "0.0", rightToLeft))
		s.boundMean[word] = m.number(boundFormat(word, "0.00", rightToLeft))
		s.signedBound[word] = m.number(fmt.Sprintf(`"%[1]s "+0.0;"%[1]s "%[2]s0.0;"%[1]s "0.0`, sign, minus))
	}
	for i, format := range []string{"0", "0.0", "0.00", "0.000"} {
		s.decimals[i] = m.plain(format, right)
	}
	s.heading = map[bool]map[bool]int{
		false: {false: m.header(start, "center"), true: m.header(start, "top")},
		true:  {false: m.header(right, "center"), true: m.header(right, "top")},
	}
	s.rawText, s.rawSign = m.plain("", start), m.plain("", right)
	return s, m.err
}

// normal makes the font of the cells the one that widths of columns are
// counted in; the library has no option for its size.
func (m *styleMaker) normal() error {
	if err := m.file.SetDefaultFont(typeface); err != nil {
		return err
	}
	*m.file.Styles.Fonts.Font[0].Sz.Val = typeSize
	return nil
}

func (m *styleMaker) add(s *excelize.Style) int {
	id, err := m.file.NewStyle(s)
	if err != nil && m.err == nil {
		m.err = err
	}
	return id
}

func (m *styleMaker) words(font excelize.Font) int {
	font.Family = typeface
	return m.add(&excelize.Style{Font: &font, Alignment: &excelize.Alignment{Horizontal: m.start, Vertical: "center", ReadingOrder: m.order}})
}

func (m *styleMaker) header(at side, vertical string) int {
	a := m.align(at)
	a.WrapText, a.Vertical, a.ReadingOrder = true, vertical, m.order
	return m.add(&excelize.Style{
		Font:      &excelize.Font{Family: typeface, Size: typeSize, Bold: true, Color: "FFFFFF"},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{accent}},
		Alignment: a,
	})
}

// side is where the contents of a cell stand.
type side int

const (
	start side = iota // where reading begins, a little off the numbers before
	right             // numbers, in every language
)

func (m *styleMaker) align(at side) *excelize.Alignment {
	if at == right {
		return &excelize.Alignment{Horizontal: "right", ReadingOrder: fromLeft}
	}
	return &excelize.Alignment{Horizontal: m.start, Indent: 1, ReadingOrder: fromLeft}
}

func (m *styleMaker) number(format string) int { return m.body(format, right, ink, false) }

// body is the style of a cell in a table that people read.
func (m *styleMaker) body(format string, at side, colour string, wrap bool) int {
	return m.add(m.bodyStyle(format, at, colour, wrap))
}

func (m *styleMaker) bodyStyle(format string, at side, colour string, wrap bool) *excelize.Style {
	s := m.plainStyle(format, at)
	s.Font.Color = colour
	s.Alignment.Vertical, s.Alignment.WrapText = "top", wrap
	s.Border = []excelize.Border{{Type: "bottom", Color: hairline, Style: 1}}
	return s
}

// The reading orders of a cell. It is set for every cell, because programs do
// not agree on it where it is left to them; a sign such as ≥ would be mirrored.
const (
	fromLeft  = 1
	fromRight = 2
)

// fromRight is the style of a text that is read from the right.
func (m *styleMaker) fromRight() int {
	s := m.bodyStyle("", start, ink, true)
	s.Alignment.ReadingOrder = fromRight
	return m.add(s)
}

// plain is the style of a cell in the table that programs read.
func (m *styleMaker) plain(format string, at side) int {
	return m.add(m.plainStyle(format, at))
}

func (m *styleMaker) plainStyle(format string, at side) *excelize.Style {
	s := &excelize.Style{
		Font:      &excelize.Font{Family: typeface, Size: typeSize, Color: ink},
		Alignment: m.align(at),
	}
	if format != "" {
		s.CustomNumFmt = &format
	}
	return s
}
