package reports

import (
	"slices"
	"strings"

	"teamtrust/analytics"
)

const teamsSheet = "Teams"

// firstTeamScore is the column of the total on the sheet Teams; dimensions
// follow.
const firstTeamScore = 4

// teams is every team of every wave by dimension, everybody first.
func (k *findingsBook) teams() sheet {
	ids := k.variables()
	columns := []column{k.words("column.wave", 12), k.words("column.team", 34), k.number("analysis.rows", 10)}
	for _, id := range ids {
		columns = append(columns, k.scores(k.measure(id), 10))
	}
	row := make([]cell, 0, len(columns)+1)
	return sheet{
		name: teamsSheet, table: "tbl_teams", find: true,
		title: k.say("analysis.teams.title"), lead: k.say("analysis.teams.lead"),
		columns: append(columns, k.words("column.note", 52)), count: k.teamRows(1),
		rows: func(put func([]cell) error) error {
			return k.eachTeam(func(w *analytics.AnalysedWave, t *analytics.AnalysedTeam) error {
				row = k.teamRow(row[:0], w, t, ids)
				return put(row)
			})
		},
	}
}

// teamRows is the number of rows of a table with so many rows for each team of
// each wave, and for everybody.
func (k *findingsBook) teamRows(each int) int {
	n := 0
	for _, w := range k.Analysis.Waves {
		n += (len(w.Teams) + 1) * each
	}
	return n
}

// eachTeam visits all waves and in each everybody (a nil team) and then every
// team.
func (k *findingsBook) eachTeam(visit func(*analytics.AnalysedWave, *analytics.AnalysedTeam) error) error {
	for i := range k.Analysis.Waves {
		w := &k.Analysis.Waves[i]
		if err := visit(w, nil); err != nil {
			return err
		}
		for j := range w.Teams {
			if err := visit(w, &w.Teams[j]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (k *findingsBook) teamRow(row []cell, w *analytics.AnalysedWave, t *analytics.AnalysedTeam, ids []string) []cell {
	row = append(row, k.waveCell(waveName(w)))
	if t == nil {
		row = append(row, k.whoCell(nil), k.count(w.N))
		for _, id := range ids {
			row = append(row, k.bounded(gaugeOfWave(w, id)))
		}
		return append(row, k.own(""))
	}
	row = append(row, k.person(t.Team), k.count(t.N))
	for _, id := range ids {
		row = append(row, k.bounded(gaugeOfTeam(t, id)))
	}
	return append(row, k.person(k.teamNote(t)))
}

// teamNote says why a team is hidden, or what stands out in it.
func (k *findingsBook) teamNote(t *analytics.AnalysedTeam) string {
	switch {
	case t.Hidden && t.Reason == analytics.ReasonFew:
		return k.say("note.few", "k", k.Analysis.MinimumGroup)
	case t.Hidden:
		return k.say("note.merged")
	}
	var notes []string
	if n := t.N; n != nil && *n > 0 && *n < lowBallots {
		notes = append(notes, k.say("note.low"))
	}
	if split := k.splitIn(t); len(split) > 0 {
		notes = append(notes, k.say("analysis.note.split", "dimensions", strings.Join(split, ", ")))
	}
	return strings.Join(notes, " ")
}

// splitIn are the dimensions in which a team falls into two camps.
func (k *findingsBook) splitIn(t *analytics.AnalysedTeam) []string {
	var list []string
	for _, d := range k.form.Dimensions {
		if s := t.Dimensions[d.ID].Split; s != nil && *s {
			list = append(list, k.dimension(d.ID))
		}
	}
	return list
}

// data is everything in one table for other programs, in no language.
func (k *findingsBook) data() sheet {
	columns := make([]column, 0, len(findingsColumns()))
	for _, name := range findingsColumns() {
		columns = append(columns, column{header: name, width: dataWidth(name), scale: name == "score", number: !isText(name) && name != "split", oneLine: true})
	}
	ids := k.dataIDs()
	row := make([]cell, 0, len(columns))
	return sheet{
		name: "Data", table: "tbl_data", find: true, grid: true,
		title: k.say("data.title"), lead: k.say("analysis.data.lead"),
		columns: columns, count: k.teamRows(len(ids)),
		rows: func(put func([]cell) error) error {
			return k.eachTeam(func(w *analytics.AnalysedWave, t *analytics.AnalysedTeam) error {
				for _, id := range ids {
					row = k.dataRow(row[:0], w, t, id)
					if err := put(row); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
}

// dataIDs are the dimensions by id, and the total last, as in the CSV of a
// release.
func (k *findingsBook) dataIDs() []string {
	var ids []string
	for _, d := range k.form.Dimensions {
		ids = append(ids, d.ID)
	}
	slices.Sort(ids)
	return append(ids, Total)
}

// findingsColumns are the columns of the sheet Data.
func findingsColumns() []string {
	return []string{"wave", "team", "n", "hidden", "reason", "dimension", "values", "mean", "sd", "score", "clipped", "ci_lo", "ci_hi",
		"favourable", "neutral", "unfavourable", "rwg", "awg", "polarisation", "split", "eb",
		"rest_t", "rest_df", "rest_p", "rest_p_adjusted", "rest_g", "rest_delta"}
}

func (k *findingsBook) dataRow(row []cell, w *analytics.AnalysedWave, t *analytics.AnalysedTeam, id string) []cell {
	s := &k.styles
	raw := func(text string) cell { return textual(s.rawText, Safe(text)) }
	number := func(style int, v *float64) cell {
		if v == nil {
			return textual(s.rawSign, k.absent())
		}
		return numeric(style, *v)
	}
	team, n, hidden, why, g, d, rest := "", w.N, w.Hidden, "", gaugeOfWave(w, id), analytics.TeamDimension{}, (*analytics.Rest)(nil)
	if t != nil {
		team, n, hidden, why, g, d = t.Team, t.N, t.Hidden, t.Reason, gaugeOfTeam(t, id), t.Dimensions[id]
		if rest = d.Rest; id == Total && t.Total != nil {
			rest = t.Total.Rest
		}
	}
	split := ""
	if d.Split != nil {
		split = truth(*d.Split).Text
	}
	row = append(row, raw(waveName(w)), raw(team), number(s.decimals[0], float(n)), raw(truth(hidden).Text), raw(why), raw(id),
		number(s.decimals[0], float(g.N)), number(s.decimals[2], g.Mean), number(s.decimals[2], g.SD), number(s.decimals[1], g.Score), raw(g.Clipped))
	if g.ci == nil {
		row = append(row, number(0, nil), number(0, nil))
	} else {
		row = append(row, numeric(s.decimals[2], g.ci[0]), numeric(s.decimals[2], g.ci[1]))
	}
	row = append(row, number(s.decimals[2], g.Favourable), number(s.decimals[2], g.Neutral), number(s.decimals[2], g.Unfavourable),
		number(s.decimals[3], d.RWG), number(s.decimals[3], d.AWG), number(s.decimals[3], d.Polarisation), raw(split), number(s.decimals[2], d.EB))
	if rest == nil {
		rest = &analytics.Rest{}
	}
	for _, v := range []*float64{rest.T, rest.DF, rest.P, rest.PAdjusted, rest.G, rest.Delta} {
		row = append(row, number(s.decimals[3], v))
	}
	return row
}

func float(n *int64) *float64 {
	if n == nil {
		return nil
	}
	v := float64(*n)
	return &v
}
