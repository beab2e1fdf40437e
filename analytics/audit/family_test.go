package audit

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// solved solves the family of some sums.
func solved(columns int, sums ...[]int32) (*family, *solution) {
	f := newFamily(columns)
	for _, s := range sums {
		f.add(s)
	}
	return f, f.solve()
}

// groups are the groups that follow, as text.
func groups(s *solution) [][]int32 {
	var out [][]int32
	for _, d := range s.derived {
		if d.group {
			out = append(out, d.columns)
		}
	}
	slices.SortFunc(out, slices.Compare)
	return out
}

func TestWhatFollowsFromSums(t *testing.T) {
	tests := []struct {
		name string
		sums [][]int32
		want [][]int32
	}{
		{"the sums themselves", [][]int32{{0, 1}, {2, 3}}, [][]int32{{0, 1}, {2, 3}}},
		{"a parent less its children", [][]int32{{0, 1, 2, 3}, {0, 1}, {3}}, [][]int32{{0, 1}, {2}, {3}}},
		{"a grandparent less what is below it", [][]int32{{0, 1, 2, 3, 4}, {0, 1, 2}, {0}, {4}}, [][]int32{{0}, {1, 2}, {3}, {4}}},
		{"what three sums of pairs say of each", [][]int32{{0, 1}, {1, 2}, {0, 2}}, [][]int32{{0}, {1}, {2}}},
		{"of four sums around a ring not one column", [][]int32{{0, 1}, {1, 2}, {2, 3}, {3, 0}}, [][]int32{{0, 1}, {0, 3}}},
		{"a sum that is said twice", [][]int32{{0, 1}, {0, 1}}, [][]int32{{0, 1}}},
		{"nothing", nil, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, s := solved(5, test.sums...)
			if got := groups(s); !slices.EqualFunc(got, test.want, slices.Equal) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// Whatever is derived must be what its recipe makes of the sums, and everything
// that can be expressed must come out right too.
func TestRecipesAddUp(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 7))
		const columns = 9
		values := make([]int64, columns)
		for i := range values {
			values[i] = r.Int64N(1000)
		}
		f := newFamily(columns)
		for range 1 + r.IntN(8) {
			f.add(someColumns(r, columns))
		}
		of := func(columns []int32) (total int64) {
			for _, c := range columns {
				total += values[c]
			}
			return total
		}
		s := f.solve()
		for _, d := range s.derived {
			if !d.group || d.made == nil {
				continue
			}
			got := combine(d.made, func(no int) interval { return exactly(of(f.sums[no])) })
			if got != exactly(of(d.columns)) {
				t.Fatalf("seed %d: %v is made to %v, it is %d", seed, d.columns, got, of(d.columns))
			}
		}
		for range 20 {
			set := someColumns(r, columns)
			made, ok := s.express(set)
			if ok != inSpan(f.sums, set, columns) {
				t.Fatalf("seed %d: %v of %v: expressed %v", seed, set, f.sums, ok)
			}
			if ok && made != nil && combine(made, func(no int) interval { return exactly(of(f.sums[no])) }) != exactly(of(set)) {
				t.Fatalf("seed %d: %v is expressed wrongly", seed, set)
			}
		}
	}
}

func someColumns(r *rand.Rand, columns int) []int32 {
	var out []int32
	for c := range columns {
		if r.IntN(3) == 0 {
			out = append(out, int32(c))
		}
	}
	if out == nil {
		out = []int32{int32(r.IntN(columns))}
	}
	return out
}

// inSpan asks plain elimination in floating point.
func inSpan(sums [][]int32, set []int32, columns int) bool {
	return rank(append(slices.Clone(sums), set), columns) == rank(sums, columns)
}

func rank(sums [][]int32, columns int) int {
	var m [][]float64
	for _, s := range sums {
		row := make([]float64, columns)
		for _, c := range s {
			row[c] = 1
		}
		m = append(m, row)
	}
	found := 0
	for c := range columns {
		at := -1
		for i := found; i < len(m); i++ {
			if m[i][c] > 1e-9 || m[i][c] < -1e-9 {
				at = i
			}
		}
		if at < 0 {
			continue
		}
		m[found], m[at] = m[at], m[found]
		for i := found + 1; i < len(m); i++ {
			f := m[i][c] / m[found][c]
			for k := range columns {
				m[i][k] -= f * m[found][k]
			}
		}
		found++
	}
	return found
}

// In sums that nest, the groups are what each sum has beyond those inside it.
func TestSumsThatNestLeaveWhatEachHasBeyondThoseInsideIt(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 8))
		f := newFamily(40)
		var nest func(lo, hi int)
		nest = func(lo, hi int) {
			if hi-lo < 1 {
				return
			}
			var all []int32
			for c := lo; c < hi; c++ {
				all = append(all, int32(c))
			}
			f.add(all)
			for at := lo; at < hi; {
				to := min(hi, at+1+r.IntN(8))
				if r.IntN(2) == 0 && to-at < hi-lo {
					nest(at, to)
				}
				at = to
			}
		}
		nest(0, 40)
		seen := map[int32]int{}
		for _, d := range f.solve().derived {
			if !d.group || len(d.made) == 0 {
				t.Fatalf("seed %d: %v is no group", seed, d.columns)
			}
			for _, c := range d.columns {
				seen[c]++
			}
		}
		for c, n := range seen {
			if n != 1 {
				t.Fatalf("seed %d: column %d is in %d groups", seed, c, n)
			}
		}
	}
}
