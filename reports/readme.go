package reports

import (
	"strings"
	"time"

	"teamtrust/survey"
)

// Rules is the version of the release rules that a workbook's privacy section
// names (docs/anonymity.md).
const Rules = "1"

const readmeSheet = "Read me"

// fact is one row of the first sheet.
type fact struct {
	section, what string
	value         cell
	sign          bool // what stands there is a sign
}

// readme says what the file is, what is hidden in it and why, and what its
// signs mean.
func (k *workbook) readme() sheet {
	facts := append(k.about(), k.privacy()...)
	return k.factSheet(k.say("readme.title"), k.readmeLead(), append(append(facts, k.legend()...), k.contents()...))
}

// factSheet is the first sheet.
func (k *binding) factSheet(title, lead string, facts []fact) sheet {
	return sheet{
		name: readmeSheet, table: "tbl_read_me", onePage: true,
		title: title, lead: lead,
		columns: []column{{header: k.say("column.section"), width: 18}, {header: k.say("column.what"), width: 40}, {header: k.say("column.meaning"), width: 84}},
		count:   len(facts),
		rows: func(put func([]cell) error) error {
			for _, f := range facts {
				what := k.own(f.what)
				if f.sign {
					what.style = k.styles.left
				}
				if err := put([]cell{k.own(f.section), what, f.value}); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func (k *workbook) readmeLead() string {
	if k.book.Release.Rehearsal {
		return k.say("readme.rehearsal")
	}
	return k.say("readme.lead")
}

func (k *workbook) about() []fact {
	b, s := k.book, k.say("section.about")
	kind := k.say("readme.real")
	if b.Release.Rehearsal {
		kind = k.say("readme.rehearsal")
	}
	list := []fact{
		k.fact(s, "readme.survey", k.person(b.Release.Name)),
		k.fact(s, "readme.id", k.person(b.Release.Survey)),
		k.fact(s, "readme.kind", k.own(kind)),
		k.fact(s, "readme.questionnaire", k.person(strings.TrimSpace(b.Form.ID+" "+b.Form.Version))),
		k.fact(s, "readme.team", k.person(k.team(b.Team))),
		k.fact(s, "readme.closed", k.day(b.Survey.ClosedAt)),
		k.fact(s, "readme.made", k.day(b.Made)),
	}
	if b.Team == survey.Organisation && len(b.Release.Cuts) > 0 {
		list = append(list, k.fact(s, "readme.cuts", k.person(k.say("readme.cuts.text", "cuts", k.cuts()))))
	}
	f := k.entries[0].figure
	if b.Team == survey.Organisation {
		return append(list, k.fact(s, "column.invited", k.plain(&b.Release.Invited)), k.fact(s, "column.answered", k.plain(b.Release.Cast)))
	}
	return append(list, k.fact(s, "column.invited", k.plain(f.Invited)), k.fact(s, "column.answered", k.plain(f.N)))
}

// cuts are the names of what the release is also divided by; the columns of
// CSV and workbook are those of teams.
func (k *workbook) cuts() string {
	var names []string
	for _, cut := range k.book.Release.Cuts {
		names = append(names, cut.Cut)
	}
	return strings.Join(names, ", ")
}

func (k *workbook) legend() []fact {
	s := k.say("section.signs")
	list := []fact{
		k.signFact(s, Withheld, "sign.withheld"),
		k.signFact(s, NotYet, "sign.not_yet"),
		k.signFact(s, NotApplicable, "sign.not_applicable"),
		k.signFact(s, Low, "sign.low"),
	}
	return append(list, k.boundLegend(s)...)
}

// fact is a row about what a key of the catalogue names.
func (k *binding) fact(section, key string, value cell, pairs ...any) fact {
	return fact{section: section, what: k.say(key, pairs...), value: value}
}

// signFact explains a sign. It stands on one line, as in a cell with a number:
// programs turn ≥ round where a text that wraps is read from the right.
func (k *binding) signFact(section, sign, key string) fact {
	return fact{section: section, what: sign, value: k.own(k.say(key)), sign: true}
}

// boundLegend explains the signs before a score, and its colours.
func (k *binding) boundLegend(section string) []fact {
	var list []fact
	for _, word := range bounds() {
		sign := boundSign(word)
		if k.rightToLeft {
			sign = leftToRight(sign)
		}
		list = append(list, k.signFact(section, sign, "sign."+word))
	}
	return append(list, k.fact(section, "sign.colours", k.own(k.say("sign.colours.text"))))
}

func (k *workbook) contents() []fact {
	var list []fact
	for _, name := range []string{"Summary", "Dimensions", "Items", "Trend", "Promises", "Method", "Data"} {
		list = append(list, fact{section: k.say("section.sheets"), what: name, value: k.own(k.say("contents." + strings.ToLower(name)))})
	}
	return list
}

// plain is a count at the left, among texts.
func (k *binding) plain(n *int) cell {
	if n == nil {
		return k.own(Withheld)
	}
	return numeric(k.styles.left, float64(*n))
}

// excelEpoch is day 0 of a spreadsheet's dates.
func excelEpoch() time.Time { return time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC) }

// day is a date in UTC, as a date.
func (k *binding) day(at time.Time) cell {
	if at.IsZero() {
		return k.own(NotYet)
	}
	days := at.UTC().Truncate(24*time.Hour).Sub(excelEpoch()) / (24 * time.Hour)
	return numeric(k.styles.day, float64(days))
}
