package reports

import (
	"errors"
	"strings"
	"time"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// Findings are what the analysis of an answers file found, and what its
// readers need to know beside the numbers.
type Findings struct {
	Analysis *analytics.Analysis
	Form     *survey.Questionnaire // gives the numbers names
	Answers  string                // the name of the answers file
	Ignored  []string              // its columns that the questionnaire does not name
	Language string                // BCP 47: of headings and texts; a missing translation falls back
	Made     time.Time             // printed on the first sheet, and on the page
}

func (f Findings) check() error {
	switch {
	case f.Analysis == nil || len(f.Analysis.Waves) == 0:
		return errors.New("findings need an analysis with a wave")
	case f.Form == nil:
		return errors.New("findings need the questionnaire of their analysis")
	}
	return nil
}

// suppressed reports whether the rules of a release hold: what is missing was
// withheld then, and else it is undefined.
func (f Findings) suppressed() bool { return f.Analysis.MinimumGroup > 1 }

// last is the latest wave.
func (f Findings) last() *analytics.AnalysedWave { return &f.Analysis.Waves[len(f.Analysis.Waves)-1] }

// hasWaves reports whether the answers file has a wave column.
func (f Findings) hasWaves() bool { return f.last().Wave != nil }

func waveName(w *analytics.AnalysedWave) string {
	if w.Wave == nil {
		return ""
	}
	return *w.Wave
}

// since are the changes of everybody up to the latest wave, by dimension, and
// those of teams.
func (f Findings) since() (overall map[string]*analytics.Change, teams []*analytics.Change) {
	overall = map[string]*analytics.Change{}
	to := waveName(f.last())
	for i := range f.Analysis.Changes {
		c := &f.Analysis.Changes[i]
		switch {
		case c.To != to:
		case c.Team == nil:
			overall[c.Dimension] = c
		default:
			teams = append(teams, c)
		}
	}
	return overall, teams
}

// variables are the total and the dimensions, in the order of the
// questionnaire.
func (f Findings) variables() []string {
	if len(f.Form.Dimensions) == 0 {
		return nil
	}
	ids := []string{Total}
	for _, d := range f.Form.Dimensions {
		ids = append(ids, d.ID)
	}
	return ids
}

// gauge is what a wave or a team has of a dimension, or of the total.
type gauge struct {
	analytics.Measured
	analytics.Shares
	ci *[2]float64
}

func gaugeOfWave(w *analytics.AnalysedWave, id string) gauge {
	if id == Total {
		return gauge{Measured: w.Total.Measured, ci: w.Total.CI}
	}
	d := w.Dimensions[id]
	return gauge{Measured: d.Measured, Shares: d.Shares, ci: d.CI}
}

func gaugeOfTeam(t *analytics.AnalysedTeam, id string) gauge {
	if id == Total {
		if t.Total == nil {
			return gauge{}
		}
		return gauge{Measured: t.Total.Measured, ci: t.Total.CI}
	}
	d := t.Dimensions[id]
	return gauge{Measured: d.Measured, Shares: d.Shares, ci: d.CI}
}

// whyNoInterval is the catalogue's key of the reason why a score has no
// interval, empty where it has one or the reason is not known.
func (g gauge) whyNoInterval(suppressed bool) string {
	switch {
	case g.ci != nil || g.Clipped != "":
	case g.N != nil && *g.N == 0:
		return "note.nobody"
	case g.Score == nil:
	case g.SD == nil && g.N != nil && *g.N == 1:
		return "note.one"
	case g.SD != nil && *g.SD == 0:
		return "note.same"
	case g.SD != nil && !suppressed:
		return "note.everybody"
	}
	return ""
}

// refusal is why a part of a recovery is missing, as keys of the catalogue.
type refusal struct{ part, why string }

// refusals takes apart what an analysis says of a recovery: "share: the drop
// itself is not clear; log: …".
func refusals(refused *string) []refusal {
	if refused == nil {
		return nil
	}
	var list []refusal
	for _, one := range strings.Split(*refused, "; ") {
		part, why, _ := strings.Cut(one, ": ")
		list = append(list, refusal{"recovery." + part, reason(analytics.Undefined(why))})
	}
	return list
}

// reason is the catalogue's key of why a value is undefined.
func reason(why analytics.Undefined) string {
	switch why {
	case analytics.TooFew:
		return "why.too_few"
	case analytics.NoSpread:
		return "why.no_spread"
	case analytics.NotConverged:
		return "why.not_converged"
	case analytics.EmptyCell:
		return "why.empty_cell"
	case analytics.UnclearDrop:
		return "why.unclear_drop"
	case analytics.ConstantCurve:
		return "why.constant_curve"
	case analytics.UnclearRate:
		return "why.unclear_rate"
	case analytics.BeyondScale:
		return "why.beyond_scale"
	case analytics.BeyondSpan:
		return "why.beyond_span"
	case analytics.FewPoints:
		return "why.few_points"
	}
	return "why.other"
}

// inWords is the catalogue's key of how clear a change is.
func inWords(c *analytics.Change) string {
	if c.Words == nil {
		return ""
	}
	switch *c.Words {
	case analytics.ClearChange:
		return "change.clear"
	case analytics.PossibleChange:
		return "change.possible"
	}
	return "change.none"
}
