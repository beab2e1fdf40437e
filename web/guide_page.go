package web

// GuidePage is the page "guide": how a team speaks about trust without numbers.
// GET /guide is the same for everybody; GET /team/{team}/guide?survey={survey}
// begins with why the team has none.
type GuidePage struct {
	Base
	Team *GuideTeam // nil at GET /guide
}

// GuideTeam is the team that a guide is for.
type GuideTeam struct {
	Name string
	Back string // the team's page
	Standing
	MinimumGroup int // k of the survey; 0 without one
}

// Explained reports whether the team is without figures for a reason that lies
// in the team: too few people or answers, or others who would be given away.
func (t GuideTeam) Explained() bool { return t.State == StateFew || t.State == StateMerged }

// AgendaStep is one step of the conversation. Name picks the messages
// "guide.agenda.<Name>" and "guide.agenda.<Name>_text".
type AgendaStep struct {
	From, To int // minutes from the beginning
	Name     string
}

// Agenda are the steps, without gaps.
func (GuidePage) Agenda() []AgendaStep {
	return []AgendaStep{{0, 5, "open"}, {5, 12, "think"}, {12, 27, "round"}, {27, 37, "choose"}, {37, 43, "promise"}, {43, 45, "close"}}
}

// Topics are the dimensions that there are questions for: the messages
// "guide.<Kind>" and "guide.<Kind>.<n>".
func (GuidePage) Topics() []string { return []string{"COM", "REL", "TRA", "RES"} }

// Questions are the numbers of the questions of each topic.
func (GuidePage) Questions() []int { return []int{1, 2, 3} }

func guidePages() map[string]any { return map[string]any{"guide": GuidePage{}} }

func guideSamples() map[string]map[string]any {
	team := func(name string, standing Standing) GuidePage {
		return GuidePage{Base: sampleBase("manager", "team"), Team: &GuideTeam{Name: name, Back: "/team/abc", Standing: standing, MinimumGroup: 5}}
	}
	return map[string]map[string]any{"guide": {
		"everybody": GuidePage{Base: Base{Languages: sampleLanguages()}},
		"few":       team("Office", Standing{State: StateFew, CountedIn: &Crumb{Name: "Operations", Href: "/team/operations"}, Needs: NeedsAnswers}),
		"too small": team(hostileName(), Standing{State: StateFew, CountedIn: &Crumb{Name: "Operations / " + hostileName()}, Needs: NeedsPeople}),
		"merged":    team("Maintenance", Standing{State: StateMerged, CountedIn: &Crumb{}, Needs: NeedsOthers}),
		"figures":   team("Plant Bremen", Standing{State: StateShown}),
		"none":      team("Plant Bremen", Standing{State: StateNone}),
	}}
}
