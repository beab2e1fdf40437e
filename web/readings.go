package web

import "time"

// ReadBy is that an account read a team's results.
type ReadBy struct {
	Account     string // e-mail address, or who it was on the machine itself
	Role        string // hr or manager; "" on the machine itself
	Exported    bool   // as a file; else on a page
	First, Last time.Time
}

// Again reports whether it did on a later day as well.
func (r ReadBy) Again() bool { return r.Last.After(r.First) }

func sampleReaders() []ReadBy {
	return []ReadBy{
		{Account: "hr@nordwind.example", Role: "hr", First: sampleDay(time.October, 9, 0), Last: sampleDay(time.October, 21, 0)},
		{Account: "hr@nordwind.example", Role: "hr", Exported: true, First: sampleDay(time.October, 10, 0), Last: sampleDay(time.October, 10, 0)},
		{Account: "plant-manager-with-a-long-name@nordwind.example", Role: "manager", First: sampleDay(time.October, 14, 0), Last: sampleDay(time.October, 15, 0)},
		{Account: "command line", Exported: true, First: sampleDay(time.October, 15, 0), Last: sampleDay(time.October, 15, 0)},
	}
}
