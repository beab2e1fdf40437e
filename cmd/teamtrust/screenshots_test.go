package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teamtrust/survey"
)

var screenshots = flag.String("screenshots", "", "write pictures of every page of the demo into this directory")

// pictured are the looks that people should see with their own eyes.
var pictured = []look{
	{"light", 1280, "en"}, {"dark", 1280, "en"}, {"light", 390, "en"}, {"dark", 390, "ar"}, {"light", 1280, "ar"}, {"light", 390, "de"},
}

// TestScreenshots takes the pictures that -screenshots asks for; otherwise it
// has nothing to do:
//
//	go test ./cmd/teamtrust -run TestScreenshots -screenshots /tmp/pictures
//
// team.png is the picture of README.md.
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		return
	}
	if err := os.MkdirAll(*screenshots, 0o755); err != nil {
		t.Fatal(err)
	}
	s := newScene(t)
	for label, paths := range s.livePages() {
		p := s.signedIn(t, label)
		p.tolerate("status of 40[34]")
		if label == "Manager" {
			keepPicture(t, s.pictureOfATeam(p), "team")
		}
		for _, l := range pictured {
			p.lookAs(l)
			for _, path := range paths {
				p.open(s.url + inLanguage(path, l.lang))
				p.settle()
				keepPicture(t, p.screen(), label, path, l.String())
			}
		}
	}
	for i, l := range pictured {
		p := newProfile(t)
		p.lookAs(l)
		p.tour(inLanguage(s.unused[i], l.lang), func(step string) { keepPicture(t, p.screen(), "survey", step, l.String()) })
	}
}

// pictureOfATeam is the upper part of the team page.
func (s *scene) pictureOfATeam(p *tab) []byte {
	p.t.Helper()
	p.lookAs(look{"light", 1280, "en"})
	p.open(s.url + "/team/" + survey.Path(demoManager).ID())
	p.settle()
	return p.picture(1280, 860)
}

func keepPicture(t *testing.T, picture []byte, parts ...string) {
	t.Helper()
	name := strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" /.?=&", r) {
			return '-'
		}
		return r
	}, strings.Join(parts, "_")), "-") + ".png"
	if err := os.WriteFile(filepath.Join(*screenshots, name), picture, 0o644); err != nil {
		t.Fatal(err)
	}
}
