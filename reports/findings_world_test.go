package reports_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"teamtrust/analytics"
	"teamtrust/analytics/table"
	"teamtrust/reports"
	"teamtrust/survey"
)

// pulseForm is the questionnaire of the reference data.
const pulseForm = `
id: pulse
scale: {lo: 1, hi: 5}
columns: {team: team, wave: wave}
minimum_group: %d
dimensions:
  - {id: COM, name: Communication, items: [com1, com2, com3]}
  - {id: REL, name: Reliability, items: [rel1, rel2, rel3]}
  - {id: TRA, name: Transparency, items: [tra1, tra2, tra3]}
  - {id: RES, name: Respect, items: [res1, res2, res3]}
reverse: [com3, tra2]
incident: {teams: [T08, T11, T13, T15, T17, T19, T21, T23], after: 3}
`

// pulse are the findings of the reference data.
func pulse(t testing.TB, minimum int) reports.Findings {
	t.Helper()
	raw, err := os.ReadFile("../analytics/testdata/reference/pulse_synth.csv")
	if err != nil {
		t.Fatal(err)
	}
	return found(t, fmt.Sprintf(pulseForm, minimum), raw)
}

// found analyses a file.
func found(t testing.TB, form string, answers []byte) reports.Findings {
	t.Helper()
	f, err := findings([]byte(form), answers)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func findings(form, answers []byte) (reports.Findings, error) {
	f := reports.Findings{Answers: "answers.csv", Language: "en", Made: time.Date(2026, time.October, 5, 9, 30, 0, 0, time.UTC)}
	var err error
	if f.Form, err = survey.ParseQuestionnaire(form); err != nil {
		return f, err
	}
	study, err := analytics.NewStudy(f.Form)
	if err != nil {
		return f, err
	}
	in, err := table.Open(f.Answers, bytes.NewReader(answers), int64(len(answers)), f.Form)
	if err != nil {
		return f, err
	}
	f.Ignored = in.Ignored
	for {
		r, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = study.Add(r.Wave, r.Team, r.Answers)
		}
		if err != nil {
			return f, err
		}
	}
	f.Analysis, err = analytics.Analyse(study)
	return f, err
}

// strange are answers that have hardly anything to say.
func strange() map[string][2]string {
	form := func(more string) string {
		return "id: strange\nscale: {lo: 1, hi: 5}\ncolumns: {team: team, wave: wave}\n" + more + "dimensions:\n  - {id: D, items: [a, b, c]}\n  - {id: E, items: [d]}\nitems:\n  e: {text: {en: Alone}}\n"
	}
	const head = "team,wave,a,b,c,d,e\n"
	files := map[string]string{
		"one respondent":         head + "N,1,1,2,3,4,5\n",
		"one team":               head + "N,1,1,2,3,4,5\nN,1,2,3,3,4,1\nN,2,2,3,3,1,1\n",
		"no team":                head + ",1,1,2,3,4,5\n,1,5,4,3,2,1\n",
		"nothing answered":       head + "N,1,,,,,\nS,1,,,,,\nN,2,,,,,\n",
		"a wave without answers": head + "N,1,1,2,3,4,5\nN,2,,,,,\nN,3,5,4,3,2,1\n",
		"all the same":           head + strings.Repeat("N,1,3,3,3,3,3\nS,1,3,3,3,3,3\nN,2,3,3,3,3,3\nS,2,3,3,3,3,3\n", 6),
		"all at one end":         head + strings.Repeat("N,1,5,5,5,5,5\nS,1,1,1,1,1,1\nN,2,1,1,1,1,1\nS,2,5,5,5,5,5\n", 6),
		"two camps":              head + strings.Repeat("N,1,5,5,5,5,5\nN,1,1,1,1,1,1\nS,1,3,2,3,4,3\n", 8),
	}
	all := map[string][2]string{}
	for name, answers := range files {
		for _, more := range []string{"minimum_group: 1\n", "", "minimum_group: 1\nincident: {teams: [N], after: 1}\n", "minimum_group: 1\nheadcount: {N: 24, S: 24}\n"} {
			if strings.Contains(more, "[N]") && !strings.Contains(answers, "\nN,") {
				continue
			}
			all[name+" "+strings.ReplaceAll(more, "\n", " ")] = [2]string{form(more), answers}
		}
	}
	return all
}

// writeAsJSON refuses what is no number, as the command does.
func writeAsJSON(w io.Writer, a *analytics.Analysis) error { return json.NewEncoder(w).Encode(a) }
