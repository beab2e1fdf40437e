package survey

func (r *fileReader) comments(p place) error {
	list, err := p.list(0, MaxPrompts)
	if err != nil {
		return err
	}
	for _, c := range list {
		if err := r.comment(c); err != nil {
			return err
		}
	}
	return nil
}

func (r *fileReader) comment(p place) error {
	fields, id, err := p.identified("id", "text")
	if err != nil {
		return err
	}
	if r.q.hasPrompt(id) {
		return p.errorf("there are two comments %s; rename one.", id)
	}
	prompt := Prompt{ID: id}
	if text, ok := fields["text"]; ok {
		if prompt.Text, err = r.text(text); err != nil {
			return err
		}
	}
	r.q.Comments = append(r.q.Comments, prompt)
	return nil
}
