package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// invent writes a staff list with ten people a team.
func invent(b *testing.B, people int) string { return inventTeams(b, people, people/10) }

// inventTeams writes a staff list. A tenth of the teams are departments, at most
// ten of those are below no other.
func inventTeams(b *testing.B, people, teams int) string {
	b.Helper()
	var rows strings.Builder
	rows.WriteString("employee_id,name,email,team,manages,language\n")
	for i := range people {
		fmt.Fprintf(&rows, "E%06d,Person %d,e%d@example.org,%s,,en\n", i, i, i, inventedTeam(i%teams, teams))
	}
	file := filepath.Join(b.TempDir(), "staff.csv")
	if err := os.WriteFile(file, []byte(rows.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	return file
}

func inventedTeam(i, teams int) string {
	departments := max(10, teams/10)
	switch {
	case i < 10:
		return fmt.Sprint("Division ", i)
	case i < departments:
		return fmt.Sprintf("Division %d / Department %d", i%10, i)
	}
	return inventedTeam(i%departments, teams) + fmt.Sprintf(" / Team %d", i)
}
