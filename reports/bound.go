package reports

import "teamtrust/analytics"

// bounds are what the release marks a clipped score with: the score itself is
// then a bound.
func bounds() []string { return []string{analytics.AtLeast, analytics.AtMost, analytics.Both} }

// boundSign is the sign before such a score.
func boundSign(word string) string {
	switch word {
	case analytics.AtLeast:
		return "≥"
	case analytics.AtMost:
		return "≤"
	}
	return "≈"
}

// boundFormat writes a number in a format with the sign of a bound.
func boundFormat(word, format string, rightToLeft bool) string {
	sign := boundSign(word)
	if rightToLeft {
		sign = leftToRight(sign)
	}
	return `"` + sign + ` "` + format
}

// leftToRight marks a sign as one of a text that is read from the left. Where
// one reads from the right, ≥ would else be drawn as ≤.
func leftToRight(sign string) string {
	const mark = "\u200e"
	return mark + sign + mark
}
