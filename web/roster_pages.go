package web

import (
	"strings"
	"time"
)

// RostersPage shows an auditor who is in the units of a survey: page "rosters",
// GET /admin/verify/{survey}/rosters.
type RostersPage struct {
	Base
	ID, Name     string
	ManifestHash string
	Closed       bool         // the names are deleted, or soon will be
	Units        []RosterUnit // none where no names are kept
	Confirmed    time.Time    // zero: not yet
	ConfirmedBy  string       // account e-mail
}

// RosterUnit is the names of one unit.
type RosterUnit struct {
	ID       string
	Name     string
	Teams    []string
	Names    []string // sorted
	Nameless int      // people whom the staff list does not name
	Hash     string   // computed from the names
	Fits     bool     // it is the manifest's, and there are as many names as the manifest says
}

// Count is how many people are in the unit.
func (u RosterUnit) Count() int { return len(u.Names) + u.Nameless }

// Right reports that every unit's names are those of the manifest.
func (p RostersPage) Right() bool {
	for _, u := range p.Units {
		if !u.Fits {
			return false
		}
	}
	return len(p.Units) > 0
}

func rosterSamples() map[string]map[string]any {
	open := RostersPage{Base: sampleBase("auditor", "verify"), ID: "autumn-2026", Name: hostileName(), ManifestHash: sampleHash, Units: []RosterUnit{
		{ID: "sales", Name: "Sales", Teams: []string{"Sales", "Sales / North"}, Hash: sampleHash, Fits: true,
			Names: []string{"Amina Haddad", hostileName(), "Jonas Weber", strings.Repeat("Long", 20), "Zoë Okafor"}, Nameless: 2},
		{ID: "plant", Name: "Operations / Plant Bremen", Teams: []string{"Operations / Plant Bremen"}, Hash: sampleHash, Fits: true,
			Names: []string{"A", "B", "C", "D", "E", "F"}},
	}}
	confirmed, wrong, closed, old := open, open, open, open
	confirmed.Confirmed, confirmed.ConfirmedBy = sampleDay(time.October, 2, 9), "auditor@nordwind.example"
	wrong.Units = append([]RosterUnit{}, open.Units...)
	wrong.Units[1].Fits = false
	closed.Closed, closed.Units, closed.Confirmed, closed.ConfirmedBy = true, nil, confirmed.Confirmed, confirmed.ConfirmedBy
	old.Units = nil
	return map[string]map[string]any{"rosters": {"open": open, "confirmed": confirmed, "wrong": wrong, "closed": closed, "earlier version": old}}
}
