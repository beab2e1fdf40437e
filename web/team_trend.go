package web

import "time"

// TrendPage is the page "team_trend", GET /team/{id}/trend?survey={survey}: the
// course of a team, or of the organisation, over all surveys of one kind.
type TrendPage struct {
	Base
	Name         string // the team's own name; "" for the organisation
	Above        []Crumb
	Back         string // the page of the team's latest figures
	Running      *Running
	Standing             // StateShown where at least one survey is there
	Surveys      []Crumb // oldest first
	Closed       []time.Time
	Lines        []TrendLine // the total first, where there is one
	Charts       []Chart
	MinimumGroup int
	MayStart     bool
}

// TrendLine is one dimension, or the total, over all surveys of the page.
type TrendLine struct {
	Kind         string
	Name         Phrase
	Whole        bool
	TotalIsTrust bool
	Points       []TrendPoint // one for each survey
}

// TrendPoint is what one survey says. Low, High and Interval are as in Reading.
type TrendPoint struct {
	Reading
	Reason string // why there is no score: as ScoreChange.Reason
}

// Single reports whether there is one survey only: no course yet.
func (p TrendPage) Single() bool { return len(p.Surveys) == 1 }

// Row is one survey across all lines.
func (p TrendPage) Row(at int) []TrendPoint {
	row := make([]TrendPoint, len(p.Lines))
	for i, l := range p.Lines {
		row[i] = l.Points[at]
	}
	return row
}
