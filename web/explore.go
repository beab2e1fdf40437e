package web

// ExplorePage is the page "explore", GET /explore?survey=…&team=…&view=…&measure=…:
// any team's figures side by side, for HR and managers.
type ExplorePage struct {
	Base
	Running *Running
	Standing
	Survey   *SurveyFacts
	MayStart bool

	// The form.
	Surveys  []Choice
	Teams    []string        // full paths that may be chosen, TeamsOffered at the most
	Whole    bool            // the organisation may be chosen: an empty field
	Team     string          // full path; "" is the organisation
	Measures []MeasureChoice // the total first
	View     string          // one of the View constants

	Title  Crumb // the team that is shown; Name is empty for the organisation
	Charts []Chart
	Map    *Heatmap // ViewHeatmap and ViewTeams
	Rows   []ExploreRow
	Shapes bool // a radar could be drawn
	Drawn  int  // teams that a chart shows
	All    int  // teams that the table has
}

// Views of Explore.
const (
	ViewHeatmap = "heatmap"
	ViewTeams   = "teams"
	ViewRadar   = "radar"
	ViewSurveys = "surveys" // one team over the surveys until the chosen one
)

// MeasureChoice is a dimension, or the total, that may be chosen.
type MeasureChoice struct {
	ID           string
	Name         Phrase // unused for the total
	Whole        bool
	TotalIsTrust bool
	Chosen       bool
}

// Chosen are the measures that are shown.
func (p ExplorePage) Chosen() []MeasureChoice {
	var out []MeasureChoice
	for _, m := range p.Measures {
		if m.Chosen {
			out = append(out, m)
		}
	}
	return out
}

// Coloured reports whether the table is the one with coloured cells, which needs
// a dimension.
func (p ExplorePage) Coloured() bool {
	return p.View == ViewHeatmap && p.Map != nil && len(p.Map.Columns) > 0
}

// Views are what may be chosen, in the order of the form.
func (p ExplorePage) Views() []string {
	return []string{ViewHeatmap, ViewTeams, ViewSurveys, ViewRadar}
}

// ExploreRow is one team, or one survey, of the table: a reading for each chosen
// measure.
type ExploreRow struct {
	Organisation bool
	Team         Crumb
	Standing
	Cells []TrendPoint // StateShown only; Reason is empty but over surveys
}
