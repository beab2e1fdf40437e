package analytics

import "slices"

// Replaced is how many invitations were replaced in the blocks of a figure of
// this release. Each may have brought two ballots, one by either link, so a
// figure's n is at most its invited people and these together.
func (r *Release) Replaced(f *Figure) int {
	n := 0
	for i := range r.Blocks {
		b := &r.Blocks[i]
		if b.Replaced == 0 {
			continue
		}
		if _, in := slices.BinarySearch(f.Blocks, b.ID); in {
			n += b.Replaced
		}
	}
	return n
}

// Everybody reports whether everybody invited is sure to have answered: there
// are as many ballots as people even where every replaced invitation brought
// two. Then a figure that is exact has no interval.
func (r *Release) Everybody(f *Figure) bool {
	return f.N != nil && f.Invited != nil && *f.N >= *f.Invited && *f.N-r.Replaced(f) >= *f.Invited
}
