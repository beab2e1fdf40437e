package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/pelletier/go-toml/v2"
)

// Config holds what every command accepts, before or after its own arguments.
type Config struct {
	Data      string `env:"TEAMTRUST_DATA" help:"Directory of the embedded database (default: ./teamtrust-data)." placeholder:"DIR" type:"path"`
	Database  string `env:"TEAMTRUST_DATABASE" help:"sqlite:PATH or postgres://… (default: a SQLite file inside --data)." placeholder:"URL"`
	Keys      string `env:"TEAMTRUST_KEYS" help:"Directory of the surveys' keys; beside --data, never inside (default: DIR-keys)." placeholder:"DIR" type:"path"`
	PublicURL string `name:"public-url" env:"TEAMTRUST_PUBLIC_URL" help:"Address that links begin with (default: http://127.0.0.1:8080)." placeholder:"URL"`
	BallotURL string `name:"ballot-url" env:"TEAMTRUST_BALLOT_URL" help:"Address that employees' links begin with, where it is another than --public-url." placeholder:"URL"`
}

const (
	defaultData      = "teamtrust-data"
	defaultPublicURL = "http://127.0.0.1:8080"
	databaseFile     = "teamtrust.db"
)

func (c Config) dataDir() string {
	if c.Data == "" {
		return defaultData
	}
	return c.Data
}

func (c Config) databaseURL() string {
	if c.Database == "" {
		return "sqlite:" + filepath.Join(c.dataDir(), databaseFile)
	}
	return c.Database
}

func (c Config) keysDir() string {
	if c.Keys == "" {
		return strings.TrimRight(c.dataDir(), "/") + "-keys"
	}
	return c.Keys
}

func (c Config) publicURL() string {
	if c.PublicURL == "" {
		return defaultPublicURL
	}
	return strings.TrimRight(c.PublicURL, "/")
}

// ballotURL is the address of the employees' side; publicURL where there is no
// other.
func (c Config) ballotURL() string {
	if c.BallotURL == "" {
		return c.publicURL()
	}
	return strings.TrimRight(c.BallotURL, "/")
}

// Validate is called by the parser.
func (c Config) Validate() error {
	if err := checkURL("--public-url", c.PublicURL); err != nil {
		return err
	}
	return checkURL("--ballot-url", c.BallotURL)
}

func checkURL(flag, address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("%s %q is no address; write it like https://trust.example.org", flag, address)
	}
	return nil
}

// configFile is read from the working directory, or from TEAMTRUST_CONFIG.
const configFile = "teamtrust.toml"

// environment resolves flags that were not given and that have a variable:
// TEAMTRUST_NAME, then the file that TEAMTRUST_NAME_FILE names, then
// teamtrust.toml (decision 0002).
type environment struct {
	getenv func(string) string
	file   map[string]any
}

// newEnvironment reads the configuration file. One that TEAMTRUST_CONFIG names
// must be there.
func newEnvironment(getenv func(string) string) (*environment, error) {
	e := &environment{getenv: getenv}
	path, named := getenv("TEAMTRUST_CONFIG"), true
	if path == "" {
		path, named = configFile, false
	}
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return e, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the configuration: %w", err)
	}
	if err := toml.Unmarshal(raw, &e.file); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return e, nil
}

// Validate refuses settings that no flag has: a misspelt one must not be
// passed over in silence.
func (e *environment) Validate(app *kong.Application) error {
	known := map[string]bool{}
	addFlags(app.Node, known)
	for name := range e.file {
		if !known[name] {
			return fmt.Errorf("the configuration has a setting %q that there is not; see teamtrust config", name)
		}
	}
	return nil
}

// addFlags collects the flags below a command that a configuration may set.
func addFlags(n *kong.Node, known map[string]bool) {
	for _, f := range n.Flags {
		if len(f.Envs) > 0 {
			known[f.Name] = true
		}
	}
	for _, child := range n.Children {
		addFlags(child, known)
	}
}

// Resolve implements kong.Resolver.
func (e *environment) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if len(flag.Envs) == 0 {
		return nil, nil
	}
	name := flag.Envs[0]
	if v := e.getenv(name); v != "" {
		return v, nil
	}
	if path := e.getenv(name + "_FILE"); path != "" {
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("%s_FILE: %w", name, err)
		}
		return strings.TrimSpace(string(raw)), nil
	}
	switch v := e.file[flag.Name].(type) {
	case nil:
		return nil, nil
	case string, int64, float64, bool:
		return fmt.Sprint(v), nil
	}
	return nil, errors.New("the configuration has several values there; write one, in quotes")
}

type settingsCmd struct {
	serving
}

func (settingsCmd) Help() string {
	return "Order: command line, TEAMTRUST_NAME, the file named by TEAMTRUST_NAME_FILE, teamtrust.toml.\n\nExample: TEAMTRUST_DATABASE_FILE=/run/secrets/database teamtrust config"
}

// Run prints the effective values as a teamtrust.toml.
func (c settingsCmd) Run(_ context.Context, a *app) error {
	for _, line := range [][2]string{
		{"data", a.dataDir()}, {"database", hidePassword(a.databaseURL())}, {"keys", a.keysDir()}, {"public-url", a.publicURL()}, {"ballot-url", a.ballotURL()},
		{"listen", c.Listen}, {"ballot-listen", c.BallotListen}, {"metrics-listen", c.MetricsListen},
	} {
		fmt.Fprintf(a.stdout, "%s = %q\n", line[0], line[1])
	}
	fmt.Fprintf(a.stdout, "retention = %d\n", c.Retention)
	return nil
}

// Places of a PostgreSQL address where a secret can stand, but for the one
// before the host.
var secretParameters = []string{"password", "sslpassword"}

const hidden = "hidden"

// hidePassword is a database address that may be shown. One that cannot be taken
// apart could hold its password anywhere, so that nothing of it is shown.
func hidePassword(database string) string {
	if strings.HasPrefix(database, "sqlite:") {
		return database
	}
	u, err := url.Parse(database)
	if err != nil || u.Opaque != "" || u.Fragment != "" || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return "postgres://(hidden)"
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil || u.User == nil && strings.Contains(database, "@") {
		return "postgres://(hidden)" // a sign of the password that was not encoded ends the address too early
	}
	if _, set := u.User.Password(); set {
		u.User = url.UserPassword(u.User.Username(), hidden)
	}
	for name := range query {
		if slices.Contains(secretParameters, strings.ToLower(name)) {
			query[name] = []string{hidden}
			u.RawQuery = query.Encode()
		}
	}
	return u.String()
}
