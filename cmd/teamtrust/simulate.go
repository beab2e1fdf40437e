package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

type simulateCmd struct {
	ID          string `arg:"" help:"The rehearsal's id."`
	URL         string `help:"The server to cast at (default: --public-url)." placeholder:"URL"`
	Ballots     int    `help:"How many ballots (default: one for everybody invited)." placeholder:"N"`
	Concurrency int    `default:"8" help:"How many people answer at a time."`
	Seed        uint64 `default:"1" help:"The same seed gives the same answers."`
}

func (simulateCmd) Help() string {
	return "Only a survey that was created with --rehearsal can be simulated. A server must be running.\n\nExample: teamtrust simulate ID --ballots 300"
}

// Validate makes wrong values wrong usage.
func (c simulateCmd) Validate() error {
	if c.Ballots < 0 || c.Concurrency < 1 || c.Concurrency > 512 {
		return errors.New("--ballots is at least 0 and --concurrency from 1 to 512")
	}
	return nil
}

// Run casts the ballots and says how many the box took.
func (c simulateCmd) Run(ctx context.Context, a *app) error {
	return a.with(ctx, func(o *opened) error {
		links, err := o.life.Rehearse(ctx, c.ID)
		if err != nil {
			return err
		}
		sv, err := o.store.Survey(ctx, c.ID)
		if err != nil {
			return err
		}
		q, err := o.store.Questionnaire(ctx, sv.Questionnaire, sv.Version)
		if err != nil {
			return err
		}
		if c.Ballots == 0 || c.Ballots > len(links) {
			c.Ballots = len(links)
		}
		if c.URL == "" {
			c.URL = a.ballotURL()
		}
		people := crowd{seed: c.Seed, q: q}
		bar := newProgress(a.stderr, "ballots", c.Ballots)
		cast, err := people.cast(ctx, newClient(c.URL, http.DefaultTransport, c.Concurrency), people.draw(links, c.Ballots), c.Concurrency, bar.add)
		bar.done()
		if err != nil {
			return unanswered(c.URL, err)
		}
		fmt.Fprintf(a.stdout, "%s cast, %s used before.\n", survey.Amount(cast, "ballot", "ballots"), survey.Amount(c.Ballots-cast, "invitation was", "invitations were"))
		return nil
	})
}

// unanswered says what to do where no server was reached.
func unanswered(server string, err error) error {
	var request *url.Error
	if errors.Is(err, context.Canceled) || !errors.As(err, &request) {
		return err
	}
	reason := request.Err
	var network *net.OpError
	if errors.As(err, &network) {
		reason = network.Err
	}
	return fmt.Errorf("no server answers at %s (%w); start one with teamtrust serve, or name it with --url", server, reason)
}

// newClient returns a protocol client that keeps its connections.
func newClient(url string, transport http.RoundTripper, concurrency int) *ballot.Client {
	if t, ok := transport.(*http.Transport); ok {
		t = t.Clone()
		t.MaxIdleConnsPerHost = concurrency
		transport = t
	}
	return ballot.NewClient(url, &http.Client{Transport: transport, Timeout: time.Minute}, rand.Reader)
}

// draw picks n links by the seed.
func (c crowd) draw(links []life.Link, n int) []life.Link {
	order := c.source("draw").Perm(len(links))
	out := make([]life.Link, n)
	for i := range out {
		out[i] = links[order[i]]
	}
	return out
}

// cast lets the holders of the links answer, several at a time. It returns how
// many ballots were taken; an invitation that was used before is no error.
func (c crowd) cast(ctx context.Context, client *ballot.Client, links []life.Link, concurrency int, tick func()) (int, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	work := make(chan life.Link)
	var cast atomic.Int64
	var wg sync.WaitGroup
	for range concurrency {
		wg.Go(func() {
			for link := range work {
				switch err := c.one(ctx, client, link); {
				case err == nil:
					cast.Add(1)
				case survey.CodeOf(err) != survey.CodeUsed:
					stop(err)
					continue
				}
				tick()
			}
		})
	}
	for _, link := range links {
		select {
		case work <- link:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(work)
	wg.Wait()
	if err := context.Cause(ctx); err != nil {
		return int(cast.Load()), fmt.Errorf("after %d ballots: %w", cast.Load(), err)
	}
	return int(cast.Load()), nil
}

func (c crowd) one(ctx context.Context, client *ballot.Client, link life.Link) error {
	answers, comments := c.ballot(link.Person, link.Team)
	return client.Answer(ctx, link.URL, answers, comments)
}
