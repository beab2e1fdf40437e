package ballot

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"teamtrust/survey"
)

// OpenAll takes the ballots of a survey out of the box: it opens every row on
// all cores, leaves the withdrawn ones out, checks again that each row lies
// under its own name and that its answers fit q and its commitment, and returns
// the ballots in an order drawn from random. The keys must come from
// LoadForClose.
//
// Nothing is dropped in silence: the first row that does not open, or fails a
// check, ends it with an error that names the row's key. Rows that share memory
// with a later one must not be handed in.
func OpenAll(keys *Keys, q *survey.Questionnaire, staged iter.Seq2[Staged, error], random io.Reader) ([]Opened, error) {
	if keys.sealing == nil {
		return nil, survey.Faultf(errNoSealing, "open the ballots")
	}
	var seed [32]byte
	if _, err := io.ReadFull(random, seed[:]); err != nil {
		return nil, fmt.Errorf("open the ballots: %w", err)
	}
	o := opener{keys: keys, layout: newLayout(q), rows: make(chan Staged, 64)}
	all, err := o.run(staged)
	if err != nil {
		return nil, survey.Faultf(err, "open the ballots")
	}
	// Sorted first, so that no trace of the order in the box is left to undo.
	slices.SortFunc(all, func(a, b Opened) int { return bytes.Compare(a.Nonce, b.Nonce) })
	rand.New(rand.NewChaCha8(seed)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all, nil
}

type opener struct {
	keys   *Keys
	layout layout
	rows   chan Staged

	mu  sync.Mutex
	all []Opened
}

func (o *opener) run(staged iter.Seq2[Staged, error]) ([]Opened, error) {
	ctx, stop := context.WithCancelCause(context.Background())
	defer stop(nil)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() { o.work(stop) })
	}
	err := o.feed(ctx, staged)
	workers.Wait()
	return o.all, errors.Join(err, context.Cause(ctx))
}

func (o *opener) feed(ctx context.Context, staged iter.Seq2[Staged, error]) error {
	defer close(o.rows)
	for row, err := range staged {
		if err != nil {
			return err
		}
		select {
		case o.rows <- row:
		case <-ctx.Done():
			return nil // the worker that stopped it says why
		}
	}
	return nil
}

func (o *opener) work(stop context.CancelCauseFunc) {
	var mine []Opened
	for row := range o.rows {
		ballot, withdrawn, err := o.open(row)
		if err != nil {
			stop(survey.Faultf(err, "row %s", row.Key))
			continue // the channel must be drained
		}
		if !withdrawn {
			mine = append(mine, ballot)
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all = append(o.all, mine...)
}

// open takes one row apart. A panic would end the whole process and print what
// led to it, so it is an error like others.
func (o *opener) open(row Staged) (b Opened, withdrawn bool, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = survey.Recovered(r)
		}
	}()
	plain, err := o.keys.open(row.Key, row.Sealed)
	if err != nil {
		return Opened{}, false, err
	}
	b, withdrawn, err = o.layout.read(plain)
	if err != nil {
		return Opened{}, false, err
	}
	if o.keys.rowKey(b.Nonce) != row.Key {
		return Opened{}, false, errSealed
	}
	if withdrawn {
		return Opened{}, true, nil
	}
	return b, false, o.check(&b)
}

// check repeats what was checked on arrival, with whatever questionnaire the
// close works by. What it finds wrong is told without the ballot's content.
func (o *opener) check(b *Opened) error {
	if o.layout.q.Check(b.Answers) != nil || o.layout.q.CheckComments(b.Comments) != nil {
		return &survey.Fault{Text: "its answers do not fit the questionnaire"}
	}
	want := commitment(o.keys.survey, o.layout.q, b.Answers, b.Salt)
	if hex.EncodeToString(want[:]) != b.Commitment {
		return &survey.Fault{Text: "its answers do not fit its commitment"}
	}
	return nil
}
