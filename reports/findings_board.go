package reports

import (
	"cmp"
	"slices"

	"teamtrust/analytics"
	"teamtrust/web"
)

// What a page holds; the workbook holds everything.
const (
	pageTeams  = 200
	pageWaves  = 12
	pageShifts = 12
)

// board is the teams of the latest wave.
func (p *findingsPage) board() web.Board {
	b := web.Board{TotalIsTrust: p.totalIsTrust()}
	for _, d := range p.form.Dimensions {
		b.Columns = append(b.Columns, web.BoardColumn{Name: p.phrase(d.ID), Kind: p.kind(d.ID)})
	}
	for i := range p.last().Teams {
		t := &p.last().Teams[i]
		b.Rows = append(b.Rows, p.boardRow(t))
		switch {
		case t.Hidden && t.Reason == analytics.ReasonFew:
			b.Few++
		case t.Hidden:
			b.Merged++
		}
	}
	b.Sort()
	if b.More = len(b.Rows) - pageTeams; b.More > 0 {
		b.Rows = b.Rows[:pageTeams]
	} else {
		b.More = 0
	}
	p.past(&b)
	return b
}

func (p *findingsPage) boardRow(t *analytics.AnalysedTeam) web.BoardRow {
	row := web.BoardRow{Team: t.Team, N: narrowed(t.N)}
	switch {
	case t.Hidden && t.Reason == analytics.ReasonFew:
		row.Hidden = "few"
	case t.Hidden:
		row.Hidden = "merged"
	}
	row.Total = p.reading(Total, gaugeOfTeam(t, Total))
	if t.Total != nil {
		p.differs(&row, Total, t.Total.Rest)
	}
	for _, d := range p.form.Dimensions {
		x := t.Dimensions[d.ID]
		row.Cells = append(row.Cells, p.reading(d.ID, gaugeOfTeam(t, d.ID)))
		p.differs(&row, d.ID, x.Rest)
		if x.Split != nil && *x.Split {
			row.Split = append(row.Split, p.phrase(d.ID))
		}
	}
	return row
}

// past fills in the totals of the latest waves.
func (p *findingsPage) past(b *web.Board) {
	waves := p.Analysis.Waves
	if len(waves) < 2 {
		return
	}
	rows := map[string]*web.BoardRow{}
	for i := range b.Rows {
		rows[b.Rows[i].Team] = &b.Rows[i]
	}
	from := max(0, len(waves)-pageWaves)
	for i := from; i < len(waves); i++ {
		b.Waves = append(b.Waves, waveName(&waves[i]))
		for _, row := range rows {
			row.Past = append(row.Past, web.Reading{})
		}
		for j := range waves[i].Teams {
			if row, ok := rows[waves[i].Teams[j].Team]; ok {
				row.Past[i-from] = p.reading(Total, gaugeOfTeam(&waves[i].Teams[j], Total))
			}
		}
	}
}

// shifts are what changed since the wave before.
func (p *findingsPage) shifts() *web.Shifts {
	n := len(p.Analysis.Waves)
	if n < 2 || !p.hasWaves() {
		return nil
	}
	s := &web.Shifts{From: waveName(&p.Analysis.Waves[n-2]), To: waveName(p.last())}
	overall, teams := p.since()
	for _, id := range p.weakestOf() {
		shift := web.Shift{}
		if c := overall[id]; c != nil {
			shift = p.shift(c)
		}
		shift.Name, shift.Whole, shift.TotalIsTrust = p.phrase(id), id == Total, p.totalIsTrust()
		if id != Total {
			shift.Kind = p.kind(id)
		}
		s.Overall = append(s.Overall, shift)
	}
	if c := overall[Total]; c != nil {
		s.Smallest = c.Smallest
	}
	p.teamShifts(s, teams)
	s.Earlier = p.earlier()
	return s
}

// weakestOf are the total and then the dimensions, in the order of the figure.
func (p *findingsPage) weakestOf() []string {
	if len(p.form.Dimensions) == 0 {
		return nil
	}
	ids := []string{Total}
	for _, r := range p.figure().Dimensions {
		ids = append(ids, r.ID)
	}
	return ids
}

func (p *findingsPage) shift(c *analytics.Change) web.Shift {
	s := web.Shift{Name: p.phrase(c.Dimension), Whole: c.Dimension == Total, TotalIsTrust: p.totalIsTrust(), Points: c.Points}
	if c.Team != nil {
		s.Team = *c.Team
	}
	if c.PointsCI != nil {
		s.Low, s.High = &c.PointsCI[0], &c.PointsCI[1]
	}
	switch inWords(c) {
	case "change.clear":
		s.Words = web.ShiftClear
	case "change.possible":
		s.Words = web.ShiftPossible
	case "change.none":
		s.Words = web.ShiftNone
	}
	return s
}

// teamShifts lists the changes of teams that are more than none, clear ones
// first and among them the largest.
func (p *findingsPage) teamShifts(s *web.Shifts, changes []*analytics.Change) {
	var smallest []float64
	for _, c := range changes {
		if c.Dimension == Total && c.Smallest != nil {
			smallest = append(smallest, *c.Smallest)
		}
		shift := p.shift(c)
		if shift.Words == "" {
			continue
		}
		s.Compared++
		if shift.Words == web.ShiftNone {
			s.Quiet++
			continue
		}
		s.Teams = append(s.Teams, shift)
	}
	slices.SortStableFunc(s.Teams, func(a, b web.Shift) int {
		if a.Words != b.Words {
			return cmp.Compare(a.Words, b.Words) // clear comes before possible
		}
		return cmp.Compare(b.Size(), a.Size())
	})
	if s.More = len(s.Teams) - pageShifts; s.More > 0 {
		s.Teams = s.Teams[:pageShifts]
	} else {
		s.More = 0
	}
	if slices.Sort(smallest); len(smallest) > 0 {
		s.InTeam = &smallest[len(smallest)/2]
	}
}

// earlier is what happened to the total before, newest first, as far as it is
// known.
func (p *findingsPage) earlier() []web.PastPair {
	var list []web.PastPair
	to := waveName(p.last())
	for i := range p.Analysis.Changes {
		if c := &p.Analysis.Changes[i]; c.Team == nil && c.Dimension == Total && c.To != to && c.Points != nil {
			list = append(list, web.PastPair{From: c.From, To: c.To, Shift: p.shift(c)})
		}
	}
	slices.Reverse(list)
	return list
}
