package reports

// methodTopics are the rows of the sheet Method, what matters most first.
func methodTopics() []string {
	return []string{"use", "score", "direction", "ballots", "total", "interval", "comparing", "shares", "hidden", "bounds", "comments", "rounding", "check"}
}

// method says how the numbers were made and what they are for.
func (k *workbook) method() sheet {
	var topics []topic
	for _, t := range methodTopics() {
		topics = append(topics, topic{k.say("method." + t),
			k.say("method."+t+".text", "lo", k.form.Scale.Lo, "hi", k.form.Scale.Hi, "k", k.book.Release.MinimumGroup)})
	}
	return k.topicSheet(append(topics, k.reliability()...))
}

// topic is one row of the sheet Method.
type topic struct{ name, text string }

func (k *binding) topicSheet(topics []topic) sheet {
	return sheet{
		name: "Method", table: "tbl_method", onePage: true,
		title: k.say("method.title"), lead: k.say("method.lead"),
		columns: []column{{header: k.say("column.topic"), width: 30}, {header: k.say("column.explanation"), width: 110}},
		count:   len(topics),
		rows: func(put func([]cell) error) error {
			for _, t := range topics {
				if err := put([]cell{k.own(t.name), k.own(t.text)}); err != nil {
					return err
				}
			}
			return nil
		},
	}
}
