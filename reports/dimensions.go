package reports

import "teamtrust/survey"

const dimensionsSheet = "Dimensions"

// dimensions is the score of every team in every dimension.
func (k *workbook) dimensions() sheet {
	ids := k.dimensionColumns()
	columns := []column{
		{header: k.say("column.team"), width: 42}, {header: k.say("column.level"), width: 6, number: true},
		{header: k.say("column.answered"), width: 8, number: true}, {header: k.say("column.invited"), width: 8, number: true},
	}
	for _, id := range ids {
		columns = append(columns, column{header: k.measure(id), width: 10, number: true, scale: true})
	}
	row := make([]cell, 0, len(columns)+1)
	return sheet{
		name: dimensionsSheet, table: "tbl_dimensions",
		title: k.say("dimensions.title"), lead: k.say("dimensions.lead"),
		columns: append(columns, column{header: k.say("column.note"), width: 46}),
		count:   len(k.entries),
		rows: func(put func([]cell) error) error {
			for _, e := range k.entries {
				row = append(row[:0], k.person(k.team(e.team)), numeric(k.styles.count, float64(e.team.Depth())),
					k.counted(e.figure.N), k.counted(e.figure.Invited))
				for _, id := range ids {
					l := levelOf(e.figure, id)
					row = append(row, k.score(&l))
				}
				if err := put(append(row, k.person(k.teamNote(e)))); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// dimensionColumns are the total, where there are dimensions, and the
// dimensions in the order of the questionnaire.
func (k *workbook) dimensionColumns() []string {
	if len(k.form.Dimensions) == 0 {
		return nil
	}
	ids := []string{Total}
	for _, d := range k.form.Dimensions {
		ids = append(ids, d.ID)
	}
	return ids
}

// totalColumn is the place of the total among the columns of Dimensions.
const totalColumn = 5

// below are the entries directly below the first one.
func (k *workbook) below() []int {
	top := k.entries[0].team
	var list []int
	for i, e := range k.entries {
		if e.team != survey.Organisation && e.team != top && e.team.Parent() == top {
			list = append(list, i)
		}
	}
	return list
}
