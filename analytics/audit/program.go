package audit

import (
	"math"
	"slices"
)

// program bounds numbers that are not negative, the cells of a table, by what
// is known of sums of them. It is solved by the simplex method on one tableau
// (G. B. Dantzig, Linear Programming and Extensions, 1963), with the rule of
// R. G. Bland (New Finite Pivoting Rules, 1977) against walking in circles:
// where all numbers are whole, many bounds meet in every corner, and gonum's
// lp.Simplex did not come back from such programs (docs/decisions/0052).
type program struct {
	cells int
	rows  []constraint
	void  bool // a constraint allows nothing
	t     tableau
}

// constraint says between which numbers a sum of cells lies.
type constraint struct {
	factors []int64 // by cell
	sum     interval
}

func (p *program) add(factors []int64, sum interval) {
	if !slices.ContainsFunc(factors, func(f int64) bool { return f < 0 }) {
		sum.lo = max(0, sum.lo)
	}
	p.void = p.void || sum.empty()
	p.rows = append(p.rows, constraint{factors, sum})
}

// Entries of a tableau are ratios of small whole numbers. What is nearer to 0
// than this is 0.
const tiny = 1e-9

// maxPivots bounds the work on one program. What is not settled then stays
// possible.
const maxPivots = 5000

// feasible finds a first corner; false where nothing fulfils all constraints.
func (p *program) feasible() bool {
	if p.void {
		return false
	}
	p.t = p.tableau()
	return p.t.firstCorner()
}

// most is the largest value that a cell can have, with all cells of the corner
// where it does; false where it was not found. It goes on from the corner that
// was found before, so feasible comes first.
func (p *program) most(cell int) (float64, []float64, bool) { return p.furthest(cell, -1) }

// least is the smallest value that a cell can have.
func (p *program) least(cell int) (float64, bool) {
	value, _, ok := p.furthest(cell, 1)
	return value, ok
}

func (p *program) furthest(cell int, sign float64) (float64, []float64, bool) {
	goal := make([]float64, p.t.columns)
	goal[cell] = sign
	if !p.t.minimise(goal) {
		return 0, nil, false
	}
	x := make([]float64, p.cells)
	for i, c := range p.t.basic {
		if c < p.cells {
			x[c] = p.t.rows[i][p.t.columns]
		}
	}
	return x[cell], x, true
}

// tableau writes the constraints as equations between numbers that are not
// negative: sum − below = lo, and below + above = hi − lo. One that leaves
// nothing open has neither.
func (p *program) tableau() tableau {
	columns := p.cells
	for _, r := range p.rows {
		if !r.sum.exact() {
			columns += 2
		}
	}
	t := tableau{columns: columns}
	slack := p.cells
	for _, r := range p.rows {
		sign := 1.0 // a right-hand side is not negative
		if r.sum.lo < 0 {
			sign = -1
		}
		row := t.row(sign * float64(r.sum.lo))
		for c, f := range r.factors {
			row[c] = sign * float64(f)
		}
		if !r.sum.exact() {
			row[slack] = -sign
			width := t.row(float64(r.sum.hi - r.sum.lo))
			width[slack], width[slack+1] = 1, 1
			slack += 2
		}
	}
	return t
}

// tableau is equations in the form in which each has a column, its basic one,
// that no other has. The last entry of a row is its right-hand side.
type tableau struct {
	columns int
	rows    [][]float64
	basic   []int // by row; −1 while it has an artificial column
}

func (t *tableau) row(right float64) []float64 {
	row := make([]float64, t.columns+1)
	row[t.columns] = right
	t.rows, t.basic = append(t.rows, row), append(t.basic, -1)
	return row
}

// firstCorner drives the artificial columns out, of which each row has one at
// the beginning: first to zero, then out of the basis. Rows that then have
// nothing left follow from the others.
func (t *tableau) firstCorner() bool {
	goal := make([]float64, t.columns)
	for _, row := range t.rows {
		for c := range goal {
			goal[c] -= row[c]
		}
	}
	if !t.descend(goal) {
		return false
	}
	for i := 0; i < len(t.rows); i++ {
		if t.basic[i] >= 0 {
			continue
		}
		if t.rows[i][t.columns] > 1e-6 {
			return false
		}
		if c := t.anyColumn(i); c >= 0 {
			t.pivot(i, c, nil)
			continue
		}
		last := len(t.rows) - 1
		t.rows[i], t.basic[i] = t.rows[last], t.basic[last]
		t.rows, t.basic = t.rows[:last], t.basic[:last]
		i--
	}
	return true
}

func (t *tableau) anyColumn(row int) int {
	for c := range t.columns {
		if math.Abs(t.rows[row][c]) > tiny {
			return c
		}
	}
	return -1
}

// minimise goes to a corner where a goal is least.
func (t *tableau) minimise(goal []float64) bool {
	for i, c := range t.basic {
		if f := goal[c]; f != 0 {
			for k := range goal {
				goal[k] -= f * t.rows[i][k]
			}
		}
	}
	return t.descend(goal)
}

// descend exchanges columns until none lowers the goal, whose entries are 0 for
// basic columns. By Bland's rule the first column that lowers it comes in, and
// of the rows that stop it the one with the first basic column goes out.
func (t *tableau) descend(goal []float64) bool {
	for range maxPivots {
		in := -1
		for c, f := range goal {
			if f < -tiny {
				in = c
				break
			}
		}
		if in < 0 {
			return true
		}
		out := t.stops(in)
		if out < 0 {
			return false
		}
		t.pivot(out, in, goal)
	}
	return false
}

func (t *tableau) stops(in int) int {
	out, least := -1, math.Inf(1)
	for i, row := range t.rows {
		if row[in] <= tiny {
			continue
		}
		ratio := row[t.columns] / row[in]
		if ratio < least-tiny || ratio < least+tiny && t.basic[i] < t.basic[out] {
			out, least = i, min(ratio, least)
		}
	}
	return out
}

// pivot makes a column the basic one of a row.
func (t *tableau) pivot(row, column int, goal []float64) {
	r := t.rows[row]
	f := r[column]
	for c := range r {
		r[c] /= f
	}
	r[column] = 1
	for i, o := range t.rows {
		if i != row {
			eliminate(o, r, column)
		}
	}
	if goal != nil {
		eliminate(goal, r, column)
	}
	t.basic[row] = column
}

// eliminate subtracts a row as often as the other one has its basic column.
func eliminate(from, row []float64, column int) {
	f := from[column]
	if f == 0 {
		return
	}
	for c := range from {
		from[c] -= f * row[c]
	}
	from[column] = 0
}
