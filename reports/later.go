package reports

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
