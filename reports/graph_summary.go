package reports

// summaryGraphs are drawn from what is exact or a bound: scores; shares where
// they are released; then the teams below, or the questions where there are
// too few of them.
func (k *workbook) summaryGraphs(list []measure) []graph {
	var scores, shares []int
	bounds := false
	for i, m := range list {
		if !m.alone && m.level.Score != nil {
			scores = append(scores, i)
			bounds = bounds || m.level.Clipped != ""
		}
		if m.level.Favourable != nil {
			shares = append(shares, i)
		}
	}
	var graphs []graph
	if len(scores) > 0 {
		graphs = append(graphs, k.scoreGraph(scores, bounds))
	}
	if len(shares) > 0 {
		graphs = append(graphs, k.shareGraph(shares))
	}
	if g, ok := k.lowerGraph(); ok {
		graphs = append(graphs, g)
	}
	for i := range graphs {
		graphs[i].second = i%2 == 1
	}
	return graphs
}

func (k *workbook) scoreGraph(rows []int, bounds bool) graph {
	return k.marked(graph{title: k.say("graph.scores"), alt: k.say("graph.scores.alt"), from: summarySheet, rows: rows, labels: 1,
		bars: []bar{{column: 5, colour: accent}}}, bounds)
}

// marked says of a chart that some of its bars are bounds.
func (k *workbook) marked(g graph, bounds bool) graph {
	if bounds {
		g.title += " " + k.say("graph.bounds")
		g.alt += " " + k.say("graph.bounds.alt")
	}
	return g
}

func (k *workbook) shareGraph(rows []int) graph {
	return graph{title: k.say("graph.shares"), alt: k.say("graph.shares.alt"), from: summarySheet, rows: rows, labels: 1, stacked: true,
		bars: []bar{{12, worst, "FFFFFF"}, {11, middle, ink}, {10, best, "FFFFFF"}}}
}

// graphTeams is how many teams one chart can show.
const graphTeams = 30

// lowerGraph shows what is below the summary.
func (k *workbook) lowerGraph() (graph, bool) {
	if rows, bounds := k.totalsBelow(); len(rows) >= 2 && len(rows) <= graphTeams {
		return k.marked(graph{title: k.say("graph.teams", "measure", k.whole()), alt: k.say("graph.teams.alt", "measure", k.whole()),
			from: dimensionsSheet, rows: rows, labels: 1, bars: []bar{{column: totalColumn, colour: accent}}}, bounds), true
	}
	var rows []int
	bounds := false
	for i := range k.form.Items {
		if x := k.entries[0].figure.Items[k.form.Items[i].ID]; x.Score != nil && len(rows) < graphTeams {
			rows, bounds = append(rows, i), bounds || x.Clipped != ""
		}
	}
	return k.marked(graph{title: k.say("graph.items"), alt: k.say("graph.items.alt"), from: itemsSheet, rows: rows, labels: 2,
		bars: []bar{{column: 7, colour: accent}}}, bounds), len(rows) > 0
}

// totalsBelow are the rows of the teams directly below that have a total.
func (k *workbook) totalsBelow() (rows []int, bounds bool) {
	for _, i := range k.below() {
		if t := k.entries[i].figure.Total; t.Score != nil {
			rows, bounds = append(rows, i), bounds || t.Clipped != ""
		}
	}
	return rows, bounds
}
