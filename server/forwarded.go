package server

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// SettingForwarded is the setting under which it is kept that a proxy passes
// on addresses of browsers on the ballot routes: the day on which that was first
// seen, in UTC, as 2026-03-02; empty once an administrator says that it is
// repaired. No address is kept, and no other time.
const SettingForwarded = "forwarded addresses"

// AddressHeaders are what proxies and networks put a browser's address in. A
// proxy in front of the ballot routes has to take them away.
func AddressHeaders() []string {
	return []string{
		"X-Forwarded-For", "Forwarded", "X-Real-Ip", "Cf-Connecting-Ip", "Cf-Connecting-Ipv6", "True-Client-Ip",
		"X-Client-Ip", "X-Cluster-Client-Ip", "X-Original-Forwarded-For", "X-Forwarded", "Forwarded-For", "Client-Ip",
		"Fastly-Client-Ip", "Fly-Client-Ip", "X-Azure-Clientip", "X-Appengine-User-Ip", "X-Envoy-External-Address",
	}
}

// forwarded remembers until the next report that an address was passed on.
type forwarded struct{ seen atomic.Bool }

// note looks at a request of the ballot routes. It reads whether there is an
// address and never which.
func (f *forwarded) note(c *gin.Context) {
	if carriesAddress(c.Request.Header) {
		f.seen.Store(true)
	}
	c.Next()
}

func carriesAddress(h http.Header) bool {
	for _, name := range AddressHeaders() {
		for _, value := range h.Values(name) {
			if value = strings.ToLower(strings.TrimSpace(value)); value == "" || value == "unknown" {
				continue
			}
			// RFC 7239: only "for" is the browser's.
			if name != "Forwarded" || strings.Contains(value, "for=") && !strings.Contains(value, "for=unknown") {
				return true
			}
		}
	}
	return false
}

// keepForwarded writes down once that addresses arrive. It is not written
// again until somebody has repaired it: the time of each writing stays in the
// database's own files, and would otherwise follow that of ballots.
func (s *Server) keepForwarded(ctx context.Context) error {
	if !s.forwarded.seen.Swap(false) {
		return nil
	}
	switch since, err := s.forwardedSince(ctx); {
	case err != nil:
		return err
	case !since.IsZero():
		return nil
	}
	return s.Store.SetSetting(ctx, SettingForwarded, s.Now().UTC().Format(time.DateOnly))
}

// forwardedSince is the day since which a proxy passes on addresses; zero where
// none was seen since the last repair.
func (s *Server) forwardedSince(ctx context.Context) (time.Time, error) {
	day, err := s.Store.Setting(ctx, SettingForwarded)
	if survey.CodeOf(err) == survey.CodeNotFound || err == nil && day == "" {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return time.Parse(time.DateOnly, day)
}

// warnings is what administrators have to repair outside of this program.
func (s *Server) warnings(ctx context.Context) (w web.Warnings, err error) {
	if w.Forwarded, err = s.forwardedSince(ctx); err != nil {
		return w, err
	}
	w.ServerLog, err = s.Store.ServerLog(ctx)
	return w, err
}

// forwardedRepaired takes the warning away: POST /admin/forwarded.
func (s *Server) forwardedRepaired(c *gin.Context, acc people.Account) error {
	ctx := c.Request.Context()
	if err := s.Store.SetSetting(ctx, SettingForwarded, ""); err != nil {
		return err
	}
	err := s.Store.Record(ctx, people.Entry{At: s.Now(), Actor: acc.Email, Role: people.Admin,
		Action: "dismiss warning", Object: SettingForwarded})
	if err != nil {
		return err
	}
	if err := s.flash(c, "good", "done.forwarded"); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/admin/accounts")
	return nil
}
