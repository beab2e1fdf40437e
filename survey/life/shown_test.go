package life_test

import (
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/life"
)

func TestHRSetsWhenOthersReadTheResults(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 6})
		sv, ctx := w.open("2d"), t.Context()
		later := start.Add(5 * 24 * time.Hour)
		for _, wrong := range []time.Time{start, start.Add(-time.Hour), start.Add(733 * 24 * time.Hour)} {
			if err := w.life.Show(ctx, sv.ID, life.Everybody(), wrong, life.CommandLine); code(err) != survey.CodeBadRequest {
				t.Errorf("%v: error %v, want bad_request", wrong, err)
			}
		}
		w.check(w.life.Show(ctx, sv.ID, life.Everybody(), later.Add(700*time.Millisecond), life.CommandLine))
		w.now = start.Add(3 * 24 * time.Hour)
		_, err := w.life.Close(ctx, sv.ID, "", life.System)
		w.check(err)
		for at, held := range map[time.Time]bool{w.now: true, later.Add(-time.Second): true, later: false} {
			if got, err := w.store.Survey(ctx, sv.ID); err != nil || got.Held(survey.Employees, "Alpha", at) != held {
				t.Errorf("at %v the release is held: %v (%v), want %v", at, got.Held(survey.Employees, "Alpha", at), err, held)
			}
		}
		w.check(w.life.Show(ctx, sv.ID, life.Everybody(), time.Time{}, life.CommandLine))
		if err := w.life.Show(ctx, sv.ID, life.Everybody(), later, life.CommandLine); code(err) != survey.CodeRefused {
			t.Errorf("taken back: error %v, want refused", err)
		}
		entries, err := w.store.EntriesOf(ctx, "set when results are shown", 10)
		w.check(err)
		if len(entries) != 2 || entries[0].Detail != "at once" || entries[1].Detail != later.Format(time.RFC3339) || entries[1].Object != sv.ID {
			t.Errorf("the audit log has %+v", entries)
		}
	})
}

func TestTheLogSaysForWhomResultsAreShownWhen(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 6})
		sv, ctx, at := w.open("2d"), t.Context(), start.Add(24*time.Hour)
		alpha := life.Audience{Team: "Alpha", Readers: []survey.Reader{survey.Managers}}
		w.check(w.life.Show(ctx, sv.ID, alpha, at, life.CommandLine))
		w.check(w.life.Unshow(ctx, sv.ID, alpha, life.CommandLine))
		entries, err := w.store.EntriesOf(ctx, "set when results are shown", 10)
		w.check(err)
		if len(entries) != 2 || entries[1].Detail != "Alpha: manager: "+at.Format(time.RFC3339) || entries[0].Detail != "Alpha: manager: as the team above" {
			t.Errorf("the audit log has %+v", entries)
		}
		if now, err := w.store.Survey(ctx, sv.ID); err != nil || len(now.Showings) != 0 {
			t.Errorf("the survey keeps %v (%v)", now.Showings, err)
		}
	})
}
