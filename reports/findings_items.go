package reports

import (
	"slices"
	"strconv"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// items is every wave and question, with how the answers are spread.
func (k *findingsBook) items() sheet {
	columns := []column{k.words("column.wave", 12), k.words("column.item", 14), k.words("column.dimension", 16), k.words("column.question", 40),
		k.number("column.values", 8), k.number("analysis.missing", 8), k.scores(k.say("column.score"), 8),
		k.number("column.mean", 8), k.number("column.sd", 7),
		k.number("column.favourable", 7), k.number("column.neutral", 7), k.number("column.unfavourable", 7)}
	for v := k.form.Scale.Lo; v <= k.form.Scale.Hi; v++ {
		columns = append(columns, column{header: k.say("column.answer", "value", v), width: 8, number: true})
	}
	if !k.suppressed() {
		columns = append(columns, k.number("column.favourable_from", 13), k.number("column.favourable_to", 13))
	}
	return sheet{
		name: itemsSheet, table: "tbl_items", find: true,
		title: k.say("analysis.items.title"), lead: k.itemsLead(),
		columns: append(columns, k.words("column.note", 36)), count: len(k.Analysis.Waves) * len(k.form.Items),
		rows: func(put func([]cell) error) error {
			for i := range k.Analysis.Waves {
				for j := range k.form.Items {
					if err := put(k.itemRow(&k.Analysis.Waves[i], &k.form.Items[j])); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
}

func (k *findingsBook) itemsLead() string {
	if k.suppressed() {
		return k.say("analysis.items.lead_shares")
	}
	return k.say("analysis.items.lead")
}

func (k *findingsBook) itemRow(w *analytics.AnalysedWave, it *survey.Item) []cell {
	x := w.Items[it.ID]
	g := gauge{Measured: x.Measured, Shares: x.Shares, ci: &[2]float64{}} // an item has no interval to explain
	dimension := k.own("–")
	if it.Dimension != "" {
		dimension = k.person(k.dimension(it.Dimension))
	}
	row := []cell{k.waveCell(waveName(w)), k.person(it.ID), dimension, k.person(k.item(it)), k.count(x.N), k.count(x.Missing), k.bounded(g),
		k.value(k.styles.meanOf(x.Clipped), x.Mean), k.value(k.styles.mean, x.SD),
		k.value(k.styles.share, x.Favourable), k.value(k.styles.share, x.Neutral), k.value(k.styles.share, x.Unfavourable)}
	style := k.styles.count
	if k.suppressed() {
		style = k.styles.share
	}
	for v := k.form.Scale.Lo; v <= k.form.Scale.Hi; v++ {
		if c, ok := x.Histogram[strconv.Itoa(v)]; ok {
			row = append(row, numeric(style, c))
		} else {
			row = append(row, k.sign(k.absent()))
		}
	}
	if !k.suppressed() {
		row = k.ends(row, k.styles.share, k.favourable(it, &x))
	}
	return append(row, k.own(k.itemNote(it, g)))
}

// favourable is Wilson's interval of the share of favourable answers, where
// there is one. Under the rules of a release the answers are not counted in
// print, so that nothing could be said of it.
func (k *findingsBook) favourable(it *survey.Item, x *analytics.AnalysedItem) *[2]float64 {
	if x.Favourable == nil || x.N == nil {
		return nil
	}
	best, next := k.form.Scale.Hi, k.form.Scale.Hi-1
	if it.Reverse {
		best, next = k.form.Scale.Lo, k.form.Scale.Lo+1
	}
	part := x.Histogram[strconv.Itoa(best)] + x.Histogram[strconv.Itoa(next)]
	ci, why := analytics.Wilson(int64(part), int64(*x.N))
	if why != analytics.Defined {
		return nil
	}
	return &ci
}

func (k *findingsBook) itemNote(it *survey.Item, g gauge) string {
	notes := []string{}
	if it.Reverse {
		notes = append(notes, k.say("analysis.note.reverse"))
	}
	switch {
	case g.N != nil && *g.N == 0:
		notes = append(notes, k.say("note.nobody"))
	case g.SD != nil && *g.SD == 0:
		notes = append(notes, k.say("analysis.note.constant"))
	}
	if note := k.note(g); note != "" {
		notes = append(notes, note)
	}
	return joinNotes(notes)
}

func joinNotes(notes []string) string {
	text := ""
	for _, n := range slices.Compact(notes) {
		if text != "" && n != "" {
			text += " "
		}
		text += n
	}
	return text
}
