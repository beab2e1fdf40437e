package life

import (
	"fmt"

	"teamtrust/analytics"
	"teamtrust/analytics/audit"
	"teamtrust/survey"
)

// counted counts a box for a close.
func counted(in analytics.Input) (*analytics.Counted, error) {
	c, err := countedAgain(in)
	if err != nil {
		return nil, err
	}
	c.Release.ReleaseHash, err = c.Release.Hash()
	return c, err
}

// countedAgain counts a box, but for the hash of the release, and withholds every
// cut that the auditor would find fault with (docs/anonymity.md, rule 10). Only
// this survey's numbers are looked at: those of other surveys are about other
// answers, so that nothing follows from both that does not follow from one.
func countedAgain(in analytics.Input) (*analytics.Counted, error) {
	c, err := analytics.Recount(in)
	if err != nil || len(c.Release.Cuts) == 0 {
		return c, err
	}
	found, err := faults(in, c.Release)
	if len(found) > 0 {
		withhold(c.Release)
	}
	return c, err
}

// faults is what an auditor finds in a release.
func faults(in analytics.Input, r *analytics.Release) ([]audit.Finding, error) {
	var a audit.Auditor
	sv := in.Survey
	sv.State, sv.ClosedAt = survey.Closed, sv.Closes
	if err := a.Add(&audit.Wave{Survey: sv, Form: in.Questionnaire, Units: in.Units, Releases: []*analytics.Release{r}}); err != nil {
		return nil, fmt.Errorf("audit the cuts: %w", err)
	}
	return a.Report().Findings, nil
}

// withhold takes the figures of all cuts out of a release.
func withhold(r *analytics.Release) {
	for i := range r.Cuts {
		for j := range r.Cuts[i].Values {
			v := &r.Cuts[i].Values[j]
			v.Hidden, v.Reason, v.Figure = true, analytics.ReasonMerged, nil
		}
	}
}
