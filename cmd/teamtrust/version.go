package main

import (
	"context"
	"fmt"
)

type versionCmd struct{}

func (versionCmd) Help() string { return "Example: teamtrust version" }

// Run prints the version alone.
func (versionCmd) Run(_ context.Context, a *app) error {
	_, err := fmt.Fprintln(a.stdout, version)
	return err
}
