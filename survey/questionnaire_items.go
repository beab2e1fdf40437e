package survey

import "regexp"

// numberPattern finds codes that a reader of answers could take for a value.
var numberPattern = regexp.MustCompile(`^[+-]?[0-9]+([.,][0-9]*)?$`)

func (r *fileReader) items(p place) error {
	list, err := p.entries(MaxDimensions*MaxDimensionItems + MaxItems)
	if err != nil {
		return err
	}
	alone := 0
	for _, e := range list {
		it, err := r.item(e)
		if err != nil {
			return err
		}
		if it.Dimension == "" {
			alone++
		}
		r.q.Items = append(r.q.Items, it)
	}
	if alone > MaxItems {
		return p.errorf("%d items are in no dimension; at most %d are allowed.", alone, MaxItems)
	}
	return nil
}

// item reads the details of one item. Nothing after the colon means that there
// are none: the key alone gives the item its place in the order.
func (r *fileReader) item(e entry) (Item, error) {
	it := Item{ID: e.key, Dimension: r.in[e.key]}
	if _, taken := r.q.dimension(it.ID); it.Dimension == "" && (taken || it.ID == total) {
		return it, e.value.errorf("an item in no dimension needs an id that no dimension has; rename it.")
	}
	if err := r.noColumn(e.value, it.ID); err != nil || e.value.empty() {
		return it, err
	}
	fields, err := e.value.fields("text", "labels", "extra", "level")
	if err != nil {
		return it, err
	}
	return it, r.itemFields(&it, fields)
}

func (r *fileReader) itemFields(it *Item, fields map[string]place) (err error) {
	if p, ok := fields["text"]; ok {
		if it.Text, err = r.text(p); err != nil {
			return err
		}
	}
	if p, ok := fields["labels"]; ok {
		if it.Labels, err = r.labels(p); err != nil {
			return err
		}
	}
	if p, ok := fields["extra"]; ok {
		if it.Extra, err = r.extras(p); err != nil {
			return err
		}
	}
	if p, ok := fields["level"]; ok {
		it.Level, err = p.level(it.Dimension)
	}
	return err
}

func (p place) level(dimension string) (string, error) {
	s, err := p.text()
	switch {
	case err != nil:
		return "", err
	case s != LevelOrganisation:
		return "", p.errorf("%s is no level; write %s or remove the key.", quoted(s), LevelOrganisation)
	case dimension != "":
		return "", p.errorf("the item counts for the dimension %s, which teams see; take it out there or remove the level.", dimension)
	}
	return s, nil
}

func (r *fileReader) extras(p place) ([]Extra, error) {
	list, err := p.list(0, MaxExtras)
	if err != nil {
		return nil, err
	}
	var extras []Extra
	for _, x := range list {
		extra, err := r.extra(x)
		if err != nil {
			return nil, err
		}
		for _, other := range extras {
			if other.Code == extra.Code {
				return nil, x.errorf("there are two extra answers with the code %s; rename one.", quoted(extra.Code))
			}
		}
		extras = append(extras, extra)
	}
	return extras, nil
}

func (r *fileReader) extra(p place) (x Extra, err error) {
	fields, err := p.fields("code", "text")
	if err != nil {
		return x, err
	}
	if err := p.require(fields, "code"); err != nil {
		return x, err
	}
	if x.Code, err = fields["code"].text(); err != nil {
		return x, err
	}
	if numberPattern.MatchString(x.Code) {
		return x, p.errorf("the code %s looks like an answer on the scale; use letters.", quoted(x.Code))
	}
	if text, ok := fields["text"]; ok {
		x.Text, err = r.text(text.named(x.Code))
	}
	return x, err
}

func (r *fileReader) reversed(p place) (err error) {
	r.reverseAt = p
	r.reverse, err = p.texts(0, MaxDimensions*MaxDimensionItems+MaxItems)
	return err
}
