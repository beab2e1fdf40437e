package web

// Hanging is how well the questions of one dimension hang together, over the
// whole organisation. Word picks the message "hanging.<Word>": well, weakly,
// negative, single, hidden or none.
type Hanging struct {
	Kind               string // as Reading's
	Name               Phrase
	Word               string
	Alpha, Omega, ICC1 *float64 // nil: not published, or there is none
}

func sampleHanging() []Hanging {
	v := func(x float64) *float64 { return &x }
	return []Hanging{
		{Kind: "COM", Name: Phrase{Text: "Communication"}, Word: "well", Alpha: v(0.83), Omega: v(0.85), ICC1: v(0.12)},
		{Kind: "REL", Name: Phrase{Text: "Reliability"}, Word: "weakly", Alpha: v(0.55), ICC1: v(-0.02)},
		{Kind: "TRA", Name: Phrase{Text: "Transparency"}, Word: "hidden"},
		{Name: Phrase{Text: hostileName()}, Word: "single"},
		{Name: Phrase{Text: "Backwards"}, Word: "negative", Alpha: v(-0.31)},
		{Name: Phrase{Text: "Alike"}, Word: "none"},
	}
}
