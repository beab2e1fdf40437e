package survey

import (
	"regexp"
	"slices"
)

// maxScaleEnd bounds both ends of a scale.
const maxScaleEnd = 1000

var (
	languagePattern = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)
	versionPattern  = regexp.MustCompile(`^[A-Za-z0-9._-]{1,32}$`)
)

// fileReader fills a questionnaire from the places of a file.
type fileReader struct {
	q         *Questionnaire
	in        map[string]string // dimension by item
	reverse   []string          // items, until all of them are known
	reverseAt place
}

type fileStep struct {
	key  string
	read func(place) error
}

// steps are the keys of a file in the order in which they build on each other.
func (r *fileReader) steps() []fileStep {
	return []fileStep{
		{"id", r.id},
		{"version", r.version},
		{"languages", r.languages},
		{"scale", r.scale},
		{"columns", r.columns},
		{"minimum_group", r.minimumGroup},
		{"dimensions", r.dimensions},
		{"items", r.items},
		{"reverse", r.reversed},
		{"comments", r.comments},
		{"headcount", r.headcount},
		{"incident", r.incident},
	}
}

func readQuestionnaire(root place) (*Questionnaire, error) {
	r := &fileReader{q: &Questionnaire{}, in: map[string]string{}}
	steps := r.steps()
	known := make([]string, len(steps))
	for i, s := range steps {
		known[i] = s.key
	}
	fields, err := root.fields(known...)
	if err != nil {
		return nil, err
	}
	if err := root.require(fields, "id", "scale"); err != nil {
		return nil, err
	}
	for _, s := range steps {
		if p, ok := fields[s.key]; ok {
			if err := s.read(p); err != nil {
				return nil, err
			}
		}
	}
	if err := r.finish(root); err != nil {
		return nil, err
	}
	return r.q, nil
}

// finish does what needs every item.
func (r *fileReader) finish(root place) error {
	r.addUnlisted()
	if len(r.q.Items) == 0 {
		return root.errorf("the questionnaire has no items; list them under dimensions or items.")
	}
	for _, id := range r.reverse {
		if _, ok := r.q.Item(id); !ok {
			return r.reverseAt.errorf("the item %s is in no dimension and not under items; correct the id.", quoted(id))
		}
	}
	for i := range r.q.Items {
		it := &r.q.Items[i]
		it.Reverse = slices.Contains(r.reverse, it.ID)
		it.Extra = withOptOut(it.Extra, r.q.Languages)
	}
	return nil
}

// addUnlisted appends the items of dimensions that the items mapping left out.
func (r *fileReader) addUnlisted() {
	for _, d := range r.q.Dimensions {
		for _, id := range d.Items {
			if _, ok := r.q.Item(id); !ok {
				r.q.Items = append(r.q.Items, Item{ID: id, Dimension: d.ID})
			}
		}
	}
}

func (r *fileReader) id(p place) (err error) {
	r.q.ID, err = p.validID()
	return err
}

func (r *fileReader) version(p place) (err error) {
	r.q.Version, err = p.text()
	if err == nil && !versionPattern.MatchString(r.q.Version) {
		err = p.errorf("%s is not a version; use 1 to 32 letters from A to Z, digits, dots, _ and -.", quoted(r.q.Version))
	}
	return err
}

func (r *fileReader) languages(p place) (err error) {
	if r.q.Languages, err = p.texts(1, MaxLanguages); err != nil {
		return err
	}
	for _, l := range r.q.Languages {
		if !languagePattern.MatchString(l) {
			return p.errorf("%s is not a language tag; write one such as en, de or pt-BR.", quoted(l))
		}
	}
	return nil
}

func (r *fileReader) scale(p place) error {
	fields, err := p.fields("lo", "hi", "labels")
	if err != nil {
		return err
	}
	if err := p.require(fields, "lo", "hi"); err != nil {
		return err
	}
	s := &r.q.Scale
	if s.Lo, err = fields["lo"].integer(-maxScaleEnd, maxScaleEnd); err != nil {
		return err
	}
	if s.Hi, err = fields["hi"].integer(-maxScaleEnd, maxScaleEnd); err != nil {
		return err
	}
	if s.Lo >= s.Hi {
		return p.errorf("lo is %d and hi is %d; lo must be the smaller one.", s.Lo, s.Hi)
	}
	if s.Points() > MaxScalePoints {
		return p.errorf("the scale has %d points; at most %d are allowed.", s.Points(), MaxScalePoints)
	}
	if labels, ok := fields["labels"]; ok {
		s.Labels, err = r.labels(labels)
	}
	return err
}
