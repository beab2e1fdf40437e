package life_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/life"
)

// published is all that anybody can read of a closed survey.
func (w *world) published(id string) string {
	w.t.Helper()
	var out bytes.Buffer
	x, err := w.life.Export(w.t.Context(), id)
	w.check(err)
	w.check(x.Write(&out))
	release, err := w.store.Release(w.t.Context(), id)
	w.check(err)
	comments, err := w.store.Comments(w.t.Context(), id)
	w.check(err)
	bands, err := w.store.LastBands(w.t.Context(), id)
	w.check(err)
	return fmt.Sprintf("%s\n%s\n%v\n%v", &out, release, comments, bands)
}

// Late answers, people who leave, ballots that are deleted and whatever runs by
// the clock move averages in other products, and the difference is one person's
// answer.
func TestNothingAfterTheCloseMovesWhatWasReleased(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.staff(map[string]int{"Alpha": 8, "Beta": 7})
		sv := w.open("7d")
		links := w.links(sv.ID)
		for i, l := range links[1:] {
			w.check(w.answer(l.URL, 2+i%3))
		}
		w.now = sv.Closes
		w.check(w.life.CloseDue(ctx))
		released := w.published(sv.ID)
		refused := func(err error, want ...survey.Code) error {
			for _, c := range want {
				if code(err) == c {
					return nil
				}
			}
			return fmt.Errorf("it is answered with %v, want %v", err, want)
		}
		for _, event := range []struct {
			name string
			do   func() error
		}{
			{"a late answer", func() error { return refused(w.answer(links[0].URL, 5), survey.CodeClosed) }},
			{"another close", func() error {
				_, err := w.life.Close(ctx, sv.ID, "again", life.CommandLine)
				return refused(err, survey.CodeClosed)
			}},
			{"a close without ballots", func() error {
				_, err := w.life.CloseWithoutBallots(ctx, sv.ID, life.Without{Reason: "lost", NoKeys: true}, life.CommandLine)
				return refused(err, survey.CodeClosed)
			}},
			{"a new link", func() error {
				_, err := w.life.Replace(ctx, sv.ID, links[1].Person, "lost", life.CommandLine)
				return refused(err, survey.CodeRefused)
			}},
			{"somebody leaves and others join", func() error { w.staff(map[string]int{"Alpha": 7, "Gamma": 9}); return nil }},
			{"a day later", func() error { w.now = w.now.Add(24 * time.Hour); return w.life.RefreshBands(ctx) }},
			{"a mix", func() error { return w.life.MixAll(ctx) }},
			{"a start", func() error { return w.life.Recover(ctx) }},
			{"the ballots are deleted", func() error {
				n, err := w.store.DeleteBallots(ctx, w.now.Add(time.Hour))
				if err == nil && n != len(links)-1 {
					err = fmt.Errorf("%d were deleted", n)
				}
				return err
			}},
			{"a close by the clock", func() error { w.now = w.now.Add(40 * 24 * time.Hour); return w.life.CloseDue(ctx) }},
		} {
			if err := event.do(); err != nil {
				t.Fatalf("%s: %v", event.name, err)
			}
			if w.published(sv.ID) != released {
				t.Fatalf("%s: what is published is another", event.name)
			}
		}
	})
}
