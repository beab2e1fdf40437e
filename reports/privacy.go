package reports

import (
	"teamtrust/analytics"
	"teamtrust/survey"
)

// privacy is what the release rules did to this file.
func (k *workbook) privacy() []fact {
	r, s, t := k.book.Release, k.say("section.privacy"), k.tallyHidden()
	list := []fact{
		{s, k.say("readme.rules"), k.own(Rules)},
		{s, k.say("readme.hash"), k.person(r.ReleaseHash)},
		{s, k.say("readme.minimum"), k.plain(&r.MinimumGroup)},
		{s, k.say("readme.shown"), k.plain(&t.shown)},
		{s, k.say("readme.few", "k", r.MinimumGroup), k.plain(&t.few)},
		{s, k.say("readme.merged"), k.plain(&t.merged)},
		{s, k.say("readme.incomplete", "k", r.MinimumGroup), k.plain(&t.scores)},
		{s, k.say("readme.bounds"), k.plain(&t.bounds)},
		{s, k.say("readme.shares"), k.plain(&t.shares)},
		{s, k.say("readme.same"), k.own(k.say("readme.same.text"))},
	}
	if e := k.entries[0]; e.hidden {
		list = append(list, fact{s, k.say("readme.nothing"), k.person(k.hiddenNote(e))})
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
