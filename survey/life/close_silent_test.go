package life_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/life"
)

// broken is a source of randomness that panics, with something that no log may
// have in its text.
type broken struct{}

func (broken) Read([]byte) (int, error) { panic(errors.New("answer-of-a-person")) }

func TestAPanicDuringTheCountLeavesTheSurveyOpenAndSaysNothingOfABallot(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 8})
		sv := w.open("7d")
		w.now = sv.Closes
		failing := life.New(w.store, w.keys, "https://trust.example.org", func() time.Time { return w.now }, broken{})
		_, err := failing.Close(t.Context(), sv.ID, "", life.System)
		if err == nil || !strings.HasPrefix(err.Error(), "close survey "+sv.ID+": panic of type ") || strings.Contains(err.Error(), "answer-of-a-person") {
			t.Errorf("got %v", err)
		}
		if now, err := w.store.Survey(t.Context(), sv.ID); err != nil || now.State != survey.Open {
			t.Errorf("the survey is %s (%v)", now.State, err)
		}
		if _, err := w.life.Close(t.Context(), sv.ID, "", life.System); err != nil {
			t.Errorf("it cannot be closed afterwards: %v", err)
		}
	})
}
