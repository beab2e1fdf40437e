package server

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/web"
)

// Store is what the pages read and what sign-in writes.
type Store interface {
	Ping(ctx context.Context) error
	publicRecord

	Account(ctx context.Context, id string) (people.Account, error)
	AccountByEmail(ctx context.Context, email string) (people.Account, error)
	Accounts(ctx context.Context) ([]people.Account, error)
	UseSignInLink(ctx context.Context, hash string, now time.Time) (people.Account, error)

	Survey(ctx context.Context, id string) (survey.Survey, error)
	Surveys(ctx context.Context) ([]survey.Survey, error)
	Questionnaire(ctx context.Context, id, version string) (*survey.Questionnaire, error)
	Frozen(ctx context.Context, id string) (survey.Tree, []survey.Unit, error)
	Cuts(ctx context.Context, id string) ([]survey.Cut, error)
	Release(ctx context.Context, id string) ([]byte, error)
	Comments(ctx context.Context, id string) ([]life.Comment, error)
	Invitation(ctx context.Context, id, hash string) (ballot.Invitation, error)
	Roster(ctx context.Context, id, unit string) (life.Roster, error)
	Rosters(ctx context.Context, id string) ([]life.Roster, error)
	Participation(ctx context.Context, id string) (map[string]life.Count, error)
	Transitions(ctx context.Context, id string) ([]survey.Transition, error)
	ExportKind(ctx context.Context, id string) (string, error)
	Invitations(ctx context.Context, id string) ([]life.Invitation, error)

	Everybody(ctx context.Context) ([]people.Person, error)
	Staff(ctx context.Context) ([]people.Person, error)
	Tree(ctx context.Context) (survey.Tree, error)

	Record(ctx context.Context, e people.Entry) error
	Read(ctx context.Context, id string, r people.Reading) error
	Readings(ctx context.Context, id string, teams ...survey.Path) (map[survey.Path][]people.Reading, error)
	Entries(ctx context.Context, limit int, before int64) ([]people.Entry, error)
	EntriesOf(ctx context.Context, action string, limit int) ([]people.Entry, error)
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
	ServerLog(ctx context.Context) (string, error)
	Uploads
}

// Deps is everything the server needs from outside.
type Deps struct {
	Store     Store
	Life      *life.Life
	Office    *ballot.Office
	Web       *web.Web
	Sessions  scs.Store
	Schedule  func(ctx context.Context, sv survey.Survey) error // queues the closing of an opened survey
	PublicURL string                                            // of the office's side; cookies follow its scheme
	Retention int                                               // days that ballots are kept after the release; people are told
	Demo      bool
	Now       func() time.Time
	Log       *slog.Logger
}

// Server is the product as an http.Handler. It is safe for concurrent use.
type Server struct {
	Deps
	sessions    *scs.SessionManager
	releases    *releases
	comparisons comparisons
	tables      tables
	faults      faults
	forwarded   forwarded
	metrics     *metrics
	verifying   sync.Mutex // one verification at a time
	handler     http.Handler
}

// New wires the routes.
func New(d Deps) *Server {
	gin.SetMode(gin.ReleaseMode)
	s := &Server{Deps: d, sessions: newSessions(d), releases: newReleases(), metrics: newMetrics(d.Now())}
	s.handler = s.both()
	return s
}

// ServeHTTP implements http.Handler: both sides on one address.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// guard refuses form posts and script requests that another site caused. The
// ballot routes need none: no cookie is read there, so another site's page can do
// no more than anybody can.
func (s *Server) guard() gin.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c *gin.Context) {
		if forMachines(c.Request.URL.Path) || protection.Check(c.Request) == nil {
			return
		}
		c.Abort()
		s.failPage(c, s.otherSite(c))
	}
}
