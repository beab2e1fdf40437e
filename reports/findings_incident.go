package reports

import (
	"strings"

	"teamtrust/analytics"
)

// incident is the difference in differences: the four means, and what three
// ways to look at them say.
func (k *findingsBook) incident() sheet {
	s := sheet{
		name: "Incident", table: "tbl_incident",
		title: k.say("analysis.incident.title"), lead: k.say("analysis.incident.lead"),
		columns: []column{
			k.words("column.what", 40), k.number("column.values", 10), k.number("column.mean", 10), k.number("column.sd", 10),
			k.number("analysis.estimate", 12), k.number("analysis.in_points", 12), k.number("analysis.se", 10),
			{header: "t", width: 9, number: true}, {header: "df", width: 9, number: true}, {header: "p", width: 9, number: true},
			k.words("column.note", 60),
		},
	}
	d := k.Analysis.DID
	if d == nil {
		s.count, s.rows = 1, func(put func([]cell) error) error { return put([]cell{k.own(k.say(k.noIncident()))}) }
		return s
	}
	rows := k.incidentRows(d)
	s.count = len(rows)
	s.rows = func(put func([]cell) error) error {
		for _, row := range rows {
			if err := put(row); err != nil {
				return err
			}
		}
		return nil
	}
	return s
}

// noIncident is the catalogue's key of why there is no comparison.
func (f Findings) noIncident() string {
	switch {
	case f.Form.Incident == nil:
		return "incident.none"
	case !f.hasWaves():
		return "incident.no_waves"
	case f.suppressed():
		return "incident.withheld"
	}
	return "incident.empty_cell"
}

func (k *findingsBook) incidentRows(d *analytics.AnalysedDID) [][]cell {
	var rows [][]cell
	for _, c := range []struct {
		key  string
		cell analytics.Cell
	}{
		{"incident.affected_before", d.Cells.Affected.Before}, {"incident.affected_after", d.Cells.Affected.After},
		{"incident.others_before", d.Cells.Others.Before}, {"incident.others_after", d.Cells.Others.After},
	} {
		row := []cell{k.own(k.say(c.key)), numeric(k.styles.count, float64(c.cell.N)), numeric(k.styles.mean, c.cell.Mean), k.value(k.styles.mean, c.cell.SD)}
		rows = append(rows, append(row, k.blanks(6)...))
	}
	rows = append(rows,
		k.testRow(d, "incident.cr2", d.CR2), k.testRow(d, "incident.ols", d.OLS), k.cellsRow(d))
	return rows
}

func (k *findingsBook) blanks(n int) []cell {
	row := make([]cell, n)
	for i := range row {
		row[i] = k.sign("")
	}
	return row
}

func (k *findingsBook) estimate(d *analytics.AnalysedDID, key string) []cell {
	row := append([]cell{k.own(k.say(key))}, k.blanks(3)...)
	span := float64(k.form.Scale.Hi - k.form.Scale.Lo)
	return append(row, numeric(k.styles.signedMean, d.Estimate), numeric(k.styles.signed, d.Estimate*100/span))
}

func (k *findingsBook) testRow(d *analytics.AnalysedDID, key string, test *analytics.AnalysedTest) []cell {
	row := k.estimate(d, key)
	if test == nil {
		for range 4 {
			row = append(row, k.sign(NotApplicable))
		}
		return append(row, k.own(k.say("incident.no_test")))
	}
	return append(row, numeric(k.styles.fine, test.SE), numeric(k.styles.fine, test.T), numeric(k.styles.mean, test.DF), numeric(k.styles.p, test.P),
		k.own(k.say(key+".text")))
}

func (k *findingsBook) cellsRow(d *analytics.AnalysedDID) []cell {
	row := append(k.estimate(d, "incident.cells"), k.value(k.styles.fine, d.Cells.SE))
	return append(append(row, k.blanks(3)...), k.own(k.say("incident.cells.text")))
}

// recovery is how far the affected teams came back.
func (k *findingsBook) recovery() sheet {
	s := sheet{
		name: "Recovery", table: "tbl_recovery",
		title: k.say("analysis.recovery.title"), lead: k.say("analysis.recovery.lead"),
		columns: []column{
			k.words("column.team", 30), k.number("recovery.baseline", 11), k.number("recovery.low", 11),
			k.number("recovery.share", 12), k.number("column.from", 10), k.number("column.to", 10),
			{header: "a", width: 9, number: true}, {header: "b", width: 9, number: true}, k.number("recovery.se_b", 9),
			k.number("recovery.ceiling", 11), k.number("recovery.start", 11), {header: "k", width: 9, number: true}, k.number("recovery.half_life", 12),
			k.words("recovery.refused", 70),
		},
		count: max(len(k.Analysis.Recovery), 1),
	}
	s.rows = func(put func([]cell) error) error {
		for i := range k.Analysis.Recovery {
			if err := put(k.recoveryRow(&k.Analysis.Recovery[i])); err != nil {
				return err
			}
		}
		if len(k.Analysis.Recovery) == 0 {
			return put([]cell{k.own(k.say(k.noIncident()))})
		}
		return nil
	}
	return s
}

func (k *findingsBook) recoveryRow(r *analytics.Recovery) []cell {
	s := &k.styles
	row := []cell{k.affectedCell(r.Team), k.value(s.score, r.Baseline), k.value(s.score, r.Low), k.value(s.share, r.Share)}
	row = k.ends(row, s.share, r.ShareCI)
	if r.Log == nil {
		row = append(row, k.sign(NotApplicable), k.sign(NotApplicable), k.sign(NotApplicable))
	} else {
		row = append(row, numeric(s.score, r.Log.A), numeric(s.mean, r.Log.B), numeric(s.mean, r.Log.SEB))
	}
	if e := r.Exponential; e == nil {
		row = append(row, k.sign(NotApplicable), k.sign(NotApplicable), k.sign(NotApplicable), k.sign(NotApplicable))
	} else {
		row = append(row, numeric(s.score, e.A), numeric(s.score, e.Y0), numeric(s.fine, e.K), numeric(s.score, e.HalfLife))
	}
	return append(row, k.own(k.refusedWords(r.Refused)))
}

func (k *findingsBook) affectedCell(team *string) cell {
	if team == nil {
		return k.own(k.say("recovery.all"))
	}
	return k.person(*team)
}

// refusedWords says of each part that is missing why.
func (w *words) refusedWords(refused *string) string {
	return strings.Join(w.refusedSentences(refused), " ")
}

func (w *words) refusedSentences(refused *string) []string {
	var sentences []string
	for _, r := range refusals(refused) {
		sentences = append(sentences, w.say("recovery.not_given", "part", w.say(r.part), "why", w.say(r.why)))
	}
	return sentences
}

// topicKeys are the rows of the sheet Method and the part of the page with
// that name, what matters most first.
func topicKeys(suppressed bool) []string {
	const own = "analysis.method."
	list := []string{"method.use", "method.score", "method.direction", own + "rows", own + "dimension", own + "interval", own + "shares", own + "team",
		own + "reliability", own + "agreement", own + "comparing", own + "change", own + "smallest", own + "did", own + "recovery"}
	if suppressed {
		return append(list, "method.hidden", "method.bounds", "method.rounding")
	}
	return append(list, own+"open", own+"undefined")
}

func (f Findings) topics(w *words) []topic {
	var list []topic
	for _, key := range topicKeys(f.suppressed()) {
		list = append(list, topic{w.say(key), w.say(key+".text", "lo", f.Form.Scale.Lo, "hi", f.Form.Scale.Hi, "k", f.Analysis.MinimumGroup)})
	}
	return list
}

func (k *findingsBook) method() sheet { return k.topicSheet(k.topics(k.binding.names.words)) }
