package main

import (
	"log/slog"
	"net/http"
	"time"
)

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
