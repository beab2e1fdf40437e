package reports

// sheet is one sheet of a workbook before it is written: a title in A1, what
// is here in A2, the header in row 3 and the rows of one table below it.
type sheet struct {
	name        string // the same in every language: other programs find it by this
	table       string // name of its table
	title, lead string
	columns     []column
	count       int  // rows that rows puts, at least one
	find        bool // header frozen, and filters
	onePage     bool // on paper
	grid        bool // lines between the cells: a table that programs read
	rows        func(put func([]cell) error) error
	graphs      []graph // below the table, two beside each other
}

// column is one column of a table.
type column struct {
	header  string
	width   float64 // in digits, at least: fitted makes room for the longest word of the heading
	number  bool    // the heading stands over numbers
	scale   bool    // scores of 0–100: coloured
	oneLine bool    // long texts are not wrapped
}

// The rows of a sheet above its data.
const (
	headerRow = 3
	firstRow  = headerRow + 1
	lastRow   = 1 << 20 // of a spreadsheet
)

// cell is one cell: a text or a number with the style it is written in.
type cell struct {
	text    string
	number  float64
	numeric bool
	style   int
}

func textual(style int, s string) cell { return cell{text: s, style: style} }

func numeric(style int, v float64) cell { return cell{number: v, numeric: true, style: style} }
