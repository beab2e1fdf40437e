package ballot

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"sync"

	"teamtrust/survey"
)

// onAllCores does something to every row and gathers what is to be kept of
// them, in no particular order. The first failure, of a row or of the rows'
// source, ends it; that of a row names the row.
func onAllCores[T any](rows iter.Seq2[Staged, error], do func(Staged) (out T, keep bool, err error)) ([]T, error) {
	c := cores[T]{do: do, rows: make(chan Staged, 64)}
	ctx, stop := context.WithCancelCause(context.Background())
	defer stop(nil)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() { c.work(stop) })
	}
	err := c.feed(ctx, rows)
	workers.Wait()
	return c.all, errors.Join(err, context.Cause(ctx))
}

type cores[T any] struct {
	do   func(Staged) (T, bool, error)
	rows chan Staged

	mu  sync.Mutex
	all []T
}

func (c *cores[T]) feed(ctx context.Context, rows iter.Seq2[Staged, error]) error {
	defer close(c.rows)
	for row, err := range rows {
		if err != nil {
			return err
		}
		select {
		case c.rows <- row:
		case <-ctx.Done():
			return nil // the worker that stopped it says why
		}
	}
	return nil
}

func (c *cores[T]) work(stop context.CancelCauseFunc) {
	var mine []T
	for row := range c.rows {
		out, keep, err := c.carefully(row)
		if err != nil {
			stop(survey.Faultf(err, "row %s", row.Key))
			continue // the channel must be drained
		}
		if keep {
			mine = append(mine, out)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all = append(c.all, mine...)
}

// carefully makes a panic an error like others: it would end the whole process
// and print what led to it.
func (c *cores[T]) carefully(row Staged) (out T, keep bool, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = survey.Recovered(r)
		}
	}()
	return c.do(row)
}
