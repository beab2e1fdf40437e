package server

import (
	"context"
	"sort"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/web"
)

// closedSurveys are the surveys with a release, newest close first, and the
// one that is open now (nil for none). Rehearsals are among them: pages mark
// them, and nothing ever adds the two kinds up.
func (s *Server) closedSurveys(ctx context.Context) (closed []survey.Survey, open *survey.Survey, err error) {
	all, err := s.Store.Surveys(ctx)
	if err != nil {
		return nil, nil, err
	}
	for i := range all {
		switch all[i].State {
		case survey.Closed:
			if !all[i].Lost { // there is nothing to read in it
				closed = append(closed, all[i])
			}
		case survey.Open:
			if open == nil || open.Rehearsal && !all[i].Rehearsal {
				open = &all[i]
			}
		}
	}
	sort.SliceStable(closed, func(i, j int) bool { return closed[i].ClosedAt.After(closed[j].ClosedAt) })
	return closed, open, nil
}

// pick chooses the survey of a page: the one that was asked for, else the
// newest real one, else the newest rehearsal. The zero Survey means none.
func pick(closed []survey.Survey, id string) (survey.Survey, error) {
	if id != "" {
		for _, sv := range closed {
			if sv.ID == id {
				return sv, nil
			}
		}
		return survey.Survey{}, survey.Errorf(survey.CodeNotFound, "There is no closed survey %q.", id)
	}
	for _, sv := range closed {
		if !sv.Rehearsal {
			return sv, nil
		}
	}
	if len(closed) > 0 {
		return closed[0], nil
	}
	return survey.Survey{}, nil
}

// result loads what the release of a survey says.
func (s *Server) result(ctx context.Context, sv survey.Survey, lang string) (result, error) {
	p, err := s.release(ctx, sv)
	if err != nil {
		return result{}, err
	}
	return result{published: p, survey: sv, form: p.comparable.Form, lang: lang}, nil
}

func picker(action string, hidden []web.Field, closed []survey.Survey, picked survey.Survey) web.Picker {
	p := web.Picker{Action: action, Hidden: hidden}
	for _, sv := range closed {
		p.List = append(p.List, web.Choice{ID: sv.ID, Name: sv.Name, ClosedAt: sv.ClosedAt, Selected: sv.ID == picked.ID})
	}
	return p
}

func running(open *survey.Survey) *web.Running {
	if open == nil {
		return nil
	}
	return &web.Running{Name: open.Name, Closes: open.Closes}
}

// unreleased is the standing of a page without any closed survey.
func unreleased(open *survey.Survey) web.Standing {
	if open != nil {
		return web.Standing{State: web.StateOpen}
	}
	return web.Standing{State: web.StateNone}
}

// comments are the released comments that are labelled with a team, by prompt
// in questionnaire order.
func (s *Server) comments(ctx context.Context, r result, team survey.Path) ([]web.CommentGroup, error) {
	all, err := s.Store.Comments(ctx, r.survey.ID)
	if err != nil {
		return nil, err
	}
	var out []web.CommentGroup
	for _, p := range r.form.Comments {
		g := web.CommentGroup{Prompt: r.phrase(p.Text), From: string(team), Texts: texts(all, p.ID, team)}
		if len(g.Texts) > 0 {
			out = append(out, g)
		}
	}
	return out, nil
}

func texts(all []life.Comment, prompt string, team survey.Path) []string {
	var out []string
	for _, c := range all {
		if c.Prompt == prompt && c.Team == team {
			out = append(out, c.Text)
		}
	}
	return out
}
