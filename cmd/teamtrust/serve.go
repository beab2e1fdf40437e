package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"time"

	"teamtrust/server"
	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/web"
)

type serveCmd struct {
	serving
}

func (serveCmd) Help() string {
	return "The first start prints a one-time setup link.\n\nExample: teamtrust serve --listen 127.0.0.1:8080 --public-url https://trust.example.org"
}

// Run serves until it is told to stop.
func (c serveCmd) Run(ctx context.Context, a *app) error {
	bundle, err := web.New(web.Dist())
	if err != nil {
		return err
	}
	l, err := a.listen(c.serving)
	if err != nil {
		return err
	}
	defer l.Close()
	return a.with(ctx, func(o *opened) error {
		return a.serve(ctx, o, site{bundle: bundle, serving: c.serving}, l)
	})
}

// serve answers on l until ctx ends, with the background work beside it.
func (a *app) serve(ctx context.Context, o *opened, s site, l *listeners) error {
	log := slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if err := a.warn(ctx, o); err != nil {
		return err
	}
	if err := o.life.CloseDue(ctx); err != nil && ctx.Err() == nil {
		// What ended while no server ran; the queue tries again.
		log.Error("a survey whose end has come could not be closed", "error", err)
	}
	stop, err := o.startJobs(ctx, s.retention(), log)
	if err != nil {
		return err
	}
	defer stop()
	ticker := time.NewTicker(time.Minute)
	defer ticker.Stop()
	go tidy(ctx, o.office.Sweep, ticker.C, log)
	if err := a.printSetup(ctx, o); err != nil {
		return err
	}
	site := a.newServer(o, s, log, time.Now)
	defer reporting(ctx, site)()
	return answer(ctx, a.doors(l, site), a.stdout)
}

// warn says what other programs' logs would keep of ballots.
func (a *app) warn(ctx context.Context, o *opened) error {
	if where := a.keysAmongData(); where != "" {
		fmt.Fprintf(a.stderr, "teamtrust: warning: the keys in %s lie inside %s: whoever copies the data has both, and can open the ballots of an open survey. Name another directory with --keys.\n", a.keysDir(), where)
	}
	kept, err := o.store.ServerLog(ctx)
	if err == nil && kept != "" {
		fmt.Fprintf(a.stderr, "teamtrust: warning: %s.\n", kept)
	}
	return err
}

// reporting lets the server tell at fixed times what failed on the employees'
// side. The returned function ends that with a last report.
func reporting(ctx context.Context, site *server.Server) (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(server.ReportEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				site.Report(ctx)
			}
		}
	}()
	return func() {
		cancel()
		<-ended
		site.Report(context.WithoutCancel(ctx))
	}
}

// site is what is served, and how.
type site struct {
	serving
	bundle *web.Web
	demo   bool
}

func (a *app) newServer(o *opened, s site, log *slog.Logger, now func() time.Time) *server.Server {
	return server.New(server.Deps{
		Store:     o.store,
		Life:      o.life,
		Office:    o.office,
		Web:       s.bundle,
		Sessions:  o.store.Sessions(),
		Schedule:  func(ctx context.Context, sv survey.Survey) error { return o.schedule(ctx, sv) },
		PublicURL: a.publicURL(),
		Retention: s.Retention,
		Demo:      s.demo,
		Now:       now,
		Log:       log,
	})
}

// printSetup prints a one-time setup link while nobody can administer the
// installation. Each start makes a new one; the last counts.
func (a *app) printSetup(ctx context.Context, o *opened) error {
	accounts, err := o.store.Accounts(ctx)
	if err != nil {
		return err
	}
	for _, acc := range accounts {
		if acc.Has(people.Admin) || acc.Has(people.HR) {
			return nil
		}
	}
	secret, err := life.NewSecret(rand.Reader)
	if err != nil {
		return err
	}
	if err := o.store.SetSetting(ctx, life.SettingSetup, life.HashSecret(secret)); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "Set up: %s/setup/%s\n", a.publicURL(), secret)
	return nil
}
