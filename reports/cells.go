package reports

import (
	"golang.org/x/text/unicode/bidi"

	"teamtrust/analytics"
)

// Signs that stand for a value, as the first sheet explains.
const (
	NotYet        = "[x]"   // not available yet
	NotApplicable = "[z]"   // there can be no value
	Low           = "[low]" // fewer than 10 ballots
)

// lowBallots is where a figure stops being marked Low, and where shares begin.
const lowBallots = 10

// own is a text of the catalogue, person a text that somebody wrote.
func (k *binding) own(s string) cell    { return textual(k.textStyle(s), s) }
func (k *binding) person(s string) cell { return textual(k.textStyle(s), Safe(s)) }
func (k *binding) sign(s string) cell   { return textual(k.styles.sign, s) }

// textStyle is the style of a text in the direction of its first letter.
func (k *binding) textStyle(s string) int {
	for _, r := range s {
		switch p, _ := bidi.LookupRune(r); p.Class() {
		case bidi.L:
			return k.styles.text
		case bidi.R, bidi.AL:
			return k.styles.textFromRight
		}
	}
	return k.styles.text
}

func (k *binding) counted(n *int) cell {
	if n == nil {
		return k.sign(Withheld)
	}
	return numeric(k.styles.count, float64(*n))
}

// valued is a number in a style, or missing where there is none.
func (k *binding) valued(style int, v *float64, missing string) cell {
	if v == nil {
		return k.sign(missing)
	}
	return numeric(style, *v)
}

// score and mean show a bound with its sign; the value of the cell is the
// number.
func (k *workbook) score(l *analytics.Level) cell {
	return k.valued(k.styles.scoreOf(l.Clipped), l.Score, Withheld)
}

func (k *workbook) mean(l *analytics.Level) cell {
	return k.valued(k.styles.meanOf(l.Clipped), l.Mean, Withheld)
}

// scoreOf is the style of a score, meanOf of a mean, by what bound it is.
func (s *styles) scoreOf(clipped string) int { return styleOf(s.bound, clipped, s.score) }

func (s *styles) meanOf(clipped string) int { return styleOf(s.boundMean, clipped, s.mean) }

func styleOf(bounds map[string]int, clipped string, exact int) int {
	if s, ok := bounds[clipped]; ok {
		return s
	}
	return exact
}

// interval appends both ends in points.
func (k *workbook) interval(row []cell, l *analytics.Level, f *analytics.Figure) []cell {
	if l.CI == nil {
		missing := Withheld
		if k.whyNoInterval(l, f) != "" {
			missing = NotApplicable
		}
		return append(row, k.sign(missing), k.sign(missing))
	}
	return append(row, numeric(k.styles.score, k.onHundred(l.CI[0])), numeric(k.styles.score, k.onHundred(l.CI[1])))
}

// whyNoInterval is the key of the reason why a score that is exact has none:
// everybody answered, or the ballots do not differ. Else it is empty.
func (k *workbook) whyNoInterval(l *analytics.Level, f *analytics.Figure) string {
	switch {
	case l.Score == nil || l.CI != nil || l.Clipped != "":
	case k.book.Release.Everybody(f):
		return "note.everybody"
	case l.SD != nil && *l.SD == 0:
		return "note.same"
	}
	return ""
}

// shares appends favourable, neutral and unfavourable.
func (k *workbook) shares(row []cell, l *analytics.Level) []cell {
	missing := Withheld
	if l.Score != nil && !k.hasShares() {
		missing = NotApplicable
	}
	return append(row, k.valued(k.styles.share, l.Favourable, missing), k.valued(k.styles.share, l.Neutral, missing),
		k.valued(k.styles.share, l.Unfavourable, missing))
}

// hasShares reports whether the scale has enough points for the outer ones to
// be apart.
func (k *workbook) hasShares() bool { return k.form.Scale.Points() >= 4 }

// levelOf is the Level of a dimension, or of the total.
func levelOf(f *analytics.Figure, id string) analytics.Level {
	if id == Total {
		return asDimension(f.Total).Level
	}
	return f.Dimensions[id].Level
}
