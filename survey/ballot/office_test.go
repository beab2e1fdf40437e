package ballot

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"teamtrust/survey"
)

func collectBodyOf(t testing.TB, m *Manifest, secret []byte, b Blinding) []byte {
	t.Helper()
	blinded := must(m.Blinded(b))(t)
	return must(json.Marshal(map[string]string{"invitation": encode(secret), "blinded": encode(blinded)}))(t)
}

func TestTheElementIsCheckedBeforeTheInvitationIsLookedUp(t *testing.T) {
	w := newWorld(t)
	secret := w.invite("p1", "unit-a")
	body := must(json.Marshal(map[string]string{"invitation": encode(secret), "blinded": encode(make([]byte, 32))}))(t)
	_, err := w.office.Collect(t.Context(), "spring-2026", body)
	wantCode(t, err, survey.CodeBadRequest)
	if w.store.lookups != 0 {
		t.Error("the invitation was looked up")
	}
	if w.store.invitations[SecretHash(secret)].Blinded != "" {
		t.Error("the invitation was used up")
	}
}

func TestCollectIsIdempotentForOneElementAlone(t *testing.T) {
	w := newWorld(t)
	secret := w.invite("p1", "unit-b")
	b := must(NewBlinding(rand.Reader))(t)
	first := must(w.office.Collect(t.Context(), "spring-2026", collectBodyOf(t, w.manifest, secret, b)))(t)
	again := must(w.office.Collect(t.Context(), "spring-2026", collectBodyOf(t, w.manifest, secret, b)))(t)
	if first.Unit != "unit-b" || again.Evaluated != first.Evaluated || again.Unit != first.Unit {
		t.Fatalf("%+v, then %+v", first, again)
	}
	one, two := must(w.manifest.Finalize(b, first))(t), must(w.manifest.Finalize(b, again))(t)
	if string(one.Token) != string(two.Token) {
		t.Error("one invitation gave two tokens")
	}
	other := must(NewBlinding(rand.Reader))(t)
	_, err := w.office.Collect(t.Context(), "spring-2026", collectBodyOf(t, w.manifest, secret, other))
	wantCode(t, err, survey.CodeUsed)
}

func TestACrashAfterTheInvitationWasUsedLocksNobodyOut(t *testing.T) {
	w := newWorld(t)
	secret := w.invite("p1", "unit-a")
	body := collectBodyOf(t, w.manifest, secret, must(NewBlinding(rand.Reader))(t))
	w.store.fail = errors.New("the connection was lost after the commit")
	if _, err := w.office.Collect(t.Context(), "spring-2026", body); err == nil {
		t.Fatal("the failure was hidden")
	}
	restarted := NewOffice(w.dir, w.store, w.store, w.store, w.clock)
	must(restarted.Collect(t.Context(), "spring-2026", body))(t)
}

func TestAnUnknownSecretGetsOneAnswerWhateverItWas(t *testing.T) {
	w := newWorld(t)
	used := w.invite("p1", "unit-a")
	b := must(NewBlinding(rand.Reader))(t)
	must(w.office.Collect(t.Context(), "spring-2026", collectBodyOf(t, w.manifest, used, b)))(t)
	replaced := w.invite("p2", "unit-a")
	delete(w.store.invitations, SecretHash(replaced))
	var texts []string
	for _, secret := range [][]byte{replaced, make([]byte, SecretSize), w.keys.Secret("nobody", 0)} {
		_, err := w.office.Collect(t.Context(), "spring-2026", collectBodyOf(t, w.manifest, secret, b))
		wantCode(t, err, survey.CodeNotFound)
		texts = append(texts, err.Error())
	}
	if texts[0] != texts[1] || texts[1] != texts[2] {
		t.Errorf("the answers differ: %q", texts)
	}
}

func TestASurveyTakesBallotsWhileItIsOpenOnly(t *testing.T) {
	for _, c := range []struct {
		name  string
		state survey.State
		id    string
		code  survey.Code
	}{
		{"a draft does not exist", survey.Draft, "spring-2026", survey.CodeNotFound},
		{"a closed survey is closed", survey.Closed, "spring-2026", survey.CodeClosed},
		{"an unknown survey does not exist", survey.Open, "autumn-2026", survey.CodeNotFound},
		{"an id that is none does not exist", survey.Open, "../keys", survey.CodeNotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			credential := w.credential(t, "unit-a")
			w.store.survey.State = c.state
			_, body := w.box(t, credential, someAnswers, nil)
			_, err := w.office.Cast(t.Context(), c.id, body)
			wantCode(t, err, c.code)
			wantCode(t, w.office.Withdraw(t.Context(), c.id, withdrawal(t, credential)), c.code)
			_, err = w.office.Collect(t.Context(), c.id, collectBodyOf(t, w.manifest, w.invite("p", "unit-a"), must(NewBlinding(rand.Reader))(t)))
			wantCode(t, err, c.code)
			if len(w.store.staged) != 0 {
				t.Error("a row was kept")
			}
		})
	}
}

// A body with several faults is answered with the first in the order of checks,
// which is one for all routes.
func TestFaultsAreToldInOneOrder(t *testing.T) {
	w := newWorld(t)
	c := w.credential(t, "unit-a")
	forged := Credential{Unit: c.Unit, Nonce: c.Nonce, Token: flip(c.Token)}
	box, _ := w.box(t, forged, someAnswers, nil)
	box.Commitment = strings.Repeat("00", 32)
	foreign := box
	foreign.Answers = survey.Answers{"XX": {Value: 1}}
	unknown := collectBodyOf(t, w.manifest, make([]byte, SecretSize), must(NewBlinding(rand.Reader))(t))
	malformed, large := []byte("{"), bytes.Repeat([]byte(" "), MaxBody+1)
	formless := []byte(`{"answers":{"COM1":null},"token":7}`)

	routes := map[string]func(id string, body []byte) error{
		"collect":  func(id string, body []byte) error { _, err := w.office.Collect(t.Context(), id, body); return err },
		"box":      func(id string, body []byte) error { _, err := w.office.Cast(t.Context(), id, body); return err },
		"withdraw": func(id string, body []byte) error { return w.office.Withdraw(t.Context(), id, body) },
	}
	wellFormed := map[string][]byte{"collect": unknown, "box": must(json.Marshal(foreign))(t), "withdraw": withdrawal(t, forged)}
	const here, nowhere = "spring-2026", "autumn-2026"
	check := func(what string, state survey.State, route, id string, body []byte, code survey.Code) {
		t.Helper()
		w.store.survey.State = state
		if err := routes[route](id, body); survey.CodeOf(err) != code {
			t.Errorf("%s, %s: %v, want %s", route, what, err, code)
		}
	}
	for route := range routes {
		check("too large for no survey", survey.Closed, route, nowhere, large, survey.CodeTooLarge)
		check("malformed for no survey", survey.Closed, route, nowhere, malformed, survey.CodeBadRequest)
		check("malformed for a closed one", survey.Closed, route, here, malformed, survey.CodeBadRequest)
		check("well-formed for no survey", survey.Closed, route, nowhere, wellFormed[route], survey.CodeNotFound)
		check("well-formed for a draft", survey.Draft, route, here, wellFormed[route], survey.CodeNotFound)
		check("well-formed for a closed one", survey.Closed, route, here, wellFormed[route], survey.CodeClosed)
		check("open at last", survey.Open, route, here, wellFormed[route], map[string]survey.Code{
			"collect": survey.CodeNotFound, "box": survey.CodeBadAnswer, "withdraw": survey.CodeForbidden,
		}[route])
		check("closed by another process since", survey.Closed, route, here, wellFormed[route], survey.CodeClosed)
	}
	check("a wrong answer in a malformed body", survey.Open, "box", here, formless, survey.CodeBadRequest)
	check("a wrong commitment and a forged token", survey.Open, "box", here, must(json.Marshal(box))(t), survey.CodeBadAnswer)
}

func TestAClosedSurveyStaysClosedWithoutItsKeys(t *testing.T) {
	w := newWorld(t)
	_, body := w.box(t, w.credential(t, "unit-a"), someAnswers, nil)
	w.store.survey.State = survey.Closed
	if err := w.dir.DestroyClosed("spring-2026"); err != nil {
		t.Fatal(err)
	}
	_, err := w.office.Cast(t.Context(), "spring-2026", body)
	wantCode(t, err, survey.CodeClosed)
}

func TestTheManifestIsPublicFromOpeningOn(t *testing.T) {
	for state, code := range map[survey.State]survey.Code{survey.Draft: survey.CodeNotFound, survey.Open: "", survey.Closed: ""} {
		w := newWorld(t)
		w.store.survey.State = state
		for range 2 {
			raw, err := w.office.Manifest(t.Context(), "spring-2026")
			wantCode(t, err, code)
			if err == nil && string(raw) != string(w.manifest.Bytes()) {
				t.Errorf("%s: other bytes", state)
			}
		}
	}
}

func TestTheOfficeForgetsTheKeysOfAClosedSurvey(t *testing.T) {
	calls := map[string]func(w *world, c Credential) error{
		"by casting": func(w *world, c Credential) error {
			_, body := w.box(t, c, someAnswers, nil)
			_, err := w.office.Cast(t.Context(), "spring-2026", body)
			return err
		},
		"by withdrawing": func(w *world, c Credential) error {
			return w.office.Withdraw(t.Context(), "spring-2026", withdrawal(t, c))
		},
		"by collecting": func(w *world, _ Credential) error {
			_, err := w.office.Collect(t.Context(), "spring-2026", collectBodyOf(t, w.manifest, w.invite("p", "unit-a"), must(NewBlinding(rand.Reader))(t)))
			return err
		},
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			c := w.credential(t, "unit-a")
			must(w.office.desk(t.Context(), "spring-2026"))(t)
			w.store.survey.State = survey.Closed // by another process
			wantCode(t, call(w, c), survey.CodeClosed)
			if w.office.cached("spring-2026") != nil {
				t.Error("its keys are still in memory")
			}
		})
	}
}

func TestAProcessWithoutTheKeysSaysWhichFileItLacks(t *testing.T) {
	w := newWorld(t)
	path := filepath.Join(w.dir.Path(), "spring-2026", FirstEpoch, spentFile)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	_, body := w.box(t, w.credential(t, "unit-a"), someAnswers, nil)
	_, err := w.office.Cast(t.Context(), "spring-2026", body)
	var missing *MissingKeyError
	if !errors.As(err, &missing) || missing.File != path {
		t.Fatalf("got %v", err)
	}
	wantCode(t, err, survey.CodeInternal) // a path on the server is nobody else's business
}

func TestAFullOfficeLetsARequestGiveUp(t *testing.T) {
	w := newWorld(t)
	for range cap(w.office.cores) {
		w.office.cores <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, body := w.box(t, w.credential(t, "unit-a"), someAnswers, nil)
	if _, err := w.office.Cast(ctx, "spring-2026", body); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
}

// One token has one ballot at most, whatever is sent how often in which order.
func TestATokenReplacesWithdrawsAndCastsAgain(t *testing.T) {
	w := newWorld(t)
	c, other := w.credential(t, "unit-a"), w.credential(t, "unit-b")
	first, body := w.box(t, c, survey.Answers{"COM1": {Value: 1}}, nil)
	second, changed := w.box(t, c, survey.Answers{"COM1": {Value: 5}}, map[string]string{"C1": "More."})
	_, foreign := w.box(t, other, survey.Answers{"COM2": {Value: 2}}, nil)
	cast := func(body []byte) func(*testing.T) Receipt {
		return func(t *testing.T) Receipt {
			return must(w.office.Cast(t.Context(), "spring-2026", body))(t)
		}
	}
	withdraw := func(t *testing.T) {
		if err := w.office.Withdraw(t.Context(), "spring-2026", withdrawal(t, c)); err != nil {
			t.Fatal(err)
		}
	}
	box := func(want ...string) {
		t.Helper()
		got := map[string]bool{}
		for _, o := range w.open(t) {
			got[o.Commitment] = true
		}
		if len(got) != len(want) {
			t.Fatalf("%d ballots in the box instead of %d", len(got), len(want))
		}
		for _, commitment := range want {
			if !got[commitment] {
				t.Fatalf("%s is not in the box", commitment)
			}
		}
	}
	one := cast(body)(t)
	if again := cast(body)(t); again != one {
		t.Error("the same body got another receipt")
	}
	box(first.Commitment)
	cast(changed)(t)
	box(second.Commitment)
	withdraw(t)
	withdraw(t)
	box()
	cast(body)(t)
	box(first.Commitment)
	withdraw(t)
	cast(foreign)(t)
	if len(w.store.staged) != 2 || len(w.open(t)) != 1 {
		t.Errorf("%d rows, %d ballots", len(w.store.staged), len(w.open(t)))
	}
}

func TestManyCastAtOnce(t *testing.T) {
	w := newWorld(t)
	const people = 40
	var bodies [people][]byte
	for i := range bodies {
		_, bodies[i] = w.box(t, w.credential(t, "unit-a"), someAnswers, nil)
	}
	var wg sync.WaitGroup
	for _, body := range bodies {
		for range 2 {
			wg.Go(func() {
				if _, err := w.office.Cast(t.Context(), "spring-2026", body); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	if got := len(w.open(t)); got != people {
		t.Fatalf("%d ballots of %d people", got, people)
	}
}

// The planned end is a second, and what arrives in it is late, whether the
// process served the survey before or not and whatever the store says.
func TestLateBallotsCountNowhere(t *testing.T) {
	for _, served := range []bool{true, false} {
		t.Run(fmt.Sprintf("desk in memory %v", served), func(t *testing.T) {
			w := newWorld(t)
			c, secret := w.credential(t, "unit-a"), w.invite("p", "unit-a")
			_, body := w.box(t, c, someAnswers, nil)
			if served {
				w.now = w.manifest.Closes.Add(-time.Nanosecond)
				must(w.office.Cast(t.Context(), "spring-2026", body))(t)
			}
			kept := len(w.store.staged)
			for _, late := range []time.Duration{0, 2 * time.Second} {
				w.now = w.manifest.Closes.Add(late)
				_, err := w.office.Cast(t.Context(), "spring-2026", body)
				wantCode(t, err, survey.CodeClosed)
				wantCode(t, w.office.Withdraw(t.Context(), "spring-2026", withdrawal(t, c)), survey.CodeClosed)
				_, err = w.office.Collect(t.Context(), "spring-2026", collectBodyOf(t, w.manifest, secret, must(NewBlinding(rand.Reader))(t)))
				wantCode(t, err, survey.CodeClosed)
				if raw := must(w.office.Manifest(t.Context(), "spring-2026"))(t); string(raw) != string(w.manifest.Bytes()) {
					t.Error("another manifest after the planned end")
				}
			}
			if w.store.lookups != 0 || len(w.store.staged) != kept {
				t.Errorf("%d invitations looked up, %d rows where there were %d", w.store.lookups, len(w.store.staged), kept)
			}
			if w.office.cached("spring-2026") != nil {
				t.Error("its keys are still in memory")
			}
		})
	}
}

func TestTheSweepDropsTheKeysOfSurveysThatTakeNoBallots(t *testing.T) {
	for name, c := range map[string]struct {
		change func(w *world)
		kept   bool
	}{
		"an open survey keeps its desk": {func(*world) {}, true},
		"closed by another process":     {func(w *world) { w.store.survey.State = survey.Closed }, false},
		"its planned end has come":      {func(w *world) { w.now = w.manifest.Closes }, false},
		"it is gone":                    {func(w *world) { w.store.survey.ID = "autumn-2026" }, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			must(w.office.desk(t.Context(), "spring-2026"))(t)
			c.change(w)
			if err := w.office.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := w.office.cached("spring-2026") != nil; got != c.kept {
				t.Errorf("in memory: %v, want %v", got, c.kept)
			}
		})
	}
}
