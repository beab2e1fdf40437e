package reports

import (
	"strings"
	"unicode/utf8"
)

// lines estimates how many lines a text takes in a column of so many digits.
// A letter is on average narrower than a digit.
func lines(s string, width float64) int {
	limit := int(width * 1.2)
	n, left := 1, limit
	for _, word := range strings.Fields(s) {
		long := utf8.RuneCountInString(word)
		if long > left && left < limit {
			n, left = n+1, limit
		}
		for long > limit {
			n, long = n+1, long-limit
		}
		left -= long + 1
	}
	return n
}

// lineHeights is the height of a row with so many lines, in points.
func lineHeights(n int) float64 { return float64(n)*13 + 2 }
