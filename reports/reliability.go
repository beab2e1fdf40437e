package reports

import (
	"strconv"
	"strings"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// soundAlpha is from which alpha on the questions of a dimension are said to
// hang together. Source: J. C. Nunnally, Psychometric Theory, 1978.
const soundAlpha = 0.7

// How the questions of a dimension hang together, or why that is not said.
const (
	HangWell   = "well"
	HangWeakly = "weakly"
	HangNever  = "negative" // alpha is below 0: probably not keyed as they should be
	HangSingle = "single"   // one question alone
	HangHidden = "hidden"   // withheld: too few ballots, or a group at the end of the scale
	HangNone   = "none"     // no value with these answers
)

// Hanging says how well the questions of one dimension hang together, by its
// alpha in the organisation's figure. Alpha is published where the spread is.
func Hanging(d analytics.Dimension, questions int) string {
	switch {
	case questions < 2:
		return HangSingle
	case d.Alpha == nil && d.SD == nil:
		return HangHidden
	case d.Alpha == nil:
		return HangNone
	case *d.Alpha < 0:
		return HangNever
	case *d.Alpha < soundAlpha:
		return HangWeakly
	}
	return HangWell
}

// reliability are the rows of the sheet Method that say how good a measure each
// dimension is. They are of the whole organisation and in its book alone.
func (k *workbook) reliability() []topic {
	if k.book.Team != survey.Organisation || k.book.Release.Hidden {
		return nil
	}
	var out []topic
	for _, d := range k.form.Dimensions {
		x := k.entries[0].figure.Dimensions[d.ID]
		text := k.say("reliability."+Hanging(x, len(d.Items)), "k", lowBallots)
		for _, v := range []struct {
			name  string
			value *float64
		}{{"alpha", x.Alpha}, {"omega", x.Omega}, {"icc1", x.ICC1}, {"icc2", x.ICC2}} {
			text += " " + k.say("reliability."+v.name, "value", k.coefficient(v.value, x.SD != nil))
		}
		out = append(out, topic{k.say("reliability.title", "dimension", k.dimension(d.ID)), text})
	}
	return out
}

// coefficient is a number with two decimals in a sentence, or the sign for why
// there is none: where the spread is published, these answers have no value.
func (k *workbook) coefficient(v *float64, spread bool) string {
	switch {
	case v == nil && spread:
		return NotApplicable
	case v == nil:
		return Withheld
	}
	text := strconv.FormatFloat(*v, 'f', 2, 64)
	if k.tag == "de" {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}
