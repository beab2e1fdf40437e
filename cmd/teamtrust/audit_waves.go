package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"

	"teamtrust/analytics"
	"teamtrust/analytics/audit"
	"teamtrust/reports"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// published lists the surveys of which anything was published, the earliest
// first.
func (o *opened) published(ctx context.Context) ([]string, error) {
	surveys, err := o.store.Surveys(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, sv := range slices.Backward(surveys) {
		if sv.State != survey.Draft {
			ids = append(ids, sv.ID)
		}
	}
	return ids, nil
}

// readWave is what was published about one survey, or why it cannot be read.
type readWave struct {
	wave *audit.Wave
	err  error
}

// waves reads surveys one after the other, one of them ahead.
func (o *opened) waves(ctx context.Context, ids []string) iter.Seq[readWave] {
	ahead := make(chan readWave, 1)
	go func() {
		defer close(ahead)
		for _, id := range ids {
			w, err := o.wave(ctx, id)
			if err != nil {
				err = fmt.Errorf("read what was published of survey %s: %w", id, err)
			}
			select {
			case ahead <- readWave{w, err}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return func(yield func(readWave) bool) {
		for w := range ahead {
			if !yield(w) {
				return
			}
		}
	}
}

// wave reads what was published about one survey, and nothing else.
func (o *opened) wave(ctx context.Context, id string) (*audit.Wave, error) {
	raw, err := o.store.Manifest(ctx, id)
	if err != nil {
		return nil, err
	}
	m, err := ballot.ParseManifest(raw)
	if err != nil {
		return nil, err
	}
	w := &audit.Wave{Form: m.Questionnaire.Survey(), Units: unitsOf(m)}
	w.Survey = survey.Survey{ID: m.Survey, Name: m.Name, MinimumGroup: m.MinimumGroup, Rehearsal: m.Rehearsal, Opens: m.Opens, Closes: m.Closes}
	bands, err := o.store.PublishedBands(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, b := range bands {
		w.Bands = append(w.Bands, audit.Bands(b))
	}
	if err := o.closed(ctx, w); survey.CodeOf(err) != survey.CodeNotFound {
		return w, err
	}
	return w, nil
}

// unitsOf are the units of a manifest. A unit is called like the team that it
// formed at, and its id is that team's.
func unitsOf(m *ballot.Manifest) []survey.Unit {
	var units []survey.Unit
	for _, u := range m.Units {
		x := survey.Unit{ID: u.ID, Name: u.Name, Team: survey.Path(u.Name), Eligible: u.Eligible}
		if u.ID == survey.Organisation.ID() {
			x.Team = survey.Organisation
		}
		for _, t := range u.Teams {
			x.Teams = append(x.Teams, survey.Path(t))
		}
		units = append(units, x)
	}
	return units
}

// closed adds what the close published: CodeNotFound before it.
func (o *opened) closed(ctx context.Context, w *audit.Wave) error {
	id := w.Survey.ID
	raw, err := o.store.ClosingRecord(ctx, id)
	if err != nil {
		return err
	}
	record, err := ballot.ParseClosingRecord(raw)
	if err != nil {
		return err
	}
	w.Survey.ClosedAt, w.ReleaseHash = record.Closed, record.ReleaseHash
	for _, b := range record.Blocks {
		w.Counts = append(w.Counts, audit.Count(b))
	}
	if w.Spent, err = o.store.SpentCounts(ctx, id); err != nil {
		return err
	}
	comments, err := o.store.CommentCounts(ctx, id)
	if err != nil {
		return err
	}
	for _, c := range comments {
		w.Comments = append(w.Comments, audit.Comments(c))
	}
	return o.released(ctx, w)
}

// released adds the release, with its hash computed anew and the rows that CSV
// and workbook have of it.
func (o *opened) released(ctx context.Context, w *audit.Wave) error {
	raw, err := o.store.Release(ctx, w.Survey.ID)
	if err != nil {
		return err
	}
	r := new(analytics.Release)
	if err := json.Unmarshal(raw, r); err != nil {
		return fmt.Errorf("read the release: %w", err)
	}
	w.Releases = []*analytics.Release{r}
	w.Columns, w.Exported = reports.Columns(), exported(r)
	w.Hash, err = r.Hash()
	return err
}

// errEnough ends reports.Rows early.
var errEnough = errors.New("no more rows are wanted")

// exported are the rows of CSV and of the workbook's sheet Data.
func exported(r *analytics.Release) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		row := make([]string, len(reports.Columns()))
		err := reports.Rows(r, func(cells []reports.Value) error {
			for i, c := range cells {
				row[i] = c.String()
			}
			if !yield(row, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(nil, err)
		}
	}
}
