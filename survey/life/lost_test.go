package life_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

// A backup can be of the moment after a close and before the record that its
// keys are destroyed. Where they are gone with the old disk, every command would
// look for them for ever.
func TestASurveyThatWasCountedNeedsItsKeysNoMore(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Sales": 9})
		sv := w.open("7d")
		for _, l := range w.links(sv.ID) {
			w.check(w.answer(l.URL, 3))
		}
		_, err := w.life.Close(t.Context(), sv.ID, "test", life.CommandLine)
		w.check(err)
		before, err := w.store.Release(t.Context(), sv.ID)
		w.check(err)
		giveUp := func(all bool) error {
			_, err := w.life.CloseWithoutBallots(t.Context(), sv.ID, life.Without{Reason: "the old disk", NoKeys: all}, life.CommandLine)
			return err
		}
		if err := giveUp(true); code(err) != survey.CodeClosed {
			t.Errorf("while nothing is looked for: %v", err)
		}
		w.exec("UPDATE surveys SET keys_destroyed = NULL")
		if err := giveUp(true); code(err) != survey.CodeClosed {
			t.Errorf("while the keys are there: %v", err)
		}
		w.check(os.RemoveAll(filepath.Join(w.keys.Path(), sv.ID)))
		var missing *ballot.MissingKeyError
		if err := w.life.Recover(t.Context()); !errors.As(err, &missing) {
			t.Errorf("without its keys a start says %v", err)
		}
		if err := giveUp(false); code(err) != survey.CodeRefused || !strings.Contains(err.Error(), "--no-keys-left") {
			t.Errorf("a directory without any key is taken for the right one: %v", err)
		}
		w.check(giveUp(true))
		w.check(w.life.Recover(t.Context()))
		after, err := w.store.Release(t.Context(), sv.ID)
		w.check(err)
		if closed, err := w.store.Survey(t.Context(), sv.ID); err != nil || closed.Lost || string(before) != string(after) {
			t.Errorf("the results are other ones, or lost: %v, %v", closed.Lost, err)
		}
	})
}

func TestAReasonThatNobodyCanReadIsRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Sales": 9})
		sv := w.open("7d")
		for reason, want := range map[string]string{
			" \n": "needs a reason", "disk\x00": "cannot be shown", "disk \xff": "cannot be shown", "disk \ufffd": "cannot be shown",
			strings.Repeat("x", ballot.MaxReason+1): "shorten it to 500",
		} {
			_, err := w.life.CloseWithoutBallots(t.Context(), sv.ID, life.Without{Reason: reason}, life.CommandLine)
			if code(err) != survey.CodeBadRequest || !strings.Contains(err.Error(), want) {
				t.Errorf("%.12q: %v, want %q", reason, err, want)
			}
		}
	})
}

func (w *world) exec(statements ...string) {
	w.t.Helper()
	for _, x := range statements {
		if _, err := w.store.SQL().Exec(x); err != nil {
			w.t.Fatalf("%s: %v", x, err)
		}
	}
}
