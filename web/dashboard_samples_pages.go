package web

import (
	"strings"
	"time"
)

func sampleTeam() TeamPage {
	return TeamPage{
		Base: sampleBase("manager", "team"), Name: "Plant Bremen", Above: []Crumb{{Name: "Operations"}},
		Picker: samplePicker("/team/abc"), Standing: Standing{State: StateShown}, Survey: sampleFacts(),
		Figure: sampleFigure(), Charts: sampleCharts(), Comments: sampleComments(), AllComments: "/team/abc/comments?survey=s4", Below: sampleBelow(),
		Readers: sampleReaders(), Slides: "/team/abc/present",
	}
}

// sampleFrame is that of a page below the team's.
func sampleFrame(below string) TeamFrame {
	return TeamFrame{
		Base: sampleBase("manager", "team"), Name: "Plant Bremen", Above: []Crumb{{Name: "Operations", Href: "/team/operations"}}, Back: "/team/abc?survey=s4",
		Picker: samplePicker("/team/abc" + below), Standing: Standing{State: StateShown}, Survey: sampleFacts(),
	}
}

func sampleTeams() map[string]any {
	first, second, small, edge, items := sampleTeam(), sampleTeam(), sampleTeam(), sampleTeam(), sampleTeam()
	second.Above[0].Href = "/team/operations"
	second.Switch = []Own{{Crumb: Crumb{Name: "Plant Bremen", Href: "/team/abc"}, Current: true}, {Crumb: Crumb{Name: "Logistics", Href: "/team/def"}}}
	second.Running = &Running{Name: "Winter pulse 2026", Closes: sampleDay(time.December, 4, 16)}
	second.Changes, second.Trend, second.AllItems = sampleChanges(), "/team/abc/trend", "/team/abc/items?survey=s4"
	second.Figure.Rests = sampleRests()
	edge.Figure = sampleEdgeFigure()
	edge.Figure.Rests = map[string]Beside{"TRA": {Rest: true, Reason: "few"}}
	first.Trend = "/team/abc/trend"
	edge.Changes, items.Changes = sampleIncomparable(), &Changes{Since: second.Changes.Since, Closed: second.Changes.Closed}
	small.Figure, small.Charts, small.Comments, small.Below = sampleSmallFigure(), nil, nil, nil
	small.Changes = sampleNoChange()
	small.Picker = Picker{}
	edge.Name, edge.Charts = hostileName(), nil
	edge.Base.Rehearsal = true
	items.Figure = &Figure{N: 24, Invited: 30, MinimumGroup: 5, Items: sampleFigure().Items}
	items.Charts, items.Below, items.Comments = nil, nil, nil
	items.Apart = []Crumb{{Name: "Shift A", Href: "/team/a"}, {Name: "Shift B / " + hostileName(), Href: "/team/b"}}
	states := map[string]any{"first survey": first, "later survey": second, "small": small, "edges": edge, "single items": items}
	for name, standing := range map[string]Standing{
		"few":       {State: StateFew, CountedIn: &Crumb{Name: "Operations", Href: "/team/operations"}, Needs: NeedsAnswers},
		"too small": {State: StateFew, CountedIn: &Crumb{Name: "Operations"}, Needs: NeedsPeople},
		"nobody":    {State: StateFew, Needs: NeedsPeople},
		"merged":    {State: StateMerged, CountedIn: &Crumb{}, Needs: NeedsOthers},
		"empty":     {State: StateEmpty}, "absent": {State: StateAbsent},
		"held": {State: StateHeld, Until: sampleDay(time.October, 14, 7)},
		"open": {State: StateOpen}, "none": {State: StateNone},
	} {
		states[name] = sampleNothing(standing)
	}
	first.Base.ViewAs = &ViewAs{Reader: "manager", Team: "Operations / Plant Bremen", Back: "/hr/surveys/s4#view-as"}
	states["viewed by HR"] = first
	return states
}

// sampleRests has what can stand beside a dimension: a score, one that differs,
// and none.
func sampleRests() map[string]Beside {
	rest := func(score float64, differs string) Beside {
		return Beside{Rest: true, Score: &score, Differs: differs}
	}
	return map[string]Beside{"TRA": rest(59.6, DiffersLower), "REL": rest(61.2, ""), "COM": rest(58.4, DiffersHigher), "RES": {Rest: true, Reason: "clipped"}}
}

// hostileName is what a name must survive: markup, template marks, formulas,
// marks that turn the writing direction round, and length.
func hostileName() string {
	return `</script> "Team" __f__x__f__ =HYPERLINK("x") ` + "\u202egnorts\u202c العربية " + strings.Repeat("long", 12)
}

func sampleNothing(standing Standing) TeamPage {
	p := sampleTeam()
	p.Standing, p.Figure, p.Charts, p.Comments, p.Below = standing, nil, nil, nil, nil
	p.Guide = "/team/abc/guide"
	switch standing.State {
	case StateNone:
		p.Base, p.MayStart, p.Survey, p.Picker = sampleBase("hr", "organisation"), true, nil, Picker{}
	case StateOpen:
		p.Survey, p.Picker = nil, Picker{}
		p.Running = &Running{Name: "Autumn pulse 2026", Closes: sampleDay(time.October, 9, 16)}
	}
	return p
}

func sampleColumns(sorted string) []HeatColumn {
	names := []string{"Communication", "Reliability", "Transparency", "Respect"}
	columns := make([]HeatColumn, len(names))
	for i, id := range []string{"COM", "REL", "TRA", "RES"} {
		columns[i] = HeatColumn{Kind: id, Name: Phrase{Text: names[i]}}
		if sorted != "" {
			columns[i].Sort.Href = "/org?sort=" + id
		}
		if sorted == id {
			columns[i].Sort.State = "ascending"
		}
	}
	return columns
}

func cells(scores ...float64) []Cell {
	row := make([]Cell, len(scores))
	for i := range scores {
		if scores[i] >= 0 {
			row[i].Score = &scores[i]
		}
	}
	return row
}

func heat(path string, n, invited int, total float64, scores ...float64) HeatRow {
	parts := strings.Split(path, " / ")
	return HeatRow{
		Team: parts[len(parts)-1], Path: path, Depth: len(parts), Href: "/team/x", Standing: Standing{State: StateShown},
		N: n, Invited: invited, Total: cells(total)[0], Cells: cells(scores...),
	}
}

func heatHidden(path, state string, in string) HeatRow {
	row := heat(path, 0, 0, 0)
	row.Standing = Standing{State: state, CountedIn: &Crumb{Name: in}}
	return row
}

func sampleBelow() *Heatmap {
	edge := heat("Shift C", 12, 12, -1, 12.5, -1, 9.4, 93.8)
	edge.Cells[2].Clipped, edge.Cells[3].Clipped = "at_most", "at_least"
	few := heatHidden("Office", StateFew, "Plant Bremen")
	few.CountedIn = &Crumb{Name: "Plant Bremen"}
	return &Heatmap{
		Columns: sampleColumns(""), MinimumGroup: 5, TotalIsTrust: true,
		Rows: []HeatRow{heat("Shift A", 9, 11, 63, 67.1, 61.9, 51.3, 71.7), heat("Shift B", 8, 10, 58.7, 65.2, 58.4, 43.8, 67.4), edge, few},
	}
}

func sampleMap(sorted string) *Heatmap {
	whole := heat("", 268, 355, 64.2, 66.8, 63.9, 55.1, 71.1)
	whole.Organisation, whole.Depth, whole.Href = true, 0, ""
	rows := []HeatRow{
		whole,
		heat("Operations", 121, 168, 60.9, 64.5, 61.7, 49.7, 67.6),
		heat("Operations / Plant Bremen", 17, 21, 61.3, 66.2, 60.3, 47.8, 71.0),
		heat("Operations / Plant Bremen / Shift A", 9, 11, 63, 67.1, 61.9, 51.3, 71.7),
		heat("Operations / Plant Bremen / Shift B", 8, 10, 58.7, 65.2, 58.4, 43.8, 67.4),
		heatHidden("Operations / Plant Bremen / Office", StateFew, "Operations / Plant Bremen"),
		heat("Operations / Plant Gdańsk", 44, 61, 34.4, 38.7, 36.1, 17.9, 44.9),
		heat("Operations / Logistics", 13, 15, 82.3, 85.6, 80.2, 78.8, 84.6),
		heatHidden("Operations / Maintenance", StateMerged, "Operations"),
		heat("Commercial", 88, 110, 67.4, 69.2, 66.1, 60.4, 73.9),
		heat("Commercial / Sales", 51, 66, 66.3, 68.8, 64.9, 58.1, 73.4),
		heat("Commercial / Customer service", 30, 36, 69.9, 71, 69.3, 64.6, 74.7),
		heat("Technology", 59, 77, 66.1, -1, 64.8, 58.5, 75),
	}
	rows[7].Cells[3].Clipped = "at_least"
	m := &Heatmap{Columns: sampleColumns(sorted), MinimumGroup: 5, TotalIsTrust: true, Rows: rows, Sorted: sorted != "team"}
	m.TeamSort.Href, m.AnsweredSort.Href, m.TotalSort.Href = "/org?sort=team", "/org?sort=answered", "/org?sort=-total"
	if sorted == "team" {
		m.TeamSort.State = "ascending"
	}
	if sorted == "total" {
		m.TotalSort.State = "descending"
	}
	return m
}

func sampleOrg(sorted string) OrgPage {
	f := sampleFigure()
	f.N, f.Invited, f.Total = 268, 355, sampleTotal(64.2, 62.4, 66)
	return OrgPage{
		Base: sampleBase("hr", "organisation"), Picker: samplePicker("/org"), Standing: Standing{State: StateShown}, Survey: sampleFacts(),
		Figure: f, Charts: sampleCharts(), Map: sampleMap(sorted), Comments: sampleComments(), AllComments: "/org/comments",
		Workbook: "/hr/surveys/s4/workbook", CSV: "/org.csv?survey=s4", Changes: sampleChanges(), Trend: "/org/trend",
	}
}

func sampleSites() *Heatmap {
	m := &Heatmap{Of: "site", Columns: sampleColumns(""), MinimumGroup: 10, TotalIsTrust: true, Rows: []HeatRow{
		heat("Bremen", 142, 180, 63.1, 66.4, 62.2, 53.9, 69.9), heat("Gdańsk", 57, 80, 41.4, 44.7, 43.1, 28.9, 48.9), heat("Home office", 0, 0, 0), heat("Lyon", 0, 0, 0)}}
	m.Rows[2].Standing, m.Rows[3].Standing = Standing{State: StateFew}, Standing{State: StateMerged}
	for i := range m.Rows {
		m.Rows[i].Href = ""
	}
	return m
}

func sampleOrgs() map[string]any {
	tree, total, cut := sampleOrg("team"), sampleOrg("total"), sampleOrg("team")
	cut.Charts, cut.Comments, cut.Cuts = nil, nil, []CutMap{{Name: "site", Ballots: 10, Map: sampleSites()}}
	tree.Hanging = sampleHanging()
	total.Charts, total.Comments = nil, nil
	tree.Running = &Running{Name: "Winter pulse 2026", Closes: sampleDay(time.December, 4, 16)}
	empty, none, open, held := sampleOrg(""), sampleOrg(""), sampleOrg(""), sampleOrg("")
	empty.Standing, empty.Figure, empty.Map = Standing{State: StateEmpty}, nil, nil
	held.Standing, held.Figure, held.Map = Standing{State: StateHeld, Until: sampleDay(time.October, 14, 7)}, nil, nil
	none.Standing, none.Figure, none.Map, none.Survey, none.Picker, none.MayStart = Standing{State: StateNone}, nil, nil, nil, Picker{}, true
	open.Standing, open.Figure, open.Map, open.Survey, open.Picker = Standing{State: StateOpen}, nil, nil, nil, Picker{}
	open.Running = &Running{Name: "Autumn pulse 2026", Closes: sampleDay(time.October, 9, 16)}
	return map[string]any{"by tree": tree, "by total": total, "by site too": cut, "empty": empty, "none": none, "open": open, "held": held}
}

func sampleResults() map[string]any {
	base := Base{Languages: sampleLanguages()}
	whole := sampleFigure()
	whole.N, whole.Invited, whole.Total = 268, 355, sampleTotal(64.2, 62.4, 66)
	shown := ResultsPage{Base: base, Standing: Standing{State: StateShown}, Survey: sampleFacts(), HandedOut: true, Teams: []ResultsTeam{
		{Name: "Office", Above: []string{"Operations", "Plant Bremen"}, MinimumGroup: 5, Standing: Standing{State: StateFew, CountedIn: &Crumb{Name: "Plant Bremen"}, Needs: NeedsPeople}},
		{Name: "Plant Bremen", Above: []string{"Operations"}, Together: []string{"Office", hostileName()}, Readers: sampleReaders(), Standing: Standing{State: StateShown}, Figure: sampleFigure()},
		{Name: "Operations", Standing: Standing{State: StateMerged, CountedIn: &Crumb{}}},
		{Organisation: true, Standing: Standing{State: StateShown}, Figure: whole},
	}}
	viewed := shown
	viewed.Base = sampleBase("hr", "surveys")
	viewed.ViewAs = &ViewAs{Reader: "employee", Team: hostileName(), Back: "/hr/surveys/s4#view-as"}
	return map[string]any{
		"shown": shown, "viewed by HR": viewed,
		"empty": ResultsPage{Base: base, Standing: Standing{State: StateEmpty}, Replaced: true, Survey: sampleFacts()},
		"lost":  ResultsPage{Base: base, Standing: Standing{State: StateEmpty}, Lost: true, Survey: sampleFacts()},
		"held":  ResultsPage{Base: base, Standing: Standing{State: StateHeld, Until: sampleDay(time.October, 14, 7)}, Survey: sampleFacts()},
		"open": ResultsPage{Base: base, Standing: Standing{State: StateOpen}, Survey: &SurveyFacts{Name: "Autumn pulse 2026", MinimumGroup: 5},
			Running: &Running{Name: "Autumn pulse 2026", Closes: sampleDay(time.October, 9, 16)}},
	}
}

func sampleHome() HomePage {
	f := sampleFigure()
	f.N, f.Invited, f.Total = 268, 355, sampleTotal(64.2, 62.4, 66)
	return HomePage{Base: sampleBase("hr", ""), SignedIn: true, HR: &HomeHR{
		People: 355, TeamCount: 58, Latest: sampleFacts(), LatestStanding: Standing{State: StateShown}, LatestFigure: f,
		Drafts: []Crumb{{Name: "Spring survey 2027", Href: "/hr/surveys/s6"}},
		Open:   []HomeOpen{{Survey: Crumb{Name: "Winter pulse 2026", Href: "/hr/surveys/s5"}, Closes: sampleDay(time.December, 4, 16), Invited: 355, Band: Band25}},
	}}
}

func sampleHomeTooSmall() HomePage {
	p := sampleHome()
	p.HR.LatestFigure, p.HR.LatestStanding, p.HR.Open, p.HR.Drafts = nil, Standing{State: StateEmpty}, nil, nil
	return p
}

func sampleManagerHome() HomePage {
	f := sampleFigure()
	return HomePage{Base: sampleBase("manager", "team"), SignedIn: true, Manager: true, Teams: []HomeTeam{
		{Team: Crumb{Name: "Plant Bremen", Href: "/team/abc"}, Survey: "Autumn pulse 2026", Standing: Standing{State: StateShown},
			N: 17, Invited: 21, Total: f.Total, TotalIsTrust: true, Weakest: f.Weakest()},
		{Team: Crumb{Name: "Logistics", Href: "/team/def"}, Survey: "Autumn pulse 2026", Standing: Standing{State: StateFew}},
		{Team: Crumb{Name: "Maintenance", Href: "/team/ghi"}, Standing: Standing{State: StateNone}},
	}}
}
