package web

import (
	"encoding/json"
	"time"
)

func exploreSamples() map[string]map[string]any {
	heatmap, dots, radar, gap, manager := sampleExplore(ViewHeatmap), sampleExplore(ViewTeams), sampleExplore(ViewRadar), sampleExplore(ViewRadar), sampleExplore(ViewHeatmap)
	gap.Charts, gap.Shapes = nil, false
	manager.Base, manager.Whole, manager.Team, manager.Title = sampleBase("manager", "explore"), false, "Operations / "+hostileName(), Crumb{Name: "Operations / " + hostileName(), Href: "/team/abc"}
	manager.Drawn, manager.All = 200, 431
	alone := sampleExplore(ViewHeatmap)
	alone.Measures, alone.Map = alone.Measures[:1], &Heatmap{MinimumGroup: 5}
	for i := range alone.Rows {
		alone.Rows[i].Cells = alone.Rows[i].Cells[:min(1, len(alone.Rows[i].Cells))]
	}
	states := map[string]any{"heatmap": heatmap, "dots": dots, "radar": radar, "no radar": gap, "surveys": sampleOverTime(), "manager": manager, "total alone": alone}
	for name, standing := range map[string]Standing{
		"empty": {State: StateEmpty}, "none": {State: StateNone}, "open": {State: StateOpen}, "absent": {State: StateAbsent},
		"held": {State: StateHeld, Until: sampleDay(time.October, 14, 7)},
	} {
		states[name] = sampleUnexplored(standing)
	}
	few := sampleExplore(ViewTeams)
	few.Standing, few.Rows, few.Charts = Standing{State: StateFew, Needs: NeedsPeople}, few.Rows[3:4], nil
	states["few"] = few
	return map[string]map[string]any{"explore": states}
}

func sampleUnexplored(standing Standing) ExplorePage {
	p := sampleExplore(ViewHeatmap)
	p.Standing, p.Rows, p.Charts, p.Map, p.MayStart = standing, nil, nil, nil, true
	switch standing.State {
	case StateNone:
		p.Survey, p.Surveys = nil, nil
	case StateOpen:
		p.Survey, p.Surveys, p.Running = nil, nil, &Running{Name: "Autumn pulse 2026", Closes: sampleDay(time.October, 9, 16)}
	}
	return p
}

func sampleExplore(view string) ExplorePage {
	p := ExplorePage{
		Base: sampleBase("hr", "explore"), Standing: Standing{State: StateShown}, Survey: sampleFacts(), Surveys: samplePicker("").List,
		Teams: []string{"Operations", "Operations / " + hostileName(), "Operations / Plant Bremen"}, Whole: true, View: view, Shapes: true,
		Map: sampleBelow(), Drawn: 4, All: 4, Charts: sampleExploreCharts(view),
	}
	for i, name := range []string{"", "Communication", "Reliability", "Transparency", "Respect"} {
		id := []string{"total", "COM", "REL", "TRA", "RES"}[i]
		p.Measures = append(p.Measures, MeasureChoice{ID: id, Name: Phrase{Text: name}, Whole: i == 0, TotalIsTrust: true, Chosen: true})
	}
	full := sampleFigure()
	cells := samplePoints(append([]Reading{full.Total}, full.Dimensions...))
	edge := sampleEdgeFigure()
	p.Rows = []ExploreRow{
		{Organisation: true, Standing: Standing{State: StateShown}, Cells: cells},
		{Team: Crumb{Name: hostileName(), Href: "/team/x"}, Standing: Standing{State: StateShown}, Cells: samplePoints(append([]Reading{edge.Total}, edge.Dimensions...))},
		{Team: Crumb{Name: "Office", Href: "/team/y"}, Standing: Standing{State: StateFew, CountedIn: &Crumb{Name: "Operations", Href: "/team/o"}}},
		{Team: Crumb{Name: "Maintenance"}, Standing: Standing{State: StateMerged, CountedIn: &Crumb{}}},
	}
	return p
}

func samplePoints(readings []Reading) []TrendPoint {
	out := make([]TrendPoint, len(readings))
	for i, r := range readings {
		out[i].Reading = r
	}
	return out
}

// sampleOverTime has a survey with a gap for each reason.
func sampleOverTime() ExplorePage {
	p := sampleExplore(ViewSurveys)
	p.Title, p.Team = Crumb{Name: "Operations / Plant Bremen", Href: "/team/abc"}, "Operations / Plant Bremen"
	gaps := make([]TrendPoint, 5)
	for i, reason := range []string{"coverage", "withheld", "absent", "questions", "hidden"} {
		gaps[i].Reason = reason
	}
	p.Rows = []ExploreRow{
		{Team: Crumb{Name: "Spring survey 2026 · " + hostileName(), Href: "/team/abc?survey=s2"}, Standing: Standing{State: StateShown}, Cells: gaps},
		{Team: Crumb{Name: "Autumn pulse 2026", Href: "/team/abc?survey=s4"}, Standing: Standing{State: StateShown}, Cells: p.Rows[0].Cells},
	}
	p.Map, p.Drawn, p.All = nil, 2, 2
	p.Charts = sampleExploreCharts(ViewHeatmap)
	p.Charts[0].Kind = "surveys"
	return p
}

func sampleExploreCharts(view string) []Chart {
	option := map[string]string{
		ViewHeatmap: `{"legend":{"top":"0","data":["60–79","80–100","Hidden"]},"grid":{"left":"8","right":"8","top":"56","bottom":"8","containLabel":true},"tooltip":{"show":false},"xAxis":[{"type":"category","position":"top","data":["Trust","Communication","Reliability","Transparency","Respect"],"axisLabel":{"show":true}}],"yAxis":[{"type":"category","inverse":true,"data":["Shift A","</script> __f__x__f__"],"axisLabel":{"show":true}}],"series":[{"name":"60–79","type":"heatmap","data":[{"value":[0,0,63,63]},{"value":[1,0,67.1,67]},{"value":[2,0,61.9,62]},{"value":[4,0,71.7,72]},{"value":[2,1,72,72]}],"label":{"show":true,"formatter":"{@[3]}","color":"var(--band-ink-4)"},"itemStyle":{"color":"var(--band-4)","borderColor":"var(--cell-line)","borderWidth":2}},{"name":"80–100","type":"heatmap","data":[{"value":[3,0,93.8,94]}],"label":{"show":true,"formatter":"≥ {@[3]}","color":"var(--band-ink-5)"},"itemStyle":{"color":"var(--band-5)","borderColor":"var(--cell-line)","borderWidth":2}},{"name":"Hidden","type":"heatmap","data":[{"value":[0,1,-1]},{"value":[1,1,-1]}],"label":{"show":true,"formatter":"Hidden","color":"var(--muted)"},"itemStyle":{"color":"var(--surface)","borderColor":"var(--cell-line)","borderWidth":2}}]}`,
		ViewRadar:   `{"legend":{"top":"0"},"tooltip":{"trigger":"item"},"radar":{"indicator":[{"name":"Communication","max":100},{"name":"Reliability","max":100},{"name":"Transparency","max":100},{"name":"Respect </script>","max":100}],"shape":"polygon"},"series":[{"name":"Plant Bremen","type":"radar","data":[{"name":"Plant Bremen","value":[66.2,60.3,47.8,71]}],"lineStyle":{"color":"var(--accent)","width":2},"itemStyle":{"color":"var(--accent)"}},{"name":"Organisation","type":"radar","data":[{"name":"Organisation","value":[66.8,63.9,55.1,71.1]}],"lineStyle":{"color":"var(--text)","type":"dashed"},"itemStyle":{"color":"var(--text)"}}]}`,
	}[view]
	if option == "" {
		c := sampleCharts()[0]
		c.Kind, c.ID, c.Name = "teams", "COM", Phrase{Text: "Communication"}
		return []Chart{c}
	}
	return []Chart{{Kind: view, Height: 380, Picture: samplePicture(), Option: json.RawMessage(option)}}
}
