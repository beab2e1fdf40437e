package ballot

import (
	"crypto/rand"
	"strings"
	"testing"

	"teamtrust/survey"
)

// What stops a close is logged, and kept with a job: it must not repeat the
// ballot that it met.
func TestABallotThatDoesNotFitIsNotRepeated(t *testing.T) {
	const remark = "a remark that only one person writes"
	w := newWorld(t)
	q := testQuestionnaire()
	b := boxBody{unit: "unit-a", nonce: make([]byte, NonceSize), token: make([]byte, TokenSize), salt: encode(make([]byte, SaltSize)),
		commitment: make([]byte, 32), answers: survey.Answers{q.Items[0].ID: {Value: 5}}, comments: map[string]string{q.Comments[0].ID: remark}}
	row, err := w.desk.row(b.nonce, func(dst []byte) ([]byte, error) { return w.desk.layout.append(dst, &b) })
	if err != nil {
		t.Fatal(err)
	}
	narrow, short := testQuestionnaire(), testQuestionnaire()
	narrow.Scale.Lo, narrow.Scale.Hi = 11, 15 // the byte says 15
	short.Items[0].ID = "OTHER1"
	keys := must(w.dir.LoadToOpen("spring-2026", FirstEpoch))(t)
	for name, asked := range map[string]*survey.Questionnaire{"a commitment of other answers": q, "another scale": narrow, "another item": short} {
		_, err := OpenAll(keys, asked, each([]Staged{row}), rand.Reader)
		if err == nil || survey.CodeOf(err) != survey.CodeInternal {
			t.Fatalf("%s: %v", name, err)
		}
		for _, content := range []string{remark, "15", encode(b.nonce), q.Items[0].ID} {
			if strings.Contains(strings.ReplaceAll(err.Error(), row.Key, ""), content) {
				t.Errorf("%s: the error repeats %q: %v", name, content, err)
			}
		}
	}
}

func TestAPanicOverARowIsAnErrorThatNamesItAlone(t *testing.T) {
	w := newWorld(t)
	w.fill(t, "unit-a", 1)
	keys := must(w.dir.LoadToOpen("spring-2026", FirstEpoch))(t)
	for row := range w.store.rows {
		o := opener{keys: keys, layout: layout{size: w.desk.layout.size}} // without a questionnaire
		_, err := onAllCores(each([]Staged{row}), o.open)
		if err == nil || !strings.HasPrefix(err.Error(), "row "+row.Key+": panic of type ") || !strings.Contains(err.Error(), "layout") {
			t.Errorf("got %v", err)
		}
	}
}
