package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/web"
)

type demoCmd struct {
	serving
}

func (demoCmd) Help() string {
	return "Everything in it is invented. Without --data it lives in a temporary directory and is gone when the demo stops; with --data it is kept and shown again.\n\nExample: teamtrust demo"
}

// Run makes the example organisation where there is none yet, prints the links
// and serves.
func (c demoCmd) Run(ctx context.Context, a *app) error {
	bundle, err := web.New(web.Dist())
	if err != nil {
		return err
	}
	clean, err := a.demoDirectory()
	if err != nil {
		return err
	}
	defer clean()
	l, err := a.listen(c.serving)
	if err != nil {
		return err
	}
	defer l.Close()
	now := &movableClock{}
	o, err := a.openAt(ctx, now.Now)
	if err != nil {
		return err
	}
	defer o.Close()
	d := &demo{app: a, opened: o, site: site{serving: c.serving, bundle: bundle, demo: true}, clock: now}
	if err := d.ready(ctx); err != nil {
		return fmt.Errorf("make the demo: %w", err)
	}
	return a.serve(ctx, o, d.site, l)
}

// demoDirectory chooses a temporary directory where none was named.
func (a *app) demoDirectory() (clean func(), err error) {
	if a.Data != "" || a.Database != "" {
		return func() {}, nil
	}
	dir, err := os.MkdirTemp("", "teamtrust-demo-")
	if err != nil {
		return nil, fmt.Errorf("make a directory for the demo: %w", err)
	}
	a.Data = filepath.Join(dir, "data")
	return func() { _ = os.RemoveAll(dir) }, nil
}

// movableClock is the wall clock, but for the time in which the past of the
// demo is made.
type movableClock struct {
	mu  sync.Mutex
	set time.Time
}

// Now is the set time, or the real one.
func (m *movableClock) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.set.IsZero() {
		return time.Now()
	}
	return m.set
}

func (m *movableClock) move(to time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.set = to
}

// demo makes the example organisation through the same paths as the real one:
// import, rehearsal, ballots over HTTP, close.
type demo struct {
	app    *app
	opened *opened
	site   site
	clock  *movableClock
}

// Where the demo keeps what it has to print again.
const (
	settingDemo     = "demo"
	settingDemoLink = "demo:employee"
	demoSeed        = 2026
)

var demoAccounts = []struct {
	label, email string
	role         people.Role
	team         survey.Path
}{
	{"HR", "hr@demo.example", people.HR, ""},
	{"Manager", "manager@demo.example", people.Manager, demoManager},
	{"Auditor", "auditor@demo.example", people.Auditor, ""},
}

func (d *demo) ready(ctx context.Context) error {
	made, err := d.opened.store.Setting(ctx, settingDemo)
	switch {
	case survey.CodeOf(err) == survey.CodeNotFound:
		if err := d.make(ctx); err != nil {
			return err
		}
	case err != nil:
		return err
	case made != "complete":
		return survey.Errorf(survey.CodeRefused, "The demo in %s was not finished; remove the directory and start again.", d.app.dataDir())
	}
	return d.printLinks(ctx)
}

// make refuses a database that holds anything real.
func (d *demo) make(ctx context.Context) error {
	staff, err := d.opened.store.Everybody(ctx)
	if err != nil {
		return err
	}
	if len(staff) > 0 {
		return survey.Errorf(survey.CodeRefused, "%s holds a real staff list; give the demo a directory of its own with --data.", d.app.dataDir())
	}
	if err := d.opened.store.SetSetting(ctx, settingDemo, "started"); err != nil {
		return err
	}
	if err := d.people(ctx); err != nil {
		return err
	}
	if err := d.surveys(ctx); err != nil {
		return err
	}
	return d.opened.store.SetSetting(ctx, settingDemo, "complete")
}

func (d *demo) people(ctx context.Context) error {
	file := demoStaff(demoSeed)
	list, err := people.ReadList("staff.csv", bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return err
	}
	plan, err := people.NewPlan(nil, list, true)
	if err != nil {
		return err
	}
	if err := d.opened.life.ImportPeople(ctx, plan, life.System); err != nil {
		return err
	}
	for _, acc := range demoAccounts {
		var teams []survey.Path
		if acc.team != "" {
			teams = []survey.Path{acc.team}
		}
		if _, err := d.opened.life.AddAccount(ctx, acc.email, acc.role, teams, life.System); err != nil {
			return err
		}
	}
	return nil
}

// demoWaves are the surveys of the demo: when they opened, counted in days
// before now, and which share of the invited answered.
var demoWaves = []struct {
	name  string
	days  int
	share float64
	open  bool
}{
	{"Spring pulse", 190, 0.82, false},
	{"Summer pulse", 110, 0.76, false},
	{"Autumn pulse", 30, 0.79, false},
	{"Winter pulse", 2, 0.4, true},
}

func (d *demo) surveys(ctx context.Context) error {
	stop, url, err := d.listen()
	if err != nil {
		return err
	}
	defer stop()
	defer d.clock.move(time.Time{})
	start := time.Now()
	bar := newProgress(d.app.stderr, "surveys", len(demoWaves))
	for i := range demoWaves {
		if err := d.wave(ctx, i, start, url); err != nil {
			return fmt.Errorf("%s: %w", demoWaves[i].name, err)
		}
		bar.add()
	}
	bar.done()
	return nil
}

// listen serves on a port of its own while the ballots are cast: with the
// clock of the demo, and before anybody can come in.
func (d *demo) listen() (stop func(), url string, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", err
	}
	quiet := slog.New(slog.DiscardHandler)
	srv := newHTTPServer(d.app.newServer(d.opened, d.site, quiet, d.clock.Now))
	go srv.Serve(l)
	return func() { srv.Close() }, "http://" + l.Addr().String(), nil
}

func (d *demo) wave(ctx context.Context, number int, start time.Time, url string) error {
	w := demoWaves[number]
	opens := start.AddDate(0, 0, -w.days)
	d.clock.move(opens)
	sv, err := d.opened.life.Create(ctx, life.Draft{Name: w.name, BuiltIn: "P10", Closes: "10d", Rehearsal: true}, life.System)
	if err != nil {
		return err
	}
	if sv, err = d.opened.life.Open(ctx, sv.ID, life.System); err != nil {
		return err
	}
	links, err := d.opened.life.Rehearse(ctx, sv.ID)
	if err != nil {
		return err
	}
	q, err := d.opened.store.Questionnaire(ctx, sv.Questionnaire, sv.Version)
	if err != nil {
		return err
	}
	c := crowd{seed: demoSeed + uint64(number), q: q, mood: demoMood(number), words: demoWords}
	answering := int(float64(len(links)) * w.share)
	order := c.draw(links, len(links))
	if _, err := c.cast(ctx, newClient(url, http.DefaultTransport, 8), order[:answering], 8, func() {}); err != nil {
		return err
	}
	if w.open {
		return d.opened.store.SetSetting(ctx, settingDemoLink, strings.TrimPrefix(order[answering].URL, d.app.ballotURL()))
	}
	d.clock.move(sv.Closes)
	_, err = d.opened.life.Close(ctx, sv.ID, "", life.System)
	return err
}

func (d *demo) printLinks(ctx context.Context) error {
	for _, acc := range demoAccounts {
		account, err := d.opened.store.AccountByEmail(ctx, acc.email)
		if err != nil {
			return err
		}
		link, _, err := d.opened.life.SignInLink(ctx, account, life.CommandLine)
		if err != nil {
			return err
		}
		fmt.Fprintf(d.app.stdout, "%s: %s\n", acc.label, link)
	}
	link, err := d.opened.store.Setting(ctx, settingDemoLink)
	if err != nil {
		return err
	}
	_, err = io.WriteString(d.app.stdout, "Employee: "+d.app.ballotURL()+link+"\n")
	return err
}
