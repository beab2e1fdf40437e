package reports

import (
	"slices"
	"strings"

	"teamtrust/analytics"
)

// summary is everybody in the latest wave, with what changed since the one
// before.
func (k *findingsBook) summary() sheet {
	ids := k.weakest()
	overall, _ := k.since()
	s := sheet{
		name: summarySheet, table: "tbl_summary",
		title: k.summaryTitle(), lead: k.say("analysis.summary.lead"),
		columns: slices.Concat([]column{k.words("column.measure", 30)}, k.gaugedColumns(),
			[]column{k.number("analysis.change_points", 10), k.number("analysis.change_from", 10), k.number("analysis.change_to", 10), k.words("column.change", 20), k.words("column.note", 34)}),
		count: max(len(ids), 1),
		rows: func(put func([]cell) error) error {
			for _, id := range ids {
				if err := put(k.summaryRow(id, overall[id])); err != nil {
					return err
				}
			}
			if len(ids) == 0 {
				return put(k.noDimensions())
			}
			return nil
		},
	}
	s.graphs = k.summaryGraphs(ids)
	return s
}

func (k *findingsBook) summaryTitle() string {
	if !k.hasWaves() {
		return k.say("analysis.summary.title")
	}
	return k.say("analysis.summary.title_wave", "wave", waveName(k.last()))
}

// weakest are the total and then the dimensions from the lowest score to the
// highest, those without a score last.
func (k *findingsBook) weakest() []string {
	ids := k.variables()
	if len(ids) > 1 {
		slices.SortStableFunc(ids[1:], func(a, b string) int {
			return byScore(gaugeOfWave(k.last(), a).Score, gaugeOfWave(k.last(), b).Score)
		})
	}
	return ids
}

// noDimensions is the row of a table by dimension where the questionnaire has
// none.
func (k *findingsBook) noDimensions() []cell {
	return []cell{k.own(k.say("analysis.no_dimensions"))}
}

func (k *findingsBook) summaryRow(id string, c *analytics.Change) []cell {
	g := gaugeOfWave(k.last(), id)
	row := k.gauged([]cell{k.person(k.measure(id))}, g)
	if c == nil {
		row = append(row, k.sign(NotYet), k.sign(NotYet), k.sign(NotYet), k.own(NotYet))
	} else {
		row = k.ends(append(row, k.value(k.signedBound(c.Clipped), c.Points)), k.styles.signed, c.PointsCI)
		row = append(row, k.changeWords(c))
	}
	return append(row, k.own(k.note(g)))
}

func (k *findingsBook) changeWords(c *analytics.Change) cell {
	key := inWords(c)
	if key == "" {
		return k.own(k.absent())
	}
	return k.own(k.say(key))
}

// note says what a reader must know of one score.
func (k *findingsBook) note(g gauge) string {
	var notes []string
	if g.Clipped != "" {
		notes = append(notes, k.say("note."+g.Clipped))
	}
	if g.Score == nil && k.suppressed() {
		notes = append(notes, k.say("note.incomplete", "k", k.Analysis.MinimumGroup))
	} else if key := g.whyNoInterval(k.suppressed()); key != "" {
		notes = append(notes, k.say(key))
	}
	if g.N != nil && *g.N > 0 && *g.N < lowBallots {
		notes = append(notes, k.say("note.low"))
	}
	return strings.Join(notes, " ")
}
