package analytics

import "math"

// Affected is the values of one team before and after an incident, and whether
// it was affected by it.
type Affected struct {
	Treated       bool
	Before, After Moments
}

// Contrast is a test of a difference in differences.
type Contrast struct {
	SE, T, DF, P float64
}

// DID is a difference in differences: how much more the affected teams changed
// than the others. It assumes that without the incident both would have
// changed alike. Cells are the four means behind it, by treated and after.
type DID struct {
	Estimate float64
	Cells    [2][2]Moments
	// From the cells: √(Σs²/n + 2τ²(1/J_T + 1/J_C)), Tau2 the variance between
	// teams of the change beyond what sampling explains.
	SE, Tau2 float64
	CellsWhy Undefined
	// Values as independent, conventional least squares.
	OLS    Contrast
	OLSWhy Undefined
	// Values clustered by team: CR2 with Satterthwaite's degrees of freedom.
	CR2    Contrast
	CR2Why Undefined
}

// DifferenceInDifferences compares the change of affected teams with that of
// the others. All four cells need values. CR2 is that of R. M. Bell and D. F.
// McCaffrey, 2002, with the identity as working model, as clubSandwich computes
// it. Its degrees of freedom say how few teams stand behind it.
func DifferenceInDifferences(teams []Affected) (DID, Undefined) {
	var d DID
	for _, t := range teams {
		k := row01(t.Treated)
		d.Cells[k][0] = d.Cells[k][0].plus(t.Before)
		d.Cells[k][1] = d.Cells[k][1].plus(t.After)
	}
	for _, row := range d.Cells {
		if row[0].n == 0 || row[1].n == 0 {
			return DID{}, EmptyCell
		}
	}
	c := &d.Cells
	d.Estimate = (c[1][1].mean() - c[1][0].mean()) - (c[0][1].mean() - c[0][0].mean())
	d.OLS, d.OLSWhy = d.ols()
	d.CR2, d.CR2Why = d.cr2(teams)
	d.SE, d.Tau2, d.CellsWhy = d.cellError(teams)
	return d, Defined
}

func row01(treated bool) int {
	if treated {
		return 1
	}
	return 0
}

func contrast(estimate, variance, df float64) (Contrast, Undefined) {
	switch {
	case !(df > 0):
		return Contrast{}, TooFew
	case !(variance > 0):
		return Contrast{}, NoSpread
	}
	c := Contrast{SE: math.Sqrt(variance), DF: df}
	c.T = estimate / c.SE
	c.P = bothTails(c.T, df)
	return c, Defined
}

func (d *DID) ols() (Contrast, Undefined) {
	ss, inverse, df := 0.0, 0.0, -4.0
	for _, row := range d.Cells {
		for _, m := range row {
			ss += m.about()
			inverse += 1 / float64(m.n)
			df += float64(m.n)
		}
	}
	return contrast(d.Estimate, ss/max(df, 1)*inverse, df)
}

// cr2 uses that the four cells make the design orthogonal: in each cell the
// adjustment of a team only stretches its total residual, by
// 1/√(1 − n/N) with n of the cell's N values its own, and the sums of
// Satterthwaite's formula separate by cell.
func (d *DID) cr2(teams []Affected) (Contrast, Undefined) {
	variance, trace, squares := 0.0, 0.0, 0.0
	var cross [2][3]float64 // by treated: Σ of products of weights, for both cells and between
	for _, t := range teams {
		k := row01(t.Treated)
		u, own := 0.0, 0.0
		var w [2]float64
		for after, m := range [2]Moments{t.Before, t.After} {
			if m.n == 0 {
				continue
			}
			cell := d.Cells[k][after]
			n, all := float64(m.n), float64(cell.n)
			stretch := 0.0 // a cell of one team alone leaves no residual
			if m.n < cell.n {
				stretch = 1 / math.Sqrt(1-n/all)
			}
			sign := float64(2*after - 1)
			u += sign * stretch * n * (m.mean() - cell.mean()) / all
			own += n * stretch * stretch / (all * all)
			w[after] = n * stretch / math.Pow(all, 1.5)
		}
		variance += u * u
		trace += own - w[0]*w[0] - w[1]*w[1]
		squares += own * (own - 2*(w[0]*w[0]+w[1]*w[1]))
		cross[k][0] += w[0] * w[0]
		cross[k][1] += w[1] * w[1]
		cross[k][2] += w[0] * w[1]
	}
	for _, x := range cross {
		squares += x[0]*x[0] + x[1]*x[1] + 2*x[2]*x[2]
	}
	if squares <= 0 || trace <= 0 {
		return Contrast{}, TooFew
	}
	return contrast(d.Estimate, variance, trace*trace/squares)
}

// cellError is the error of the estimate from the cells. Only teams with two
// values before and after tell how much changes differ between teams.
func (d *DID) cellError(teams []Affected) (se, tau2 float64, why Undefined) {
	v := 0.0
	for _, row := range d.Cells {
		for _, m := range row {
			if m.n < 2 {
				return 0, 0, TooFew
			}
			v += m.variance() / float64(m.n)
		}
	}
	var arms [2]changes
	for _, t := range teams {
		arms[row01(t.Treated)].add(t)
	}
	j0, j1 := arms[0].n, arms[1].n
	if j0 < 1 || j1 < 1 || j0+j1 < 3 {
		return 0, 0, TooFew
	}
	between := (arms[0].about() + arms[1].about()) / (j0 + j1 - 2)
	tau2 = max(0, between-(arms[0].sampling+arms[1].sampling)/(j0+j1))
	if v += 2 * tau2 * (1/j0 + 1/j1); v == 0 {
		return 0, 0, NoSpread
	}
	return math.Sqrt(v), tau2, Defined
}

// changes sums up the changes of the teams of one arm.
type changes struct {
	n, sum, squares, sampling float64
}

func (c *changes) add(t Affected) {
	if t.Before.n < 2 || t.After.n < 2 {
		return
	}
	x := t.After.mean() - t.Before.mean()
	c.n++
	c.sum += x
	c.squares += x * x
	c.sampling += t.Before.variance()/float64(t.Before.n) + t.After.variance()/float64(t.After.n)
}

func (c *changes) about() float64 { return max(0, c.squares-c.sum*c.sum/c.n) }
