package reports

// summaryGraphs are drawn from what is exact or a bound: scores; shares where
// they are released, of questions only where no dimension has them; then the teams below, or the questions where there are
// too few of them; and the total of the surveys so far.
func (k *workbook) summaryGraphs(list []measure) []graph {
	var scores, shares, alone []int
	bounds := map[int]string{}
	for i, m := range list {
		if !m.alone && m.level.Score != nil {
			bounds[len(scores)] = m.level.Clipped
			scores = append(scores, i)
		}
		switch {
		case m.level.Favourable == nil:
		case m.alone:
			alone = append(alone, i)
		default:
			shares = append(shares, i)
		}
	}
	var graphs []graph
	if len(scores) > 0 {
		graphs = append(graphs, k.scoreGraph(scores, bounds))
	}
	if len(shares) > 0 {
		graphs = append(graphs, k.shareGraph(shares))
	} else if len(alone) > 0 {
		g := k.shareGraph(alone[:min(graphTeams/2, len(alone))])
		g.long = true
		graphs = append(graphs, g)
	}
	if g, ok := k.lowerGraph(); ok {
		graphs = append(graphs, g)
	}
	return append(graphs, k.trendGraph(k.pairs())...)
}

func (k *workbook) scoreGraph(rows []int, bounds map[int]string) graph {
	return k.marked(graph{title: k.say("graph.scores"), alt: k.say("graph.scores.alt"), from: summarySheet, rows: rows, labels: 1,
		bars: []bar{{column: 5, colour: accent}}}, bounds)
}

// marked says of a chart that some of its bars are bounds.
func (k *binding) marked(g graph, bounds map[int]string) graph {
	g.bounds = map[mark]string{}
	for i, word := range bounds {
		if word != "" {
			g.bounds[mark{row: i}] = word
		}
	}
	return k.named(g)
}

// named says in the title and the description of a chart that it has bounds.
func (k *binding) named(g graph) graph {
	if len(g.bounds) > 0 {
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
	bounds := map[int]string{}
	for i := range k.form.Items {
		if x := k.entries[0].figure.Items[k.form.Items[i].ID]; x.Score != nil && len(rows) < graphTeams {
			bounds[len(rows)] = x.Clipped
			rows = append(rows, i)
		}
	}
	return k.marked(graph{title: k.say("graph.items"), alt: k.say("graph.items.alt"), from: itemsSheet, rows: rows, labels: 2,
		bars: []bar{{column: 7, colour: accent}}}, bounds), len(rows) > 0
}

// totalsBelow are the rows of the teams directly below that have a total.
func (k *workbook) totalsBelow() (rows []int, bounds map[int]string) {
	bounds = map[int]string{}
	for _, i := range k.below() {
		if t := k.entries[i].figure.Total; t.Score != nil {
			bounds[len(rows)] = t.Clipped
			rows = append(rows, i)
		}
	}
	return rows, bounds
}
