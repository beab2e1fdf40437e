package store

import (
	"context"
	"slices"
	"sync"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// stager is the batch writer of one process. While one batch is being
// committed others queue up, and all of them make the next batch: no timer, no
// wait where there is nothing to wait for, and one commit for many ballots
// where there are many. It also keeps the order of arrival within a batch from
// the database.
type stager struct {
	put  func(ctx context.Context, batch []waiting) []outcome
	wake chan struct{} // holds one: something is queued
	done chan struct{} // closed: the writer has ended

	mu     sync.Mutex
	queue  []*request
	closed bool
	later  sync.WaitGroup // rows that wait for the end of a closing
}

// waiting is one row of a batch.
type waiting struct {
	survey string
	row    ballot.Staged
}

// outcome is what became of a row: stored (nil), refused or failed (err), or
// to be asked again, because its survey is being closed.
type outcome struct {
	err  error
	busy bool
}

type request struct {
	waiting
	ctx    context.Context
	answer chan error // holds one
}

// The limits of one batch, and how long its commit may take.
const (
	batchRows    = 512
	batchBytes   = 8 << 20
	batchTimeout = time.Minute
)

var errClosing = misuse("the store is closed")

func newStager(put func(ctx context.Context, batch []waiting) []outcome) *stager {
	st := &stager{put: put, wake: make(chan struct{}, 1), done: make(chan struct{})}
	go st.write()
	return st
}

// stage queues a row and waits until it is committed or refused. When ctx ends
// first, the row may or may not have been stored.
func (st *stager) stage(ctx context.Context, survey string, row ballot.Staged) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r := &request{waiting: waiting{survey, row}, ctx: ctx, answer: make(chan error, 1)}
	if !st.enqueue(false, r) {
		return errClosing
	}
	select {
	case err := <-r.answer:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// enqueue refuses new rows of a closed stager, but not those that it already
// took on.
func (st *stager) enqueue(known bool, rows ...*request) bool {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.closed && !known {
		return false
	}
	st.queue = append(st.queue, rows...)
	st.signal()
	return true
}

func (st *stager) signal() {
	select {
	case st.wake <- struct{}{}:
	default:
	}
}

// close refuses new rows, waits until all others are answered and ends the
// writer. Doing it twice is doing it once.
func (st *stager) close() {
	st.mu.Lock()
	st.closed = true
	st.signal()
	st.mu.Unlock()
	<-st.done
}

func (st *stager) write() {
	defer close(st.done)
	for range st.wake {
		for batch := st.take(); len(batch) > 0; batch = st.take() {
			st.flush(batch)
		}
		if st.ended() {
			return
		}
	}
}

// ended reports whether the stager is closed and nothing is left, not even a
// row that waits for a closing.
func (st *stager) ended() bool {
	st.mu.Lock()
	closed := st.closed
	st.mu.Unlock()
	if !closed {
		return false
	}
	st.later.Wait()
	st.mu.Lock()
	defer st.mu.Unlock()
	if len(st.queue) > 0 {
		st.signal()
		return false
	}
	return true
}

// take removes what is queued, up to the limits of a batch, without those
// whose caller has gone.
func (st *stager) take() []*request {
	st.mu.Lock()
	defer st.mu.Unlock()
	var batch []*request
	bytes, n := 0, 0
	for _, r := range st.queue {
		if len(batch) > 0 && (len(batch) == batchRows || bytes+len(r.row.Sealed) > batchBytes) {
			break
		}
		n++
		if r.ctx.Err() == nil {
			batch = append(batch, r)
			bytes += len(r.row.Sealed)
		}
	}
	clear(st.queue[:n])
	st.queue = st.queue[n:]
	return batch
}

// outcomes puts a batch. A panic would end the whole process and print what led
// to it, so it is a failure of the batch like others.
func (st *stager) outcomes(ctx context.Context, rows []waiting) (out []outcome) {
	defer func() {
		if r := recover(); r != nil {
			failed := outcome{err: survey.Recovered(r)}
			out = slices.Repeat([]outcome{failed}, len(rows))
		}
	}()
	return st.put(ctx, rows)
}

func (st *stager) flush(batch []*request) {
	rows := make([]waiting, len(batch))
	for i, r := range batch {
		rows[i] = r.waiting
	}
	ctx, cancel := context.WithTimeout(context.Background(), batchTimeout)
	defer cancel()
	var again []*request
	for i, o := range st.outcomes(ctx, rows) {
		if o.busy {
			again = append(again, batch[i])
			continue
		}
		batch[i].answer <- o.err
	}
	if len(again) > 0 {
		st.later.Add(1)
		time.AfterFunc(patience, func() {
			st.enqueue(true, again...)
			st.later.Done()
		})
	}
}
