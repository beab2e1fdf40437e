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
		k.fact(s, "analysis.answers", k.person(k.Answers)),
		k.fact(s, "readme.questionnaire", k.person(strings.TrimSpace(k.form.ID+" "+k.form.Version))),
		k.fact(s, "readme.made", k.day(k.made)),
		k.fact(s, "analysis.waves", numeric(k.styles.left, float64(len(k.Analysis.Waves)))),
		k.fact(s, "analysis.latest", k.waveCell(waveName(k.last()))),
		k.fact(s, "analysis.teams", numeric(k.styles.left, float64(len(k.last().Teams)))),
	}
	if n := k.last().N; n != nil {
		list = append(list, k.fact(s, "analysis.latest_rows", numeric(k.styles.left, float64(*n))))
	}
	if len(k.Ignored) > 0 {
		list = append(list, k.fact(s, "analysis.ignored", k.person(strings.Join(k.Ignored, ", "))))
	}
	return list
}

// privacy says whether figures are hidden, and how many.
func (k *findingsBook) privacy() []fact {
	s := k.say("section.privacy")
	if !k.suppressed() {
		return []fact{k.fact(s, "readme.minimum", k.own(k.say("analysis.open")))}
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
		k.fact(s, "readme.rules", k.own(Rules)),
		k.fact(s, "readme.minimum", k.plain(&k.Analysis.MinimumGroup)),
		k.fact(s, "readme.shown", k.plain(&shown)),
		k.fact(s, "readme.few", k.plain(&few), "k", k.Analysis.MinimumGroup),
		k.fact(s, "analysis.merged", k.plain(&merged)),
		k.fact(s, "analysis.withheld", k.own(k.say("analysis.withheld.text"))),
	}
}

func (k *findingsBook) legend() []fact {
	s := k.say("section.signs")
	if !k.suppressed() {
		return []fact{
			k.signFact(s, NotApplicable, "analysis.sign.undefined"), k.signFact(s, NotYet, "sign.not_yet"),
			k.fact(s, "sign.colours", k.own(k.say("sign.colours.text"))),
		}
	}
	list := []fact{k.signFact(s, Withheld, "analysis.sign.withheld"), k.signFact(s, NotYet, "sign.not_yet")}
	return append(list, k.boundLegend(s)...)
}

// findingsSheets are the sheets that the first one describes.
func findingsSheets() []string {
	return []string{"Summary", "Waves", "Dimensions", "Teams", "Items", "Changes", "Incident", "Recovery", "Method", "Data"}
}

func (k *findingsBook) contents() []fact {
	var list []fact
	for _, name := range findingsSheets() {
		list = append(list, fact{section: k.say("section.sheets"), what: name, value: k.own(k.say("analysis.contents." + strings.ToLower(name)))})
	}
	return list
}
