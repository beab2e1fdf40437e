package reports

import (
	"cmp"
	"slices"

	"teamtrust/analytics"
	"teamtrust/survey"
)

const trendSheet = "Trend"

// trendPairs is how many pairs of surveys the sheet Trend compares at the most:
// a year of monthly surveys.
const trendPairs = 12

// pair is two surveys that follow each other.
type pair struct{ from, to Earlier }

// pairs are the book's survey with the one before it, that one with the one
// before, and so on, as far as a sheet holds them. Each has a row for every
// measure of every team of the book that the later survey had.
func (k *workbook) pairs() []pair {
	var list []pair
	rows, to := 0, Earlier{analytics.NewReleased(k.book.Release, k.form, k.book.Units), k.book.Survey.ClosedAt}
	for _, from := range k.book.Earlier[:min(trendPairs, len(k.book.Earlier))] {
		p := pair{from: from, to: to}
		if rows += k.rowsOf(p); rows > lastRow-firstRow {
			break
		}
		list, to = append(list, p), from
	}
	return list
}

func (k *workbook) rowsOf(p pair) int { return len(k.teamsOf(p.to)) * (len(p.to.Form.Dimensions) + 1) }

// teamsOf are the teams of a survey that the book is about, in order, the
// organisation first.
func (k *workbook) teamsOf(of Earlier) []survey.Path {
	var list []survey.Path
	if k.book.Team == survey.Organisation {
		list = append(list, survey.Organisation)
	}
	for i := range of.Release.Waves[0].Teams {
		if t := survey.Path(of.Release.Waves[0].Teams[i].Team); k.book.Team.Contains(t) {
			list = append(list, t)
		}
	}
	return list
}

// trend is what changed between surveys that follow each other, made from
// their releases alone.
func (k *workbook) trend() sheet {
	s := sheet{
		name: trendSheet, table: "tbl_trend", find: true,
		title: k.say("trend.title"), lead: k.say("trend.lead"),
		columns: []column{
			{header: k.say("column.team"), width: 32}, {header: k.say("column.measure"), width: 16},
			{header: k.say("column.earlier"), width: 17}, {header: k.say("column.earlier_closed"), width: 13, number: true},
			{header: k.say("column.later"), width: 17}, {header: k.say("column.later_closed"), width: 13, number: true},
			{header: k.say("column.score_before"), width: 8, number: true, scale: true}, {header: k.say("column.score_now"), width: 8, number: true, scale: true},
			{header: k.say("column.points"), width: 8, number: true},
			{header: k.say("column.from"), width: 8, number: true}, {header: k.say("column.to"), width: 8, number: true},
			{header: k.say("column.smallest"), width: 10, number: true}, {header: k.say("column.change"), width: 34},
		},
	}
	pairs := k.pairs()
	for _, p := range pairs {
		s.count += k.rowsOf(p)
	}
	if s.count == 0 {
		s.lead = k.say("trend.none")
		return k.notYet(s)
	}
	s.rows = func(put func([]cell) error) error {
		for _, p := range pairs {
			if err := k.pairRows(p, put); err != nil {
				return err
			}
		}
		return nil
	}
	return s
}

// pairRows writes team by team, the total before the dimensions.
func (k *workbook) pairRows(p pair, put func([]cell) error) error {
	of := map[survey.Path][]analytics.Change{}
	for _, c := range analytics.Changes(p.from.Released, p.to.Released) {
		team := survey.Organisation
		if c.Team != nil {
			team = survey.Path(*c.Team)
		}
		if k.book.Team.Contains(team) {
			of[team] = append(of[team], c)
		}
	}
	row := make([]cell, 0, 16)
	for _, team := range k.teamsOf(p.to) {
		changes := of[team]
		for i := range changes {
			c := &changes[(i+len(changes)-1)%len(changes)] // the total comes last there
			row = k.trendRow(row[:0], p, team, c)
			if err := put(row); err != nil {
				return err
			}
		}
	}
	return nil
}

func (k *workbook) trendRow(row []cell, p pair, team survey.Path, c *analytics.Change) []cell {
	before, now := levelIn(p.from, team, c.Dimension), levelIn(p.to, team, c.Dimension)
	row = append(row, k.person(k.team(team)), k.person(k.measureIn(p.to, c.Dimension)),
		k.person(p.from.Release.Name), k.day(p.from.Closed),
		k.person(p.to.Release.Name), k.day(p.to.Closed),
		k.score(&before), k.score(&now), k.valued(k.signedBound(c.Clipped), c.Points, Withheld))
	for end := range 2 {
		var v *float64
		if c.PointsCI != nil {
			v = &c.PointsCI[end]
		}
		row = append(row, k.valued(k.styles.signed, v, Withheld))
	}
	return append(row, k.valued(k.styles.score, c.Smallest, Withheld), k.own(k.say(cmp.Or(inWords(c), whyNoChange(c.Reason)))))
}

// signedBound is the style of a change in points, with the sign of a bound.
func (k *binding) signedBound(clipped string) int {
	return styleOf(k.styles.signedBound, clipped, k.styles.signed)
}

// whyNoChange is the key of the reason why there is nothing to compare.
func whyNoChange(reason string) string {
	switch reason {
	case analytics.ChangeAbsent:
		return "trend.absent"
	case analytics.ChangeQuestions:
		return "trend.questions"
	case analytics.ChangeCoverage:
		return "trend.coverage"
	case analytics.ChangeRehearsal:
		return "trend.rehearsal"
	case analytics.ChangeHidden:
		return "trend.hidden"
	}
	return "trend.withheld"
}

// measureIn is what a dimension, or the total, was called in a survey.
func (k *workbook) measureIn(of Earlier, id string) string {
	return names{words: k.names.words, form: of.Form, lang: k.lang}.measure(id)
}

// levelIn is what a release says of a dimension or the total; without values
// where the team is hidden or was not there.
func levelIn(of Earlier, team survey.Path, id string) analytics.Level {
	if f := of.Figure(team); f != nil {
		return levelOf(f, id)
	}
	return analytics.Level{}
}

// trendGraph shows the total of what the book is about beside that of the
// survey before, newest first. A survey without one of them is left out.
func (k *workbook) trendGraph(pairs []pair) []graph {
	g := graph{title: k.say("graph.trend", "measure", k.whole()), alt: k.say("graph.trend.alt", "measure", k.whole()),
		from: trendSheet, labels: 5, bars: []bar{{column: 8, colour: accent}, {column: 7, colour: pale}}, bounds: map[mark]string{}}
	at := 0
	for _, p := range pairs {
		now, before := levelIn(p.to, k.book.Team, Total), levelIn(p.from, k.book.Team, Total)
		if now.Score != nil && before.Score != nil {
			for i, word := range []string{now.Clipped, before.Clipped} {
				if word != "" {
					g.bounds[mark{i, len(g.rows)}] = word
				}
			}
			g.rows = append(g.rows, at+slices.Index(k.teamsOf(p.to), k.book.Team)*(len(p.to.Form.Dimensions)+1))
		}
		at += k.rowsOf(p)
	}
	if len(g.rows) == 0 {
		return nil
	}
	return []graph{k.named(g)}
}
