package life

import (
	"context"
	"encoding/base32"
	"fmt"
	"io"
	"strings"
	"time"

	"teamtrust/survey"
)

// Draft is what a new survey needs.
type Draft struct {
	Name         string
	Source       []byte // the questionnaire file; nil for a built-in one
	BuiltIn      string // P10, P6, L28 or I12, where Source is nil
	Closes       string // a duration from opening ("7d", "12h") or an RFC 3339 time; empty means DefaultCloses
	MinimumGroup int    // 0 means survey.MinimumGroup
	Rehearsal    bool
	Split        bool // the sealing key is shared between HR and auditor
	Cuts         []survey.Cut
}

// DefaultCloses is how long a survey stays open where nothing is said.
const DefaultCloses = "7d"

// Limits of a survey's life.
const (
	minOpen     = time.Minute
	maxOpen     = 366 * 24 * time.Hour
	maxNameSize = 120
	maxGroup    = 1000
)

// Create checks a draft and stores it. Errors that people can mend are
// *survey.Error with code CodeBadRequest.
func (l *Life) Create(ctx context.Context, d Draft, by Actor) (survey.Survey, error) {
	sv, err := l.draft(d)
	if err != nil {
		return survey.Survey{}, err
	}
	if err := d.checkCuts(); err != nil {
		return survey.Survey{}, err
	}
	q, source, err := d.questionnaire()
	if err != nil {
		return survey.Survey{}, err
	}
	if err := l.store.PutQuestionnaire(ctx, q, source); err != nil {
		return survey.Survey{}, err
	}
	sv.Questionnaire, sv.Version = q.ID, q.Version
	if sv.ID, err = newID(l.rand); err != nil {
		return survey.Survey{}, err
	}
	if err := l.store.CreateSurvey(ctx, sv, by.Name, d.Cuts...); err != nil {
		return survey.Survey{}, err
	}
	return sv, l.record(ctx, by, "create survey", sv.ID, sv.Name+d.alsoBy())
}

// alsoBy names the cuts in the audit log.
func (d Draft) alsoBy() string {
	names := ""
	for _, c := range d.Cuts {
		names += ", also by " + c.Name
	}
	return names
}

// checkCuts refuses too many cuts and two of one name.
func (d Draft) checkCuts() error {
	if len(d.Cuts) > survey.MaxCuts {
		return field("cuts", "The survey has %d cuts; at most %d are possible.", len(d.Cuts), survey.MaxCuts)
	}
	seen := map[string]bool{}
	for _, c := range d.Cuts {
		if seen[c.Name] {
			return field("cuts", "The cut %q is there twice; give each a name of its own.", c.Name)
		}
		seen[c.Name] = true
	}
	return nil
}

// draft checks everything but the questionnaire.
func (l *Life) draft(d Draft) (survey.Survey, error) {
	sv := survey.Survey{State: survey.Draft, Rehearsal: d.Rehearsal, Split: d.Split, Created: l.clock(), MinimumGroup: d.MinimumGroup}
	if sv.MinimumGroup == 0 {
		sv.MinimumGroup = survey.MinimumGroup
	}
	if sv.MinimumGroup < survey.MinimumGroup || sv.MinimumGroup > maxGroup {
		return sv, field("minimum_group", "The minimum group is %d; choose a number from %d to %d.", sv.MinimumGroup, survey.MinimumGroup, maxGroup)
	}
	var err error
	if sv.Name, err = cleanName(d.Name); err != nil {
		return sv, err
	}
	sv.ClosesAfter, sv.Closes, err = ParseCloses(d.Closes, sv.Created)
	return sv, err
}

func (d Draft) questionnaire() (*survey.Questionnaire, []byte, error) {
	if d.Source == nil {
		return survey.BuiltIn(d.BuiltIn)
	}
	q, err := survey.ParseQuestionnaire(d.Source)
	if err != nil {
		return nil, nil, err
	}
	return q, d.Source, q.ForSurvey()
}

func cleanName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		return "", field("name", "The survey has no name; give it one that people will recognise.")
	}
	return name, readable("name", "The survey's name", name, maxNameSize)
}

// ParseCloses reads when a survey closes: a duration from opening in days,
// hours or minutes ("7d", "12h", "1d12h", "90m"), or an RFC 3339 time after
// now. Exactly one of the results is not zero.
func ParseCloses(s string, now time.Time) (time.Duration, time.Time, error) {
	if s = strings.TrimSpace(s); s == "" {
		s = DefaultCloses
	}
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		at = at.UTC().Truncate(time.Second)
		if !at.After(now) || at.Sub(now) > maxOpen {
			return 0, time.Time{}, field("closes", "The survey would close at %s; choose a time after now and within a year.", s)
		}
		return 0, at, nil
	}
	d, err := parseDays(s)
	if err != nil || d < minOpen || d > maxOpen {
		return 0, time.Time{}, field("closes", "%q is no closing time; write a duration from opening such as 7d or 12h (from 1m to 366d), or a time such as 2026-12-24T17:00:00Z.", s)
	}
	return d, time.Time{}, nil
}

// parseDays is time.ParseDuration with days in front.
func parseDays(s string) (time.Duration, error) {
	var days time.Duration
	if n, rest, ok := strings.Cut(s, "d"); ok {
		var count int
		if _, err := fmt.Sscanf(n, "%d", &count); err != nil || fmt.Sprint(count) != n || count > 100_000 {
			return 0, fmt.Errorf("%q is no number of days", n)
		}
		days, s = time.Duration(count)*24*time.Hour, rest
		if s == "" {
			return days, nil
		}
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%q is no duration", s)
	}
	return days + d, nil
}

// newID returns a random id of 16 characters of [a-z2-7].
func newID(random io.Reader) (string, error) {
	b := make([]byte, 10)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", fmt.Errorf("make an id: %w", err)
	}
	return strings.ToLower(base32.StdEncoding.EncodeToString(b)), nil
}

func field(name, format string, args ...any) error {
	e := survey.Errorf(survey.CodeBadRequest, format, args...)
	e.Item = name
	return e
}
