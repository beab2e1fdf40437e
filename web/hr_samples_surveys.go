package web

import "time"

func surveyRunSamples() map[string]map[string]any {
	base := sampleBase("hr", "surveys")
	return map[string]map[string]any{
		"hr_surveys": {
			"list":      sampleSurveys(),
			"none":      SurveysPage{Base: base, People: 355},
			"no people": SurveysPage{Base: base},
		},
		"hr_survey_new":     {"empty": sampleNew(), "wrong": sampleNewWrong()},
		"hr_survey":         sampleSurveyStates(),
		"hr_survey_open":    sampleOpenings(),
		"hr_survey_preview": {"english": samplePreview("en"), "arabic": samplePreview("ar")},
	}
}

func sampleSurveys() SurveysPage {
	cast := 268
	return SurveysPage{Base: sampleBase("hr", "surveys"), People: 355, Surveys: []SurveyRow{
		{Survey: Crumb{Name: "Spring survey 2027", Href: "/hr/surveys/s6"}, Questionnaire: "L28", State: "draft"},
		{Survey: Crumb{Name: "Winter pulse 2026", Href: "/hr/surveys/s5"}, Questionnaire: "P10", State: "open", Opened: sampleDay(time.November, 27, 8), Closes: sampleDay(time.December, 4, 16), Invited: 355, Band: Band25},
		{Survey: Crumb{Name: "Split pulse", Href: "/hr/surveys/s7"}, Questionnaire: "P6", State: "open", Waiting: true, Opened: sampleDay(time.October, 2, 8), Closes: sampleDay(time.October, 9, 16), Invited: 355, Band: Band50},
		{Survey: Crumb{Name: "Autumn pulse 2026", Href: "/hr/surveys/s4"}, Questionnaire: "P10", State: "closed", Opened: sampleDay(time.October, 2, 8), Closes: sampleDay(time.October, 9, 16), Invited: 355, Cast: &cast},
		{Survey: Crumb{Name: "Trial run", Href: "/hr/surveys/s1"}, Questionnaire: "P6", State: "closed", Rehearsal: true, Opened: sampleDay(time.January, 12, 8), Closes: sampleDay(time.January, 13, 16), Invited: 12},
	}}
}

func sampleNew() NewSurveyPage {
	items := []Phrase{{Text: "In my team, I hear news about my work in good time."}, {Text: "In my team, jobs are done by the date we agreed."}, {Text: "In my team, I am told the reason for a decision."}, {Text: "In my team, my ideas get a fair hearing."}}
	languages := []string{"en", "de", "ar"}
	return NewSurveyPage{
		Base: sampleBase("hr", "surveys"), Chosen: "P10", CloseBy: "after", CloseDays: "7", MinimumGroup: "5", CutMinimum: 10,
		Questionnaires: []QuestionnaireChoice{
			{ID: "P10", Name: "P10", BuiltIn: true, Languages: languages, Items: items},
			{ID: "P6", Name: "P6", BuiltIn: true, Languages: languages, Items: items},
			{ID: "L28", Name: "L28", BuiltIn: true, Languages: languages, Items: items},
			{ID: "I12", Name: "I12", BuiltIn: true, Languages: languages, Items: items},
			{ID: "schicht", Name: "schicht 2026-1", Languages: []string{"de"}, Items: []Phrase{{Text: "Die Übergabe ist vollständig.", Lang: "de"}}},
		},
	}
}

func sampleNewWrong() NewSurveyPage {
	p := sampleNew()
	p.Chosen, p.CloseBy, p.CloseDate, p.CloseTime, p.MinimumGroup, p.Practice = "own", "at", "2026-01-01", "17:00", "3", true
	p.Problems = []Problem{
		{Field: "name", Text: "Enter a name for the survey."},
		{Field: "file", Text: "schicht.yaml: items.A1 has no text; add one in every language.", Lang: "en"},
		{Field: "close_date", Text: "The survey cannot close in the past. Enter a later date."},
		{Field: "minimum_group", Text: "Enter a minimum group of 5 or more."},
		{Field: "cuts", Text: "sites.csv, row 3, team: \"Marketing\" is no team of the staff list; write its full path as there.", Lang: "en"},
	}
	return p
}

func sampleSurvey(state string) RunPage {
	p := RunPage{
		Base: sampleBase("hr", "surveys"), ID: "s5", Name: "Winter pulse 2026", Questionnaire: "P10", State: state, MinimumGroup: 5,
		Created: sampleDay(time.November, 20, 10), People: 355, ClosesAfter: 7 * 24 * time.Hour, Previews: sampleLanguages(),
		Transitions: []Transition{{At: sampleDay(time.November, 20, 10), To: "draft", By: "hr@nordwind.example"}},
	}
	if state == "draft" {
		return p
	}
	p.Opened, p.Closes, p.Invited = sampleDay(time.November, 27, 8), sampleDay(time.December, 4, 16), 355
	p.ManifestHash = "4be1c09a7d52f3e86c1f0a2b9d7e64358fa0c1d2e3b4a5968778695a4b3c2d1e"
	p.Transitions = append([]Transition{{At: p.Opened, From: "draft", To: "open", By: "hr@nordwind.example"}}, p.Transitions...)
	return p
}

func sampleSurveyStates() map[string]any {
	draft, open, early, replaced, wrong, closed, small := sampleSurvey("draft"), sampleSurvey("open"), sampleSurvey("open"), sampleSurvey("open"), sampleSurvey("open"), sampleSurvey("closed"), sampleSurvey("closed")
	draft.Cuts = []string{"site", "tenure"}
	draft.MissingTexts = []MissingText{{Language: Language{Tag: "ar", Name: "العربية", Dir: "rtl"}, Missing: 3}}
	open.MustExplain = true
	open.Showing = sampleShowing(false)
	open.Participation = &Participation{At: sampleDay(time.November, 30, 8), Next: sampleDay(time.December, 1, 8), Rows: []ParticipationRow{
		{Organisation: true, Eligible: 355, Band: Band25}, {Team: "Operations", Eligible: 168, Band: BandUnder25}, {Team: "Commercial", Eligible: 110, Band: Band50}, {Team: "Technology", Eligible: 77, Band: BandOver75}, {Team: "Technology / Platform", Eligible: 24},
	}}
	open.Invitations = &Invitations{Kind: "cards", LinksMade: 0, CardsMade: 2, WithEmail: 293, WithoutEmail: 62, Replaced: 1}
	early.Participation = &Participation{Next: sampleDay(time.November, 28, 8)}
	early.Invitations = &Invitations{WithEmail: 293, WithoutEmail: 62}
	early.Practice, early.Base.Rehearsal = true, true
	replaced.Participation, replaced.Invitations = open.Participation, &Invitations{Kind: "links", LinksMade: 1, WithEmail: 355}
	replaced.NewLink = &NewLink{Employee: "N00017", URL: "https://trust.nordwind.example/surveys/s5#hW2xZb7cQ9vKfE4tY1nRs6uM3pLd8aGj.4be1c09a7d52f3e8"}
	wrong.Participation, wrong.Invitations, wrong.MustExplain, wrong.ReplaceID = open.Participation, replaced.Invitations, true, "N99999"
	wrong.Showing = sampleShowing(false)
	wrong.Showing.By, wrong.Showing.Date, wrong.Showing.Team, wrong.Showing.Reader = "at", "2026-01-01", "Operatons", "employee"
	wrong.Problems = []Problem{{Field: "employee_id", Text: "Nobody with this id was invited. Check the id on the staff list."}, {Field: "reason", Text: "Give a reason: it is closing before its time."}, {Field: "confirm", Text: "Tick the box to confirm."}, {Field: "show_team", Text: "Choose a team of this survey; write its path in full."}, {Field: "show_date", Text: "Enter a date after now and within two years."}, {Field: "kind", Text: "Links were made for everybody; cards can no longer be made.", Lang: "en"}}
	cast := 268
	closed.ClosedAt = sampleDay(time.December, 4, 16)
	closed.Transitions = append([]Transition{{At: closed.ClosedAt, From: "open", To: "closed", By: "system"}}, closed.Transitions...)
	closed.Outcome = &Outcome{Cast: &cast, Blocks: 31, Shown: 45, Hidden: 13, ReleaseHash: sampleFacts().ReleaseHash, Results: "/org?survey=s5", Workbook: "/hr/surveys/s5/workbook", CSV: "/hr/surveys/s5/results.csv"}
	small.ClosedAt = closed.ClosedAt
	split, waiting := sampleSurvey("draft"), sampleSurvey("open")
	split.Split = &Split{Stage: StageTake, Holders: []ShareHolder{{"hr", true}, {"auditor", false}}, Href: "/shares/s5"}
	waiting.Split, waiting.Waiting = &Split{Stage: StageGive, Holders: split.Split.Holders, Href: "/shares/s5"}, true
	held := closed
	held.Showing = open.Showing
	closed.Showing, small.Showing = sampleShowing(true), sampleShowing(true)
	small.Showing.Rows = small.Showing.Rows[:1]
	small.Viewing, small.Problems = "Operations", []Problem{{Field: "team", Text: "No employee belongs to this team itself; choose one of the teams below it."}}
	small.Transitions = append([]Transition{{At: closed.ClosedAt, From: "open", To: "closed", By: "hr@nordwind.example", Reason: "The plant is closed next week."}}, closed.Transitions[1:]...)
	small.Outcome = &Outcome{Hidden: 58, ReleaseHash: sampleFacts().ReleaseHash, Results: "/org?survey=s5", Workbook: "/hr/surveys/s5/workbook", CSV: "/hr/surveys/s5/results.csv"}
	lost, back := small, open
	lost.Problems = nil
	lost.Outcome = &Outcome{Lost: "The disk with the keys failed: " + hostileName(), ReleaseHash: sampleFacts().ReleaseHash}
	back.Restored = sampleDay(time.November, 30, 2)
	return map[string]any{"without ballots": lost, "restored": back, "draft": draft, "open": open, "just opened": early, "replaced": replaced, "wrong": wrong, "closed": closed, "split": split, "waiting for shares": waiting, "closed and held": held, "closed too small": small}
}

func sampleOpenings() map[string]any {
	ready := OpenPage{
		Base: sampleBase("hr", "surveys"), ID: "s5", Name: "Winter pulse 2026", Questions: 10, MinimumGroup: 5, Closes: sampleDay(time.December, 4, 16), People: 355, WithoutEmail: 62,
		Units: []UnitRow{
			{Name: "Operations / Plant Bremen / Shift A", Eligible: 11, Teams: []string{"Operations / Plant Bremen / Shift A"}},
			{Name: "Operations / Plant Bremen", Eligible: 6, Teams: []string{"Operations / Plant Bremen", "Operations / Plant Bremen / Office"}},
			{Name: "Organisation", Eligible: 7, Teams: []string{"Works council", "Operations"}},
		},
		NoResult: []NoResultRow{{Team: "Operations / Plant Bremen / Office", People: 4, Reason: StateFew, CountedIn: "Operations / Plant Bremen"}, {Team: "Works council", People: 6, Reason: StateMerged}},
	}
	plain, conflict, few := ready, ready, ready
	plain.NoResult, plain.WithoutEmail = nil, 0
	conflict.Conflicts = []Conflict{{Survey: Crumb{Name: "Autumn pulse 2026", Href: "/hr/surveys/s4"}, Open: true}, {Survey: Crumb{Name: "Short check", Href: "/hr/surveys/s3"}, Until: sampleDay(time.December, 9, 16)}}
	unshared := ready
	unshared.Split = &Split{Stage: StageTake, Holders: []ShareHolder{{"hr", true}, {"auditor", false}}, Href: "/shares/s5"}
	few.TooFew, few.People, few.Units, few.NoResult = true, 3, nil, nil
	few.Problems = []Problem{{Text: "3 people are on the staff list; a survey needs 5.", Lang: "en"}}
	return map[string]any{"ready": ready, "all teams": plain, "conflict": conflict, "too few": few, "shares missing": unshared}
}

func samplePreview(tag string) PreviewPage {
	languages := sampleLanguages()
	p := PreviewPage{Base: sampleBase("hr", "surveys"), ID: "s5", Name: "Winter pulse 2026", Previews: languages, In: languages[0].Language, BuiltIn: true}
	labels := []string{"Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"}
	text, extra := "In my team, I hear news about my work in good time.", "Can't say / prefer not to answer"
	if tag == "ar" {
		p.In, p.Missing = languages[1].Language, 2
		labels = []string{"لا أوافق بشدة", "لا أوافق", "محايد", "أوافق", "أوافق بشدة"}
		text, extra = "في فريقي تصلني أخبار عملي في الوقت المناسب.", "لا أستطيع القول"
	}
	item := PreviewItem{Text: Phrase{Text: text, Lang: tag}, Extra: []Phrase{{Text: extra, Lang: tag}}}
	for _, l := range labels {
		item.Labels = append(item.Labels, Phrase{Text: l, Lang: tag})
	}
	for range 10 {
		p.Items = append(p.Items, item)
	}
	p.CommentBallots, p.CommentWriters = 10, 5
	p.Comments = []Phrase{{Text: "What is one thing that helps trust in your team?", Lang: "en"}}
	return p
}

// sampleShowing is one with teams that have times of their own.
func sampleShowing(past bool) Showing {
	later, early := sampleDay(time.December, 11, 8), sampleDay(time.December, 5, 8)
	return Showing{By: "once", Reader: "both", Teams: []string{"Operations", "Operations / Plant Bremen"}, Rows: []ShowingRow{
		{Managers: ShowingCell{From: early, Past: past}, Employees: ShowingCell{From: later, Past: past}},
		{Team: "Operations / Plant Bremen", Managers: ShowingCell{Past: past}, Employees: ShowingCell{From: later, Follows: true, Past: past}},
		{Team: hostileName(), Managers: ShowingCell{From: early, Follows: true, Past: past}, Employees: ShowingCell{From: early, Past: past}},
	}}
}
