package analytics

import (
	"slices"
	"strings"

	"teamtrust/survey"
)

// Released is a release with what was public of its survey before: the
// questionnaire and the frozen units. It is all that changes and trends are
// made from, so that nothing in them is known from anything but what was
// published. It is an index, made once, never changed, and safe for concurrent
// use.
type Released struct {
	Release *Release
	Form    *survey.Questionnaire

	figures map[survey.Path]*Figure  // nil where the team is hidden
	teams   map[string][]survey.Path // by block: the teams whose people are in it; missing where unknown
	people  map[survey.Path]bool     // teams that have people
	bounds  map[string]bounds        // by item; missing where nothing is clipped
}

// NewReleased prepares a release for comparison. units are the survey's, as
// they were frozen when it opened; a block with a unit that is not among them
// is comparable with no other.
func NewReleased(r *Release, form *survey.Questionnaire, units []survey.Unit) *Released {
	x := &Released{Release: r, Form: form, figures: map[survey.Path]*Figure{}, people: map[survey.Path]bool{}, teams: make(map[string][]survey.Path, len(r.Blocks))}
	of := make(map[string][]survey.Path, len(units))
	for i := range units {
		of[units[i].ID] = units[i].Teams
		for _, team := range units[i].Teams {
			x.people[team] = true
		}
	}
	for i := range r.Blocks {
		x.addBlock(&r.Blocks[i], of)
	}
	for i := range r.Waves {
		w := &r.Waves[i]
		if x.figures[survey.Organisation] = &w.Figure; r.Hidden {
			x.figures[survey.Organisation] = nil
		}
		for j := range w.Teams {
			x.figures[survey.Path(w.Teams[j].Team)] = w.Teams[j].Figure
		}
	}
	x.findBounds()
	return x
}

func (r *Released) addBlock(b *Block, of map[string][]survey.Path) {
	teams := []survey.Path{}
	for _, u := range b.Units {
		in, known := of[u]
		if !known {
			return
		}
		teams = append(teams, in...)
	}
	r.teams[b.ID] = teams
}

// covered lists the teams whose people are counted in some blocks, in order;
// it is false where that is not known of one of them.
func (r *Released) covered(blocks []string) ([]survey.Path, bool) {
	var all []survey.Path
	for _, b := range blocks {
		teams, known := r.teams[b]
		if !known {
			return nil, false
		}
		all = append(all, teams...)
	}
	slices.Sort(all)
	return all, true
}

// variables are the ids of the dimensions, and "total".
func (r *Released) variables() []string {
	var ids []string
	for i := range r.Form.Dimensions {
		ids = append(ids, r.Form.Dimensions[i].ID)
	}
	return append(ids, totalName)
}

// totalName is what changes and tables call the total. No dimension can have
// this id.
const totalName = "total"

// Figure is that of a team or of the organisation; nil where it is hidden or
// the survey did not have the team.
func (r *Released) Figure(team survey.Path) *Figure { return r.figures[team] }

// reading is what a figure says of a dimension or the total.
type reading struct {
	mean, sd, score *float64
	ci              *[2]float64
	clipped         string
	blocks          []string
}

func (f *Figure) reading(variable string) reading {
	if variable == totalName {
		t := f.Total
		return reading{t.Mean, t.SD, t.Score, t.CI, t.Clipped, t.Blocks}
	}
	d := f.Dimensions[variable]
	return reading{d.Mean, d.SD, d.Score, d.CI, d.Clipped, d.Blocks}
}

// within is the pooled spread of a dimension or the total; nil where there is
// none, and in releases that were made before it was published.
func (r *Released) within(variable string) *Within {
	f := r.figures[survey.Organisation]
	switch {
	case f == nil:
		return nil
	case variable == totalName:
		return f.Total.Within
	}
	return f.Dimensions[variable].Within
}

// points puts a difference of two means on 0–100.
func (r *Released) points(difference float64) float64 {
	return difference * 100 / float64(r.Form.Scale.Hi-r.Form.Scale.Lo)
}

// sameQuestions reports whether a dimension, or for the total every dimension,
// has the same items, keyed alike on the same scale. An item is the same where
// its id is.
func (r *Released) sameQuestions(o *Released, variable string) bool {
	if r.Form.Scale.Lo != o.Form.Scale.Lo || r.Form.Scale.Hi != o.Form.Scale.Hi {
		return false
	}
	if variable != totalName {
		a, b := r.questions(variable), o.questions(variable)
		return a != nil && slices.Equal(a, b)
	}
	if len(r.Form.Dimensions) != len(o.Form.Dimensions) {
		return false
	}
	for i := range r.Form.Dimensions {
		if !r.sameQuestions(o, r.Form.Dimensions[i].ID) {
			return false
		}
	}
	return true
}

// question is an item as far as its answers can be compared.
type question struct {
	id      string
	reverse bool
}

// questions lists those of a dimension by id; nil where there is none.
func (r *Released) questions(dimension string) []question {
	var all []question
	for i := range r.Form.Dimensions {
		d := &r.Form.Dimensions[i]
		if d.ID != dimension {
			continue
		}
		for _, id := range d.Items {
			it, known := r.Form.Item(id)
			all = append(all, question{id, known && it.Reverse})
		}
	}
	slices.SortFunc(all, func(a, b question) int { return strings.Compare(a.id, b.id) })
	return all
}
