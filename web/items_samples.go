package web

import "time"

func itemSamples() map[string]map[string]any {
	rest, then, bare := sampleItems(), sampleItems(), sampleItems()
	then.With.Chosen, then.With.Name, then.With.Closed = "s3", "Summer pulse 2026", sampleDay(time.July, 3, 16)
	then.With.Surveys[0].Selected = true
	sampleThen(then.Groups)
	bare.Base, bare.Name, bare.Above, bare.With = sampleBase("hr", "organisation"), "", nil, Comparison{}
	for i := range bare.Groups {
		for j := range bare.Groups[i].Rows {
			bare.Groups[i].Rows[j].Beside = nil
		}
	}
	states := map[string]any{"organisation without the team": rest, "an earlier survey": then, "nothing to compare": bare}
	for name, standing := range map[string]Standing{
		"few":       {State: StateFew, CountedIn: &Crumb{Name: "Operations", Href: "/team/operations"}, Needs: NeedsAnswers},
		"too small": {State: StateFew, CountedIn: &Crumb{}, Needs: NeedsPeople}, "merged": {State: StateMerged, CountedIn: &Crumb{}, Needs: NeedsOthers},
		"empty": {State: StateEmpty}, "absent": {State: StateAbsent}, "held": {State: StateHeld, Until: sampleDay(time.October, 14, 7)},
		"open": {State: StateOpen}, "none": {State: StateNone},
	} {
		states[name] = sampleNoItems(standing)
	}
	return map[string]map[string]any{"team_items": states}
}

func sampleNoItems(standing Standing) ItemsPage {
	p := sampleItems()
	p.Standing, p.Figure, p.Groups, p.Charts, p.With = standing, nil, nil, nil, Comparison{}
	switch standing.State {
	case StateNone:
		p.Survey, p.Picker = nil, Picker{}
	case StateOpen:
		p.Survey, p.Picker, p.Running = nil, Picker{}, &Running{Name: "Autumn pulse 2026", Closes: sampleDay(time.October, 9, 16)}
	}
	return p
}

func sampleItems() ItemsPage {
	code := func(share float64) []*float64 { return []*float64{&share} }
	row := func(r Reading, spread []float64, beside *Beside) ItemRow {
		return ItemRow{Reading: r, MinimumGroup: 5, Spread: spread, Extra: code(0.04), Beside: beside}
	}
	rest := func(score float64) *Beside { return &Beside{Rest: true, Score: &score} }
	late := row(single("TRA2", "I often hear of changes later than others.", 44.1, 33.9, 54.3, &Shares{Favourable: 0.29, Neutral: 0.24, Unfavourable: 0.47}), []float64{0.12, 0.17, 0.24, 0.35, 0.12}, rest(58.2))
	late.Reverse = true
	coded := row(bound(single("TRA3", "Decisions are explained.", 6.3, 0, 0, nil), "at_most"), nil, &Beside{Rest: true, Reason: "clipped"})
	coded.Extra = []*float64{nil}
	return ItemsPage{
		TeamFrame: sampleFrame("/items"), Figure: sampleFigure(),
		With:    Comparison{Action: "/team/abc/items", Hidden: []Field{{Name: "survey", Value: "s4"}}, Rest: true, Chosen: CompareRest, Surveys: samplePicker("").List[1:]},
		Answers: []string{"Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"},
		Codes:   []Code{{ID: "NA", Name: Phrase{Text: "Prefer not to say"}}},
		Charts:  sampleCharts()[:1],
		Groups: []ItemGroup{
			{Kind: "TRA", ID: "TRA", Name: Phrase{Text: "Transparency"}, Rows: []ItemRow{
				row(single("TRA1", "I know why decisions that concern my work are taken.", 51.5, 41.4, 61.6, &Shares{Favourable: 0.35, Neutral: 0.30, Unfavourable: 0.35}), []float64{0.12, 0.23, 0.30, 0.23, 0.12}, rest(61.4)),
				late, coded,
			}},
			{Kind: "COM", ID: "COM", Name: Phrase{Text: "Communication"}, Rows: []ItemRow{
				row(single("COM1", "Wichtiges erfahre ich rechtzeitig. "+hostileName(), 66.2, 58.9, 73.5, nil), nil, &Beside{Rest: true, Reason: "whole"}),
				{Reading: withheld("COM2", "People tell me openly when something goes wrong."), MinimumGroup: 5, Extra: []*float64{nil}, Beside: &Beside{Rest: true, Reason: "withheld"}},
				row(bound(single("COM3", "We listen to each other.", 94.1, 0, 0, nil), "at_least"), nil, &Beside{Rest: true, Reason: "few"}),
			}},
			{Rows: []ItemRow{row(exact(single("TRU1", "All in all, I trust the people in my team.", 77.1, 0, 0, &Shares{Favourable: 0.83, Neutral: 0.09, Unfavourable: 0.08}), IntervalEverybody), nil, rest(70.1))}},
		},
	}
}

// sampleThen compares with an earlier survey: once in each way.
func sampleThen(groups []ItemGroup) {
	then := 55.2
	ways := []*Beside{
		{Score: &then, Change: moved("", "", ChangePossible, -3.7, -7.1, -0.3, 0)},
		{Reason: "coverage"}, {Reason: "absent"},
		{Score: &then, Mark: "at_most", Change: ScoreChange{Points: &then, Words: ChangePossible, Clipped: "at_least"}},
		{Reason: "questions"}, {Reason: "hidden"}, {Reason: "withheld"},
	}
	at := 0
	for i := range groups {
		for j := range groups[i].Rows {
			groups[i].Rows[j].Beside = ways[at%len(ways)]
			at++
		}
	}
}
