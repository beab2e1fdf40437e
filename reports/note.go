package reports

import (
	"strings"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// hiddenNote says why a team has no figure, and where it is counted.
func (k *workbook) hiddenNote(e entry) string {
	if !e.hidden {
		return ""
	}
	note := k.say("note.merged")
	if e.reason == analytics.ReasonFew {
		note = k.say("note.few", "k", k.book.Release.MinimumGroup)
	}
	if at, ok := k.places.CountedIn(e.team); ok {
		note += " " + k.say("note.counted", "team", k.team(at))
	}
	return note
}

// teamNote says what a reader must know of all figures of a team.
func (k *workbook) teamNote(e entry) string {
	if e.hidden {
		return k.hiddenNote(e)
	}
	var notes []string
	if e.figure.N != nil && *e.figure.N < lowBallots {
		notes = append(notes, k.say("note.low"))
	}
	switch f := e.figure; {
	case k.book.Release.Everybody(f):
		notes = append(notes, k.say("note.everybody"))
	case f.N != nil && f.Invited != nil && *f.N >= *f.Invited:
		notes = append(notes, k.say("note.twice"))
	}
	return strings.Join(notes, " ")
}

// levelNote says what a reader must know of one score of a team that has a
// figure.
func (k *workbook) levelNote(id string, l *analytics.Level, f *analytics.Figure) string {
	if l.Score == nil {
		if id == Total {
			return k.say("note.total")
		}
		return k.say("note.incomplete", "k", k.book.Release.MinimumGroup)
	}
	var notes []string
	if l.Clipped != "" {
		notes = append(notes, k.say("note."+l.Clipped))
	}
	if why := k.whyNoInterval(l, f); why != "" {
		notes = append(notes, k.say(why))
	}
	if f.N != nil && *f.N < lowBallots {
		notes = append(notes, k.say("note.low"))
	} else if l.Favourable == nil && id != Total && k.hasShares() && l.Clipped == "" {
		notes = append(notes, k.say("note.no_shares"))
	}
	return strings.Join(notes, " ")
}

// itemNote is the levelNote of an item.
func (k *workbook) itemNote(it *survey.Item, e entry, l *analytics.Level) string {
	switch {
	case e.hidden:
		return k.hiddenNote(e)
	case l.Score == nil && it.Level == survey.LevelOrganisation && e.team != survey.Organisation:
		return k.say("note.organisation_only")
	}
	return k.levelNote(it.ID, l, e.figure)
}
