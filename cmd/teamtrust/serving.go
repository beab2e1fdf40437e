package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/alecthomas/kong"
)

// serving is what the commands that serve accept, and what config prints.
type serving struct {
	Listen        string `default:"127.0.0.1:8080" env:"TEAMTRUST_LISTEN" help:"Address and port to listen on."`
	BallotListen  string `env:"TEAMTRUST_BALLOT_LISTEN" help:"Another address and port for the pages and requests of employees, which --listen then leaves out; needs --ballot-url." placeholder:"ADDRESS"`
	MetricsListen string `env:"TEAMTRUST_METRICS_LISTEN" help:"Address and port for /metrics; without it there are none." placeholder:"ADDRESS"`
	keeping
}

// Validate is called by the parser, with everything else that was read.
func (s serving) Validate(parsed *kong.Context) error {
	if c, ok := parsed.Model.Target.Addr().Interface().(*commands); ok && s.BallotListen != "" && c.BallotURL == "" {
		return errors.New("--ballot-listen needs --ballot-url, the address under which employees reach it: their links begin with it")
	}
	return s.keeping.check()
}

// keeping is how long ballots are kept.
type keeping struct {
	Retention int `default:"30" env:"TEAMTRUST_RETENTION" help:"Days that ballots are kept after a survey's release; the results stay." placeholder:"DAYS"`
}

// maxRetention is a hundred years.
const maxRetention = 36500

func (k keeping) check() error {
	if k.Retention < 1 || k.Retention > maxRetention {
		return fmt.Errorf("--retention is %d; write a number of days from 1 to %d", k.Retention, maxRetention)
	}
	return nil
}

// retention is how long ballots and salts stay after the release; tallies, the
// release and the public record stay.
func (k keeping) retention() time.Duration { return time.Duration(k.Retention) * 24 * time.Hour }
