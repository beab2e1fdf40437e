package analytics_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// refTotal is the reference of the total's interval: the walk over ballots
// that are complete on all dimensions, and their pooled spread.
type refTotal struct {
	comparison
	dims   []refDimension // the declared ones
	sd     float64
	df     int
	groups []lot // of blocks
}

func (w world) refTotal(blocks []refBlock) refTotal {
	r := refTotal{comparison: comparison{w: w, blocks: blocks}}
	for _, d := range w.refDims() {
		if d.declared {
			r.dims = append(r.dims, w.refDimension(d, blocks))
			r.x.items = append(r.x.items, d.items...)
		}
	}
	at := make([]survey.Path, len(blocks))
	for i, b := range blocks {
		at[i] = b.at
	}
	count := func(bs []int) (ballots []int, replaced int) {
		for _, b := range bs {
			ballots = append(ballots, w.complete(blocks[b].ballots, r.x.items)...)
			replaced += blocks[b].replaced
		}
		return ballots, replaced
	}
	size := func(bs []int) int { n, _ := count(bs); return len(n) }
	r.groups = slowWalk(w.in.Tree, at, size, func(bs []int) bool { n, replaced := count(bs); return len(n) >= w.k+replaced })
	var open []lot
	for i, l := range r.groups {
		g := refGroup{at: l.at, blocks: l.things}
		g.ballots, g.replaced = count(l.things)
		r.x.groups = append(r.x.groups, g)
		if !r.clipped(l.things) {
			open = append(open, lot{l.at, []int{i}})
		}
	}
	r.x.spread = w.refSpread(10, r.x.groups, open)
	r.sd, r.df = r.pooledOf(r.total)
	return r
}

// clipped reports whether any dimension clips a group with one of the blocks.
func (r refTotal) clipped(blocks []int) bool {
	for _, d := range r.dims {
		for _, g := range d.groups {
			if g.clipped() && slices.ContainsFunc(g.blocks, func(b int) bool { return slices.Contains(blocks, b) }) {
				return true
			}
		}
	}
	return false
}

// total is the mean of the dimension scores of a complete ballot.
func (r refTotal) total(ballot int) float64 {
	sum := 0.0
	for _, d := range r.dims {
		for _, it := range d.items {
			sum += r.w.value(ballot, it) / float64(len(d.items))
		}
	}
	return sum / float64(len(r.dims))
}

// interval compares the interval of the total at a path, and reports whether
// there is one.
func (r refTotal) interval(rel *analytics.Release, p survey.Path, f *analytics.Figure) (bool, error) {
	var ids []string
	n, invited, people := 0, 0, 0
	for _, g := range r.x.groups {
		if under(p, g.at) {
			n += len(g.ballots)
			people += len(g.ballots) - g.replaced
			for _, b := range g.blocks {
				ids = append(ids, rel.Blocks[b].ID)
				invited += r.blocks[b].invited
			}
		}
	}
	slices.Sort(ids)
	want := f.Total.Mean != nil && f.Total.Clipped == "" && slices.Equal(ids, f.Total.Blocks) && people < invited && r.sd > 1e-12
	for _, d := range r.dims {
		want = want && slices.Equal(f.Dimensions[d.id].Blocks, f.Total.Blocks)
	}
	if !want {
		if f.Total.CI != nil {
			return false, fmt.Errorf("the total has an interval: %+v", f.Total)
		}
		return false, nil
	}
	half := studentT975(r.df) * r.sd / math.Sqrt(float64(n)) * math.Sqrt(1-float64(people)/float64(invited))
	if f.Total.CI == nil || !near(&f.Total.CI[0], *f.Total.Mean-half) || !near(&f.Total.CI[1], *f.Total.Mean+half) {
		return false, fmt.Errorf("the total has interval %v, want %v ± %v", f.Total.CI, *f.Total.Mean, half)
	}
	return true, nil
}

func TestATotalOfDimensionsThatCoverDifferentBlocksHasNoInterval(t *testing.T) {
	in := staff(t, map[survey.Path]int{"D": 7, "D / A": 8, "C": 40, "E": 50})
	for i := range 4 { // complete in both
		answer(&in, "D / A", 1, 2+i%3, 2+i%3, 1+i, 3, 3)
		answer(&in, "D", 1, 2+i%3, 2+i%3, 5-i, 3, 3)
	}
	answer(&in, "D / A", 2, 3, 3, 0, 3, 3) // six complete in COM, four in REL
	answer(&in, "D", 1, 3, 0, 0, 3, 3)
	for i := range 30 {
		answer(&in, "C", 1, 1+i%5, 1+i%4, 1+i%5, 3, 3)
		answer(&in, "E", 1, 1+i%5, 1+i%4, 1+i%5, 3, 3)
	}
	r := release(t, in)
	f, _ := r.Figure("D")
	com, rel := f.Dimensions["COM"], f.Dimensions["REL"]
	if len(com.Blocks) != 1 || len(rel.Blocks) != 2 || com.Clipped != "" || rel.Clipped != "" || rel.CI == nil {
		t.Fatalf("COM covers %v, REL %v", com.Blocks, rel.Blocks)
	}
	if f.Total.Mean == nil || len(f.Total.Blocks) != 2 || f.Total.CI != nil {
		t.Errorf("the total is %+v", f.Total)
	}
	x := analytics.NewReleased(r, in.Questionnaire, in.Units)
	changes := analytics.ChangesOf(analytics.Changes(x, x), "D")
	if rel, total := changes[1], changes[2]; rel.PointsCI == nil || total.Points == nil || total.PointsCI != nil || total.Smallest == nil {
		t.Errorf("REL changed by %+v, the total by %+v", rel, total)
	}
}
