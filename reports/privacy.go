package reports

import (
	"teamtrust/analytics"
	"teamtrust/survey"
)

// privacy is what the release rules did to this file.
func (k *workbook) privacy() []fact {
	r, s, t := k.book.Release, k.say("section.privacy"), k.tallyHidden()
	list := []fact{
		k.fact(s, "readme.rules", k.own(Rules)),
		k.fact(s, "readme.hash", k.person(r.ReleaseHash)),
		k.fact(s, "readme.minimum", k.plain(&r.MinimumGroup)),
		k.fact(s, "readme.shown", k.plain(&t.shown)),
		k.fact(s, "readme.few", k.plain(&t.few), "k", r.MinimumGroup),
		k.fact(s, "readme.merged", k.plain(&t.merged)),
		k.fact(s, "readme.incomplete", k.plain(&t.scores), "k", r.MinimumGroup),
		k.fact(s, "readme.bounds", k.plain(&t.bounds)),
		k.fact(s, "readme.shares", k.plain(&t.shares)),
		k.fact(s, "readme.same", k.own(k.say("readme.same.text"))),
	}
	if e := k.entries[0]; e.hidden {
		list = append(list, k.fact(s, "readme.nothing", k.person(k.hiddenNote(e))))
	}
	return list
}

// hiddenTally counts what is hidden in a book, by reason.
type hiddenTally struct {
	shown, few, merged int // teams and the organisation
	scores             int // dimensions of shown teams that are withheld
	bounds             int // dimensions of shown teams that are a bound
	shares             int // dimensions of shown teams with a score and no shares
}

func (k *workbook) tallyHidden() hiddenTally {
	var t hiddenTally
	for _, e := range k.entries {
		switch {
		case e.reason == analytics.ReasonFew:
			t.few++
		case e.hidden:
			t.merged++
		default:
			t.shown++
			t.add(k.form, e.figure)
		}
	}
	return t
}

func (t *hiddenTally) add(form *survey.Questionnaire, f *analytics.Figure) {
	for _, d := range form.Dimensions {
		l := f.Dimensions[d.ID].Level
		switch {
		case l.Score == nil:
			t.scores++
			continue
		case l.Clipped != "":
			t.bounds++
		}
		if l.Favourable == nil && form.Scale.Points() >= 4 {
			t.shares++
		}
	}
}
