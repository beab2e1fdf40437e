package web

import (
	"html/template"
	"strings"
)

// OrgPage is the page "org", GET /org?survey={survey}&sort={sort}: every team
// by dimension, for HR.
type OrgPage struct {
	Base
	Picker  Picker
	Running *Running

	Standing
	Survey      *SurveyFacts
	Figure      *Figure // the organisation's
	Charts      []Chart
	Map         *Heatmap      // set in StateShown only
	Rendered    template.HTML // Map as Table made it before; "" where it is to be rendered
	Hanging     []Hanging     // how well the questions of each dimension hang together
	Cuts        []CutMap      // likewise; what was declared before the opening
	Comments    []CommentGroup
	Changes     *Changes // since an earlier survey; nil where there is none
	Trend       string   // the page of the organisation's course
	AllItems    string   // the page of every question
	AllComments string   // the page of the comments
	Workbook    string   // URL of the workbook
	CSV         string   // URL of the CSV file
	MayStart    bool
}

// CutMap is the organisation by one cut and dimension.
type CutMap struct {
	Name    string
	Ballots int // that a value needs
	Map     *Heatmap
}

// Heatmap is teams by dimension.
type Heatmap struct {
	Of      string       // what the rows are, where they are no teams
	Columns []HeatColumn // the dimensions in questionnaire order
	// Sorting by these is a link; empty where the table is not sortable.
	TeamSort, AnsweredSort, TotalSort Sort
	Sorted                            bool // by something else than the tree: rows name their full path
	MinimumGroup                      int  // k of the survey
	TotalIsTrust                      bool // as Figure.TotalIsTrust
	Rows                              []HeatRow
}

// Sort is the state of one sortable column.
type Sort struct {
	Href  string // sorts by it, or turns the order round; "" is not sortable
	State string // "", "ascending", "descending"
}

// HeatColumn is one dimension.
type HeatColumn struct {
	Kind string // as Reading.Kind
	Name Phrase
	Sort Sort
}

// HeatRow is one team.
type HeatRow struct {
	Organisation bool   // the row of the whole organisation; Team and Path are unused
	Team         string // the team's own name
	Path         string // full path
	Depth        int    // 1 for a top team, 0 for the organisation; relative on a team's page
	Href         string // "" where the reader may not open it
	Standing            // StateShown, StateFew, StateMerged; StateAbsent does not occur
	N, Invited   int    // StateShown only
	Total        Cell
	Cells        []Cell // one for each column
}

// Above is the path of the team above, "" for a top team.
func (r HeatRow) Above() string {
	above, _ := strings.CutSuffix(r.Path, r.Team)
	return strings.TrimSuffix(above, " / ")
}

// Cell is one score of a heatmap.
type Cell struct {
	Score   *float64 // 0–100; nil: withheld
	Clipped string   // as Reading.Clipped
}

// Band is the cell's band, 1 to 5; 0 where it is withheld.
func (c Cell) Band() int { return band(c.Score) }

// tallFrom is how many rows are read faster in a window of their own, under
// names of columns that stay, than along the page.
const tallFrom = 30

// Tall reports whether the table has a window of its own.
func (h Heatmap) Tall() bool { return len(h.Rows) >= tallFrom }

// Span is the number of columns beside the team's name.
func (h Heatmap) Span() int {
	if len(h.Columns) == 0 {
		return 1
	}
	return len(h.Columns) + 2
}

// Counts says how many teams the map shows and hides, the organisation left
// out.
func (h Heatmap) Counts() (c struct{ Shown, Hidden int }) {
	for _, r := range h.Rows {
		switch {
		case r.Organisation:
		case r.Shown():
			c.Shown++
		default:
			c.Hidden++
		}
	}
	return c
}
