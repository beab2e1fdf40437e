// Command teamtrust measures trust in teams with anonymous pulse surveys.
//
// Here: one file per command, configuration, wiring, and the background jobs.
// Not here: rules, storage, pages.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// version is set by the linker (Makefile).
var version = "development"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr))
}
