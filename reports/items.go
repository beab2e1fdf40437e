package reports

import (
	"slices"
	"strconv"

	"teamtrust/analytics"
	"teamtrust/survey"
)

const itemsSheet = "Items"

// items is every team's figures of every question, with how the answers are
// spread.
func (k *workbook) items() sheet {
	codes := k.codes()
	var row []cell
	return sheet{
		name: itemsSheet, table: "tbl_items", find: true,
		title: k.say("items.title"), lead: k.say("items.lead"),
		columns: k.itemColumns(codes),
		count:   len(k.entries) * len(k.form.Items),
		rows: func(put func([]cell) error) error {
			for _, e := range k.entries {
				for i := range k.form.Items {
					row = k.itemRow(row[:0], e, &k.form.Items[i], codes)
					if err := put(row); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
}

func (k *workbook) itemColumns(codes []survey.Extra) []column {
	columns := []column{
		{header: k.say("column.team"), width: 24}, {header: k.say("column.item"), width: 9},
		{header: k.say("column.dimension"), width: 15}, {header: k.say("column.question"), width: 34},
		{header: k.say("column.answered"), width: 6, number: true}, {header: k.say("column.invited"), width: 6, number: true},
		{header: k.say("column.score"), width: 7, number: true, scale: true},
		{header: k.say("column.from"), width: 7, number: true}, {header: k.say("column.to"), width: 7, number: true},
		{header: k.say("column.mean"), width: 8, number: true}, {header: k.say("column.sd"), width: 6, number: true},
		{header: k.say("column.favourable"), width: 6, number: true}, {header: k.say("column.neutral"), width: 6, number: true},
		{header: k.say("column.unfavourable"), width: 6, number: true},
	}
	for v := k.form.Scale.Lo; v <= k.form.Scale.Hi; v++ {
		columns = append(columns, column{header: k.say("column.answer", "value", v), width: 6, number: true})
	}
	for _, x := range codes {
		columns = append(columns, column{header: k.code(x), width: 15, number: true})
	}
	return append(columns, column{header: k.say("column.missing"), width: 8, number: true}, column{header: k.say("column.note"), width: 28})
}

// codes are the answers outside the scale of all items, each once.
func (k *workbook) codes() []survey.Extra {
	var list []survey.Extra
	for _, it := range k.form.Items {
		for _, x := range it.Extra {
			if !slices.ContainsFunc(list, func(y survey.Extra) bool { return x.Code == y.Code }) {
				list = append(list, x)
			}
		}
	}
	return list
}

func (k *workbook) code(x survey.Extra) string {
	name, _ := x.Text.In(k.lang, append(slices.Clone(k.form.Languages), fallback)...)
	if name == "" {
		return x.Code
	}
	return name + " (" + x.Code + ")"
}

func (k *workbook) itemRow(row []cell, e entry, it *survey.Item, codes []survey.Extra) []cell {
	x := e.figure.Items[it.ID]
	dimension := k.own("–")
	if it.Dimension != "" {
		dimension = k.person(k.dimension(it.Dimension))
	}
	row = append(row, k.person(k.team(e.team)), k.person(it.ID), dimension, k.person(k.item(it)),
		k.counted(x.N), k.counted(e.figure.Invited), k.score(&x.Level))
	row = k.interval(row, &x.Level, e.figure)
	row = append(row, k.mean(&x.Level), k.valued(k.styles.mean, x.SD, Withheld))
	row = k.shares(row, &x.Level)
	row = k.spread(row, &x)
	for _, c := range codes {
		row = append(row, k.extra(it, &x, c.Code))
	}
	row = append(row, k.missing(e, &x))
	return append(row, k.person(k.itemNote(it, e, &x.Level)))
}

// spread appends the share of each answer, as answered.
func (k *workbook) spread(row []cell, x *analytics.Item) []cell {
	for v := k.form.Scale.Lo; v <= k.form.Scale.Hi; v++ {
		share, ok := x.Histogram[strconv.Itoa(v)]
		if !ok {
			row = append(row, k.sign(Withheld))
			continue
		}
		row = append(row, numeric(k.styles.share, share))
	}
	return row
}

func (k *workbook) extra(it *survey.Item, x *analytics.Item, code string) cell {
	if !slices.ContainsFunc(it.Extra, func(y survey.Extra) bool { return y.Code == code }) {
		return k.sign(NotApplicable)
	}
	return k.valued(k.styles.share, x.Extra[code], Withheld)
}

// missing is the count of ballots without a value, which exists for the whole
// organisation only.
func (k *workbook) missing(e entry, x *analytics.Item) cell {
	if e.team != survey.Organisation {
		return k.sign(NotApplicable)
	}
	return k.counted(x.Missing)
}
