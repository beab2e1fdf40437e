package web

import (
	"net/url"
	"time"
)

func surveySamples() map[string]map[string]any {
	return map[string]map[string]any{
		"survey":  sampleOpenSurvey(),
		"code":    {"usual": CodePage{Base: samplePublic("/code"), Organisation: "Nordlicht Logistics"}, "no name": CodePage{Base: samplePublic("/code")}},
		"how":     {"usual": HowPage{Base: samplePublic("/how"), MinimumGroup: 5, CommentBallots: 10, CommentWriters: 5, RetentionDays: 30}},
		"sign_in": sampleSignIns(),
		"setup":   sampleSetups(),
		"error":   sampleErrors(),
	}
}

// samplePublic is the frame of a page for people who have not signed in.
func samplePublic(path string) Base {
	w := Web{catalogue: &Catalogue{languages: []Language{
		{Tag: "en", Name: "English", Dir: "ltr"}, {Tag: "ar", Name: "العربية", Dir: "rtl"}, {Tag: "de", Name: "Deutsch", Dir: "ltr"},
	}}}
	return w.Base("en", &url.URL{Path: path})
}

func sampleOpenSurvey() map[string]any {
	open := SurveyPage{
		Base: samplePublic("/surveys/autumn-2026"), ID: "autumn-2026", Name: "Trust pulse, autumn 2026",
		Organisation: "Nordlicht Logistics", Questions: 10, Minutes: 2, MinimumGroup: 5,
		CommentBallots: 10, CommentWriters: 5, ShareBallots: 10, BuiltIn: true,
		Closes: time.Date(2026, time.October, 9, 16, 0, 0, 0, time.UTC),
	}
	own, rehearsal, closed := open, open, open
	own.BuiltIn, own.Questions, own.Minutes, own.Organisation = false, 1, 1, ""
	rehearsal.Rehearsal, rehearsal.Demo, rehearsal.Cuts = true, true, []string{"site", "tenure"}
	closed.Closed = true
	lost := closed
	lost.Lost = true
	return map[string]any{"open": open, "own questionnaire": own, "rehearsal": rehearsal, "closed": closed, "without ballots": lost}
}

func sampleSignIns() map[string]any {
	base := samplePublic("/sign-in")
	wrong := Form{Problems: []Problem{{Field: "email", Text: "Enter an e-mail address, such as name@example.org."}}}
	return map[string]any{
		"form":    SignInPage{Base: base, State: SignInForm, Mail: true},
		"problem": SignInPage{Base: base, State: SignInForm, Mail: true, Email: "name@", Form: wrong},
		"no mail": SignInPage{Base: base, State: SignInForm},
		"sent":    SignInPage{Base: base, State: SignInSent, Mail: true, Email: "name@example.org"},
		"confirm": SignInPage{Base: base, State: SignInConfirm, Action: "/sign-in/3q2-7w"},
		"expired": SignInPage{Base: base, State: SignInExpired, Mail: true},
	}
}

func sampleSetups() map[string]any {
	base := samplePublic("/setup")
	wrong := Form{Problems: []Problem{
		{Field: "organisation", Text: "Enter the name of your organisation."},
		{Field: "email", Text: "Enter an e-mail address, such as name@example.org."},
	}}
	return map[string]any{
		"form":    SetupPage{Base: base, Action: "/setup"},
		"problem": SetupPage{Base: base, Action: "/setup", Email: "name", Form: wrong},
	}
}

func sampleErrors() map[string]any {
	manager := &AccountView{Email: "m.okafor@example.org", Roles: []string{"manager"}}
	return map[string]any{
		"400":            ErrorPage{Base: samplePublic("/hr/surveys"), Status: 400, Message: "The date 31.02.2026 does not exist; give another one.", MessageLang: "en"},
		"403":            ErrorPage{Base: Base{Account: manager}, Status: 403, Roles: []string{"admin", "auditor"}},
		"403 team":       ErrorPage{Base: Base{Account: manager}, Status: 403, Roles: []string{"hr"}, Others: true},
		"403 signed out": ErrorPage{Base: samplePublic("/org"), Status: 403, Roles: []string{"manager"}, SignIn: true},
		"404":            ErrorPage{Base: samplePublic("/nowhere"), Status: 404},
		"405":            ErrorPage{Status: 405},
		"410":            ErrorPage{Status: 410},
		"413":            ErrorPage{Status: 413},
		"500":            ErrorPage{Status: 500, Reference: "7f3a91c2"},
		"503":            ErrorPage{Status: 503},
	}
}
