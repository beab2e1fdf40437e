package analytics

import "teamtrust/survey"

// Released is a release with what was public of its survey before: the
// questionnaire and the frozen units. It is all that changes and trends are
// made from, so that nothing in them is known from anything but what was
// published. It is an index, made once, never changed, and safe for concurrent
// use.
type Released struct {
	Release *Release
	Form    *survey.Questionnaire

	figures map[survey.Path]*Figure  // nil where the team is hidden
	asked   map[string][]question    // by dimension, in the order of their ids
	teams   map[string][]survey.Path // by block: the teams whose people are in it; nil where that is not known of all
	block   map[survey.Path]string   // the same by team, of those that have people
	bounds  map[string]bounds        // by item; missing where nothing is clipped
}

// NewReleased prepares a release for comparison. units are the survey's, as
// they were frozen when it opened; a release with a unit that is not among them
// is comparable with no other.
func NewReleased(r *Release, form *survey.Questionnaire, units []survey.Unit) *Released {
	x := &Released{Release: r, Form: form, figures: map[survey.Path]*Figure{}, asked: map[string][]question{}}
	for i := range form.Dimensions {
		x.asked[form.Dimensions[i].ID] = questions(form, &form.Dimensions[i])
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
	x.findTeams(units)
	x.findBounds()
	return x
}

// findTeams finds out which teams are counted in each block.
func (r *Released) findTeams(units []survey.Unit) {
	of := make(map[string][]survey.Path, len(units))
	for i := range units {
		of[units[i].ID] = units[i].Teams
	}
	r.teams, r.block = make(map[string][]survey.Path, len(r.Release.Blocks)), map[survey.Path]string{}
	for i := range r.Release.Blocks {
		b := &r.Release.Blocks[i]
		for _, u := range b.Units {
			teams, known := of[u]
			if !known {
				r.teams = nil
				return
			}
			r.teams[b.ID] = append(r.teams[b.ID], teams...)
			for _, team := range teams {
				r.block[team] = b.ID
			}
		}
	}
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
