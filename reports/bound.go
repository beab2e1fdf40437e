package reports

import "teamtrust/analytics"

// boundSigns are the signs before a clipped score, by what the release marks
// it with: the score itself is then a bound.
func boundSigns() map[string]string {
	return map[string]string{analytics.AtLeast: "≥", analytics.AtMost: "≤", analytics.Both: "≈"}
}
