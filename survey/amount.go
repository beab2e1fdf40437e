package survey

import "strconv"

// Amount is a number with its noun, such as "1 ballot" and "2 ballots".
func Amount(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
