package reports

import (
	"strings"

	"teamtrust/analytics"
)

const wavesSheet = "Waves"

// firstWaveScore is the column of the total on the sheet Waves; dimensions
// follow.
const firstWaveScore = 5

// waves is one row for each wave.
func (k *findingsBook) waves() sheet {
	columns := []column{k.words("column.wave", 18), k.number("analysis.rows", 10), k.number("analysis.teams", 10), k.number("analysis.hidden", 10)}
	ids := k.variables()
	for _, id := range ids {
		columns = append(columns, k.scores(k.measure(id), 10))
	}
	return sheet{
		name: wavesSheet, table: "tbl_waves",
		title: k.say("analysis.waves.title"), lead: k.say("analysis.waves.lead"),
		columns: columns, count: len(k.Analysis.Waves),
		rows: func(put func([]cell) error) error {
			for i := range k.Analysis.Waves {
				if err := put(k.waveRow(&k.Analysis.Waves[i], ids)); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func (k *findingsBook) waveRow(w *analytics.AnalysedWave, ids []string) []cell {
	hidden := 0
	for _, t := range w.Teams {
		if t.Hidden {
			hidden++
		}
	}
	row := []cell{k.waveCell(waveName(w)), k.count(w.N), numeric(k.styles.count, float64(len(w.Teams))), numeric(k.styles.count, float64(hidden))}
	for _, id := range ids {
		row = append(row, k.bounded(gaugeOfWave(w, id)))
	}
	return row
}

// dimensions is every wave, its total and dimensions, with how well each
// dimension was measured.
func (k *findingsBook) dimensions() sheet {
	columns := append([]column{k.words("column.wave", 14), k.words("column.dimension", 22)}, k.gaugedColumns()...)
	for _, name := range []string{"Alpha", "Omega", "ICC(1)", "ICC(2)", "tau²", "sigma²"} {
		columns = append(columns, column{header: name, width: 9, number: true})
	}
	columns = append(columns, k.number("analysis.grand", 12), k.words("column.note", 34))
	ids := k.variables()
	return sheet{
		name: dimensionsSheet, table: "tbl_dimensions",
		title: k.say("analysis.dimensions.title"), lead: k.say("analysis.dimensions.lead"),
		columns: columns, count: max(len(k.Analysis.Waves)*len(ids), 1),
		rows: func(put func([]cell) error) error {
			for i := range k.Analysis.Waves {
				for _, id := range ids {
					if err := put(k.dimensionRow(&k.Analysis.Waves[i], id)); err != nil {
						return err
					}
				}
			}
			if len(ids) == 0 {
				return put(k.noDimensions())
			}
			return nil
		},
	}
}

func (k *findingsBook) dimensionRow(w *analytics.AnalysedWave, id string) []cell {
	d, g := w.Dimensions[id], gaugeOfWave(w, id)
	row := k.gauged([]cell{k.waveCell(waveName(w)), k.person(k.measure(id))}, g)
	if id == Total { // a mean of dimensions is not measured by questions of its own
		for range 7 {
			row = append(row, k.sign(NotApplicable))
		}
		return append(row, k.own(k.note(g)))
	}
	for _, v := range []*float64{d.Alpha, d.Omega, d.ICC1, d.ICC2, d.Tau2, d.Sigma2} {
		row = append(row, k.value(k.styles.fine, v))
	}
	row = append(row, k.value(k.styles.mean, d.Grand))
	return append(row, k.own(k.dimensionNote(id, d, g)))
}

// dimensionNote says why a dimension was not measured as well as it could be.
func (k *findingsBook) dimensionNote(id string, d analytics.AnalysedDimension, g gauge) string {
	notes := []string{k.note(g)}
	items := 0
	for i := range k.form.Dimensions {
		if k.form.Dimensions[i].ID == id {
			items = len(k.form.Dimensions[i].Items)
		}
	}
	switch {
	case items == 1:
		notes = append(notes, k.say("analysis.note.one_item"))
	case d.Alpha != nil && *d.Alpha < 0:
		notes = append(notes, k.say("analysis.note.negative_alpha"))
	case d.Alpha == nil && g.SD != nil && !k.suppressed():
		notes = append(notes, k.say("analysis.note.no_alpha"))
	case d.Omega == nil && items > 2 && d.Alpha != nil:
		notes = append(notes, k.say("analysis.note.no_omega"))
	}
	if d.ICC1 == nil && g.SD != nil {
		notes = append(notes, k.say("analysis.note.no_icc"))
	}
	return strings.TrimSpace(strings.Join(notes, " "))
}
