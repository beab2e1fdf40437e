package life

import (
	"context"
	"io"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/people"
)

// Store is what opening and closing need from the database.
type Store interface {
	Records

	Staff(ctx context.Context) ([]people.Person, error)
	Everybody(ctx context.Context) ([]people.Person, error)
	Tree(ctx context.Context) (survey.Tree, error)
	Import(ctx context.Context, in people.Import) error
	AddAccount(ctx context.Context, email string, role people.Role, teams []survey.Path) (people.Account, error)
	AddSignInLink(ctx context.Context, hash, account string, expires time.Time) error

	PutQuestionnaire(ctx context.Context, q *survey.Questionnaire, source []byte) error
	Questionnaire(ctx context.Context, id, version string) (*survey.Questionnaire, error)

	CreateSurvey(ctx context.Context, sv survey.Survey, by string, cuts ...survey.Cut) error
	Cuts(ctx context.Context, id string) ([]survey.Cut, error)
	Survey(ctx context.Context, id string) (survey.Survey, error)
	Surveys(ctx context.Context) ([]survey.Survey, error)
	Overlaps(ctx context.Context, id string) ([]survey.Survey, error)
	OpenSurvey(ctx context.Context, o Opening) error
	CloseSurvey(ctx context.Context, id string, count func(Box) (Closing, error)) error
	EndSurvey(ctx context.Context, id string, at time.Time, reason string) error
	WhileDraft(ctx context.Context, id string, do func() error) error
	MixBox(ctx context.Context, id string, mix func(Mixing) (Mixed, error)) error
	CompleteLog(ctx context.Context, sign ballot.SignLog) error
	Epochs(ctx context.Context, id string) ([]Epoch, error)
	Left(ctx context.Context) ([]Epoch, error)
	EpochDestroyed(ctx context.Context, e Epoch) error
	Show(ctx context.Context, id string, now time.Time, set ...survey.Showing) error
	Unshow(ctx context.Context, id string, now time.Time, team survey.Path, readers ...survey.Reader) error
	Undestroyed(ctx context.Context) ([]string, error)
	KeysDestroyed(ctx context.Context, id string, at time.Time) error

	ConfirmRosters(ctx context.Context, id string, c Confirmation) error

	Frozen(ctx context.Context, id string) (survey.Tree, []survey.Unit, error)
	Participation(ctx context.Context, id string) (map[string]Count, error)
	Invitations(ctx context.Context, id string) ([]Invitation, error)
	Invited(ctx context.Context, id, person string) (Invitation, error)
	Replace(ctx context.Context, id, person, hash, by, reason string, at time.Time) error
	DrawCards(ctx context.Context, id string, cards []Invitation) error
	MarkExport(ctx context.Context, id, kind string) error

	SetUp(ctx context.Context, first FirstStart) (people.Account, error)
	Setting(ctx context.Context, key string) (string, error) // CodeNotFound before it was set
	SetSetting(ctx context.Context, key, value string) error

	LastBands(ctx context.Context, id string) (Bands, error) // zero before the first
	PublishBands(ctx context.Context, id string, b Bands, every time.Duration) error

	Record(ctx context.Context, e people.Entry) error
}

// Count is how many people a unit has and how many of them have collected
// their credential. Before the close it may be shown in bands only.
type Count struct{ Eligible, Collected int }

// Actor is who does something: an account and the role that allows it, or the
// command line, or the system.
type Actor struct {
	Name string
	Role people.Role
}

// System is the actor of what happens by itself.
var System = Actor{Name: "system"}

// CommandLine is the actor of everything typed on the machine itself.
var CommandLine = Actor{Name: "command line"}

// Life opens and closes surveys. It is safe for concurrent use.
type Life struct {
	store     Store
	keys      *ballot.Directory
	url       string // of pages for accounts
	ballotURL string // of pages for employees
	now       func() time.Time
	rand      io.Reader
}

// New returns a Life. publicURL is the address that links begin with; now and
// random are the clock and the source of randomness (crypto/rand.Reader).
func New(store Store, keys *ballot.Directory, publicURL string, now func() time.Time, random io.Reader) *Life {
	return &Life{store: store, keys: keys, url: publicURL, ballotURL: publicURL, now: now, rand: random}
}

// InvitingTo returns the same Life with another address for invitation links,
// where employees have one of their own.
func (l *Life) InvitingTo(ballotURL string) *Life {
	inviting := *l
	inviting.ballotURL = ballotURL
	return &inviting
}

// clock is the time in the precision that everything public has.
func (l *Life) clock() time.Time { return l.now().UTC().Truncate(time.Second) }

// sign makes the checkpoint of the installation's log with the key that lies
// beside those of the surveys.
func (l *Life) sign(leaves []string) (ballot.Checkpoint, error) {
	key, err := l.keys.LogKey(ballot.Origin(l.url), l.rand)
	if err != nil {
		return ballot.Checkpoint{}, err
	}
	return key.Checkpoint(leaves)
}

func (l *Life) record(ctx context.Context, by Actor, action, object, detail string) error {
	return l.store.Record(ctx, people.Entry{
		At: l.clock(), Actor: by.Name, Role: by.Role, Action: action, Object: object, Detail: detail,
	})
}
