package life_test

import (
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

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
