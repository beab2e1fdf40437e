package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"teamtrust/survey/ballot"
)

func TestOfABatchTheLastOfEachKeyIsKeptInAnOrderThatHidesArrival(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		batch := rapid.SliceOf(rapid.Custom(func(t *rapid.T) waiting {
			return waiting{
				survey: rapid.SampledFrom([]string{"S1", "S2"}).Draw(t, "survey"),
				row: ballot.Staged{
					Key:    rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "key"),
					Sealed: []byte(rapid.String().Draw(t, "sealed")),
				},
			}
		})).Draw(t, "batch")
		last := map[string]string{}
		for _, w := range batch {
			last[w.row.Key+w.survey] = string(w.row.Sealed)
		}
		var order []string
		for _, w := range latest(batch) {
			k := w.row.Key + w.survey
			if last[k] != string(w.row.Sealed) {
				t.Errorf("%s is not the last of its key", k)
			}
			order = append(order, k)
		}
		if len(order) != len(last) || !slices.IsSorted(order) {
			t.Errorf("kept %v of %d keys", order, len(last))
		}
	})
}

// fake stands for a database whose commits end when the test says so.
type fake struct {
	entered chan []waiting
	leave   chan []outcome
}

func newFake(t *testing.T) (*fake, *stager) {
	f := &fake{entered: make(chan []waiting), leave: make(chan []outcome)}
	st := newStager(func(_ context.Context, batch []waiting) []outcome {
		f.entered <- batch
		return <-f.leave
	})
	t.Cleanup(st.close)
	return f, st
}

func (st *stager) queued() int {
	st.mu.Lock()
	defer st.mu.Unlock()
	return len(st.queue)
}

func row(i int) ballot.Staged {
	return ballot.Staged{Key: fmt.Sprint(i), Sealed: []byte{byte(i)}}
}

// send stages rows one after the other, so that they are queued in this order.
func send(ctx context.Context, st *stager, n int, rows ...ballot.Staged) chan error {
	answers := make(chan error, len(rows))
	for i, r := range rows {
		go func() { answers <- st.stage(ctx, "S1", r) }()
		for st.queued() < n+i+1 {
			continue
		}
	}
	return answers
}

func TestWhatIsQueuedDuringACommitIsTheNextBatch(t *testing.T) {
	f, st := newFake(t)
	first := make(chan error, 1)
	go func() { first <- st.stage(t.Context(), "S1", row(0)) }()
	if batch := <-f.entered; len(batch) != 1 {
		t.Fatalf("the first batch has %d rows; it waits for nobody", len(batch))
	}
	rest := send(t.Context(), st, 0, row(1), row(2), row(3))
	select {
	case err := <-first:
		t.Fatalf("answered %v before the commit", err)
	default:
	}
	f.leave <- make([]outcome, 1)
	if err := <-first; err != nil {
		t.Fatal(err)
	}
	if batch := <-f.entered; len(batch) != 3 {
		t.Errorf("the second batch has %d rows, want all three that waited", len(batch))
	}
	refused := errors.New("refused")
	f.leave <- []outcome{{}, {err: refused}, {}}
	got := map[error]int{}
	for range 3 {
		got[<-rest]++
	}
	if got[nil] != 2 || got[refused] != 1 {
		t.Errorf("answers %v", got)
	}
}

func TestARowWhoseSurveyIsBeingClosedIsAskedAgain(t *testing.T) {
	f, st := newFake(t)
	answer := make(chan error, 1)
	go func() { answer <- st.stage(t.Context(), "S1", row(0)) }()
	for range 2 {
		<-f.entered
		f.leave <- []outcome{{busy: true}}
	}
	<-f.entered
	f.leave <- []outcome{{}}
	if err := <-answer; err != nil {
		t.Error(err)
	}
}

func TestARowWhoseCallerHasGoneIsNotStored(t *testing.T) {
	f, st := newFake(t)
	first := send(t.Context(), st, -1, row(0))
	<-f.entered
	ctx, cancel := context.WithCancel(t.Context())
	gone := send(ctx, st, 0, row(1))
	stays := send(t.Context(), st, 1, row(2))
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("answered %v", err)
	}
	f.leave <- make([]outcome, 1)
	if batch := <-f.entered; len(batch) != 1 || batch[0].row.Key != "2" {
		t.Errorf("stored %+v", batch)
	}
	f.leave <- make([]outcome, 1)
	if err := errors.Join(<-first, <-stays); err != nil {
		t.Error(err)
	}
}

func TestABatchHasLimits(t *testing.T) {
	f, st := newFake(t)
	first := send(t.Context(), st, -1, row(0))
	<-f.entered
	large := ballot.Staged{Key: "x", Sealed: make([]byte, batchBytes/2+1)}
	rest := send(t.Context(), st, 0, large, large)
	for want := range 3 {
		f.leave <- make([]outcome, 1)
		if want == 2 {
			break
		}
		if batch := <-f.entered; len(batch) != 1 {
			t.Errorf("a batch of %d rows is larger than %d bytes", len(batch), batchBytes)
		}
	}
	if err := errors.Join(<-first, <-rest, <-rest); err != nil {
		t.Error(err)
	}
}

func TestClosingAnswersWhatWasTakenOnAndRefusesTheRest(t *testing.T) {
	var busy atomic.Bool
	busy.Store(true)
	st := newStager(func(_ context.Context, batch []waiting) []outcome {
		out := make([]outcome, len(batch))
		for i := range out {
			out[i].busy = busy.Load()
		}
		return out
	})
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if err := st.stage(t.Context(), "S1", row(i)); err != nil && !errors.Is(err, errClosing) {
				t.Error(err)
			}
		})
	}
	closed := make(chan struct{})
	go func() { st.close(); close(closed) }()
	busy.Store(false)
	all.Wait()
	<-closed
	if err := st.stage(t.Context(), "S1", row(0)); !errors.Is(err, errClosing) {
		t.Errorf("after the close: %v", err)
	}
}

func FuzzParseURL(f *testing.F) {
	for _, s := range []string{
		"sqlite:data/t.db", "sqlite:/tmp/t.db", "sqlite::memory:", "postgres://u:p@h:5432/d?sslmode=disable",
		"postgresql:///d?host=/run", "postgres://u:%zz@h", "", ":", "sqlite", "file:x",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := parseURL(s)
		if (err == nil) != (a.path != "" || a.url != "") || err == nil && a.dialect == "" {
			t.Errorf("%q is read as %+v, %v", s, a, err)
		}
		if _, secret, ok := strings.Cut(s, "//"); ok && err != nil && len(secret) > 30 && strings.Contains(err.Error(), secret) {
			t.Errorf("the message repeats %q", s)
		}
	})
}

func TestAPanicOverABatchFailsItWithoutAWordOfARow(t *testing.T) {
	calls := 0
	st := newStager(func(_ context.Context, batch []waiting) []outcome {
		if calls++; calls == 1 {
			panic(errors.New(string(batch[0].row.Sealed)))
		}
		return make([]outcome, len(batch))
	})
	t.Cleanup(st.close)
	err := st.stage(t.Context(), "S1", ballot.Staged{Key: "a", Sealed: []byte("bytes of a person")})
	if err == nil || !strings.HasPrefix(err.Error(), "panic of type ") || strings.Contains(err.Error(), "bytes of a person") {
		t.Errorf("got %v", err)
	}
	if err := st.stage(t.Context(), "S1", row(1)); err != nil {
		t.Errorf("the writer ended with the panic: %v", err)
	}
}
