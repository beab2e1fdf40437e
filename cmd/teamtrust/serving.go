package main

import (
	"errors"
	"fmt"
	"net"
	"time"
)

// serving is what the commands that serve accept, and what config prints.
type serving struct {
	Listen    string `default:"127.0.0.1:8080" env:"TEAMTRUST_LISTEN" help:"Address and port to listen on."`
	Retention int    `default:"30" env:"TEAMTRUST_RETENTION" help:"Days that ballots are kept after a survey's release; the results stay." placeholder:"DAYS"`
}

// maxRetention is a hundred years.
const maxRetention = 36500

// Validate is called by the parser.
func (s serving) Validate() error {
	if s.Retention < 1 || s.Retention > maxRetention {
		return fmt.Errorf("--retention is %d; write a number of days from 1 to %d", s.Retention, maxRetention)
	}
	return nil
}

// retention is how long ballots and salts stay after the release; tallies, the
// release and the public record stay.
func (s serving) retention() time.Duration { return time.Duration(s.Retention) * 24 * time.Hour }

// listen takes the address. Whatever is wrong with it, another one helps.
func (s serving) listen() (net.Listener, error) {
	l, err := net.Listen("tcp", s.Listen)
	if err == nil {
		return l, nil
	}
	var network *net.OpError
	if errors.As(err, &network) {
		err = network.Err
	}
	return nil, fmt.Errorf("cannot listen on %s (%w); choose another address with --listen, such as 127.0.0.1:8081", s.Listen, err)
}
