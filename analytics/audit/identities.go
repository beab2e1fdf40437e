package audit

import (
	"math"
	"strconv"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// identities compares numbers of one figure that follow from each other where
// they are about the same ballots. Where one does not hold, what is left over
// is about those ballots that are in one number and not in the other.
func (x *work) identities(d dimension, r *row) {
	x.scoreOf(d.id, r.team, &r.own.Level)
	if d.declared {
		x.dimensionIsItsItems(d, r)
		x.sharesAreOfItems(d, r)
	}
	for j := range r.items {
		it := &r.items[j]
		if d.declared {
			x.scoreOf(d.items[j], r.team, &it.Level)
		}
		x.meanOfHistogram(d.items[j], r.team, it)
	}
}

// scoreOf: the score has to follow from the rounded mean; one that does not
// says more than the mean.
func (x *work) scoreOf(id string, team survey.Path, l *analytics.Level) {
	if l.Mean == nil || l.Score == nil {
		return
	}
	x.report.Compared.Identities++
	if want := (*l.Mean - float64(x.lo)) / float64(x.span) * 100; math.Abs(want-*l.Score) > 0.05+1e-6 {
		x.tell(Ballots, []survey.Path{team}, statistic("score", id), "score = (mean − lo)/(hi − lo)·100 of the rounded mean",
			"the score %g of %s is not that of the mean %g, so it says more than the mean.", *l.Score, place(team), *l.Mean)
	}
}

// dimensionIsItsItems: with m items, m times the mean of the dimension is the
// sum of theirs, up to the rounding of m + m numbers.
func (x *work) dimensionIsItsItems(d dimension, r *row) {
	if r.own.Mean == nil {
		return
	}
	m := float64(len(r.items))
	rest := m * *r.own.Mean
	for j := range r.items {
		rest -= *r.items[j].Mean
	}
	x.report.Compared.Identities++
	if math.Abs(rest) <= 2*m*half {
		return
	}
	identity := strconv.Itoa(len(r.items)) + "·" + d.id
	for _, id := range d.items {
		identity += " − " + id
	}
	x.tell(Ballots, []survey.Path{r.team}, statistic("mean", d.id), identity,
		"%s is %.2f for %s and not 0, so it is about those who answered only some of these items.", identity, rest, place(r.team))
}

// sharesAreOfItems: a share of a dimension is the mean of those of its items.
func (x *work) sharesAreOfItems(d dimension, r *row) {
	x.shareIsOfItems(d, r, "favourable", func(l *analytics.Level) *float64 { return l.Favourable })
	x.shareIsOfItems(d, r, "unfavourable", func(l *analytics.Level) *float64 { return l.Unfavourable })
}

func (x *work) shareIsOfItems(d dimension, r *row, name string, share func(*analytics.Level) *float64) {
	own, mean := share(&r.own.Level), 0.0
	if own == nil {
		return
	}
	for j := range r.items {
		s := share(&r.items[j].Level)
		if s == nil {
			return
		}
		mean += *s / float64(len(r.items))
	}
	x.report.Compared.Identities++
	if math.Abs(mean-*own) > 2*half {
		x.tell(Ballots, []survey.Path{r.team}, statistic(name, d.id), "a share of a dimension is the mean of those of its items",
			"the share %g of %s is not the mean %.2f of its items', so it is about other ballots.", *own, place(r.team), mean)
	}
}

// meanOfHistogram: the distribution gives the mean, up to the rounding of its
// shares.
func (x *work) meanOfHistogram(id string, team survey.Path, it *analytics.Item) {
	if it.Mean == nil || it.Histogram == nil {
		return
	}
	item, _ := x.w.Form.Item(id)
	middle := float64(x.lo) + float64(x.span)/2
	mean, slack := middle, half
	for label, share := range it.Histogram {
		v, err := strconv.Atoi(label)
		if err != nil || item == nil {
			return
		}
		v = x.w.Form.Keyed(item, v)
		mean += (float64(v) - middle) * share
		slack += half * math.Abs(float64(v)-middle)
	}
	x.report.Compared.Identities++
	if math.Abs(mean-*it.Mean) > slack {
		x.tell(Ballots, []survey.Path{team}, statistic("histogram", id), "the distribution gives the mean",
			"the distribution of %s has the mean %.2f and not %g, so it is about other ballots.", place(team), mean, *it.Mean)
	}
}
