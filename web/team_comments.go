package web

import "time"

// CommentsPage is the page "team_comments", GET /team/{id}/comments?survey={survey}:
// what was written and released at a team, or at the organisation.
type CommentsPage struct {
	TeamFrame
	Groups []CommentGroup // one for each prompt, also without comments
	Apart  []Crumb        // teams anywhere below whose comments stand on their own pages
}

func commentSamples() map[string]map[string]any {
	page := CommentsPage{
		TeamFrame: sampleFrame("/comments"), Groups: sampleComments(),
		Apart: []Crumb{{Name: "Shift A", Href: "/team/a/comments"}, {Name: "Shift B / " + hostileName(), Href: "/team/b/comments"}},
	}
	page.Groups[0].Together = []string{"Operations / Plant Bremen", "Operations / Plant Bremen / " + hostileName(), "Operations / Plant Bremen / Office"}
	for range 40 {
		page.Groups[1].Together = append(page.Groups[1].Together, "Operations / Maintenance")
	}
	whole, bare := page, page
	whole.Base, whole.Name, whole.Above, whole.Back, whole.Apart = sampleBase("hr", "organisation"), "", nil, "/org", nil
	bare.Groups = []CommentGroup{{Prompt: page.Groups[0].Prompt, From: "Operations / Plant Bremen"}, page.Groups[0]}
	states := map[string]any{"released": page, "organisation": whole, "one prompt without": bare}
	for name, standing := range map[string]Standing{
		"few":    {State: StateFew, CountedIn: &Crumb{Name: "Operations", Href: "/team/operations"}, Needs: NeedsAnswers},
		"merged": {State: StateMerged, CountedIn: &Crumb{}, Needs: NeedsOthers}, "empty": {State: StateEmpty}, "absent": {State: StateAbsent},
		"held": {State: StateHeld, Until: sampleDay(time.October, 14, 7)}, "none": {State: StateNone},
	} {
		hidden := page
		if hidden.Standing, hidden.Groups, hidden.Apart = standing, nil, nil; standing.State == StateNone {
			hidden.Survey, hidden.Picker = nil, Picker{}
		}
		states[name] = hidden
	}
	return map[string]map[string]any{"team_comments": states}
}
