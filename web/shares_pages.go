package web

import (
	"slices"
	"time"
)

// SharesPage is the page "shares", GET /shares: the surveys whose key is split
// and that are not counted yet, for HR and auditors.
type SharesPage struct {
	Base
	Surveys []ShareRow
}

// ShareRow is one survey of the list.
type ShareRow struct {
	Survey Crumb // leads to /shares/{id}
	Stage  string
}

// Stages of a survey whose key is split: the messages "share.stage.<stage>".
const (
	StageTake = "take" // it is a draft: shares are to be taken
	StageKept = "kept" // it takes ballots: everybody keeps their share
	StageGive = "give" // it has ended: shares are to be given
)

// SharePage is the page "share", GET /shares/{id}. Its forms are sent with POST
// to …/take, …/renew (both while it is a draft), …/give (share) and …/lost
// (lost=yes; both after its end). The answer to …/take is this page with the share.
type SharePage struct {
	Base
	Form
	ID, Name string
	Stage    string
	Holder   string // whose share the reader holds: "hr" or "auditor", the messages "share.holder.<Holder>"
	Holders  []ShareHolder
	Ends     time.Time // when it ends or ended; zero where that is not fixed yet
	Share    string    // it was just taken; shown this once
	Gone     []string  // who has said that a share is lost; StageGive only
	Typed    string    // what was entered, when the form is shown again
}

// ShareHolder is one of the two who hold a share.
type ShareHolder struct {
	Holder string
	Done   bool // taken, or in StageGive given
}

// Mine reports whether the reader has done what the stage asks for.
func (p SharePage) Mine() bool {
	for _, h := range p.Holders {
		if h.Holder == p.Holder {
			return h.Done
		}
	}
	return false
}

// Said reports whether the reader has said that a share is lost.
func (p SharePage) Said() bool { return slices.Contains(p.Gone, p.Holder) }

// Split is what the page of a survey says of its split key.
type Split struct {
	Stage   string
	Holders []ShareHolder
	Href    string // the page "share"
}

// Missing reports whether a share is still to be taken or given.
func (s Split) Missing() bool {
	for _, h := range s.Holders {
		if !h.Done {
			return true
		}
	}
	return false
}

func shareSamples() map[string]map[string]any {
	row := func(name, id, stage string) ShareRow {
		return ShareRow{Survey: Crumb{Name: name, Href: "/shares/" + id}, Stage: stage}
	}
	page := func(role, stage string, hr, auditor bool) SharePage {
		return SharePage{Base: sampleBase(role, "shares"), ID: "s5", Name: "Winter pulse 2026", Stage: stage, Holder: role,
			Holders: []ShareHolder{{"hr", hr}, {"auditor", auditor}}, Ends: sampleDay(time.December, 4, 16)}
	}
	taken, wrong := page("auditor", StageTake, true, true), page("auditor", StageGive, true, false)
	taken.Share = "AHG5-7WQX-K2LM-4RTD-ZPO3-UVB6-NYEI-J5CS-QH2F-7XAK-WM4L-TRG6-DZPB-OUV3-NYEQ"
	gone := page("auditor", StageGive, true, false)
	gone.Gone = []string{"hr"}
	wrong.Typed = "AHG5-7WQX-K2LM"
	wrong.Problems = []Problem{{Field: "share", Text: "This is no share. A share has 60 letters and digits in groups of four; type it again."}}
	return map[string]map[string]any{
		"shares": {
			"some": SharesPage{Base: sampleBase("auditor", "shares"), Surveys: []ShareRow{row("Spring survey 2027", "s6", StageTake), row("Winter pulse 2026", "s5", StageKept), row("Autumn pulse 2026", "s4", StageGive)}},
			"none": SharesPage{Base: sampleBase("auditor", "shares")},
		},
		"share": {
			"to take": page("hr", StageTake, false, false), "just taken": taken, "taken": page("hr", StageTake, true, false),
			"kept": page("auditor", StageKept, true, true), "to give": page("hr", StageGive, false, true), "given": page("hr", StageGive, true, false), "wrong": wrong, "lost": gone,
		},
	}
}
