package web

import "unicode/utf8"

// Course is one score over the waves.
type Course struct {
	Kind         string // marker, as of a Reading
	Name         Phrase
	Whole        bool // the total
	TotalIsTrust bool
	Points       []CoursePoint
	After        int // the wave before the incident, from 0; −1 for none
}

// CoursePoint is one wave. Score is nil for a gap, which no line crosses.
type CoursePoint struct {
	Wave      string
	Score     *float64
	Low, High *float64
	Clipped   string // the score is only a bound
}

// Interval is the point as a Reading, for text.
func (p CoursePoint) Interval() Reading {
	return Reading{Score: p.Score, Low: p.Low, High: p.High, Clipped: p.Clipped}
}

// A drawing is as wide as the page allows: x is in percent and y in pixels,
// so that words keep their size.
const (
	plotTop    = 10.0
	plotHeight = 170.0
	plotStart  = 4.0
	plotWidth  = 92.0
)

// height is the place of a score on the drawing.
func height(score float64) float64 {
	return plotTop + (100-min(100, max(0, score)))*plotHeight/100
}

// Stroke is a line of a drawing.
type Stroke struct{ X1, Y1, X2, Y2 float64 }

// Mark is a marker of a drawing, hollow where the score is only a bound.
type Mark struct {
	X, Y   float64
	Kind   string
	Hollow bool
}

// Tag is a word below the drawing. Side is "start" or "end" where it begins or
// ends at its place; Wide says that there is room for it on wide screens only.
type Tag struct {
	X    float64
	Text string
	Side string
	Wide bool
}

func (c Course) x(i int) float64 {
	if len(c.Points) < 2 {
		return plotStart + plotWidth/2
	}
	return plotStart + plotWidth*float64(i)/float64(len(c.Points)-1)
}

// Lines join waves that follow each other and both have a score.
func (c Course) Lines() []Stroke {
	var list []Stroke
	for i := 1; i < len(c.Points); i++ {
		a, b := c.Points[i-1].Score, c.Points[i].Score
		if a != nil && b != nil {
			list = append(list, Stroke{c.x(i - 1), height(*a), c.x(i), height(*b)})
		}
	}
	return list
}

// Whiskers are the intervals.
func (c Course) Whiskers() []Stroke {
	var list []Stroke
	for i, p := range c.Points {
		if p.Low != nil && p.High != nil {
			list = append(list, Stroke{c.x(i), height(*p.High), c.x(i), height(*p.Low)})
		}
	}
	return list
}

// Marks are the scores.
func (c Course) Marks() []Mark {
	var list []Mark
	for i, p := range c.Points {
		if p.Score != nil {
			list = append(list, Mark{c.x(i), height(*p.Score), c.Kind, p.Clipped != ""})
		}
	}
	return list
}

// Rule is the place of the incident, between two waves.
func (c Course) Rule() *Tag {
	if c.After < 0 || c.After+1 >= len(c.Points) {
		return nil
	}
	t := Tag{X: (c.x(c.After) + c.x(c.After+1)) / 2, Side: "start"}
	if t.X > 60 {
		t.Side = "end"
	}
	return &t
}

// Letters of the axis, in pixels, and the room there is.
const (
	tagLetter  = 8
	tagGap     = 10
	narrowPlot = 250
	widePlot   = 420
)

// Tags are the waves below the drawing: all of them where there is room, else
// the first and the last.
func (c Course) Tags() []Tag {
	longest := 0
	for _, p := range c.Points {
		longest = max(longest, utf8.RuneCountInString(p.Wave))
	}
	room := len(c.Points) * (longest*tagLetter + tagGap)
	var list []Tag
	for i, p := range c.Points {
		t := Tag{X: c.x(i), Text: shortened(p.Wave)}
		switch {
		case room <= narrowPlot:
		case i == 0:
			t.Side = "start"
		case i == len(c.Points)-1:
			t.Side = "end"
		case room > widePlot:
			continue
		default:
			t.Wide = true
		}
		list = append(list, t)
	}
	return list
}

// shortened is a name that fits below a drawing.
func shortened(name string) string {
	const most = 16
	if r := []rune(name); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return name
}

// Levels are the lines of the scale.
func (Course) Levels() []Stroke { return levels() }

func levels() []Stroke {
	var list []Stroke
	for _, v := range []float64{0, 20, 40, 60, 80, 100} {
		list = append(list, Stroke{0, height(v), 100, height(v)})
	}
	return list
}

// First, Last and Lowest are the points that the text of a drawing names.
func (c Course) First() *CoursePoint {
	for i := range c.Points {
		if c.Points[i].Score != nil {
			return &c.Points[i]
		}
	}
	return nil
}

// Last is the latest point with a score.
func (c Course) Last() *CoursePoint {
	for i := len(c.Points) - 1; i >= 0; i-- {
		if c.Points[i].Score != nil {
			return &c.Points[i]
		}
	}
	return nil
}

// Lowest is the earliest of the lowest points.
func (c Course) Lowest() *CoursePoint {
	var lowest *CoursePoint
	for i := range c.Points {
		if p := &c.Points[i]; p.Score != nil && (lowest == nil || *p.Score < *lowest.Score) {
			lowest = p
		}
	}
	return lowest
}
