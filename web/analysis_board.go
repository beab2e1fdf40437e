package web

import "sort"

// Board is the teams of the latest wave.
type Board struct {
	TotalIsTrust bool
	Columns      []BoardColumn
	Rows         []BoardRow // lowest total first, those without one and hidden ones last (Sort)
	More         int        // teams that were left out because the page would be too long
	Waves        []string   // the latest waves, for the scores over time; none below two
	Few, Merged  int        // teams that are hidden, by reason, shown on the board or not
}

// BoardColumn is one dimension.
type BoardColumn struct {
	Name Phrase
	Kind string
}

// BoardRow is one team.
type BoardRow struct {
	Team         string
	N            *int
	Hidden       string    // "", "few" or "merged"
	Total        Reading   // of the latest wave
	Cells        []Reading // by column
	Past         []Reading // the total, by wave of Board.Waves
	Above, Below []Phrase  // dimensions, or the total, in which it differs from all others beyond chance
	Split        []Phrase  // dimensions in which it falls into two camps
}

// Low reports whether there are so few answers that its figures say little.
func (r BoardRow) Low() bool { return r.N != nil && *r.N < 10 }

// Sort puts the teams in the order in which they are read.
func (b *Board) Sort() {
	rank := func(r *BoardRow) int {
		switch {
		case r.Hidden != "":
			return 2
		case r.Total.Score == nil:
			return 1
		}
		return 0
	}
	sort.SliceStable(b.Rows, func(i, j int) bool {
		x, y := &b.Rows[i], &b.Rows[j]
		if a, c := rank(x), rank(y); a != c {
			return a < c
		}
		return rank(x) == 0 && *x.Total.Score < *y.Total.Score
	})
}

// Apart are the teams that differ from all others.
func (b Board) Apart() []BoardRow {
	return b.where(func(r *BoardRow) bool { return len(r.Above)+len(r.Below) > 0 })
}

// Camps are the teams that are split.
func (b Board) Camps() []BoardRow {
	return b.where(func(r *BoardRow) bool { return len(r.Split) > 0 })
}

func (b Board) where(is func(*BoardRow) bool) []BoardRow {
	var list []BoardRow
	for i := range b.Rows {
		if is(&b.Rows[i]) {
			list = append(list, b.Rows[i])
		}
	}
	return list
}

// Span is how many columns stand behind a team's name.
func (b Board) Span() int { return 3 + len(b.Columns) }

// Hidden is how many teams are hidden.
func (b Board) Hidden() int { return b.Few + b.Merged }
