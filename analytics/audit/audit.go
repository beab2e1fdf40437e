package audit

import (
	"fmt"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// Auditor takes in what was published, survey by survey, and keeps of each
// only what later ones have to be compared with. The zero Auditor is ready.
type Auditor struct {
	report Report
	told   int // findings of the survey at hand
	past   []*past

	quantiles map[int64]float64 // of Student's t, by df
}

// Add takes in one survey. Rehearsals are looked at like any other survey, but
// are not compared with others. Contradictions are findings; an error is one
// of reading what was exported.
func (a *Auditor) Add(w *Wave) error {
	a.told = 0
	a.report.Compared.Surveys++
	if w.Survey.Rehearsal {
		a.report.Compared.Rehearsals++
	}
	a.bands(w)
	a.apart(w)
	for i, r := range w.Releases {
		a.report.Compared.Releases++
		x := newWork(a, w, r)
		x.everything()
		if i > 0 {
			x.recomputed(w.Releases[i-1])
		}
		if i < len(w.Releases)-1 {
			continue
		}
		x.record()
		x.comments()
		if err := x.exported(); err != nil {
			return fmt.Errorf("audit what was exported of survey %s: %w", w.Survey.ID, err)
		}
	}
	return nil
}

// Report is what was found in all surveys so far.
func (a *Auditor) Report() *Report {
	r := a.report
	r.Findings = append([]Finding{}, r.Findings...)
	return &r
}

// found notes a finding.
func (a *Auditor) found(f Finding) {
	if a.told++; a.told > MostFindings {
		a.report.Left++
		return
	}
	if f.Teams == nil {
		f.Teams = []string{}
	}
	a.report.Findings = append(a.report.Findings, f)
}

// title names a survey in a sentence.
func title(sv survey.Survey) string { return fmt.Sprintf("%q (%s)", sv.Name, sv.ID) }

// work is one release being taken apart.
type work struct {
	*Auditor
	w       *Wave
	r       *analytics.Release
	k       int
	lo      int
	span    int64
	atoms   *atoms
	figures []figure
	ballots *solution
	counts  []int // by sum of ballots: what was printed
	solved  map[uint64]*solution
	named   map[uint64]survey.Path
}

func newWork(a *Auditor, w *Wave, r *analytics.Release) *work {
	x := &work{Auditor: a, w: w, r: r, k: max(survey.MinimumGroup, w.Survey.MinimumGroup),
		lo: w.Form.Scale.Lo, span: int64(w.Form.Scale.Hi - w.Form.Scale.Lo),
		atoms: newAtoms(w, r), figures: figuresOf(r), solved: map[uint64]*solution{}}
	for i := range x.figures {
		f := &x.figures[i]
		f.set = x.atoms.set(f.Blocks, f.team)
	}
	return x
}

func (x *work) everything() {
	x.shape()
	x.turnout()
	x.whole()
	for _, d := range x.dimensions() {
		x.dimension(d)
	}
	x.totals()
	for _, it := range x.w.Form.Items {
		x.codes(it)
	}
}

// tell notes a finding about some figures.
func (x *work) tell(kind Kind, teams []survey.Path, statistic, identity, format string, args ...any) {
	f := Finding{Kind: kind, Survey: x.w.Survey.ID, Name: x.w.Survey.Name, Statistic: statistic, Identity: identity}
	for _, t := range teams {
		f.Teams = append(f.Teams, string(t))
	}
	f.Says = fmt.Sprintf("Survey %s, %s: ", title(x.w.Survey), statistic) + fmt.Sprintf(format, args...)
	x.found(f)
}

// solve solves a family, or finds that the same one was solved before.
func (x *work) solve(f *family) *solution {
	s, ok := x.solved[f.keys]
	if !ok {
		s = f.solve()
		x.solved[f.keys] = s
		x.report.Compared.Sums += len(f.sums)
		x.report.Compared.Groups += len(s.derived)
	}
	return s
}
