package web

import (
	"fmt"
	"math"
)

// Incident is what the analysis says about it and about what came after.
type Incident struct {
	After string // the last wave before it
	Teams int
	Why   string // why there is no comparison: "no_waves", "withheld", "empty_cell"; else empty

	Points  *float64 // how much more the teams changed than the others, in points
	P       *float64 // teams as clusters; nil where there is no test
	Cells   []IncidentCell
	Tests   []IncidentTest
	Unit    string // of the time since: "days", "numbers" or "waves"
	Regain  []Regain
	Curve   *RegainCurve // of all teams together; nil where there is nothing to draw
	NoCurve string       // why there is nothing of recovery at all, as Why
}

// Larger reports whether the difference is larger than chance alone gives.
func (i Incident) Larger() bool { return i.P != nil && *i.P < 0.05 }

// Size is the difference without its sign.
func (i Incident) Size() float64 {
	if i.Points == nil {
		return 0
	}
	return math.Abs(*i.Points)
}

// Lost reports whether the teams lost more than the others.
func (i Incident) Lost() bool { return i.Points != nil && *i.Points < 0 }

// IncidentCell is one of the four means: "affected_before", "affected_after",
// "others_before", "others_after".
type IncidentCell struct {
	Which string
	N     int
	Score float64
	SD    *float64
}

// IncidentTest is one way to test the difference: "cr2", "ols" or "cells".
type IncidentTest struct {
	Which    string
	SE       *float64 // in points
	T, DF, P *float64
}

// Regain is how far one team came back, or all of them (empty name).
type Regain struct {
	Team          string
	Baseline, Low *float64
	Share         *float64 // of the drop
	From, To      *float64
	HalfLife      *float64
	Refused       []string // sentences: what is not given, and why
}

// RegainCurve is the total of all teams of the incident after it.
type RegainCurve struct {
	Baseline *float64
	Points   []RegainPoint
	A, B     *float64 // of a + b·ln(1 + t); nil where it was not fitted
}

// RegainPoint is one wave, Time after the first one.
type RegainPoint struct{ Time, Score, SE float64 }

func (c RegainCurve) span() float64 {
	longest := 0.0
	for _, p := range c.Points {
		longest = max(longest, p.Time)
	}
	return max(longest, 1)
}

func (c RegainCurve) x(t float64) float64 { return plotStart + plotWidth*t/c.span() }

// Levels are the lines of the scale.
func (RegainCurve) Levels() []Stroke { return levels() }

// Before is the line of the score before the incident.
func (c RegainCurve) Before() *Stroke {
	if c.Baseline == nil {
		return nil
	}
	return &Stroke{0, height(*c.Baseline), 100, height(*c.Baseline)}
}

// Whiskers are 1.96 standard errors to both sides.
func (c RegainCurve) Whiskers() []Stroke {
	var list []Stroke
	for _, p := range c.Points {
		list = append(list, Stroke{c.x(p.Time), height(p.Score + 1.96*p.SE), c.x(p.Time), height(p.Score - 1.96*p.SE)})
	}
	return list
}

// Marks are the waves.
func (c RegainCurve) Marks() []Mark {
	var list []Mark
	for _, p := range c.Points {
		list = append(list, Mark{X: c.x(p.Time), Y: height(p.Score)})
	}
	return list
}

// Curve is the fitted line in short pieces.
func (c RegainCurve) Curve() []Stroke {
	if c.A == nil || c.B == nil {
		return nil
	}
	const pieces = 32
	at := func(i int) (x, y float64) {
		t := c.span() * float64(i) / pieces
		return c.x(t), height(*c.A + *c.B*math.Log1p(t))
	}
	var list []Stroke
	for i := range pieces {
		x1, y1 := at(i)
		x2, y2 := at(i + 1)
		list = append(list, Stroke{x1, y1, x2, y2})
	}
	return list
}

// Tags are the first and the last time.
func (c RegainCurve) Tags() []Tag {
	return []Tag{{X: c.x(0), Text: "0", Side: "start"}, {X: c.x(c.span()), Text: fmt.Sprint(c.span()), Side: "end"}}
}
