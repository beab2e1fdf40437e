package web

import "time"

// SurveyPage is what an invitation link opens: page "survey", the answer to
// GET /surveys/{id}, the same bytes for everybody. The questions come from the
// manifest; the page's script walks through them.
type SurveyPage struct {
	Base
	ID             string
	Name           string
	Organisation   string   // who asks; empty where no name is set
	Questions      int      // items of the questionnaire
	Minutes        int      // how long answering takes, at least 1
	MinimumGroup   int      // k
	CommentBallots int      // ballots that must wait together before comments are shown
	CommentWriters int      // and writers on the prompt
	ShareBallots   int      // ballots that a figure must have before shares and distributions are shown
	Cuts           []string // what the whole organisation's results are also shown by
	BuiltIn        bool     // the product's own questionnaire: asks about the last four weeks and agreement
	Closed         bool
	Lost           bool      // closed without its ballots, because keys or ballots were lost
	Closes         time.Time // planned end, or when it was closed
}

// CodePage is where the code of a printed card is typed: page "code", GET /code.
type CodePage struct {
	Base
	Organisation string // who asks; empty where no name is set
}

// HowPage says what is known, what is not, what cannot be promised and how to
// check: page "how", GET /how.
type HowPage struct {
	Base
	MinimumGroup   int // the smallest k that a survey may have
	CommentBallots int
	CommentWriters int
	RetentionDays  int // ballots and salts are deleted so long after the close
}

// Threats are who could want to know, in the order of docs/anonymity.md, §7: the
// middle part of the messages "how.threat.<name>.who", "try", "against" and "left".
func (HowPage) Threats() []string {
	return []string{"manager", "hr", "database", "proxy", "operator", "script", "open", "stuffing", "network", "colleague", "others"}
}

// What the page "sign_in" shows.
const (
	SignInForm    = "form"
	SignInSent    = "sent"    // a link is on its way if the address is known: the same for every address
	SignInConfirm = "confirm" // a mailed link was opened: the button posts to Action
	SignInExpired = "expired" // the link was used before or is too old
)

// SignInPage is the page "sign_in", GET and POST /sign-in.
type SignInPage struct {
	Base
	Form
	State  string
	Email  string // as entered
	Mail   bool   // the installation can send mail; without it a link comes from the person who runs it
	Action string // SignInConfirm: where the button posts to
}

// SetupPage is the page "setup", which names the first account. It works once.
type SetupPage struct {
	Base
	Form
	Action       string // where the form posts to
	Email        string // as entered
	Organisation string // as entered
}

// ErrorPage says what happened and what to do: page "error".
type ErrorPage struct {
	Base
	Status      int      // 400, 403, 404, 405, 410, 413, 500 or 503
	Message     string   // one plain sentence; empty for the usual one
	MessageLang string   // language of Message where it is not the page's
	Roles       []string // 403: the roles that the page is for, any of them
	Others      bool     // 403: the page is of a team that others manage
	SignIn      bool     // nobody has signed in, and signing in would help
	Reference   string   // 500: what finds the failure in the log
}

func surveyPages() map[string]any {
	return map[string]any{
		"survey":  SurveyPage{},
		"code":    CodePage{},
		"how":     HowPage{},
		"sign_in": SignInPage{},
		"setup":   SetupPage{},
		"error":   ErrorPage{},
	}
}
