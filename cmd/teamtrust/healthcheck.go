package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"
)

type healthcheckCmd struct {
	URL string `help:"The server's address (default: --public-url)." placeholder:"URL"`
}

func (healthcheckCmd) Help() string {
	return "Exit code 0 when the server answers and reaches its database.\n\nExample: teamtrust healthcheck --url http://127.0.0.1:8080"
}

// Run asks /readyz.
func (c healthcheckCmd) Run(ctx context.Context, a *app) error {
	base := strings.TrimRight(c.URL, "/")
	if base == "" {
		base = a.publicURL()
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/readyz", nil)
	if err != nil {
		return fmt.Errorf("%s is no address: %w", base, err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("no server answers at %s; start one with teamtrust serve", base)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the server at %s is not ready (status %d)", base, res.StatusCode)
	}
	fmt.Fprintln(a.stdout, "well")
	return nil
}
