package web

import (
	"encoding/json"
	"time"
)

// The samples speak of an invented company, Nordwind.

func resultSamples() map[string]map[string]any {
	return map[string]map[string]any{
		"home": {
			"hr":            sampleHome(),
			"hr first day":  HomePage{Base: sampleBase("hr", ""), SignedIn: true, HR: &HomeHR{}},
			"hr too small":  sampleHomeTooSmall(),
			"manager":       sampleManagerHome(),
			"manager bare":  HomePage{Base: sampleBase("manager", "team"), SignedIn: true, Manager: true},
			"admin":         HomePage{Base: sampleBase("admin", ""), SignedIn: true, Admin: true},
			"admin warned":  HomePage{Base: sampleBase("admin", ""), SignedIn: true, Admin: true, Warned: true},
			"auditor":       HomePage{Base: sampleBase("auditor", ""), SignedIn: true, Auditor: true},
			"nobody signed": HomePage{Base: Base{Languages: sampleLanguages()}},
		},
		"team":       sampleTeams(),
		"team_trend": sampleTrends(),
		"org":        sampleOrgs(),
		"results":    sampleResults(),
	}
}

func sampleLanguages() []LanguageLink {
	return []LanguageLink{
		{Language: Language{Tag: "en", Name: "English", Dir: "ltr"}, Href: "?lang=en", Current: true},
		{Language: Language{Tag: "ar", Name: "العربية", Dir: "rtl"}, Href: "?lang=ar"},
		{Language: Language{Tag: "de", Name: "Deutsch", Dir: "ltr"}, Href: "?lang=de"},
	}
}

func sampleBase(role, place string) Base {
	places := map[string][]NavLink{
		"hr":      {{Name: "organisation", Href: "/org"}, {Name: "explore", Href: "/explore"}, {Name: "surveys", Href: "/hr/surveys"}, {Name: "people", Href: "/hr/people"}},
		"manager": {{Name: "team", Href: "/"}, {Name: "explore", Href: "/explore"}},
		"admin":   {{Name: "accounts", Href: "/admin/accounts"}, {Name: "verify", Href: "/admin/verify"}, {Name: "audit", Href: "/admin/audit"}},
		"auditor": {{Name: "shares", Href: "/shares"}, {Name: "verify", Href: "/admin/verify"}, {Name: "audit", Href: "/admin/audit"}},
	}
	nav := places[role]
	for i := range nav {
		nav[i].Current = nav[i].Name == place
	}
	return Base{
		Languages: sampleLanguages(),
		Nav:       nav,
		Account:   &AccountView{Email: role + "@nordwind.example", Roles: []string{role}},
	}
}

func sampleDay(month time.Month, day, hour int) time.Time {
	return time.Date(2026, month, day, hour, 0, 0, 0, time.UTC)
}

func reading(id, name string, score, low, high float64, shares *Shares) Reading {
	mean, sd := 1+score/25, 0.94
	r := Reading{ID: id, Kind: id, Name: Phrase{Text: name}, Score: &score, Low: &low, High: &high, Mean: &mean, Shares: shares}
	if shares != nil {
		r.SD = &sd
	}
	return r
}

func sampleTotal(score, low, high float64) Reading {
	r := reading("", "", score, low, high, nil)
	return r
}

func bound(r Reading, clipped string) Reading {
	r.Clipped, r.Low, r.High, r.Shares, r.SD = clipped, nil, nil, nil, nil
	return r
}

func exact(r Reading, why string) Reading {
	r.Interval, r.Low, r.High = why, nil, nil
	return r
}

func withheld(id, name string) Reading {
	return Reading{ID: id, Kind: id, Name: Phrase{Text: name}}
}

func single(id, text string, score, low, high float64, shares *Shares) Reading {
	r := reading(id, text, score, low, high, shares)
	r.Kind = ""
	return r
}

func sampleFigure() *Figure {
	return &Figure{
		N: 17, Invited: 21, MinimumGroup: 5, TotalIsTrust: true,
		Total: sampleTotal(61.3, 54.8, 67.2),
		Dimensions: []Reading{
			reading("TRA", "Transparency", 47.8, 39.1, 56.5, &Shares{Favourable: 0.35, Neutral: 0.24, Unfavourable: 0.41}),
			reading("REL", "Reliability", 60.3, 52.2, 68.4, &Shares{Favourable: 0.55, Neutral: 0.24, Unfavourable: 0.21}),
			reading("COM", "Communication", 66.2, 58.9, 73.5, &Shares{Favourable: 0.62, Neutral: 0.26, Unfavourable: 0.12}),
			reading("RES", "Respect", 71.0, 63.8, 78.1, &Shares{Favourable: 0.71, Neutral: 0.20, Unfavourable: 0.09}),
		},
		Items: []Reading{
			single("SAF1", "I can openly disagree in my team.", 57.4, 46.9, 67.8, &Shares{Favourable: 0.53, Neutral: 0.18, Unfavourable: 0.29}),
			single("TRU1", "All in all, I trust the people in my team.", 70.6, 62.5, 78.7, &Shares{Favourable: 0.76, Neutral: 0.12, Unfavourable: 0.12}),
		},
	}
}

func sampleSmallFigure() *Figure {
	return &Figure{
		N: 7, Invited: 9, MinimumGroup: 5, TotalIsTrust: true,
		Total: sampleTotal(58.2, 41.0, 75.4),
		Dimensions: []Reading{
			reading("REL", "Reliability", 51.8, 33.9, 69.7, nil),
			reading("COM", "Communication", 55.4, 37.5, 73.3, nil),
			reading("TRA", "Transparency", 60.7, 42.8, 78.6, nil),
			reading("RES", "Respect", 64.9, 47.0, 82.8, nil),
		},
		Items: []Reading{single("TRU1", "All in all, I trust the people in my team.", 64.3, 44.1, 84.5, nil)},
	}
}

func sampleEdgeFigure() *Figure {
	return &Figure{
		N: 12, Invited: 12, MinimumGroup: 5, TotalIsTrust: true,
		Total: Reading{},
		Dimensions: []Reading{
			bound(reading("TRA", "Transparency", 9.4, 0, 0, nil), "at_most"),
			exact(reading("COM", "Communication", 50, 0, 0, nil), IntervalSame),
			bound(reading("RES", "Respect", 93.8, 0, 0, nil), "at_least"),
			withheld("REL", "Reliability"),
		},
		Items: []Reading{exact(single("TRU1", "All in all, I trust the people in my team.", 77.1, 0, 0, &Shares{Favourable: 0.83, Neutral: 0.09, Unfavourable: 0.08}), IntervalEverybody)},
	}
}

// sampleCharts are options as they arrive, hostile names included.
func sampleCharts() []Chart {
	return []Chart{
		{Kind: "scores", Height: 240, Picture: samplePicture(), Option: json.RawMessage(`{"aria":{"enabled":true},"grid":{"left":8,"right":24,"top":8,"bottom":8,"containLabel":true},"tooltip":{"trigger":"item"},"xAxis":{"type":"value","min":0,"max":100,"interval":20},"yAxis":{"type":"category","inverse":true,"data":["Transparency","Reliability","Communication","Respect </script> __f__alert(1)__f__"]},"series":[{"type":"bar","name":"low","stack":"ci","silent":true,"itemStyle":{"color":"transparent"},"data":[39.1,52.2,58.9,63.8]},{"type":"bar","name":"95 %","stack":"ci","barWidth":6,"itemStyle":{"color":"var(--control)","borderRadius":3},"data":[17.4,16.2,14.6,14.3]},{"type":"scatter","name":"Score","symbolSize":14,"data":[{"value":[47.8,0],"symbol":"triangle","itemStyle":{"color":"var(--d3)"}},{"value":[60.3,1],"symbol":"rect","itemStyle":{"color":"var(--d2)"}},{"value":[66.2,2],"symbol":"circle","itemStyle":{"color":"var(--d1)"}},{"value":[71.0,3],"symbol":"diamond","itemStyle":{"color":"var(--d4)"}}]}]}`)},
		{Kind: "shares", Height: 240, Picture: samplePicture(), Option: json.RawMessage(`{"aria":{"enabled":true},"grid":{"left":8,"right":24,"top":36,"bottom":8,"containLabel":true},"legend":{"top":0},"tooltip":{"trigger":"axis","axisPointer":{"type":"shadow"}},"xAxis":{"type":"value","min":-100,"max":100},"yAxis":{"type":"category","inverse":true,"data":["Transparency","Reliability","Communication","Respect"]},"series":[{"type":"bar","name":"Unfavourable","stack":"a","itemStyle":{"color":"var(--likert-1)"},"data":[-41,-21,-12,-9]},{"type":"bar","name":"Favourable","stack":"a","itemStyle":{"color":"var(--likert-5)"},"data":[35,55,62,71]}]}`)},
	}
}

func samplePicture() Picture {
	return Picture{File: "trust_autumn-pulse-2026_bremen", Team: "Operations / " + hostileName(), Survey: "Autumn pulse 2026", Closed: sampleDay(time.October, 9, 16),
		MinimumGroup: 5, Hash: sampleFacts().ReleaseHash}
}

func sampleComments() []CommentGroup {
	return []CommentGroup{
		{Prompt: Phrase{Text: "What is one thing that helps trust in your team?"}, From: "Operations / Plant Bremen", Texts: []string{
			"The short meeting at the start of each shift.",
			"People say when something went wrong. Nobody has to be afraid of that.",
			"Dass Absprachen meistens halten.",
			"We cover for each other <script>alert(1)</script>",
			"Being asked before the rota changes.",
		}},
		{Prompt: Phrase{Text: "Was würde es stärken?", Lang: "de"}, From: "", Texts: []string{
			"Tell us why the rota was changed, before it is changed.",
			"Fewer decisions that fall out of the sky.",
			"نعرف السبب متأخرين دائماً.",
			"One place where decisions are written down.",
			"Answer mails, even if the answer is no.",
		}},
	}
}

func samplePicker(action string) Picker {
	return Picker{Action: action, List: []Choice{
		{ID: "s4", Name: "Autumn pulse 2026", ClosedAt: sampleDay(time.October, 9, 16), Selected: true},
		{ID: "s3", Name: "Summer pulse 2026", ClosedAt: sampleDay(time.July, 3, 16)},
		{ID: "s2", Name: "Spring survey 2026", ClosedAt: sampleDay(time.April, 10, 16)},
	}}
}

func sampleFacts() *SurveyFacts {
	return &SurveyFacts{ID: "s4", Name: "Autumn pulse 2026", ClosedAt: sampleDay(time.October, 9, 16), MinimumGroup: 5,
		ReleaseHash: "9f2c5b7e0d1a4c3688b1e27f5a90cc47d3f6b8e2a1c4975d60e3fb12a7d8c954"}
}
