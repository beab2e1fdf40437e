package audit

import "slices"

// family is the sums of one quantity that were published: over which columns
// (blocks, or blocks and answers) each of them goes. The same columns are one
// sum, however many figures print it.
type family struct {
	columns int
	sums    [][]int32 // ascending columns
	known   map[uint64]int
	labels  map[int]string // of sums that no figure prints
	keys    uint64
}

func newFamily(columns int) *family { return &family{columns: columns, known: map[uint64]int{}} }

// add returns the number of the sum over some columns, which ascend.
func (f *family) add(columns []int32) int {
	key := fingerprint(columns)
	no, ok := f.known[key]
	if !ok {
		no = len(f.sums)
		f.known[key], f.sums = no, append(f.sums, columns)
		f.keys = mix(f.keys ^ key)
	}
	return no
}

// label names a sum that no figure prints.
func (f *family) label(sum int, name string) {
	if f.labels == nil {
		f.labels = map[int]string{}
	}
	f.labels[sum] = name
}

// fingerprint tells sets of columns apart.
func fingerprint(columns []int32) uint64 {
	h := uint64(len(columns))
	for _, c := range columns {
		h = mix(h ^ mix(uint64(c)))
	}
	return h
}

// mix is the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// derived is something that the sums of a family say: a group of columns, or
// (where group is false) a difference of groups that no sum of others resolves.
type derived struct {
	columns []int32
	made    []part // of the family's sums
	group   bool
}

// part is one sum with its factor.
type part struct {
	sum    int
	factor int64
}

// solution is all that a family says.
type solution struct {
	derived []derived
	class   []int32   // by column: which columns are in the same sums; −1 in none
	members [][]int32 // by class
	echelon *echelon
}

// solve eliminates. Columns that are in the same sums cannot be told apart, so
// they are one unknown; that alone settles everything where the sums nest.
func (f *family) solve() *solution {
	s := &solution{}
	s.classes(f)
	rows := make([][]int32, len(f.sums))
	for i, columns := range f.sums {
		rows[i] = s.classesOf(columns)
	}
	s.echelon = newEchelon(len(s.members), len(rows))
	for _, i := range bySize(rows) {
		s.echelon.add(i, indicator(rows[i]))
	}
	s.echelon.finish()
	for b, v := range s.echelon.basis {
		s.derived = append(s.derived, s.read(v, s.echelon.made[b]))
	}
	return s
}

// bySize lists rows, the short ones first.
func bySize(rows [][]int32) []int {
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(rows[a]) - len(rows[b]) })
	return order
}

func (s *solution) classes(f *family) {
	signature := make([]uint64, f.columns)
	for no, columns := range f.sums {
		for _, c := range columns {
			signature[c] += mix(uint64(no) + 1)
		}
	}
	s.class = make([]int32, f.columns)
	number := map[uint64]int32{0: -1}
	for c, key := range signature {
		no, ok := number[key]
		if !ok {
			no = int32(len(s.members))
			number[key], s.members = no, append(s.members, nil)
		}
		if s.class[c] = no; no >= 0 {
			s.members[no] = append(s.members[no], int32(c))
		}
	}
}

// classesOf lists the classes of some columns, which are whole classes where
// the columns are a sum of the family.
func (s *solution) classesOf(columns []int32) []int32 {
	var out []int32
	for _, c := range columns {
		if s.class[c] >= 0 && s.members[s.class[c]][0] == c {
			out = append(out, s.class[c])
		}
	}
	slices.Sort(out)
	return out
}

func (s *solution) read(v, made vector) derived {
	d := derived{group: true}
	for _, x := range v {
		d.group = d.group && x.value == v[0].value
		d.columns = append(d.columns, s.members[x.column]...)
	}
	slices.Sort(d.columns)
	if d.group {
		made = slices.Clone(made).scaled(inverse(v[0].value))
	}
	d.made = recipe(made)
	return d
}

// recipe is nil where the factors are no small whole numbers.
func recipe(made vector) []part {
	parts := make([]part, 0, len(made))
	for _, x := range made {
		f, ok := whole(x.value)
		if !ok {
			return nil
		}
		parts = append(parts, part{int(x.column), f})
	}
	return parts
}

// express says how the sum over some columns is made of the published ones;
// false where it does not follow from them.
func (s *solution) express(columns []int32) ([]part, bool) {
	classes := s.classesOf(columns)
	if !s.whole(classes, columns) {
		return nil, false
	}
	made, ok := s.echelon.express(indicator(classes))
	return recipe(made), ok
}

// whole reports whether some columns are those of some classes and no others.
func (s *solution) whole(classes, columns []int32) bool {
	members := 0
	for _, c := range classes {
		members += len(s.members[c])
	}
	if members != len(columns) {
		return false
	}
	for _, c := range columns {
		if _, in := slices.BinarySearch(classes, s.class[c]); !in {
			return false
		}
	}
	return true
}
