package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"teamtrust/migrations"
	"teamtrust/survey/store/storetest"
)

// Employees have an address of their own: everything that they do stays there,
// and the other address knows nothing of surveys.
func TestJourneyOfAnEmployeeAtAnAddressOfTheirOwn(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	t.Parallel()
	in := newInstallation(t, storetest.URL(t, migrations.SQLite))
	in.apart()
	o := openOffice(t, in, map[string]int{"Kiosk": 6})
	for i := range 5 {
		o.answer(fmt.Sprintf("Kiosk-%d", i+2), []int{1 + i, 4, 2, 3, 1 + i%3, 5, 4, 3, 2, 5 - i})
	}
	answers := []int{5, 4, 2, 1, 3, 4, 5, 1, optOut, 4}
	p := newProfile(t)
	p.open(o.links["Kiosk-1"])
	p.startByKeys(o)
	p.meetsAProblem(o)
	p.answersByKeys(o, answers)
	p.changesOneAnswer(o)
	answers[2] = 3
	code := p.send()
	checkKept(t, p, code)
	o.must("survey", "close", o.survey, "--reason", "everybody has answered")
	checkBallot(t, o, code, answers)
	p.readsTheResults(o, code)
	p.open(in.ballots + "/how")
	p.find("heading", "How this works")
	p.open(in.ballots + "/verify/" + o.survey)
	p.find("heading", "Check the ballot box")
	if asked := p.requested(in.url); len(asked) > 0 {
		t.Errorf("the browser asked the other address for %v", asked)
	}
}

func TestWithAnAddressOfTheirOwnEmployeesMeetNothingElse(t *testing.T) {
	for name, listen := range map[string]bool{"on a listener of its own": true, "on a host of its own": false} {
		t.Run(name, func(t *testing.T) {
			in := newInstallation(t, storetest.URL(t, migrations.SQLite))
			in.apart()
			ballots := in.ballots
			if !listen {
				in.ballots = "" // the one listener answers for both hosts
				ballots = strings.Replace(ballots, "127.0.0.1", "localhost", 1)
				in.flags[len(in.flags)-1] = ballots
			}
			in.must("people", "import", staffList)
			lines := strings.Join(in.serve("serve"), "\n")
			if strings.Contains(lines, "Ballots on "+ballots) != listen {
				t.Errorf("it prints\n%s", lines)
			}
			id := in.must("survey", "create", "--questionnaire", "P6", "--name", "Pulse", "--rehearsal")
			in.must("survey", "open", id)
			links := t.TempDir() + "/links.csv"
			in.must("survey", "invitations", id, "-o", links)
			if link := readCSV(t, links)[1][3]; !strings.HasPrefix(link, ballots+"/surveys/"+id+"#") {
				t.Errorf("a link is %s, want one at %s", link, ballots)
			}
			reach := func(host, path string) int {
				address, asked := in.url, strings.TrimPrefix(host, "http://")
				if listen {
					address = host
				}
				r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+path, nil)
				if err != nil {
					t.Fatal(err)
				}
				r.Host = asked
				res, err := http.DefaultTransport.RoundTrip(r)
				if err != nil {
					t.Fatal(err)
				}
				defer res.Body.Close()
				return res.StatusCode
			}
			for path, want := range map[string][2]int{"/surveys/" + id: {200, 404}, "/api/ballot/" + id: {200, 404}, "/sign-in": {404, 200}, "/healthz": {404, 200}, "/how": {200, 200}} {
				if got := [2]int{reach(ballots, path), reach(in.url, path)}; got != want {
					t.Errorf("%s: status %v, want %v", path, got, want)
				}
			}
			if listen {
				in.must("simulate", id, "--ballots", "9")
			}
			in.must("healthcheck")
		})
	}
}
