package reports

import (
	"errors"
	"time"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// Book is everything that a workbook is made from: one release, the
// questionnaire that gives its numbers names, and how it is to be written.
type Book struct {
	Release  *analytics.Release
	Units    []survey.Unit // as frozen: they say where a hidden team is counted; without them nothing is said
	Survey   survey.Survey
	Form     *survey.Questionnaire
	Team     survey.Path // only this team and everything below it; survey.Organisation for all
	Language string      // BCP 47: of headings and texts; a missing translation falls back
	Made     time.Time   // printed on the first sheet
	Earlier  []Earlier   // surveys of the same sort that closed before, the latest first: the sheet Trend
}

// entry is one team of a book, or the organisation, with its figure or the
// reason why it has none.
type entry struct {
	team   survey.Path
	figure *analytics.Figure // never nil; without values where hidden
	hidden bool
	reason string // analytics.ReasonFew or ReasonMerged; empty where shown
}

func (b Book) check() error {
	switch {
	case b.Release == nil || len(b.Release.Waves) != 1:
		return errors.New("a book needs a release with one wave")
	case b.Form == nil:
		return errors.New("a book needs the questionnaire of its survey")
	case len(b.entries()) == 0:
		return survey.Errorf(survey.CodeNotFound,
			"The survey %q has no team %q; choose one that the staff list had when it opened.", b.Release.Name, b.Team)
	}
	return nil
}

// entries are the rows of every table by team: the organisation and all teams,
// or the book's team and everything below it. A parent comes before what is
// below it.
func (b Book) entries() []entry {
	w := &b.Release.Waves[0]
	list := make([]entry, 0, len(w.Teams)+1)
	if b.Team == survey.Organisation {
		list = append(list, organisation(b.Release))
	}
	for i := range w.Teams {
		t := &w.Teams[i]
		if b.Team.Contains(survey.Path(t.Team)) {
			list = append(list, entry{team: survey.Path(t.Team), figure: orEmpty(t.Figure), hidden: t.Hidden, reason: t.Reason})
		}
	}
	return list
}

func organisation(r *analytics.Release) entry {
	e := entry{team: survey.Organisation, figure: &r.Waves[0].Figure, hidden: r.Hidden}
	if r.Hidden {
		e.reason = analytics.ReasonFew
	}
	return e
}

func orEmpty(f *analytics.Figure) *analytics.Figure {
	if f == nil {
		return &analytics.Figure{}
	}
	return f
}
