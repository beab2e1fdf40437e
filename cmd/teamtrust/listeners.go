package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"teamtrust/server"
)

// listeners are what the program listens on; the last two are nil where they
// were not asked for.
type listeners struct{ main, ballots, metrics net.Listener }

// listen takes the addresses before anything else is done. Whatever is wrong
// with one, another helps.
func (a *app) listen(s serving) (l *listeners, err error) {
	l = &listeners{}
	defer func() {
		if err != nil {
			l.Close()
		}
	}()
	if l.main, err = take("--listen", s.Listen); err != nil {
		return l, err
	}
	a.linkTo(l.main.Addr())
	if l.ballots, err = take("--ballot-listen", s.BallotListen); err != nil {
		return l, err
	}
	l.metrics, err = take("--metrics-listen", s.MetricsListen)
	return l, err
}

// take listens on the address of a flag; on nothing where it is empty.
func take(flag, address string) (net.Listener, error) {
	if address == "" {
		return nil, nil
	}
	l, err := net.Listen("tcp", address)
	if err == nil {
		return l, nil
	}
	var network *net.OpError
	if errors.As(err, &network) {
		err = network.Err
	}
	return nil, fmt.Errorf("cannot listen on %s (%w); choose another address with %s, such as 127.0.0.1:8081", address, err, flag)
}

// Close ends them. Those that a server has closed already are closed.
func (l *listeners) Close() {
	for _, one := range []net.Listener{l.main, l.ballots, l.metrics} {
		if one != nil {
			one.Close()
		}
	}
}

// linkTo makes links begin with the address that is listened on, where no
// public address was given and that one can be opened as it is.
func (a *app) linkTo(addr net.Addr) {
	tcp, ok := addr.(*net.TCPAddr)
	if a.PublicURL == "" && ok && !tcp.IP.IsUnspecified() {
		a.PublicURL = "http://" + addr.String()
	}
}

// door is one listener with what is served on it, and how that is announced.
type door struct {
	net.Listener
	handler http.Handler
	words   string
}

// doors gives every listener its side of the site. The main one comes last: its
// line says that everything answers.
func (a *app) doors(l *listeners, site *server.Server) []door {
	var all []door
	if l.metrics != nil {
		all = append(all, door{l.metrics, site.Metrics(version), "Metrics on http://%s/metrics\n"})
	}
	main := door{l.main, site, "Listening on http://%s\n"}
	switch {
	case l.ballots != nil:
		all = append(all, door{l.ballots, site.Employees(), "Ballots on http://%s\n"})
		main.handler = site.WithoutBallots()
	case host(a.ballotURL()) != host(a.publicURL()):
		main.handler = server.ByHost(host(a.ballotURL()), site.Employees(), site.WithoutBallots())
	}
	return append(all, main)
}

// host is the host and port of an address that was checked.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Host
}

// answer serves at all doors until ctx ends or one of them fails, and lets
// running requests end.
func answer(ctx context.Context, doors []door, stdout io.Writer) error {
	failed := make(chan error, len(doors))
	servers := make([]*http.Server, len(doors))
	for i, d := range doors {
		servers[i] = newHTTPServer(d.handler)
		go func() { failed <- servers[i].Serve(d.Listener) }()
		fmt.Fprintf(stdout, d.words, d.Addr())
	}
	var err error
	select {
	case e := <-failed:
		err = fmt.Errorf("serve: %w", e)
	case <-ctx.Done():
	}
	for _, srv := range servers {
		err = errors.Join(err, shutDown(srv))
	}
	return err
}

// shutDown lets running requests end.
func shutDown(srv *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}

// newHTTPServer serves a handler in silence: what net/http has to say about a
// broken connection or request carries the address that it came from, so nobody
// gets to read it.
func newHTTPServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       60 * time.Second,
		WriteTimeout:      5 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
}
