package reports

// trend is what changed since an earlier survey. One release has no earlier
// one, so its table says that it has none yet.
func (k *workbook) trend() sheet {
	return k.notYet(sheet{
		name: "Trend", table: "tbl_trend", find: true,
		title: k.say("trend.title"), lead: k.say("trend.lead"),
		columns: []column{
			{header: k.say("column.team"), width: 34}, {header: k.say("column.measure"), width: 20},
			{header: k.say("column.earlier"), width: 18}, {header: k.say("column.later"), width: 18},
			{header: k.say("column.score_before"), width: 13, number: true}, {header: k.say("column.score_now"), width: 13, number: true},
			{header: k.say("column.points"), width: 11, number: true},
			{header: k.say("column.from"), width: 11, number: true}, {header: k.say("column.to"), width: 11, number: true},
			{header: k.say("column.change"), width: 26},
		},
	})
}

// promises is what was promised to the teams and what became of it.
func (k *workbook) promises() sheet {
	return k.notYet(sheet{
		name: "Promises", table: "tbl_promises",
		title: k.say("promises.title"), lead: k.say("promises.lead"),
		columns: []column{
			{header: k.say("column.team"), width: 30}, {header: k.say("column.promise"), width: 40},
			{header: k.say("column.owner"), width: 18}, {header: k.say("column.due"), width: 12},
			{header: k.say("column.status"), width: 14},
			{header: k.say("column.team_kept"), width: 13, number: true}, {header: k.say("column.team_partly"), width: 13, number: true},
			{header: k.say("column.team_not_kept"), width: 13, number: true}, {header: k.say("column.team_unknown"), width: 13, number: true},
			{header: k.say("column.evidence"), width: 26},
		},
	})
}

// notYet gives a table its one row that says that there is nothing yet.
func (k *binding) notYet(s sheet) sheet {
	s.count = 1
	s.rows = func(put func([]cell) error) error {
		row := make([]cell, len(s.columns))
		for i := range row {
			row[i] = k.own(NotYet)
			if s.columns[i].number {
				row[i] = k.sign(NotYet)
			}
		}
		return put(row)
	}
	return s
}
