package reports

import "strings"

// lines estimates how many lines a text takes in a column of so many digits,
// rather one too many than one that is cut.
func lines(s string, width float64) int {
	limit := max(10, int((width-1)*9.7)) // in tenths of a digit; the text stands a little off the edge
	n, left := 1, limit
	for word := range strings.FieldsSeq(s) {
		long := extent(word)
		if long > left && left < limit {
			n, left = n+1, limit
		}
		for long > limit {
			n, long = n+1, long-limit
		}
		left -= long + 5
	}
	return n
}

// extent is how wide a word is in tenths of a digit, by the letters of the
// typeface.
func extent(word string) int {
	sum := 0
	for _, r := range word {
		switch {
		case r == 'i' || r == 'j' || r == 'l' || r == 'f' || r == 't' || r == 'r' || r == 'I' || r < '0' && r != '%' && r != '&' && r != '#' || r == ':' || r == ';':
			sum += 5
		case r == 'm' || r == 'w' || r == '%' || r == '@' || r == 'W' || r == 'M' || r == '—' || r == '…':
			sum += 16
		case r >= 'A' && r <= 'Z' || r >= 'À' && r <= 'Þ':
			sum += 13
		case r >= 0x1100: // of East Asia, and pictures
			sum += 19
		default:
			sum += 10
		}
	}
	return sum
}

// lineHeights is the height of a row with so many lines, in points; a
// spreadsheet has none above 409.
func lineHeights(n int) float64 { return min(float64(n)*13+2, 400) }
