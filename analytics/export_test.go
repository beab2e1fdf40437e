package analytics

// What only tests need by name.
var (
	BothTails       = bothTails
	TQuantile       = tQuantile
	NormalBothTails = normalBothTails
	HedgesJ         = hedgesJ
	AlphaOf         = alphaOf
	OmegaOf         = omegaOf
)

// CompleteRows counts complete rows of answers on a scale.
func CompleteRows(lo, points int, rows [][]int) *Complete {
	c := &Complete{points: points, lo: lo}
	if len(rows) > 0 {
		c.sums, c.products = make([]int64, len(rows[0])), make([]int64, triangle(len(rows[0])))
	}
	for _, r := range rows {
		c.n++
		p := 0
		for i, x := range r {
			c.sums[i] += int64(x - lo)
			for _, y := range r[i:] {
				c.products[p] += int64((x - lo) * (y - lo))
				p++
			}
		}
	}
	return c
}

// GroupsOf makes groups of whole sums from n, mean and SD.
func GroupsOf(n []int64, mean, sd []float64) Groups {
	var g Groups
	for i, k := range n {
		x, s := mean[i], sd[i]
		squares := float64(k-1)*s*s + float64(k)*x*x
		g = append(g, Moments{n: k, unit: 1, sum: wide{lo: uint64(float64(k) * x)}, squares: wide{lo: uint64(squares)}})
	}
	return g
}

// A Walk is a count whose walks over the tree can be repeated.
type Walk struct{ c *count }

// NewWalk prepares one, with its ballots tallied.
func NewWalk(in *Input) (Walk, error) {
	c, err := newCount(in)
	if err != nil {
		return Walk{}, err
	}
	c.formBlocks()
	return Walk{c}, c.tally()
}

// Blocks forms the blocks anew.
func (w Walk) Blocks() {
	tallied := *w.c
	tallied.blocks = nil
	tallied.formBlocks()
}

// Clip walks for every dimension and item in none: groups, their clipped sums,
// and the walks of SD and distributions.
func (w Walk) Clip() {
	for d := range w.c.scoring.dimensions {
		w.c.cover(d)
	}
}
