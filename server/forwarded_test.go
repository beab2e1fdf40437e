package server

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

const warnsOfAddresses = "A proxy passes on the addresses of employees"

// asAProxy asks with a header, as a proxy would.
func (b *bench) asAProxy(method, path, header, value string) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.url+path, strings.NewReader("{}"))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set(header, value)
	b.answer(http.DefaultClient.Do(r))
}

func TestAddressesOnBallotRoutesAreNoticedAndNotKept(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		admin := b.signedIn("admin@example.org", nil, people.Admin)
		warned := func() bool {
			_, home := b.get(admin, "/")
			_, page := b.get(admin, "/admin/accounts")
			if shown := strings.Contains(page, warnsOfAddresses); shown != strings.Contains(home, "keeps what must not be kept") {
				t.Error("home and the page of accounts do not agree")
			}
			return strings.Contains(page, warnsOfAddresses)
		}
		for name, tt := range map[string]struct {
			method, path, header, value string
			want                        bool
		}{
			"to collect":                   {"POST", "/api/ballot/none/collect", "X-Forwarded-For", "203.0.113.77", true},
			"to the box":                   {"POST", "/api/ballot/none/box", "Forwarded", `proto=https;for="[2001:db8::77]"`, true},
			"to withdraw":                  {"DELETE", "/api/ballot/none/box", "X-Real-IP", "203.0.113.77", true},
			"for the manifest":             {"GET", "/api/ballot/none", "CF-Connecting-IP", "203.0.113.77", true},
			"for the page":                 {"GET", "/surveys/none", "True-Client-IP", "203.0.113.77", true},
			"for the results":              {"POST", "/surveys/none/results", "Fly-Client-IP", "203.0.113.77", true},
			"without an address":           {"POST", "/api/ballot/none/box", "Forwarded", "proto=https;host=trust.example.org", false},
			"with an address left out":     {"POST", "/api/ballot/none/box", "X-Forwarded-For", " unknown ", false},
			"with one left out by name":    {"POST", "/api/ballot/none/box", "Forwarded", "For=unknown;proto=https", false},
			"with a proxy's name":          {"POST", "/api/ballot/none/box", "Via", "1.1 proxy", false},
			"to a page that is for nobody": {"GET", "/how", "X-Forwarded-For", "203.0.113.77", false},
			"to the office":                {"GET", "/sign-in", "X-Forwarded-For", "203.0.113.77", false},
		} {
			t.Run(name, func(t *testing.T) {
				b.asAProxy(tt.method, tt.path, tt.header, tt.value)
				if warned() {
					t.Error("it is written down at the moment when it happens")
				}
				b.server.Report(t.Context())
				if got := warned(); got != tt.want {
					t.Errorf("warned: %t, want %t", got, tt.want)
				}
				b.repair(admin)
				b.server.Report(t.Context())
				if warned() {
					t.Error("the warning comes back by itself")
				}
			})
		}
		if log := b.log.String(); strings.Contains(log, "77") {
			t.Errorf("the log has an address: %s", log)
		}
	})
}

func (b *bench) repair(admin *http.Client) {
	b.t.Helper()
	if code, _ := b.post(admin, "/admin/forwarded", nil); code != http.StatusSeeOther {
		b.t.Errorf("repairing: status %d", code)
	}
}

// The setting is written once and holds a day. Written again and again, the
// database's own files would say when ballots came.
func TestThatAddressesArriveIsWrittenDownOnceAsADay(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		now := time.Date(2026, time.March, 2, 23, 59, 58, 0, time.FixedZone("", 3600))
		b.server.Now = func() time.Time { return now }
		for range 3 {
			b.asAProxy("GET", "/surveys/none", "X-Forwarded-For", "203.0.113.77")
			b.server.Report(t.Context())
			if got, err := b.store.Setting(t.Context(), SettingForwarded); got != "2026-03-02" || err != nil {
				t.Errorf("%q is kept (%v), want the first day", got, err)
			}
			now = now.Add(30 * time.Hour)
		}
		writes := &countingStore{Store: b.server.Store}
		b.server.Store = writes
		b.asAProxy("GET", "/surveys/none", "X-Forwarded-For", "203.0.113.77")
		b.server.Report(t.Context())
		if writes.n != 0 {
			t.Errorf("it is written %d times more", writes.n)
		}
	})
}

// countingStore counts and can refuse what is written to settings.
type countingStore struct {
	Store
	n    int
	fail error
}

func (c *countingStore) SetSetting(ctx context.Context, key, value string) error {
	c.n++
	if c.fail != nil {
		return c.fail
	}
	return c.Store.SetSetting(ctx, key, value)
}

func TestAWarningThatCannotBeKeptIsTriedAgain(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		failing := &countingStore{Store: b.server.Store, fail: &survey.Fault{Text: "the disk is full", Err: errors.New("x")}}
		b.server.Store = failing
		b.asAProxy("GET", "/surveys/none", "X-Forwarded-For", "203.0.113.77")
		b.server.Report(t.Context())
		if !strings.Contains(b.log.String(), "the disk is full") {
			t.Errorf("the log says nothing of it: %s", b.log.String())
		}
		failing.fail = nil
		b.server.Report(t.Context())
		if since, err := b.server.forwardedSince(t.Context()); err != nil || since.IsZero() {
			t.Errorf("it is lost (%v)", err)
		}
	})
}

func TestOnlyAnAdministratorTakesTheWarningAway(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		b.asAProxy("GET", "/surveys/none", "X-Forwarded-For", "203.0.113.77")
		b.server.Report(t.Context())
		for email, role := range map[string]people.Role{"hr@example.org": people.HR, "auditor@example.org": people.Auditor} {
			if code, _ := b.post(b.signedIn(email, nil, role), "/admin/forwarded", nil); code != http.StatusForbidden {
				t.Errorf("%s: status %d, want 403", role, code)
			}
		}
		admin := b.signedIn("admin@example.org", nil, people.Admin)
		b.repair(admin)
		if _, page := b.get(admin, "/admin/accounts"); !strings.Contains(page, "comes back within ten minutes") {
			t.Error("it is not said what happens next")
		}
		entries, err := b.store.EntriesOf(t.Context(), "dismiss warning", 5)
		if err != nil || len(entries) != 1 || entries[0].Actor != "admin@example.org" {
			t.Errorf("recorded: %v (%v)", entries, err)
		}
	})
}

func TestWhatTheDatabasesLogKeepsIsSaidToAdministrators(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		b.server.Store = &loudStore{b.server.Store}
		_, page := b.get(b.signedIn("admin@example.org", nil, people.Admin), "/admin/accounts")
		if !strings.Contains(page, "The log of the database keeps ballots") || !strings.Contains(page, "ALTER ROLE app SET log_statement") {
			t.Error("the page does not say it")
		}
	})
}

type loudStore struct{ Store }

func (loudStore) ServerLog(context.Context) (string, error) {
	return "as a superuser run ALTER ROLE app SET log_statement = 'none';", nil
}
