package server

import (
	"fmt"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
	"teamtrust/web"
)

// result is a release with the questionnaire that gives its numbers names: all
// that pages of results are made from.
type result struct {
	*published // nil where only the questionnaire is shown
	survey     survey.Survey
	form       *survey.Questionnaire
	lang       string
}

func (r result) wave() analytics.Wave { return r.release.Waves[0] }

// facts are what every page of results says about its survey.
func (r result) facts() *web.SurveyFacts {
	return &web.SurveyFacts{ID: r.survey.ID, Name: r.survey.Name, ClosedAt: r.survey.ClosedAt,
		MinimumGroup: r.survey.MinimumGroup, ReleaseHash: r.release.ReleaseHash}
}

// of is the figure of a team, or of the organisation, or why there is none.
func (r result) of(team survey.Path) (*analytics.Figure, web.Standing) {
	if r.release.Hidden {
		return nil, web.Standing{State: web.StateEmpty}
	}
	if team == survey.Organisation {
		w := r.wave()
		return &w.Figure, web.Standing{State: web.StateShown}
	}
	switch t := r.teams[team]; {
	case t == nil:
		return nil, web.Standing{State: web.StateAbsent}
	case t.Hidden:
		return nil, r.hidden(team, t.Reason)
	default:
		return t.Figure, web.Standing{State: web.StateShown}
	}
}

// hidden says why a team has no figure, what one would take, and where its
// ballots are counted.
func (r result) hidden(team survey.Path, reason string) web.Standing {
	st := web.Standing{State: web.StateMerged, Needs: web.NeedsOthers}
	if reason == analytics.ReasonFew {
		st = web.Standing{State: web.StateFew, Needs: web.NeedsAnswers}
		if !r.places.HasUnit(team) {
			st.Needs = web.NeedsPeople
		}
	}
	if at, ok := r.places.CountedIn(team); ok {
		st.CountedIn = &web.Crumb{Name: string(at)}
	}
	return st
}

// figure copies released values into the form that pages show.
func (r result) figure(f *analytics.Figure) *web.Figure {
	out := &web.Figure{N: number(f.N), Invited: number(f.Invited), Replaced: r.release.Replaced(f), MinimumGroup: r.survey.MinimumGroup, TotalIsTrust: r.isTrust()}
	out.Total = r.total(f)
	for _, d := range r.form.Dimensions {
		reading := r.reading(d.ID, f.Dimensions[d.ID].Level, f)
		reading.Kind, reading.Name = kind(d.ID), r.phrase(d.Name)
		out.Dimensions = append(out.Dimensions, reading)
	}
	web.WeakestFirst(out.Dimensions)
	for i := range r.form.Items {
		it := &r.form.Items[i]
		level, ok := f.Items[it.ID]
		if it.Dimension != "" || !ok {
			continue
		}
		reading := r.reading(it.ID, level.Level, f)
		reading.Name = r.phrase(it.Text)
		out.Items = append(out.Items, reading)
	}
	return out
}

// isTrust reports whether the questionnaire has the four dimensions of trust
// and no other.
func (r result) isTrust() bool {
	for _, d := range r.form.Dimensions {
		if kind(d.ID) == "" {
			return false
		}
	}
	return len(r.form.Dimensions) > 0
}

func kind(dimension string) string {
	switch dimension {
	case "COM", "REL", "TRA", "RES":
		return dimension
	}
	return ""
}

func (r result) phrase(t survey.Text) web.Phrase {
	text, in := t.In(r.lang, r.form.Languages...)
	if in == r.lang {
		in = ""
	}
	return web.Phrase{Text: text, Lang: in}
}

func (r result) total(f *analytics.Figure) web.Reading {
	t := f.Total
	return r.reading("total", analytics.Level{Mean: t.Mean, SD: t.SD, Score: t.Score, CI: t.CI, Clipped: t.Clipped}, f)
}

func (r result) reading(id string, l analytics.Level, f *analytics.Figure) web.Reading {
	out := web.Reading{ID: id, Score: l.Score, Clipped: l.Clipped, Mean: l.Mean, SD: l.SD}
	if l.CI != nil {
		out.Low, out.High = r.onHundred(l.CI[0]), r.onHundred(l.CI[1])
	}
	if l.Favourable != nil && l.Neutral != nil && l.Unfavourable != nil {
		out.Shares = &web.Shares{Favourable: *l.Favourable, Neutral: *l.Neutral, Unfavourable: *l.Unfavourable}
	}
	switch {
	case l.Score == nil || l.CI != nil || l.Clipped != "":
	case r.release.Everybody(f):
		out.Interval = web.IntervalEverybody
	case l.SD != nil && *l.SD == 0:
		out.Interval = web.IntervalSame
	}
	return out
}

// onHundred turns a value of the answer scale into points of 0–100.
func (r result) onHundred(v float64) *float64 {
	s := r.form.Scale
	p := (v - float64(s.Lo)) / float64(s.Hi-s.Lo) * 100
	return &p
}

func number(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// charts are the drawings of a team's figure.
func (r result) charts(team survey.Path, f *analytics.Figure) ([]web.Chart, error) {
	list, err := reports.Charts(r.form, f, r.lang)
	return r.drawn(team, list), err
}

// drawn hands drawings of a team over to a page.
func (r result) drawn(team survey.Path, list []reports.Chart) []web.Chart {
	out := make([]web.Chart, len(list))
	for i, c := range list {
		out[i] = web.Chart{Kind: c.Kind, Option: c.Option, Height: c.Height, Bounds: c.Bounds, Picture: web.Picture{
			File: pictureFile(r.survey.Name, team, c.Kind), Team: string(team), Survey: r.survey.Name, Closed: r.survey.ClosedAt,
			MinimumGroup: r.survey.MinimumGroup, Hash: r.release.ReleaseHash}}
	}
	return out
}

// pictureFile is the name of a chart's file, without its ending.
func pictureFile(of string, team survey.Path, what string) string {
	return fmt.Sprintf("trust_%s_%s_%s", slug(of), scopeOf(team), slug(what))
}

// heatmap is teams by dimension below a node, with a row for the node itself
// where it is the organisation.
func (r result) heatmap(teams []survey.Path, root survey.Path, href func(survey.Path) string) *web.Heatmap {
	m := r.columns()
	for _, t := range teams {
		m.Rows = append(m.Rows, r.heatRow(t, root, href))
	}
	return m
}

// columns is a heatmap without rows.
func (r result) columns() *web.Heatmap {
	m := &web.Heatmap{MinimumGroup: r.survey.MinimumGroup, TotalIsTrust: r.isTrust()}
	for _, d := range r.form.Dimensions {
		m.Columns = append(m.Columns, web.HeatColumn{Kind: kind(d.ID), Name: r.phrase(d.Name)})
	}
	return m
}

func (r result) heatRow(team, root survey.Path, href func(survey.Path) string) web.HeatRow {
	f, standing := r.of(team)
	row := web.HeatRow{Organisation: team == survey.Organisation, Team: team.Name(), Path: string(team),
		Depth: team.Depth() - root.Depth(), Href: href(team), Standing: standing, Cells: make([]web.Cell, len(r.form.Dimensions))}
	if f != nil {
		r.fillRow(&row, f)
	}
	return row
}

// fillRow fills in the numbers of a figure.
func (r result) fillRow(row *web.HeatRow, f *analytics.Figure) {
	row.N, row.Invited = number(f.N), number(f.Invited)
	row.Total = web.Cell{Score: f.Total.Score, Clipped: f.Total.Clipped}
	for i, d := range r.form.Dimensions {
		l := f.Dimensions[d.ID]
		row.Cells[i] = web.Cell{Score: l.Score, Clipped: l.Clipped}
	}
}
