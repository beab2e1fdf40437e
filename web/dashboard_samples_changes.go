package web

import "time"

func moved(id, name, words string, points, low, high, smallest float64) ScoreChange {
	return ScoreChange{ID: id, Kind: id, Name: Phrase{Text: name}, Points: &points, Low: &low, High: &high, Smallest: &smallest, Words: words}
}

func sampleChanges() *Changes {
	total := moved("", "", ChangePossible, -4.8, -9.4, -0.2, 6.6)
	total.Whole, total.TotalIsTrust = true, true
	plain := moved("RES", "Respect", ChangeNone, 0, 0, 0, 9.1)
	plain.Low, plain.High = nil, nil
	bounded := moved("TRA", "Transparency", ChangeClear, -12.4, -20.1, -4.7, 11)
	bounded.Clipped = "at_most"
	return &Changes{
		Since: Crumb{Name: "Summer pulse 2026", Href: "/team/abc?survey=s3"}, Closed: sampleDay(time.July, 3, 16),
		Picker: Picker{Action: "/team/abc", Hidden: []Field{{Name: "survey", Value: "s4"}}, List: samplePicker("").List[1:]},
		Rows: []ScoreChange{total,
			moved("COM", "Communication", ChangeNone, 1.5, -6.2, 9.2, 11),
			moved("REL", "Reliability", ChangePossible, 10.3, -1.1, 21.7, 16.3),
			bounded,
			plain,
		},
	}
}

func sampleNoChange() *Changes {
	c := sampleChanges()
	c.Picker = Picker{}
	for i := range c.Rows {
		points, low, high := 2.1, -14.0, 18.2
		c.Rows[i].Points, c.Rows[i].Low, c.Rows[i].High, c.Rows[i].Words = &points, &low, &high, ChangeNone
	}
	return c
}

func sampleIncomparable() *Changes {
	c := sampleChanges()
	for i, reason := range []string{"coverage", "withheld", "absent", "questions", "hidden"} {
		x := &c.Rows[i]
		x.Points, x.Low, x.High, x.Smallest, x.Words, x.Reason = nil, nil, nil, nil, "", reason
	}
	c.Rows[0].Joined, c.Rows[0].Left = []string{"Operations / Plant Bremen / " + hostileName()}, []string{"Operations / Plant Bremen / Office"}
	return c
}

func sampleTrends() map[string]any {
	point := func(score, low, high float64) TrendPoint {
		return TrendPoint{Reading: reading("", "", score, low, high, nil)}
	}
	gap := func(reason string) TrendPoint { return TrendPoint{Reason: reason} }
	page := TrendPage{
		Base: sampleBase("manager", "team"), Name: "Plant Bremen", Above: []Crumb{{Name: "Operations"}}, Back: "/team/abc",
		Standing: Standing{State: StateShown}, MinimumGroup: 5,
		Surveys: []Crumb{{Name: "Spring survey 2026", Href: "/team/abc?survey=s2"}, {Name: "Summer pulse 2026", Href: "/team/abc?survey=s3"}, {Name: "Autumn pulse 2026", Href: "/team/abc?survey=s4"}},
		Closed:  []time.Time{sampleDay(time.April, 10, 16), sampleDay(time.July, 3, 16), sampleDay(time.October, 9, 16)},
		Lines: []TrendLine{
			{Whole: true, TotalIsTrust: true, Points: []TrendPoint{point(58.2, 50, 66.4), point(66.1, 60.4, 71.8), point(61.3, 54.8, 67.2)}},
			{Kind: "COM", Name: Phrase{Text: "Communication"}, Points: []TrendPoint{gap("coverage"), point(64.7, 57, 72.4), point(66.2, 58.9, 73.5)}},
			{Kind: "REL", Name: Phrase{Text: "Reliability"}, Points: []TrendPoint{gap("hidden"), gap("withheld"), point(60.3, 52.2, 68.4)}},
			{Kind: "TRA", Name: Phrase{Text: "Transparency"}, Points: []TrendPoint{gap("questions"), {Reading: bound(reading("", "", 93.8, 0, 0, nil), "at_least")}, point(47.8, 39.1, 56.5)}},
			{Kind: "RES", Name: Phrase{Text: "Respect"}, Points: []TrendPoint{gap("absent"), {Reading: exact(reading("", "", 70, 0, 0, nil), IntervalEverybody)}, point(71, 63.8, 78.1)}},
		},
		Charts: sampleTrendCharts(),
	}
	single, organisation, none, open, held := page, page, page, page, page
	single.Surveys, single.Closed, single.Charts = page.Surveys[2:], page.Closed[2:], nil
	single.Lines = []TrendLine{{Whole: true, Points: page.Lines[0].Points[2:]}, {Kind: "COM", Name: Phrase{Text: hostileName()}, Points: page.Lines[1].Points[2:]}}
	organisation.Base, organisation.Name, organisation.Above, organisation.Back = sampleBase("hr", "organisation"), "", nil, "/org"
	none.Standing, none.Surveys, none.Lines, none.Charts, none.MayStart = Standing{State: StateNone}, nil, nil, nil, true
	open.Standing, open.Surveys, open.Lines, open.Charts = Standing{State: StateOpen}, nil, nil, nil
	open.Running = &Running{Name: "Winter pulse 2026", Closes: sampleDay(time.December, 4, 16)}
	held.Standing, held.Surveys, held.Lines, held.Charts = Standing{State: StateHeld, Until: sampleDay(time.October, 14, 7)}, nil, nil, nil
	return map[string]any{"held": held, "three surveys": page, "one survey": single, "organisation": organisation, "none": none, "open": open}
}

func sampleTrendCharts() []Chart {
	option := []byte(`{"aria":{"enabled":true},"grid":{"left":"8","right":"16","top":"12","bottom":"8","containLabel":true},"tooltip":{"trigger":"item"},"xAxis":[{"type":"category","data":["10 April 2026","3 July 2026","9 October 2026"]}],"yAxis":[{"type":"value","min":0,"max":100}],"series":[{"type":"line","name":"Trust","data":[{"value":58.2},{"value":"-"},{"value":61.3}],"lineStyle":{"color":"var(--text)"},"itemStyle":{"color":"var(--text)"}},{"type":"line","symbol":"none","data":[{"value":[0,50]},{"value":[0,66.4]}],"lineStyle":{"color":"var(--text)","width":6,"opacity":0.35}}]}`)
	return []Chart{{Kind: "trend", ID: "total", Height: 230, Option: option, Picture: Picture{File: "trust_trend_bremen", Team: "Operations / Plant Bremen", MinimumGroup: 5}}, {Kind: "trend", ID: "COM", Name: Phrase{Text: "Communication"}, Height: 230, Option: option, Picture: Picture{File: "trust_trend_bremen", Team: "Operations / Plant Bremen", MinimumGroup: 5}}}
}
