package web

// PresentPage is the page "present", GET /team/{team}/present?survey={survey}:
// what a team's page says, one message a screen, for a meeting. Without its
// script it is one long page with a list of its screens. It is made of the same
// values as the team's page and has no comments, which are not for everybody.
type PresentPage struct {
	Base
	Name    string
	Back    string // the team's page
	Survey  *SurveyFacts
	Figure  *Figure
	Changes *Changes // nil where there is nothing to compare with
}

// Present makes it from a team's page that has figures.
func (p TeamPage) Present(back string) PresentPage {
	return PresentPage{Base: p.Base, Name: p.Name, Back: back, Survey: p.Survey, Figure: p.Figure, Changes: p.Changes}
}

// Screens are the names of the screens there are, in order: "begin" says of whom
// the page is, "scores", "lowest", "changes", "items", "table", "talk" and "next".
func (p PresentPage) Screens() []string {
	screens := []string{"begin"}
	if len(p.Figure.Dimensions) > 0 {
		screens = append(screens, "scores")
	}
	if p.Figure.Several() {
		screens = append(screens, "lowest")
	}
	if p.Changes != nil {
		screens = append(screens, "changes")
	}
	if len(p.Figure.Items) > 0 {
		screens = append(screens, "items")
	}
	return append(screens, "table", "talk", "next")
}

// Questions are the numbers of the questions to talk about.
func (PresentPage) Questions() []int { return GuidePage{}.Questions() }

func presentPages() map[string]any { return map[string]any{"present": PresentPage{}} }

func presentSamples() map[string]map[string]any {
	states := map[string]any{}
	for name, page := range sampleTeams() {
		if team := page.(TeamPage); team.Shown() && team.ViewAs == nil {
			states[name] = team.Present("/team/abc")
		}
	}
	return map[string]map[string]any{"present": states}
}
