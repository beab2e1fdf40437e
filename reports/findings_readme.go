package reports

import (
	"strings"

	"teamtrust/analytics"
)

// readme says what the file is, what is hidden in it and why, and what its
// signs mean.
func (k *findingsBook) readme() sheet {
	facts := append(k.about(), k.privacy()...)
	facts = append(append(facts, k.legend()...), k.contents()...)
	return k.factSheet(k.say("readme.title"), k.say("analysis.readme.lead"), facts)
}

func (k *findingsBook) about() []fact {
	s := k.say("section.about")
	list := []fact{
		{s, k.say("analysis.answers"), k.person(k.Answers)},
		{s, k.say("readme.questionnaire"), k.person(strings.TrimSpace(k.form.ID + " " + k.form.Version))},
		{s, k.say("readme.made"), k.day(k.made)},
		{s, k.say("analysis.waves"), numeric(k.styles.left, float64(len(k.Analysis.Waves)))},
		{s, k.say("analysis.latest"), k.waveCell(waveName(k.last()))},
		{s, k.say("analysis.teams"), numeric(k.styles.left, float64(len(k.last().Teams)))},
	}
	if n := k.last().N; n != nil {
		list = append(list, fact{s, k.say("analysis.latest_rows"), numeric(k.styles.left, float64(*n))})
	}
	if len(k.Ignored) > 0 {
		list = append(list, fact{s, k.say("analysis.ignored"), k.person(strings.Join(k.Ignored, ", "))})
	}
	return list
}

// privacy says whether figures are hidden, and how many.
func (k *findingsBook) privacy() []fact {
	s := k.say("section.privacy")
	if !k.suppressed() {
		return []fact{{s, k.say("readme.minimum"), k.own(k.say("analysis.open"))}}
	}
	shown, few, merged := 0, 0, 0
	for _, w := range k.Analysis.Waves {
		for _, t := range w.Teams {
			switch {
			case !t.Hidden:
				shown++
			case t.Reason == analytics.ReasonFew:
				few++
			default:
				merged++
			}
		}
	}
	return []fact{
		{s, k.say("readme.rules"), k.own(Rules)},
		{s, k.say("readme.minimum"), k.plain(&k.Analysis.MinimumGroup)},
		{s, k.say("readme.shown"), k.plain(&shown)},
		{s, k.say("readme.few", "k", k.Analysis.MinimumGroup), k.plain(&few)},
		{s, k.say("analysis.merged"), k.plain(&merged)},
		{s, k.say("analysis.withheld"), k.own(k.say("analysis.withheld.text"))},
	}
}

func (k *findingsBook) legend() []fact {
	s := k.say("section.signs")
	if !k.suppressed() {
		return []fact{
			{s, NotApplicable, k.own(k.say("analysis.sign.undefined"))}, {s, NotYet, k.own(k.say("sign.not_yet"))},
			{s, k.say("sign.colours"), k.own(k.say("sign.colours.text"))},
		}
	}
	list := []fact{{s, Withheld, k.own(k.say("analysis.sign.withheld"))}, {s, NotYet, k.own(k.say("sign.not_yet"))}}
	return append(list, k.boundLegend(s)...)
}

// findingsSheets are the sheets that the first one describes.
func findingsSheets() []string {
	return []string{"Summary", "Waves", "Dimensions", "Teams", "Items", "Changes", "Incident", "Recovery", "Method", "Data"}
}

func (k *findingsBook) contents() []fact {
	var list []fact
	for _, name := range findingsSheets() {
		list = append(list, fact{k.say("section.sheets"), name, k.own(k.say("analysis.contents." + strings.ToLower(name)))})
	}
	return list
}
