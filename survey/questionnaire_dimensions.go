package survey

// total is what results call the mean of all dimensions.
const total = "total"

func (r *fileReader) dimensions(p place) error {
	list, err := p.list(0, MaxDimensions)
	if err != nil {
		return err
	}
	for _, d := range list {
		if err := r.dimension(d); err != nil {
			return err
		}
	}
	return nil
}

func (r *fileReader) dimension(p place) error {
	fields, id, err := p.identified("id", "name", "items")
	if err != nil {
		return err
	}
	switch _, taken := r.q.dimension(id); {
	case taken:
		return p.errorf("there are two dimensions %s; rename one.", id)
	case id == total:
		return p.errorf("the id %s is kept for the mean of all dimensions; use another one.", total)
	}
	d := Dimension{ID: id}
	if name, ok := fields["name"]; ok {
		if d.Name, err = r.name(name); err != nil {
			return err
		}
	}
	if err := p.require(fields, "items"); err != nil {
		return err
	}
	if d.Items, err = r.dimensionItems(fields["items"], id); err != nil {
		return err
	}
	r.q.Dimensions = append(r.q.Dimensions, d)
	return nil
}

func (q *Questionnaire) dimension(id string) (*Dimension, bool) {
	for i := range q.Dimensions {
		if q.Dimensions[i].ID == id {
			return &q.Dimensions[i], true
		}
	}
	return nil, false
}

func (r *fileReader) dimensionItems(p place, dimension string) ([]string, error) {
	ids, err := p.texts(1, MaxDimensionItems)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if other, ok := r.in[id]; ok {
			return nil, p.errorf("the item %s is in the dimensions %s and %s; keep it in one.", quoted(id), other, dimension)
		}
		if err := r.noColumn(p, id); err != nil {
			return nil, err
		}
		r.in[id] = dimension
	}
	return ids, nil
}

// noColumn refuses an item that answers could not be told from.
func (r *fileReader) noColumn(p place, id string) error {
	if id == r.q.Columns.Team || id == r.q.Columns.Wave {
		return p.errorf("%s is an item and the team or wave column; rename one.", quoted(id))
	}
	return nil
}
