package server

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"teamtrust/analytics"
	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// readCuts reads the file of cuts that a new survey may come with.
func (s *Server) readCuts(c *gin.Context) ([]survey.Cut, error) {
	file, header, err := c.Request.FormFile("cuts")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	tree, err := s.Store.Tree(c.Request.Context())
	if err != nil {
		return nil, err
	}
	cuts, err := people.ReadCuts(header.Filename, file, header.Size, tree)
	var wrong *survey.Error
	if errors.As(err, &wrong) {
		wrong.Item = "cuts" // the field it belongs to
	}
	return cuts, err
}

// cuts are the organisation's results by everything that was declared before
// the opening.
func (r result) cuts() []web.CutMap {
	var out []web.CutMap
	for i := range r.release.Cuts {
		cut := &r.release.Cuts[i]
		least := max(analytics.CutMinimum, r.survey.MinimumGroup)
		m := r.columns()
		m.Of, m.MinimumGroup = cut.Cut, least
		for j := range cut.Values {
			m.Rows = append(m.Rows, r.cutRow(&cut.Values[j]))
		}
		out = append(out, web.CutMap{Name: cut.Cut, Ballots: least, Map: m})
	}
	return out
}

func (r result) cutRow(v *analytics.CutValue) web.HeatRow {
	row := web.HeatRow{Team: v.Value, Path: v.Value, Depth: 1, Standing: web.Standing{State: web.StateShown}, Cells: make([]web.Cell, len(r.form.Dimensions))}
	switch {
	case v.Figure != nil:
		r.fillRow(&row, v.Figure)
	case v.Reason == analytics.ReasonFew:
		row.State = web.StateFew
	default:
		row.State = web.StateMerged
	}
	return row
}
