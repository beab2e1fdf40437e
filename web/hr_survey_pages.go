package web

import "time"

// SurveysPage is the page "hr_surveys", GET /hr/surveys.
type SurveysPage struct {
	Base
	Surveys []SurveyRow // newest first
	People  int         // on the staff list; 0: a survey would have nobody to ask
}

// SurveyRow is one survey of the list.
type SurveyRow struct {
	Survey        Crumb // leads to /hr/surveys/{id}
	Questionnaire string
	State         string // draft, open, closed
	Waiting       bool   // open, but ended: shares of its key are missing
	Rehearsal     bool
	Opened        time.Time // zero in draft
	Closes        time.Time // planned, or when it was closed; zero in a draft that closes a time after opening
	Invited       int       // 0 in draft
	Band          string    // open: as ParticipationRow.Band
	Cast          *int      // closed: ballots; nil where the survey was too small
}

// NewSurveyPage is the page "hr_survey_new", GET /hr/surveys/new and the
// answer to POST /hr/surveys (multipart: name, questionnaire, file, close_by,
// close_days, close_date, close_time, minimum_group, cuts, rehearsal=yes, split=yes) where
// something was wrong.
type NewSurveyPage struct {
	Base
	Form
	Questionnaires []QuestionnaireChoice
	// What was entered. CloseBy is "after" (CloseDays) or "at" (CloseDate, CloseTime in UTC).
	Name         string
	Chosen       string // id of the questionnaire, or "own"
	CloseBy      string
	CloseDays    string
	CloseDate    string // 2026-06-05
	CloseTime    string // 17:00
	MinimumGroup string
	CutMinimum   int  // ballots that a value of a cut needs at least
	Practice     bool // a rehearsal
	Split        bool // the key is split
}

// QuestionnaireChoice is one questionnaire that may be asked.
type QuestionnaireChoice struct {
	ID        string // sent as "questionnaire"
	Name      string // "P10"; built-in ids have the message "questionnaire.<ID>" beside them
	BuiltIn   bool
	Languages []string // BCP 47
	Items     []Phrase // in the page's language where it has it
}
