package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"teamtrust/survey"
)

// pages measures a team's page and the organisation's, as HR sees them, against
// the query that fetches the release and nothing else.
func (t *table) pages(b *testing.B, p *program, id string, teams int) {
	hr, s := p.signIn(b)
	defer s.stop()
	conn, err := pgx.Connect(b.Context(), p.database)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(context.Background())
	for name, path := range map[string]string{
		"team page":         "/team/" + survey.Path(firstTeam(b, conn)).ID() + "?survey=" + id,
		"organisation page": "/org?survey=" + id,
	} {
		var served, queried []float64
		for range 4 * repetitions {
			queried = append(queried, timed(func() { release(b, conn, id) }))
			served = append(served, timed(func() { visit(b, hr, s.url+path) }))
		}
		t.compare(fmt.Sprintf("%s of %d teams", name, teams), milliseconds, served, queried, pageAim(name, teams))
	}
}

// pageAim is what a page may take of the bare query, 0 for no aim: that of the
// organisation shows everything that it fetches. Of few teams the query is no
// measure, because what every page needs takes longer.
func pageAim(name string, teams int) float64 {
	if name == "organisation page" && teams >= manyTeams {
		return -3
	}
	return 0
}

// signIn starts a server and signs HR in.
func (p *program) signIn(b *testing.B) (*http.Client, *process) {
	b.Helper()
	link := p.must("account", "add", "hr@example.org", "--role", "hr")
	s := p.serve("127.0.0.1:0")
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	_, path, _ := strings.Cut(link, "/sign-in/")
	visit(b, client, s.url+"/sign-in/"+path)
	return client, s
}

func visit(b *testing.B, client *http.Client, address string) {
	b.Helper()
	res, err := client.Get(address)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	n, err := io.Copy(io.Discard, res.Body)
	if err != nil || res.StatusCode != http.StatusOK || n < 1000 || strings.Contains(res.Request.URL.Path, "sign-in") {
		b.Fatalf("%s: %s, %d bytes from %s, %v", address, res.Status, n, res.Request.URL, err)
	}
}

func release(b *testing.B, conn *pgx.Conn, id string) {
	b.Helper()
	var raw []byte
	if err := conn.QueryRow(b.Context(), "SELECT release FROM releases WHERE survey = $1", id).Scan(&raw); err != nil {
		b.Fatal(err)
	}
}

func firstTeam(b *testing.B, conn *pgx.Conn) string {
	b.Helper()
	var team string
	if err := conn.QueryRow(b.Context(), "SELECT min(team) FROM people").Scan(&team); err != nil {
		b.Fatal(err)
	}
	return team
}
