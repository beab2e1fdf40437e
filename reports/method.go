package reports

// methodTopics are the rows of the sheet Method, what matters most first.
func methodTopics() []string {
	return []string{"use", "score", "direction", "ballots", "total", "interval", "comparing", "shares", "hidden", "bounds", "comments", "rounding", "check"}
}

// method says how the numbers were made and what they are for.
func (k *workbook) method() sheet {
	topics, s := methodTopics(), k.form.Scale
	return sheet{
		name: "Method", table: "tbl_method", onePage: true,
		title: k.say("method.title"), lead: k.say("method.lead"),
		columns: []column{{header: k.say("column.topic"), width: 30}, {header: k.say("column.explanation"), width: 110}},
		count:   len(topics),
		rows: func(put func([]cell) error) error {
			for _, t := range topics {
				text := k.say("method."+t+".text", "lo", s.Lo, "hi", s.Hi, "k", k.book.Release.MinimumGroup)
				if err := put([]cell{k.own(k.say("method." + t)), k.own(text)}); err != nil {
					return err
				}
			}
			return nil
		},
	}
}
