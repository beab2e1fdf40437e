package audit

import "slices"

// vector is a sparse vector modulo prime, by ascending column; no entry is 0.
type vector []entry

type entry struct {
	column int32
	value  uint64
}

// indicator is the vector with 1 in some columns, which ascend.
func indicator(columns []int32) vector {
	v := make(vector, len(columns))
	for i, c := range columns {
		v[i] = entry{c, 1}
	}
	return v
}

// echelon is what a number of sums say together: a basis of everything that
// can be had by adding and subtracting them. It is in reduced row echelon form
// after finish. Each vector of the basis remembers which sums it is made of.
//
// Published groups nest, so taking the smaller sums first makes every
// subtraction remove one column for good; the work is then linear in the
// number of memberships.
type echelon struct {
	pivot  []int32 // by column: the vector that it leads, or −1
	basis  []vector
	made   []vector // by vector: how it is made of the sums that were added
	row    scratch
	recipe scratch
}

func newEchelon(columns, sums int) *echelon {
	e := &echelon{pivot: make([]int32, columns), row: newScratch(columns), recipe: newScratch(sums)}
	for i := range e.pivot {
		e.pivot[i] = -1
	}
	return e
}

// add takes in a sum by its number. It reports whether the sum says anything
// that those before it do not.
func (e *echelon) add(sum int, v vector) bool {
	e.row.load(v)
	e.recipe.load(vector{{int32(sum), 1}})
	e.reduce(-1)
	rest, made := e.row.take(), e.recipe.take()
	if len(rest) == 0 {
		return false
	}
	lead := rest[len(rest)-1]
	f := inverse(lead.value)
	e.pivot[lead.column] = int32(len(e.basis))
	e.basis, e.made = append(e.basis, rest.scaled(f)), append(e.made, made.scaled(f))
	return true
}

// express returns how a vector is made of the sums; false where it is not.
func (e *echelon) express(v vector) (made vector, ok bool) {
	e.row.load(v)
	e.recipe.load(nil)
	e.reduce(-1)
	rest, made := e.row.take(), e.recipe.take()
	return made.scaled(prime - 1), len(rest) == 0
}

// reduce subtracts vectors of the basis, but one, until no column in the
// scratch leads any of them. A vector has no column that leads an earlier one,
// so this ends.
func (e *echelon) reduce(but int32) {
	for i := 0; i < len(e.row.touched); i++ {
		c := e.row.touched[i]
		b := e.pivot[c]
		f := e.row.value[c]
		if b < 0 || b == but || f == 0 {
			continue
		}
		e.row.subtract(f, e.basis[b])
		e.recipe.subtract(f, e.made[b])
	}
}

// finish brings the basis into reduced form: no vector has a column that leads
// another one.
func (e *echelon) finish() {
	for b := len(e.basis) - 1; b >= 0; b-- {
		if len(e.basis[b]) == 1 {
			continue
		}
		e.row.load(e.basis[b])
		e.recipe.load(e.made[b])
		e.reduce(int32(b))
		e.basis[b], e.made[b] = e.row.take(), e.recipe.take()
	}
}

func (v vector) scaled(f uint64) vector {
	if f == 1 {
		return v
	}
	for i := range v {
		v[i].value = times(v[i].value, f)
	}
	return v
}

// scratch is a vector being worked on: dense, with a list of the columns that
// may not be zero. A column is listed again whenever it becomes so again.
type scratch struct {
	value   []uint64
	touched []int32
}

func newScratch(columns int) scratch { return scratch{value: make([]uint64, columns)} }

func (s *scratch) load(v vector) {
	s.touched = s.touched[:0]
	for _, x := range v {
		s.value[x.column] = x.value
		s.touched = append(s.touched, x.column)
	}
}

func (s *scratch) subtract(f uint64, v vector) {
	for _, x := range v {
		before := s.value[x.column]
		s.value[x.column] = minus(before, times(f, x.value))
		if before == 0 {
			s.touched = append(s.touched, x.column)
		}
	}
}

// take empties the scratch into a vector.
func (s *scratch) take() vector {
	var v vector
	for _, c := range s.touched {
		if x := s.value[c]; x != 0 {
			v = append(v, entry{c, x})
			s.value[c] = 0
		}
	}
	s.touched = s.touched[:0]
	slices.SortFunc(v, func(a, b entry) int { return int(a.column - b.column) })
	return v
}
