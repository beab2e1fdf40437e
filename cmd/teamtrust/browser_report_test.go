package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pulseForm is a questionnaire for the reference data: 24 teams, 8 waves.
const pulseForm = `
id: team-pulse
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

const pulseAnswers = "../../analytics/testdata/reference/pulse_synth.csv"

// reportLooks are how a report is inspected: phone, tablet and desktop, light
// and dark, read from both sides.
var reportLooks = []look{
	{"light", 320, "en"}, {"dark", 320, "ar"}, {"light", 768, "en"}, {"light", 1280, "en"}, {"dark", 1280, "en"}, {"light", 1280, "ar"}, {"dark", 768, "de"},
}

// TestTheReportOfAnAnalysisIsFitForEveryLook opens the file as somebody does
// who got it by mail. With -screenshots it leaves pictures.
func TestTheReportOfAnAnalysisIsFitForEveryLook(t *testing.T) {
	raw, err := os.ReadFile(pulseAnswers)
	if err != nil {
		t.Fatal(err)
	}
	p := newProfile(t)
	for _, minimum := range []int{1, 5} {
		c := newAnalysisFiles(t, string(raw), fmt.Sprintf(pulseForm, minimum))
		for _, l := range reportLooks {
			file := c.path(fmt.Sprintf("report-%s-%d.html", l.lang, minimum))
			if _, stderr, code := c.run("--format", "html", "--language", l.lang, "-o", file); code != exitDone {
				t.Fatalf("exit code %d: %s", code, stderr)
			}
			p.lookAs(l)
			p.open("file://" + file)
			p.settle()
			for _, fault := range p.inspection(l) {
				t.Errorf("%s, minimum group %d: %s", l, minimum, fault)
			}
			if *screenshots != "" {
				keepPicture(t, p.screen(), "report", fmt.Sprint(minimum), l.String())
			}
			for _, address := range p.requested("") {
				if !strings.Contains(address, filepath.Base(file)) && !strings.Contains(address, "report-") {
					t.Errorf("%s: the report asks for %s", l, address)
				}
			}
		}
	}
}
