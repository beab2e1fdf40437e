package life_test

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

// splitDraft makes a draft whose key is split.
func (w *world) splitDraft(closes string) survey.Survey {
	w.t.Helper()
	sv, err := w.life.Create(w.t.Context(), life.Draft{Name: "Split", BuiltIn: "P6", Closes: closes, Split: true}, life.CommandLine)
	w.check(err)
	return sv
}

func (w *world) take(id string, h ballot.Holder) string {
	w.t.Helper()
	text, err := w.life.TakeShare(w.t.Context(), id, h, life.CommandLine)
	w.check(err)
	return text
}

// openSplit opens a split survey and returns its shares.
func (w *world) openSplit(closes string) (survey.Survey, map[ballot.Holder]string) {
	w.t.Helper()
	sv := w.splitDraft(closes)
	shares := map[ballot.Holder]string{}
	for _, h := range ballot.Holders() {
		shares[h] = w.take(sv.ID, h)
	}
	sv, err := w.life.Open(w.t.Context(), sv.ID, life.CommandLine)
	w.check(err)
	return sv, shares
}

func (w *world) give(id, text string, holder ballot.Holder) (survey.Survey, error) {
	return w.life.GiveShare(w.t.Context(), id, text, holder, life.CommandLine)
}

func TestASplitSurveyIsCountedWhenBothSharesAreGiven(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 25})
		sv, shares := w.openSplit("7d")
		people, links := browsers{}, w.links(sv.ID)
		people.answerAll(w, links[:20], 2)
		people.answerAll(w, links[:5], 5)
		if w.mix(sv.ID) {
			t.Error("it was mixed: then somebody could open it")
		}
		if _, err := w.give(sv.ID, shares[ballot.HeldByHR], ""); code(err) != survey.CodeRefused {
			t.Errorf("a share while people vote: %v", err)
		}
		w.now = sv.Closes
		w.check(w.life.CloseDue(t.Context()))
		if now := w.survey(sv.ID); now.State != survey.Open || !now.Waits(w.now) {
			t.Fatalf("after its end, without shares: %+v", now)
		}
		if err := w.answer(links[21].URL, 3); code(err) != survey.CodeClosed {
			t.Errorf("a ballot while shares are awaited: %v", err)
		}
		now, err := w.give(sv.ID, shares[ballot.HeldByAuditor], ballot.HeldByAuditor)
		w.check(err)
		given, err := w.life.SharesGiven(sv.ID)
		w.check(err)
		if now.State != survey.Open || !slices.Equal(given, []ballot.Holder{ballot.HeldByAuditor}) {
			t.Errorf("after one share: %s, given by %v", now.State, given)
		}
		w.check(w.life.CloseDue(t.Context()))
		now, err = w.give(sv.ID, shares[ballot.HeldByHR], ballot.HeldByHR)
		w.check(err)
		if now.State != survey.Closed {
			t.Errorf("after both shares it is %s", now.State)
		}
		w.counted(sv, 20, (15*2.0+5*5.0)/20)
		if _, err := w.give(sv.ID, shares[ballot.HeldByHR], ""); code(err) != survey.CodeClosed {
			t.Errorf("a share of a counted survey: %v", err)
		}
	})
}

// Nobody who has the directory and the database while it is open, and no single
// share with them, opens the box.
func TestWhileASplitSurveyIsOpenNothingHereOpensItsBox(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 12})
		sv, shares := w.openSplit("7d")
		for h, text := range shares {
			one, err := ballot.OpenDirectory(t.TempDir())
			w.check(err)
			w.check(os.CopyFS(one.Path(), os.DirFS(w.keys.Path())))
			share, err := ballot.ParseShare(sv.ID, text)
			w.check(err)
			w.check(one.GiveShare(sv.ID, share))
			var missing *ballot.MissingShareError
			if _, err := one.LoadToOpen(sv.ID, sv.Epoch); !errors.As(err, &missing) || slices.Contains(missing.Holders, h) {
				t.Errorf("with %s's share alone: %v", h, err)
			}
		}
		left, err := filepath.Glob(filepath.Join(w.keys.Path(), sv.ID, "*", "sealing.key"))
		if err != nil || len(left) > 0 {
			t.Errorf("a private key lies there: %v %v", left, err)
		}
	})
}

func TestASplitSurveyOpensWhenBothHaveTakenTheirShare(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 12})
		sv := w.splitDraft("7d")
		refused := func(missing string) {
			t.Helper()
			_, err := w.life.Open(t.Context(), sv.ID, life.CommandLine)
			if code(err) != survey.CodeRefused || !strings.Contains(err.Error(), missing) {
				t.Errorf("want a refusal that names %s: %v", missing, err)
			}
		}
		refused("HR and the auditor")
		first := w.take(sv.ID, ballot.HeldByHR)
		if _, err := w.life.TakeShare(t.Context(), sv.ID, ballot.HeldByHR, life.CommandLine); code(err) != survey.CodeRefused {
			t.Errorf("it is shown twice: %v", err)
		}
		refused("missing: the auditor")
		w.check(w.life.RenewShares(t.Context(), sv.ID, life.CommandLine))
		refused("HR and the auditor")
		second := w.take(sv.ID, ballot.HeldByHR)
		auditors := w.take(sv.ID, ballot.HeldByAuditor)
		if first == second {
			t.Error("the new share is the old one")
		}
		_, err := w.life.Open(t.Context(), sv.ID, life.CommandLine)
		w.check(err)
		for what, do := range map[string]func() error{
			"taking": func() error {
				_, err := w.life.TakeShare(t.Context(), sv.ID, ballot.HeldByHR, life.CommandLine)
				return err
			},
			"renewing": func() error { return w.life.RenewShares(t.Context(), sv.ID, life.CommandLine) },
		} {
			if err := do(); code(err) != survey.CodeRefused {
				t.Errorf("%s a share of an open survey: %v", what, err)
			}
		}
		w.now = sv.Created.Add(8 * 24 * time.Hour)
		for name, text := range map[string]string{"the old share": first, "another share's check": mistyped(second)} {
			if _, err := w.give(sv.ID, text, ""); code(err) != survey.CodeBadRequest {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := w.give(sv.ID, auditors, ballot.HeldByHR); code(err) != survey.CodeBadRequest || !strings.Contains(err.Error(), "the auditor") {
			t.Errorf("the auditor's share from HR: %v", err)
		}
		for _, text := range []string{second, auditors} {
			_, err := w.give(sv.ID, text, "")
			w.check(err)
		}
		if now := w.survey(sv.ID); now.State != survey.Closed {
			t.Errorf("after all that it is %s", now.State)
		}
	})
}

func mistyped(text string) string { return "AAAA" + text[4:] }

func TestASplitSurveyThatIsEndedEarlyTakesNoBallotsAndKeepsItsReason(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 12})
		sv, shares := w.openSplit("7d")
		people, links := browsers{}, w.links(sv.ID)
		people.answerAll(w, links[:10], 4)
		w.now = start.Add(time.Hour)
		if _, err := w.life.Close(t.Context(), sv.ID, "", life.CommandLine); code(err) != survey.CodeRefused {
			t.Errorf("early without a reason: %v", err)
		}
		ended, err := w.life.Close(t.Context(), sv.ID, "the plant burns", life.CommandLine)
		w.check(err)
		if ended.State != survey.Open || !ended.Ended.Equal(w.now) || ended.TakesBallots(w.now) || !reflect.DeepEqual(ended, w.survey(sv.ID)) {
			t.Errorf("it is %+v", ended)
		}
		other := ballot.NewOffice(w.keys, w.store, w.store, w.store, func() time.Time { return w.now })
		for _, office := range []*ballot.Office{w.office, other} { // one has its desk in memory
			w.office = office
			if err := w.answer(links[11].URL, 3); code(err) != survey.CodeClosed {
				t.Errorf("a ballot after the early end: %v", err)
			}
		}
		w.now = w.now.Add(time.Hour)
		for _, text := range shares {
			_, err := w.give(sv.ID, text, "")
			w.check(err)
		}
		steps, err := w.store.Transitions(t.Context(), sv.ID)
		w.check(err)
		if last := steps[len(steps)-1]; last.To != survey.Closed || last.Reason != "the plant burns" {
			t.Errorf("its end is recorded as %+v", last)
		}
		w.counted(sv, 10, 4)
	})
}

func TestBothSharesGivenInTheSameMomentCountOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 12})
		sv, shares := w.openSplit("7d")
		w.now = sv.Closes
		var all sync.WaitGroup
		for h, text := range shares {
			all.Go(func() {
				if _, err := w.give(sv.ID, text, h); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if now := w.survey(sv.ID); now.State != survey.Closed {
			t.Errorf("it is %s", now.State)
		}
	})
}

// Shares are renewed while the survey is being opened: either it opens with keys
// whose shares were taken, or not at all.
func TestAnOpeningThatMeetsNewSharesIsRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 12})
		sv := w.splitDraft("7d")
		w.take(sv.ID, ballot.HeldByHR)
		w.take(sv.ID, ballot.HeldByAuditor)
		between := life.New(renewing{w.store, w.life}, w.keys, "https://x", func() time.Time { return w.now }, rand.Reader)
		if _, err := between.Open(t.Context(), sv.ID, life.CommandLine); code(err) != survey.CodeRefused {
			t.Errorf("it opened with keys whose shares nobody has: %v", err)
		}
	})
}

// renewing is a store whose openings come after somebody renewed the shares and
// both were taken again.
type renewing struct {
	life.Store
	life *life.Life
}

func (r renewing) OpenSurvey(ctx context.Context, o life.Opening) error {
	if err := r.life.RenewShares(ctx, o.Survey.ID, life.CommandLine); err != nil {
		return err
	}
	for _, h := range ballot.Holders() {
		if _, err := r.life.TakeShare(ctx, o.Survey.ID, h, life.CommandLine); err != nil {
			return err
		}
	}
	return r.Store.OpenSurvey(ctx, o)
}

func TestSurveysWhoseKeyIsNotSplitHaveNoShares(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 12})
		draft := w.draft("Plain", "7d", false)
		if _, err := w.life.TakeShare(t.Context(), draft.ID, ballot.HeldByHR, life.CommandLine); code(err) != survey.CodeRefused {
			t.Errorf("taking one: %v", err)
		}
		if err := w.life.RenewShares(t.Context(), draft.ID, life.CommandLine); code(err) != survey.CodeRefused {
			t.Errorf("renewing them: %v", err)
		}
		if _, err := w.give(draft.ID, "", ""); code(err) != survey.CodeRefused {
			t.Errorf("giving one: %v", err)
		}
		if _, err := os.Stat(filepath.Join(w.keys.Path(), draft.ID)); !os.IsNotExist(err) {
			t.Errorf("keys were made: %v", err)
		}
	})
}

// What is said of shares in the audit log names whose it is and never what.
func TestNoShareIsRecorded(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 12})
		sv, shares := w.openSplit("7d")
		w.now = sv.Closes
		for h, text := range shares {
			_, err := w.give(sv.ID, text, h)
			w.check(err)
		}
		entries, err := w.store.Entries(t.Context(), 100, 0)
		w.check(err)
		seen := 0
		for _, e := range entries {
			for _, text := range shares {
				if strings.Contains(e.Detail+e.Object, text[:9]) {
					t.Errorf("the audit log has a share: %+v", e)
				}
			}
			if strings.HasSuffix(e.Action, "share") {
				seen++
			}
		}
		if seen != 4 {
			t.Errorf("%d entries speak of shares, want 4", seen)
		}
	})
}
