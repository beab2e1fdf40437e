package life_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teamtrust/analytics"
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

// HR replaced a link after the backup that was put back, and its holder used
// both: the database knows of one.
func TestALinkThatWasReplacedAfterTheBackupIsReplacedAgain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 9, "Beta": 9})
		sv := w.open("7d")
		links := w.links(sv.ID)
		for _, l := range links {
			w.check(w.answer(l.URL, 3))
		}
		held := links[0]
		was, err := w.store.Invited(t.Context(), sv.ID, held.Person)
		w.check(err)
		link, err := w.life.Replace(t.Context(), sv.ID, held.Person, "phone lost", life.CommandLine)
		w.check(err)
		w.check(w.answer(link, 5))
		w.exec("DELETE FROM replacements", "UPDATE surveys SET restored = 1772438400",
			fmt.Sprintf("UPDATE invitations SET hash = '%s', replaced = '0' WHERE survey = '%s' AND person = '%s'", was.Hash, sv.ID, held.Person))

		_, err = w.life.Close(t.Context(), sv.ID, "test", life.CommandLine)
		if code(err) != survey.CodeRefused || !strings.Contains(err.Error(), held.Team) || !strings.Contains(err.Error(), "survey replace") {
			t.Fatalf("a close with a ballot too many says %v", err)
		}
		_, err = w.life.Replace(t.Context(), sv.ID, held.Person, "again", life.CommandLine)
		w.check(err)
		_, err = w.life.Close(t.Context(), sv.ID, "test", life.CommandLine)
		w.check(err)
		raw, err := w.store.Release(t.Context(), sv.ID)
		w.check(err)
		var r analytics.Release
		w.check(json.Unmarshal(raw, &r))
		f, _ := r.Figure(survey.Path(held.Team))
		if f == nil || *f.N != len(links)/2+1 || r.Replaced(f) != 2 {
			t.Errorf("%s is %+v", held.Team, f)
		}
		v, err := w.life.Verify(t.Context(), sv.ID, life.Verifying{Step: func() {}}, life.CommandLine)
		if err != nil || len(v.Failed()) > 0 {
			t.Errorf("verify finds %v, %v", v.Failed(), err)
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

// Who puts a state from before a close back has a survey that is open and cannot
// be read. Its results were out all the same.
func TestASurveyThatWasCountedBeforeKeepsOthersAtADistance(t *testing.T) {
	for name, c := range map[string]struct {
		lose func(w *world, id string) error
		want survey.Code
	}{
		"a key is lost":          {func(w *world, id string) error { return os.Remove(filepath.Join(w.keys.Path(), id, "receipt.key")) }, ""},
		"all keys are lost":      {func(w *world, id string) error { return os.RemoveAll(filepath.Join(w.keys.Path(), id)) }, ""},
		"a close destroyed them": {func(w *world, id string) error { return w.keys.DestroyClosed(id) }, survey.CodeRefused},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				w.staff(map[string]int{"Sales": 9})
				sv := w.open("7d")
				w.check(c.lose(w, sv.ID))
				_, err := w.life.CloseWithoutBallots(t.Context(), sv.ID, life.Without{Reason: "put back", NoKeys: true}, life.CommandLine)
				w.check(err)
				if _, err := w.life.Open(t.Context(), w.draft("Again", "7d", false).ID, life.CommandLine); code(err) != c.want {
					t.Errorf("a new survey a moment later: %v", err)
				}
			})
		})
	}
}
