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
				if err := put([]cell{k.own(f.section), k.own(f.what), f.value}); err != nil {
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
		{s, k.say("readme.survey"), k.person(b.Release.Name)},
		{s, k.say("readme.id"), k.person(b.Release.Survey)},
		{s, k.say("readme.kind"), k.own(kind)},
		{s, k.say("readme.questionnaire"), k.person(strings.TrimSpace(b.Form.ID + " " + b.Form.Version))},
		{s, k.say("readme.team"), k.person(k.team(b.Team))},
		{s, k.say("readme.closed"), k.day(b.Survey.ClosedAt)},
		{s, k.say("readme.made"), k.day(b.Made)},
	}
	f := k.entries[0].figure
	if b.Team == survey.Organisation {
		return append(list, fact{s, k.say("column.invited"), k.plain(&b.Release.Invited)}, fact{s, k.say("column.answered"), k.plain(b.Release.Cast)})
	}
	return append(list, fact{s, k.say("column.invited"), k.plain(f.Invited)}, fact{s, k.say("column.answered"), k.plain(f.N)})
}

func (k *workbook) legend() []fact {
	s := k.say("section.signs")
	list := []fact{
		{s, Withheld, k.own(k.say("sign.withheld"))},
		{s, NotYet, k.own(k.say("sign.not_yet"))},
		{s, NotApplicable, k.own(k.say("sign.not_applicable"))},
		{s, Low, k.own(k.say("sign.low"))},
	}
	return append(list, k.boundLegend(s)...)
}

// boundLegend explains the signs before a score, and its colours.
func (k *binding) boundLegend(section string) []fact {
	var list []fact
	for _, word := range bounds() {
		sign := boundSign(word)
		if k.rightToLeft {
			sign = leftToRight(sign)
		}
		list = append(list, fact{section, sign, k.own(k.say("sign." + word))})
	}
	return append(list, fact{section, k.say("sign.colours"), k.own(k.say("sign.colours.text"))})
}

func (k *workbook) contents() []fact {
	var list []fact
	for _, name := range []string{"Summary", "Dimensions", "Items", "Trend", "Promises", "Method", "Data"} {
		list = append(list, fact{k.say("section.sheets"), name, k.own(k.say("contents." + strings.ToLower(name)))})
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
