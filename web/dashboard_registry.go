package web

// dashboardPages are the pages of people who sign in, and the results that an
// employee reads.
func dashboardPages() map[string]any {
	return map[string]any{
		"home":              HomePage{},
		"team":              TeamPage{},
		"team_trend":        TrendPage{},
		"team_items":        ItemsPage{},
		"team_comments":     CommentsPage{},
		"org":               OrgPage{},
		"explore":           ExplorePage{},
		"results":           ResultsPage{},
		"hr_people":         PeoplePage{},
		"hr_people_plan":    PlanPage{},
		"hr_surveys":        SurveysPage{},
		"hr_survey_new":     NewSurveyPage{},
		"hr_survey":         RunPage{},
		"hr_survey_open":    OpenPage{},
		"hr_survey_preview": PreviewPage{},
		"shares":            SharesPage{},
		"share":             SharePage{},
		"admin_accounts":    AccountsPage{},
		"admin_audit":       AuditPage{},
		"admin_verify":      VerificationsPage{},
		"rosters":           RostersPage{},
	}
}

func dashboardSamples() map[string]map[string]any {
	return merged(resultSamples(), itemSamples(), exploreSamples(), commentSamples(), peopleSamples(), surveyRunSamples(), adminSamples(), shareSamples(), verificationSamples(), rosterSamples())
}
