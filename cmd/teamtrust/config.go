package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/pelletier/go-toml/v2"
)

// Config holds what every command accepts, before or after its own arguments.
type Config struct {
	Data      string `help:"Directory of the embedded database (default: ./teamtrust-data)." placeholder:"DIR" type:"path"`
	Database  string `help:"sqlite:PATH or postgres://… (default: a SQLite file inside --data)." placeholder:"URL"`
	Keys      string `help:"Directory of the surveys' keys; beside --data, never inside (default: DIR-keys)." placeholder:"DIR" type:"path"`
	PublicURL string `name:"public-url" help:"Address that links begin with (default: http://127.0.0.1:8080)." placeholder:"URL"`
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

// Validate is called by the parser.
func (c Config) Validate() error {
	if c.PublicURL == "" {
		return nil
	}
	u, err := url.Parse(c.PublicURL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("--public-url %q is no address; write it like https://trust.example.org", c.PublicURL)
	}
	return nil
}

// configFile is read from the working directory, or from TEAMTRUST_CONFIG.
const configFile = "teamtrust.toml"

// environment resolves flags that were not given: TEAMTRUST_NAME, then the
// file that TEAMTRUST_NAME_FILE names, then teamtrust.toml (decision 0002).
type environment struct {
	getenv func(string) string
	file   map[string]any
}

// Validate reads the configuration file once, before anything is resolved.
func (e *environment) Validate(*kong.Application) error {
	path, named := e.getenv("TEAMTRUST_CONFIG"), true
	if path == "" {
		path, named = configFile, false
	}
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return nil
	}
	if err != nil {
		return fmt.Errorf("cannot read the configuration: %w", err)
	}
	if err := toml.Unmarshal(raw, &e.file); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// Resolve implements kong.Resolver.
func (e *environment) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	name := "TEAMTRUST_" + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))
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
	if v, ok := e.file[flag.Name]; ok {
		return v, nil
	}
	return nil, nil
}

type settingsCmd struct{}

func (settingsCmd) Help() string {
	return "Order: command line, TEAMTRUST_NAME, the file named by TEAMTRUST_NAME_FILE, teamtrust.toml.\n\nExample: TEAMTRUST_DATABASE_FILE=/run/secrets/database teamtrust config"
}

// Run prints the effective values as a teamtrust.toml.
func (settingsCmd) Run(_ context.Context, a *app) error {
	for _, line := range [][2]string{
		{"data", a.dataDir()}, {"database", hidePassword(a.databaseURL())}, {"keys", a.keysDir()}, {"public-url", a.publicURL()},
	} {
		fmt.Fprintf(a.stdout, "%s = %q\n", line[0], line[1])
	}
	return nil
}

func hidePassword(database string) string {
	u, err := url.Parse(database)
	if err != nil || u.User == nil {
		return database
	}
	if _, set := u.User.Password(); set {
		u.User = url.UserPassword(u.User.Username(), "hidden")
	}
	return u.String()
}
