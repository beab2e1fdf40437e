package reports

import "teamtrust/analytics"

// changes is every pair of waves that follow each other, everybody and each
// team that both have.
func (k *findingsBook) changes() sheet {
	s := sheet{
		name: "Changes", table: "tbl_changes", find: true,
		title: k.say("analysis.changes.title"), lead: k.say("analysis.changes.lead"),
		columns: []column{
			k.words("analysis.earlier", 12), k.words("analysis.later", 12), k.words("column.team", 30), k.words("column.measure", 20),
			k.number("analysis.change_points", 10), k.number("analysis.change_from", 10), k.number("analysis.change_to", 10), k.words("column.change", 20),
			k.number("analysis.smallest", 12),
			{header: "t", width: 9, number: true}, {header: "df", width: 9, number: true}, {header: "p", width: 9, number: true},
			k.number("analysis.p_adjusted", 11), {header: "Hedges g", width: 10, number: true},
			k.number("analysis.g_from", 10), k.number("analysis.g_to", 10),
			{header: "Mann–Whitney U", width: 12, number: true}, k.number("analysis.w_p", 10), {header: "Cliff's delta", width: 10, number: true},
		},
		count: len(k.Analysis.Changes),
	}
	if s.count == 0 {
		return k.notYet(s)
	}
	row := make([]cell, 0, len(s.columns))
	s.rows = func(put func([]cell) error) error {
		for i := range k.Analysis.Changes {
			row = k.changeRow(row[:0], &k.Analysis.Changes[i])
			if err := put(row); err != nil {
				return err
			}
		}
		return nil
	}
	return s
}

func (k *findingsBook) changeRow(row []cell, c *analytics.Change) []cell {
	s := &k.styles
	row = append(row, k.waveCell(c.From), k.waveCell(c.To), k.whoCell(c.Team), k.person(k.measure(c.Dimension)), k.value(k.signedBound(c.Clipped), c.Points))
	row = append(k.ends(row, s.signed, c.PointsCI), k.changeWords(c), k.value(s.score, c.Smallest))
	row = append(row, k.value(s.fine, c.T), k.value(s.mean, c.DF), k.value(s.p, c.P), k.adjusted(c), k.value(s.fine, c.G))
	return append(k.ends(row, s.fine, c.GCI), k.value(s.score, c.W), k.value(s.p, c.WP), k.value(s.fine, c.Delta))
}

// adjusted is the p-value for as many tests as there are teams; everybody
// together is one test.
func (k *findingsBook) adjusted(c *analytics.Change) cell {
	if c.Team == nil {
		return k.sign(NotApplicable)
	}
	return k.value(k.styles.p, c.PAdjusted)
}
