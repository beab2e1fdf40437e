package web

import "time"

func peopleSamples() map[string]map[string]any {
	return map[string]map[string]any{
		"hr_people": {
			"list":  samplePeople(),
			"empty": PeoplePage{Base: sampleBase("hr", "people"), MinimumGroup: 5},
			"no file": PeoplePage{Base: sampleBase("hr", "people"), MinimumGroup: 5, Mode: ModeFull,
				Form: Form{Problems: []Problem{{Field: "file", Text: "employee_id is missing; add the column.", Lang: "en"}}}},
		},
		"hr_people_plan": {
			"changes":        samplePlan(),
			"type a number":  samplePlanLeaving(),
			"nothing to do":  PlanPage{Base: sampleBase("hr", "people"), File: "people.csv", Mode: ModePartial, Plan: "p1", People: 355, TeamCount: 58, Counts: PlanCounts{Unchanged: 355}},
			"rows to repair": samplePlanRefused(),
		},
	}
}

func samplePeople() PeoplePage {
	return PeoplePage{
		Base: flashed(sampleBase("hr", "people"), "The staff list is up to date: 355 people."), People: 355, WithoutEmail: 62, Managers: 58, MinimumGroup: 5, Teams: []TeamSize{
			{Name: "Operations", Path: "Operations", Depth: 1, Direct: 4, People: 168},
			{Name: "Plant Bremen", Path: "Operations / Plant Bremen", Depth: 2, Direct: 2, People: 27},
			{Name: "Shift A", Path: "Operations / Plant Bremen / Shift A", Depth: 3, Direct: 11, People: 11},
			{Name: "Office", Path: "Operations / Plant Bremen / Office", Depth: 3, Direct: 4, People: 4, Small: true},
			{Name: "Works council", Path: "Works council", Depth: 1, Direct: 3, People: 3, Small: true},
		},
		Imports: []ImportRecord{
			{At: sampleDay(time.October, 1, 8), By: "hr@nordwind.example", New: 4, Changed: 11, Leaving: 2},
			{At: sampleDay(time.January, 12, 9), By: "command line", New: 353},
		},
	}
}

func flashed(b Base, text string) Base {
	b.Flash = &Flash{Kind: "good", Text: text}
	return b
}

func samplePlan() PlanPage {
	return PlanPage{
		Base: sampleBase("hr", "people"), File: "people-october.csv", Mode: ModePartial, Plan: "p2", People: 357, TeamCount: 58,
		Counts: PlanCounts{New: 2, Changed: 63, Unchanged: 292}, Ignored: []string{"cost_centre", "site"},
		New: []PlanPerson{{ID: "N00356", Name: "Zoë Öztürk", Team: "Commercial / Sales"}, {ID: "N00357", Name: "محمد علي", Team: "Technology"}},
		Changed: []PlanPerson{
			{ID: "N00017", Name: "Jonas Lindström", Team: "Operations / Plant Bremen", Changes: []Change{{Column: "team", From: "Operations", To: "Operations / Plant Bremen"}}},
			{ID: "N00018", Name: "Oğuz Nowak", Team: "Technology", Changes: []Change{{Column: "email", From: "", To: "oguz.nowak@nordwind.example"}}},
		},
		Small: []TeamSize{{Name: "Office", Path: "Operations / Plant Bremen / Office", Depth: 3, Direct: 4, People: 4, Small: true}},
	}
}

func samplePlanLeaving() PlanPage {
	p := samplePlan()
	p.Mode, p.TypeNumber, p.Typed = ModeFull, true, "4"
	p.Counts = PlanCounts{New: 2, Leaving: 41, Unchanged: 314}
	p.Changed, p.Ignored, p.Small = nil, nil, nil
	p.Leaving = []PlanPerson{{ID: "N00101", Name: "Marta Kowalska", Team: "Technology"}}
	p.Problems = []Problem{{Field: "leaving", Text: "Type 41 to confirm that this many people leave."}}
	return p
}

func samplePlanRefused() PlanPage {
	return PlanPage{
		Base: sampleBase("hr", "people"), File: "people <old>.csv", Mode: ModeFull, MoreRows: 12,
		Rows: []RowBad{
			{Row: 8, Column: "email", Value: "jonas.lindstrom(at)nordwind", Fix: Phrase{Text: "this is not an e-mail address; correct it or leave it empty", Lang: "en"}},
			{Row: 19, Column: "team", Value: "operations / plant bremen", Fix: Phrase{Text: "row 4 spells this team “Operations / Plant Bremen”; use one spelling", Lang: "en"}},
			{Row: 23, Column: "name", Value: `=HYPERLINK("http://x","y")`, Fix: Phrase{Text: "formulas are not read; put the value in its place", Lang: "en"}},
			{Row: 40, Fix: Phrase{Text: "the row has more cells than the header; remove the extra ones", Lang: "en"}},
		},
	}
}

func adminSamples() map[string]map[string]any {
	accounts := AccountsPage{
		Base: sampleBase("admin", "accounts"),
		Accounts: []AccountRow{
			{ID: "a1", Email: "admin@nordwind.example", Roles: []string{"admin"}, You: true},
			{ID: "a2", Email: "hr@nordwind.example", Roles: []string{"hr"}},
			{ID: "a3", Email: "jonas.lindstrom@nordwind.example", Roles: []string{"manager"}, Teams: []string{"Operations / Plant Bremen", "Operations / Logistics"}},
			{ID: "a4", Email: "council@nordwind.example", Roles: []string{"auditor"}},
		},
		AllTeams: []TeamChoice{{ID: "t1", Path: "Commercial"}, {ID: "t2", Path: "Commercial / Sales"}, {ID: "t3", Path: "Operations"}, {ID: "t4", Path: "Operations / Plant Bremen", Ticked: true}},
	}
	linked, wrong, bare, many := accounts, accounts, accounts, accounts
	many.AllTeams, many.ManyOf, many.Written, many.Role = nil, "Operations / Plant Bremen / Shift A", "Operations / Plant Bermen", "manager"
	many.Problems = []Problem{{Field: "team", Text: "There is no team “Operations / Plant Bermen”. Write the full path as on the staff list, one a line."}}
	linked.Link = &SignInLink{Email: "hr@nordwind.example", URL: "https://trust.nordwind.example/sign-in/kJ8vPq2nS6wXeZ0bYt4Rr1Lm9Ca3Ud7F", Expires: sampleDay(time.October, 10, 12)}
	wrong.Role, wrong.Email = "manager", "someone"
	wrong.Problems = []Problem{{Field: "email", Text: "Enter an e-mail address, such as name@example.org."}, {Field: "team", Text: "Choose at least one team for a manager."}}
	warned := accounts
	warned.Warnings = Warnings{Forwarded: sampleDay(time.October, 9, 0), ServerLog: "the log of PostgreSQL keeps statements with their values, and so whole ballots when a survey is closed (log_parameter_max_length = -1, log_statement = all); as a superuser run ALTER ROLE teamtrust SET log_parameter_max_length = '0'; ALTER ROLE teamtrust SET log_statement = 'none'; and start teamtrust again"}
	bare.AllTeams, bare.Accounts = nil, accounts.Accounts[:1]
	audit := AuditPage{Base: sampleBase("auditor", "audit"), Older: "/admin/audit?before=120", Newest: "/admin/audit", Entries: []AuditRow{
		{At: sampleDay(time.October, 9, 16), Actor: "system", Action: "close survey", Object: "autumn-2026", Detail: "268 of 355 answered"},
		{At: sampleDay(time.October, 2, 9), Actor: "jonas.lindstrom@nordwind.example", Role: "manager", Action: "read team", Object: "Commercial / Sales", Denied: true},
		{At: sampleDay(time.October, 1, 8), Actor: "hr@nordwind.example", Role: "hr", Action: "import people", Object: "people-october.csv", Detail: "4 new, 11 changed, 2 leaving"},
	}}
	return map[string]map[string]any{
		"admin_accounts": {"list": accounts, "link": linked, "wrong": wrong, "first day": bare, "many teams": many, "warned": warned},
		"admin_audit":    {"entries": audit, "empty": AuditPage{Base: sampleBase("auditor", "audit")}},
	}
}
