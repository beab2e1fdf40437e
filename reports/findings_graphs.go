package reports

import "slices"

// summaryGraphs are scores, shares, the course over waves, and the teams of
// the latest wave, each where there is something to draw.
func (k *findingsBook) summaryGraphs(ids []string) []graph {
	var scores, shares []int
	bounds := map[int]string{}
	for i, id := range ids {
		g := gaugeOfWave(k.last(), id)
		if g.Score != nil {
			bounds[len(scores)] = g.Clipped
			scores = append(scores, i)
		}
		if g.Favourable != nil {
			shares = append(shares, i)
		}
	}
	var graphs []graph
	if len(scores) > 0 {
		graphs = append(graphs, k.marked(graph{title: k.say("graph.scores"), alt: k.say("graph.scores.alt"), from: summarySheet, rows: scores, labels: 1,
			bars: []bar{{column: 3, colour: accent}}}, bounds))
	}
	if len(shares) > 0 {
		graphs = append(graphs, graph{title: k.say("graph.shares"), alt: k.say("graph.shares.alt"), from: summarySheet, rows: shares, labels: 1, stacked: true,
			bars: []bar{{10, worst, "FFFFFF"}, {9, middle, ink}, {8, best, "FFFFFF"}}})
	}
	graphs = append(graphs, k.courseGraph()...)
	return append(graphs, k.teamGraph()...)
}

// courseGraph is lines over the waves that have all of the scores: a line
// would fall to 0 where one is missing.
func (k *findingsBook) courseGraph() []graph {
	ids := k.variables()
	g := graph{title: k.say("analysis.graph.course"), alt: k.say("analysis.graph.course.alt"), from: wavesSheet, labels: 1, lines: true,
		bounds: map[mark]string{}}
	for i := range k.Analysis.Waves {
		gauges := make([]gauge, len(ids))
		for j, id := range ids {
			gauges[j] = gaugeOfWave(&k.Analysis.Waves[i], id)
		}
		if slices.ContainsFunc(gauges, func(g gauge) bool { return g.Score == nil }) {
			continue
		}
		for j := range gauges {
			if word := gauges[j].Clipped; word != "" {
				g.bounds[mark{j, len(g.rows)}] = word
			}
		}
		g.rows = append(g.rows, i)
	}
	if len(g.rows) < 2 || len(ids) == 0 {
		return nil
	}
	for i := range ids {
		g.bars = append(g.bars, bar{column: firstWaveScore + i, colour: seriesColour(i)})
	}
	if len(g.bounds) > 0 {
		g.title += " " + k.say("graph.bounds")
		g.alt += " " + k.say("analysis.graph.course.bounds")
	}
	return []graph{g}
}

// seriesColour is ink for the total and the colours of Okabe and Ito for
// dimensions, which repeat after seven: the markers then differ.
func seriesColour(i int) string {
	if i == 0 {
		return ink
	}
	colours := []string{"0072B2", "D55E00", "009E73", "CC79A7", "8A6D00", "3A8FC0", "7A5C99"}
	return colours[(i-1)%len(colours)]
}

// teamGraph is the total of the teams of the latest wave, where they are few
// enough for one drawing.
func (k *findingsBook) teamGraph() []graph {
	if len(k.form.Dimensions) == 0 {
		return nil
	}
	from := 0
	for _, w := range k.Analysis.Waves[:len(k.Analysis.Waves)-1] {
		from += len(w.Teams) + 1
	}
	var rows []int
	bounds := map[int]string{}
	for i := range k.last().Teams {
		if g := gaugeOfTeam(&k.last().Teams[i], Total); g.Score != nil {
			bounds[len(rows)] = g.Clipped
			rows = append(rows, from+1+i)
		}
	}
	if len(rows) < 2 || len(rows) > graphTeams {
		return nil
	}
	return []graph{k.marked(graph{title: k.say("analysis.graph.teams", "measure", k.whole()), alt: k.say("analysis.graph.teams.alt", "measure", k.whole()),
		from: teamsSheet, rows: rows, labels: 2, bars: []bar{{column: firstTeamScore, colour: accent}}}, bounds)}
}
