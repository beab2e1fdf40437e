package life_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"teamtrust/analytics"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

// epochs are the folders of a survey's epochs in the key directory.
func (w *world) epochs(id string) (names []string) {
	w.t.Helper()
	entries, err := os.ReadDir(filepath.Join(w.keys.Path(), id))
	w.check(err)
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

func (w *world) survey(id string) survey.Survey {
	w.t.Helper()
	sv, err := w.store.Survey(w.t.Context(), id)
	w.check(err)
	return sv
}

// browsers keep everybody's credential, so that people can change their mind.
type browsers map[string]ballot.Credential

// answerAll casts a ballot for each link, with every answer v, in place of the
// one that was cast before.
func (b browsers) answerAll(w *world, links []life.Link, v int) {
	w.t.Helper()
	ctx := w.t.Context()
	client := ballot.NewClient("http://office", &http.Client{Transport: officeTransport{w.office}}, rand.Reader)
	for _, l := range links {
		link, err := ballot.ParseLink(l.URL)
		w.check(err)
		m, err := client.Manifest(ctx, link.Survey, link.Hash)
		w.check(err)
		if _, known := b[l.URL]; !known {
			blinding, err := ballot.NewBlinding(rand.Reader)
			w.check(err)
			b[l.URL], err = client.Collect(ctx, m, link.Secret, blinding)
			w.check(err)
		}
		answers := survey.Answers{}
		for _, it := range m.Questionnaire.Items {
			answers[it.ID] = survey.Answer{Value: v}
		}
		box, err := m.NewBox(b[l.URL], answers, nil, rand.Reader)
		w.check(err)
		_, err = client.Cast(ctx, m, box)
		w.check(err)
	}
}

func (w *world) mix(id string) bool {
	w.t.Helper()
	mixed, err := w.life.Mix(w.t.Context(), id)
	w.check(err)
	return mixed
}

func TestABoxIsMixedOnceTwiceTheMinimumGroupIsNew(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 40})
		sv := w.open("7d")
		links, people := w.links(sv.ID), browsers{}
		for _, step := range []struct {
			what  string
			links []life.Link
			want  bool
		}{
			{"an empty box", nil, false},
			{"nine ballots", links[:9], false},
			{"ballots that replace others are not new", links[:9], false},
			{"ten ballots", links[9:10], true},
			{"the same ten", nil, false},
			{"nine more", links[10:19], false},
			{"ten more", links[19:20], true},
		} {
			people.answerAll(w, step.links, 3)
			before := w.survey(sv.ID).Epoch
			if mixed := w.mix(sv.ID); mixed != step.want {
				t.Errorf("%s: mixed %v, want %v", step.what, mixed, step.want)
			}
			now := w.survey(sv.ID).Epoch
			if (now != before) != step.want || !slices.Equal(w.epochs(sv.ID), []string{now}) {
				t.Errorf("%s: epoch %s became %s, keys of %v are there", step.what, before, now, w.epochs(sv.ID))
			}
		}
	})
}

func TestWhenTheKeysOfAnEpochWereDestroyedIsRecorded(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 12})
		sv := w.open("7d")
		browsers{}.answerAll(w, w.links(sv.ID), 4)
		w.now = start.Add(time.Hour)
		w.mix(sv.ID)
		left, err := w.store.Epochs(t.Context(), sv.ID)
		w.check(err)
		if want := []life.Epoch{{Survey: sv.ID, Epoch: ballot.FirstEpoch, Destroyed: w.now}}; !slices.Equal(left, want) {
			t.Errorf("recorded %v, want %v", left, want)
		}
	})
}

func TestOnlyABoxThatTakesBallotsIsMixed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 12})
		sv := w.open("1h")
		browsers{}.answerAll(w, w.links(sv.ID), 4)
		w.now = sv.Closes
		w.check(w.life.MixAll(t.Context()))
		if got := w.survey(sv.ID); got.Epoch != ballot.FirstEpoch {
			t.Errorf("after its planned end it went to epoch %s", got.Epoch)
		}
		w.check(w.life.CloseDue(t.Context()))
		if _, err := w.life.Mix(t.Context(), sv.ID); code(err) != survey.CodeClosed {
			t.Errorf("a closed survey: %v", err)
		}
	})
}

// One box whose keys are gone does not keep the others from being mixed.
func TestMixAllGoesOnAfterAFailure(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 12})
		var ids []string
		for _, name := range []string{"A", "B", "C"} {
			sv, err := w.life.Open(t.Context(), w.draft(name, "7d", true).ID, life.CommandLine)
			w.check(err)
			links, err := w.life.Rehearse(t.Context(), sv.ID)
			w.check(err)
			browsers{}.answerAll(w, links, 3)
			ids = append(ids, sv.ID)
		}
		lost := filepath.Join(w.keys.Path(), ids[1], ballot.FirstEpoch, "sealing.key")
		w.check(os.Remove(lost))
		if err := w.life.MixAll(t.Context()); err == nil || !strings.Contains(err.Error(), lost) {
			t.Errorf("nobody is told which key is missing: %v", err)
		}
		for i, id := range ids {
			if mixed := w.survey(id).Epoch != ballot.FirstEpoch; mixed != (i != 1) {
				t.Errorf("survey %d: mixed %v", i, mixed)
			}
		}
	})
}

// crashing is a store whose process dies at one point of a mix.
type crashing struct {
	life.Store
	at string
}

var errCrash = errors.New("the process died")

func (c crashing) MixBox(ctx context.Context, id string, mix func(life.Mixing) (life.Mixed, error)) error {
	err := c.Store.MixBox(ctx, id, func(m life.Mixing) (life.Mixed, error) {
		mixed, err := mix(m)
		if err == nil && c.at == "before the commit" {
			err = errCrash
		}
		return mixed, err
	})
	if err == nil && c.at == "after the commit" {
		err = errCrash
	}
	return err
}

func (c crashing) EpochDestroyed(ctx context.Context, e life.Epoch) error {
	if c.at == "before the record" {
		return errCrash
	}
	return c.Store.EpochDestroyed(ctx, e)
}

// Between any two steps of a mix the process may die. People vote on, another
// process finishes, and no ballot is lost or counted twice.
func TestAMixThatDiesAtAnyPointLosesNoBallot(t *testing.T) {
	for _, point := range []string{"before the commit", "after the commit", "before the record"} {
		t.Run(point, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				w.staff(map[string]int{"Alpha": 25})
				sv := w.open("7d")
				links, people := w.links(sv.ID), browsers{}
				people.answerAll(w, links[:12], 2)
				dying := life.New(crashing{w.store, point}, w.keys, "https://x", func() time.Time { return w.now }, rand.Reader)
				if _, err := dying.Mix(t.Context(), sv.ID); !errors.Is(err, errCrash) {
					t.Fatalf("it did not die: %v", err)
				}
				people.answerAll(w, links[6:20], 5) // six of them change their mind
				w.check(w.life.Recover(t.Context()))
				if now := w.survey(sv.ID).Epoch; point != "before the commit" && !slices.Equal(w.epochs(sv.ID), []string{now}) {
					t.Errorf("after the recovery keys of %v are there, the box is in %s", w.epochs(sv.ID), now)
				}
				w.mix(sv.ID)
				people.answerAll(w, links[20:22], 5)
				w.counted(sv, 22, (6*2.0+16*5.0)/22)
			})
		})
	}
}

// counted closes a survey and compares what was counted.
func (w *world) counted(sv survey.Survey, ballots int, mean float64) {
	w.t.Helper()
	w.now = sv.Closes
	w.check(w.life.CloseDue(w.t.Context()))
	raw, err := w.store.Release(w.t.Context(), sv.ID)
	w.check(err)
	var r analytics.Release
	w.check(json.Unmarshal(raw, &r))
	if r.Cast == nil || *r.Cast != ballots {
		w.t.Fatalf("%v ballots were counted, want %d", r.Cast, ballots)
	}
	got := 0.0
	for b, err := range w.store.Ballots(w.t.Context(), sv.ID) {
		w.check(err)
		for _, a := range b.Answers {
			got += float64(a.Value) / float64(ballots*len(b.Answers))
		}
	}
	if fmt.Sprintf("%.6f", got) != fmt.Sprintf("%.6f", mean) {
		w.t.Errorf("the answers have the mean %f, want %f", got, mean)
	}
	if left := w.epochs(sv.ID); len(left) > 0 {
		w.t.Errorf("keys of %v are left", left)
	}
}

// A backup of the database from before a mix is noise: its keys are gone. The
// keys of the newer epoch are left alone all the same.
func TestADatabaseFromBeforeAMixDoesNotOpenAndDestroysNothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 12})
		sv := w.open("7d")
		browsers{}.answerAll(w, w.links(sv.ID), 4)
		w.mix(sv.ID)
		now := w.survey(sv.ID).Epoch
		_, err := w.store.SQL().Exec("UPDATE surveys SET epoch = '0', mixed = 0")
		w.check(err)
		var missing *ballot.MissingKeyError
		if _, err := w.life.Mix(t.Context(), sv.ID); !errors.As(err, &missing) {
			t.Errorf("the mix: %v", err)
		}
		w.now = sv.Closes
		if err := w.life.CloseDue(t.Context()); !errors.As(err, &missing) {
			t.Errorf("the close: %v", err)
		}
		w.check(w.life.Recover(t.Context()))
		if !slices.Equal(w.epochs(sv.ID), []string{now}) {
			t.Errorf("keys of %v are left, want %s", w.epochs(sv.ID), now)
		}
	})
}
