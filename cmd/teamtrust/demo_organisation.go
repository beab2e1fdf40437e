package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strings"
)

// demoTeams is the invented organisation: every team with the number of its
// members, the head included.
var demoTeams = []struct {
	path string
	size int
}{
	{"Care", 3},
	{"Care / Day Clinic", 19},
	{"Care / Home Visits", 3},
	{"Care / Home Visits / East", 17},
	{"Care / Home Visits / West", 21},
	{"Care / Night Shift", 16},
	{"Kitchen", 18},
	{"Technology", 2},
	{"Technology / Devices", 22},
	{"Technology / Software", 24},
	{"Technology / Service Desk", 9},
	{"Workshop", 2},
	{"Workshop / Joinery", 19},
	{"Workshop / Metal", 23},
	{"Workshop / Paint", 4},
	{"Office", 2},
	{"Office / Finance", 18},
	{"Office / People", 8},
	{"Office / Law", 3},
}

// The story that the demo tells: promises were broken in this part of the
// organisation before the second survey, and mending has begun.
const (
	demoHurt    = "Workshop"
	demoManager = "Workshop"
)

var demoNames = [2][]string{
	{"Amal", "Anouk", "Bela", "Cem", "Dilara", "Edda", "Femi", "Greta", "Hakan", "Ines", "Jana", "Kofi", "Lena", "Milo",
		"Nour", "Oskar", "Pilar", "Rosa", "Samir", "Tove", "Uta", "Vera", "Wim", "Yara", "Zita"},
	{"Abel", "Berg", "Castro", "Demir", "Eklund", "Farah", "Gruber", "Haas", "Ito", "Jansen", "Koch", "Lind", "Moreau", "Nagy",
		"Okafor", "Peters", "Quist", "Rossi", "Sato", "Toth", "Urban", "Vogel", "Weber", "Young", "Zeman"},
}

// demoStaff is the staff list of the invented organisation as HR would bring
// it: a CSV file. The same seed gives the same file.
func demoStaff(seed uint64) []byte {
	r := rand.New(rand.NewPCG(seed, 0))
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	// A bytes.Buffer takes everything: no write fails.
	_ = w.Write([]string{"employee_id", "name", "email", "team", "manages", "language"})
	number := 0
	for _, team := range demoTeams {
		for i := range team.size {
			number++
			id := fmt.Sprintf("E%03d", number)
			name := demoNames[0][r.IntN(len(demoNames[0]))] + " " + demoNames[1][r.IntN(len(demoNames[1]))]
			email := strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "." + strings.ToLower(id) + "@demo.example"
			manages := ""
			if i == 0 {
				manages = team.path
			} else if strings.HasPrefix(team.path, "Workshop") && r.IntN(3) > 0 {
				email = ""
			}
			_ = w.Write([]string{id, name, email, team.path, manages, []string{"en", "de", "ar"}[r.IntN(3)]})
		}
	}
	w.Flush()
	return out.Bytes()
}

// demoMood is how trust stood in one wave, by team and dimension.
func demoMood(wave int) func(team, dimension string) float64 {
	hurt := []float64{0.1, -0.8, -0.5, -0.3}[wave]
	return func(team, dimension string) float64 {
		if !strings.HasPrefix(team, demoHurt) {
			return 0.15
		}
		switch dimension {
		case "REL":
			return hurt - 0.2
		case "TRA":
			return hurt
		}
		return hurt / 2
	}
}

var demoWords = []string{
	"We talk about problems early now. That helps.",
	"Tell us when a date moves, before the day itself.",
	"I would like to know why a plan was changed.",
	"People keep their word here.",
	"The Monday meeting is short and clear.",
	"Promises from spring are still open.",
	"Ask us before the shift plan is fixed.",
	"More praise for the ones who work at night.",
}
