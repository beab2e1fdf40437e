package audit

import (
	"fmt"
	"time"

	"teamtrust/survey"
)

// Participation before the close is published for teams with this many people,
// once a day, the last time a day before the planned end (docs/anonymity.md,
// rule 8).
const (
	bandMinimum = 20
	bandEvery   = 24 * time.Hour
)

// bands takes apart every refresh of participation: whose it is, who is left
// when smaller teams are subtracted from larger ones, and when it was.
func (a *Auditor) bands(w *Wave) {
	x := &work{Auditor: a, w: w, k: max(survey.MinimumGroup, w.Survey.MinimumGroup), solved: map[uint64]*solution{}}
	last, below := w.Survey.Opens, unitsBelow(w.Units)
	for _, b := range w.Bands {
		a.report.Compared.Bands += len(b.Teams)
		if b.At.Sub(last) < bandEvery || w.Survey.Closes.Sub(b.At) < bandEvery {
			x.tell(Time, nil, "participation", "one refresh less the one before it",
				"it was published at %s, within a day of the one before it or of the planned end, so few people took part in between.", b.At.Format(time.RFC3339))
		}
		last = b.At
		x.refresh(b, below)
	}
}

// unitsBelow lists the units at and below every team.
func unitsBelow(units []survey.Unit) map[survey.Path][]int32 {
	below := map[survey.Path][]int32{}
	for i, u := range units {
		for p := u.Team; ; p = p.Parent() {
			below[p] = append(below[p], int32(i))
			if p == survey.Organisation {
				break
			}
		}
	}
	return below
}

// refresh takes apart the bands of one day.
func (x *work) refresh(b Bands, below map[survey.Path][]int32) {
	f := newFamily(len(x.w.Units))
	var taken []interval
	people := make([]int, len(x.w.Units))
	for i, u := range x.w.Units {
		people[i] = u.Eligible
	}
	for _, team := range sortedTeams(b.Teams) {
		set := below[team]
		n, _ := sum(people, set)
		if n < bandMinimum && team != survey.Organisation {
			x.tell(Participation, []survey.Path{team}, "participation", "a band is of 20 people or more", "the band of %s is about %s.", place(team), survey.Amount(n, "person", "people"))
		}
		if no := f.add(set); no == len(taken) {
			taken = append(taken, bandOf(b.Teams[team], n))
		}
	}
	for _, g := range x.solve(f).derived {
		if g.group && g.made != nil {
			x.remainder(g, people, taken)
		}
	}
}

// remainder is a group of people whose participation follows from bands.
func (x *work) remainder(g derived, people []int, taken []interval) {
	n, _ := sum(people, g.columns)
	part := combine(g.made, func(no int) interval { return taken[no] }).meet(interval{0, int64(n)})
	if n < x.k {
		x.tell(Participation, nil, "participation", "a band less those of teams below it", "%s remain when bands are subtracted.", survey.Amount(n, "person", "people"))
	}
	if len(g.made) > 1 && part.exact() && (part.lo == 0 || part.lo == int64(n)) {
		x.report.Measured.Pinned++
	}
}

// bandOf is how many of n people a band stands for.
func bandOf(band string, n int) interval {
	quarters := func(q int) int64 { return int64((q*n + 3) / 4) } // at least that many
	switch band {
	case "<25":
		return interval{0, quarters(1) - 1}
	case "25-50":
		return interval{quarters(1), quarters(2) - 1}
	case "50-75":
		return interval{quarters(2), int64(3 * n / 4)}
	case ">75":
		return interval{int64(3*n/4) + 1, int64(n)}
	}
	panic(fmt.Sprintf("audit: %q is no band", band))
}
