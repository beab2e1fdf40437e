package reports

import (
	"time"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// Book is everything that a workbook or a chart is made from: one release, the
// questionnaire that gives its numbers names, and how it is to be written.
type Book struct {
	Release  *analytics.Release
	Survey   survey.Survey
	Form     *survey.Questionnaire
	Team     survey.Path // only this team and everything below it; survey.Organisation for all
	Language string      // BCP 47: of headings and texts; a missing translation falls back
	Made     time.Time   // printed on the first sheet
}
