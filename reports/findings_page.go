package reports

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"time"

	"teamtrust/analytics"
	"teamtrust/survey"
	"teamtrust/web"
)

// WriteAnalysisPage writes the report on an analysis as one HTML file for
// people: what stands where, what changed, which teams differ, and how all of
// it is made. It needs no script and loads nothing. Where there are more teams
// than a page can hold, the lowest stand on it and the rest is counted; the
// workbook has all of them. An error leaves w untouched unless it is one of w.
func WriteAnalysisPage(w io.Writer, f Findings) error {
	if err := f.check(); err != nil {
		return err
	}
	names, err := namesIn(f.Form, f.Language)
	if err != nil {
		return fmt.Errorf("make the report: %w", err)
	}
	return web.WriteAnalysis(w, names.tag, (&findingsPage{names: names, Findings: f}).page())
}

// findingsPage fills in the report on an analysis.
type findingsPage struct {
	names
	Findings
}

// page has everything of the latest wave, and the course of the others.
func (p *findingsPage) page() web.Analysis {
	a := web.Analysis{
		Name: p.form.ID, File: p.Answers, Ignored: p.Ignored, Made: p.Made, MinimumGroup: p.Analysis.MinimumGroup,
		Waves: len(p.Analysis.Waves), Wave: waveName(p.last()), Rows: narrowed(p.last().N), Teams: len(p.last().Teams),
		Figure: p.figure(), Courses: p.courses(), Board: p.board(), Shifts: p.shifts(), Incident: p.incident(),
		Questions: p.questions(), Measured: p.measured(),
	}
	for _, t := range p.topics(p.words) {
		a.Method = append(a.Method, web.Topic{Name: t.name, Text: t.text})
	}
	return a
}

func narrowed(n *int64) *int {
	if n == nil {
		return nil
	}
	v := int(*n)
	return &v
}

// kind is the marker of a dimension: that of trust, or one by its place where
// an organisation has dimensions of its own.
func (p *findingsPage) kind(id string) string {
	if isTrust(id) {
		return id
	}
	for i, d := range p.form.Dimensions {
		if d.ID == id && i < 4 && !slices.ContainsFunc(p.form.Dimensions, func(d survey.Dimension) bool { return isTrust(d.ID) }) {
			return strconv.Itoa(i + 1)
		}
	}
	return ""
}

// totalIsTrust reports whether the total is called trust.
func (p *findingsPage) totalIsTrust() bool {
	return !slices.ContainsFunc(p.form.Dimensions, func(d survey.Dimension) bool { return !isTrust(d.ID) })
}

func (p *findingsPage) phrase(id string) web.Phrase {
	if id == Total {
		return web.Phrase{}
	}
	return web.Phrase{Text: p.dimension(id)}
}

// reading is a gauge on 0–100.
func (p *findingsPage) reading(id string, g gauge) web.Reading {
	r := web.Reading{ID: id, Name: p.phrase(id), Score: g.Score, Clipped: g.Clipped, Mean: g.Mean, SD: g.SD}
	if id != Total {
		r.Kind = p.kind(id)
	}
	if g.ci != nil {
		low, high := p.onHundred(g.ci[0]), p.onHundred(g.ci[1])
		r.Low, r.High = &low, &high
	}
	switch g.whyNoInterval(p.suppressed()) {
	case "note.everybody":
		r.Interval = web.IntervalEverybody
	case "note.same":
		r.Interval = web.IntervalSame
	case "note.one":
		r.Interval = web.IntervalOne
	}
	if g.Favourable != nil && g.Neutral != nil && g.Unfavourable != nil {
		r.Shares = &web.Shares{Favourable: *g.Favourable, Neutral: *g.Neutral, Unfavourable: *g.Unfavourable}
	}
	return r
}

func (p *findingsPage) figure() web.Figure {
	f := web.Figure{MinimumGroup: p.Analysis.MinimumGroup, TotalIsTrust: p.totalIsTrust(), Total: p.reading(Total, gaugeOfWave(p.last(), Total))}
	for _, d := range p.form.Dimensions {
		f.Dimensions = append(f.Dimensions, p.reading(d.ID, gaugeOfWave(p.last(), d.ID)))
	}
	web.WeakestFirst(f.Dimensions)
	return f
}

// courses are the scores over the waves.
func (p *findingsPage) courses() []web.Course {
	if len(p.Analysis.Waves) < 2 {
		return nil
	}
	var list []web.Course
	for _, id := range p.variables() {
		c := web.Course{Name: p.phrase(id), Whole: id == Total, TotalIsTrust: p.totalIsTrust(), After: p.after()}
		if id != Total {
			c.Kind = p.kind(id)
		}
		for i := range p.Analysis.Waves {
			w := &p.Analysis.Waves[i]
			r := p.reading(id, gaugeOfWave(w, id))
			c.Points = append(c.Points, web.CoursePoint{Wave: waveName(w), Score: r.Score, Low: r.Low, High: r.High, Clipped: r.Clipped})
		}
		list = append(list, c)
	}
	return list
}

// after is the place of the last wave before the incident, −1 for none: by its
// number where waves are numbers, else by its place.
func (p *findingsPage) after() int {
	if p.form.Incident == nil || !p.hasWaves() {
		return -1
	}
	if p.unit() != "numbers" {
		return p.form.Incident.After - 1
	}
	last := -1
	for i := range p.Analysis.Waves {
		if x, err := strconv.ParseFloat(waveName(&p.Analysis.Waves[i]), 64); err == nil && x <= float64(p.form.Incident.After) {
			last = i
		}
	}
	return last
}

// unit is what time is measured in after an incident (analytics, since).
func (f Findings) unit() string {
	numbers, days := true, true
	for i := range f.Analysis.Waves {
		name := waveName(&f.Analysis.Waves[i])
		if _, err := strconv.ParseFloat(name, 64); err != nil {
			numbers = false
		}
		if _, err := time.Parse(time.DateOnly, name); err != nil {
			days = false
		}
	}
	switch {
	case numbers:
		return "numbers"
	case days:
		return "days"
	}
	return "waves"
}

func (p *findingsPage) measured() []web.Measurement {
	var list []web.Measurement
	for _, d := range p.form.Dimensions {
		x := p.last().Dimensions[d.ID]
		list = append(list, web.Measurement{Name: p.phrase(d.ID), Kind: p.kind(d.ID), N: narrowed(x.N), Mean: x.Mean, SD: x.SD,
			Alpha: x.Alpha, Omega: x.Omega, ICC1: x.ICC1, ICC2: x.ICC2})
	}
	return list
}

// questions are the items of the latest wave, dimension by dimension, then
// those that stand alone.
func (p *findingsPage) questions() []web.QuestionGroup {
	var list []web.QuestionGroup
	for _, d := range p.form.Dimensions {
		g := web.QuestionGroup{Name: p.phrase(d.ID), Kind: p.kind(d.ID)}
		for _, id := range d.Items {
			if it, ok := p.form.Item(id); ok {
				g.Questions = append(g.Questions, p.question(it))
			}
		}
		list = append(list, g)
	}
	if alone := p.alone(); len(alone) > 0 {
		g := web.QuestionGroup{Alone: true}
		for _, it := range alone {
			g.Questions = append(g.Questions, p.question(it))
		}
		list = append(list, g)
	}
	return list
}

func (p *findingsPage) question(it *survey.Item) web.Question {
	x := p.last().Items[it.ID]
	q := web.Question{ID: it.ID, Text: web.Phrase{Text: p.item(it)}, Reverse: it.Reverse, N: narrowed(x.N), Missing: narrowed(x.Missing),
		Reading: p.reading(it.ID, gauge{Measured: x.Measured, Shares: x.Shares, ci: nil})}
	q.Reading.Interval = ""
	total := 0.0
	for _, c := range x.Histogram {
		total += c
	}
	for v := p.form.Scale.Lo; v <= p.form.Scale.Hi; v++ {
		c, ok := x.Histogram[strconv.Itoa(v)]
		q.Answers = append(q.Answers, p.answer(v, c, ok))
		if ok && total > 0 {
			q.Steps = append(q.Steps, c/total)
		}
	}
	if len(q.Steps) < p.form.Scale.Points() {
		q.Steps = nil
	}
	if it.Reverse {
		slices.Reverse(q.Steps)
	}
	return q
}

// answer is a count, or a share under the rules of a release.
func (p *findingsPage) answer(value int, c float64, known bool) web.Answer {
	a := web.Answer{Value: strconv.Itoa(value)}
	switch {
	case !known:
	case p.suppressed():
		a.Share = &c
	default:
		n := int(math.Round(c))
		a.Count = &n
	}
	return a
}

// significant is the level at which a team is said to differ from all others.
const significant = 0.05

// differs appends what a team is above or below all others in.
func (p *findingsPage) differs(row *web.BoardRow, id string, r *analytics.Rest) {
	if r == nil || r.PAdjusted == nil || *r.PAdjusted >= significant || r.T == nil {
		return
	}
	if *r.T > 0 {
		row.Above = append(row.Above, p.phrase(id))
	} else {
		row.Below = append(row.Below, p.phrase(id))
	}
}
