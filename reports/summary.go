package reports

import (
	"slices"

	"teamtrust/analytics"
)

const summarySheet = "Summary"

// measure is one row of the sheet Summary.
type measure struct {
	id, kind, name string
	alone          bool // an item
	level          analytics.Level
}

// summary is the figure of the whole book: the organisation, or its team.
func (k *workbook) summary() sheet {
	top := k.entries[0]
	list := k.measures(top.figure)
	s := sheet{
		name: summarySheet, table: "tbl_summary",
		title: k.say("summary.title", "team", k.team(top.team)), lead: k.say("summary.lead"),
		columns: []column{
			{header: k.say("column.measure"), width: 34}, {header: k.say("column.kind"), width: 12},
			{header: k.say("column.answered"), width: 8, number: true}, {header: k.say("column.invited"), width: 8, number: true},
			{header: k.say("column.score"), width: 8, number: true, scale: true},
			{header: k.say("column.from"), width: 8, number: true}, {header: k.say("column.to"), width: 8, number: true},
			{header: k.say("column.mean"), width: 8, number: true}, {header: k.say("column.sd"), width: 7, number: true},
			{header: k.say("column.favourable"), width: 8, number: true}, {header: k.say("column.neutral"), width: 8, number: true},
			{header: k.say("column.unfavourable"), width: 8, number: true}, {header: k.say("column.note"), width: 46},
		},
		count: len(list),
		rows: func(put func([]cell) error) error {
			for i := range list {
				if err := put(k.measureRow(&list[i], top)); err != nil {
					return err
				}
			}
			return nil
		},
	}
	s.graphs = k.summaryGraphs(list)
	return s
}

// measures are the total, the dimensions weakest first with the withheld ones
// last, and the items that stand alone.
func (k *workbook) measures(f *analytics.Figure) []measure {
	list := k.weakestFirst(f)
	if len(list) > 0 {
		list = slices.Insert(list, 0, measure{id: Total, kind: k.say("kind.total"), name: k.whole(), level: levelOf(f, Total)})
	}
	for _, it := range k.alone() {
		list = append(list, measure{id: it.ID, alone: true, kind: k.say("kind.item"), name: k.item(it), level: f.Items[it.ID].Level})
	}
	return list
}

// weakestFirst are the dimensions of a figure by score, the withheld ones last
// and equal ones in the order of the questionnaire.
func (n names) weakestFirst(f *analytics.Figure) []measure {
	var list []measure
	for _, d := range n.form.Dimensions {
		list = append(list, measure{id: d.ID, kind: n.say("kind.dimension"), name: n.dimension(d.ID), level: levelOf(f, d.ID)})
	}
	slices.SortStableFunc(list, func(a, b measure) int { return byScore(a.level.Score, b.level.Score) })
	return list
}

// byScore orders from low to high, with no score last.
func byScore(a, b *float64) int {
	switch {
	case a == nil && b == nil, a != nil && b != nil && *a == *b:
		return 0
	case b == nil, a != nil && *a < *b:
		return -1
	}
	return 1
}

func (k *workbook) measureRow(m *measure, e entry) []cell {
	n, note := e.figure.N, k.hiddenNote(e)
	if m.level.Score == nil {
		n = nil
	}
	if !e.hidden {
		note = k.levelNote(m.id, &m.level, e.figure)
	}
	row := []cell{k.person(m.name), k.own(m.kind), k.counted(n), k.counted(e.figure.Invited), k.score(&m.level)}
	row = k.interval(row, &m.level, e.figure)
	row = append(row, k.mean(&m.level), k.valued(k.styles.mean, m.level.SD, Withheld))
	if m.id == Total && m.level.Score != nil {
		row = append(row, k.sign(NotApplicable), k.sign(NotApplicable), k.sign(NotApplicable))
	} else {
		row = k.shares(row, &m.level)
	}
	return append(row, k.person(note))
}
