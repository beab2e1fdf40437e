package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/store/storetest"
)

// scene is the demo, running, with its links.
type scene struct {
	*installation
	links  map[string]string // by the label that the demo prints: HR, Manager, Auditor, Employee
	open   string            // the survey that takes answers
	closed string            // the newest that does not
	unused []string          // invitations of the open survey, the printed one first
}

// newScene starts the demo and makes an account for an administrator.
func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{installation: newInstallation(t, "sqlite:"+filepath.Join(t.TempDir(), "demo.db")), links: map[string]string{}}
	for _, line := range s.serve("demo") {
		if label, link, ok := strings.Cut(line, ": "); ok {
			s.links[label] = link
		}
	}
	s.links["Admin"] = s.must("account", "add", "admin@demo.example", "--role", "admin")
	var list []listed
	if err := json.Unmarshal([]byte(s.must("survey", "list", "--format", "json")), &list); err != nil {
		t.Fatal(err)
	}
	for _, sv := range list {
		switch {
		case sv.State == survey.Open:
			s.open = sv.ID
		case s.closed == "":
			s.closed = sv.ID
		}
	}
	s.findUnused(t)
	return s
}

// findUnused asks the database which invitations nobody has used. No page and
// no command can be asked that.
func (s *scene) findUnused(t *testing.T) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "links.csv")
	s.must("survey", "invitations", s.open, "-o", file)
	kept := storetest.Open(t, s.database())
	s.unused = []string{s.links["Employee"]}
	for _, row := range readCSV(t, file)[1:] {
		_, fragment, _ := strings.Cut(row[3], "#")
		secret, _, _ := strings.Cut(fragment, ".")
		sum := sha256.Sum256(unb64(t, secret))
		in, err := kept.Invitation(t.Context(), s.open, hex.EncodeToString(sum[:]))
		if err != nil {
			t.Fatal(err)
		}
		if in.Blinded == "" && row[3] != s.links["Employee"] {
			s.unused = append(s.unused, row[3])
		}
	}
}

// anybody opens the pages that need no account.
const anybody = "Anybody"

// signedIn is a tab in which one of the demo's accounts has signed in.
func (s *scene) signedIn(t *testing.T, label string) *tab {
	t.Helper()
	p := newProfile(t)
	if label == anybody {
		return p
	}
	p.open(s.links[label])
	p.find("button", "Sign out")
	return p
}

// livePages are the pages of the demo by who may open them.
func (s *scene) livePages() map[string][]string {
	team := "/team/" + survey.Path(demoManager).ID()
	return map[string][]string{
		"HR": {"/", "/org", "/org?sort=TRA", "/hr/people", "/hr/surveys", "/hr/surveys/new", "/hr/surveys/" + s.open, "/hr/surveys/" + s.closed,
			"/hr/surveys/" + s.closed + "/preview?in=ar", team, "/team/" + survey.Path("Workshop / Paint").ID(), "/hr/nowhere", "/org/trend",
			"/org/items", "/org/comments", "/explore", "/explore?view=teams", "/explore?view=radar&team=" + url.QueryEscape(demoManager)},
		"Manager": {"/", team, "/team/" + survey.Path("Workshop / Joinery").ID(), "/org", team + "/trend", team + "/items", team + "/comments", "/explore"},
		anybody:   {"/how", "/sign-in", "/verify", "/verify/" + s.open, "/verify/" + s.closed, "/surveys/" + s.closed},
		"Auditor": {"/", "/admin/verify", "/admin/audit"},
		"Admin":   {"/admin/accounts"},
	}
}

func TestTheDemoCanBeUsedByEverybody(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	s := newScene(t)
	t.Run("pages", func(t *testing.T) {
		for label, paths := range s.livePages() {
			t.Run(label, func(t *testing.T) {
				t.Parallel()
				p := s.signedIn(t, label)
				p.tolerate("status of 40[34]")
				for i, looks := range looksOf(len(paths)) {
					for _, l := range looks {
						p.lookAs(l)
						p.open(s.url + inLanguage(paths[i], l.lang))
						p.settle()
						for _, fault := range p.inspection(l) {
							t.Errorf("%s, %s: %s", paths[i], l, fault)
						}
					}
				}
			})
		}
		looks := pairwise()
		if os.Getenv(allVariants) != "" {
			looks = everyLook()
		}
		for i, l := range looks {
			t.Run("survey "+l.String(), func(t *testing.T) {
				t.Parallel()
				p := newProfile(t)
				p.lookAs(l)
				p.tour(inLanguage(s.unused[i], l.lang), func(step string) {
					for _, fault := range p.inspection(l) {
						t.Errorf("%s, %s: %s", step, l, fault)
					}
				})
			})
		}
	})
}

// inLanguage asks for a page in a language.
func inLanguage(address, lang string) string {
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	q := u.Query()
	q.Set("lang", lang)
	u.RawQuery = q.Encode()
	return u.String()
}

// tour takes an invitation through every step of the survey page, in whatever
// language it is, and stops at each.
func (p *tab) tour(link string, at func(step string)) {
	p.t.Helper()
	stop := func(step string) {
		p.t.Helper()
		p.settle()
		at(step)
	}
	cut, _, _ := strings.Cut(link, "#")
	p.open(cut)
	p.step("#paste")
	stop("no link")
	for _, template := range []string{"used", "unknown_link", "wrong_link", "refused", "unreachable", "insecure", "forgotten", "closed"} {
		evaluate[bool](p, `document.getElementById("survey").replaceChildren(document.getElementById("step-`+template+`").content.cloneNode(true)), true`)
		stop(template)
	}

	p.open(link)
	p.step("form#begin:not([hidden])")
	stop("start")
	evaluate[bool](p, `document.querySelectorAll("details").forEach((d) => d.open = true), true`)
	stop("start unfolded")
	p.submit(".item")
	stop("part 1")
	p.submit(".error-summary")
	stop("part 1 not answered")
	p.choose()
	p.submit(".eyebrow")
	stop("part 2")
	p.choose()
	p.submit("textarea")
	evaluate[bool](p, `document.querySelector("textarea").value = "نعم. Words, words, words. Wörter.", document.querySelector("textarea").dispatchEvent(new Event("input")), true`)
	stop("comments")
	p.submit(".preview .unit p")
	stop("check")
	evaluate[bool](p, `document.querySelectorAll("details").forEach((d) => d.open = true), true`)
	stop("check unfolded")

	p.block("/box")
	p.submit(".unit p")
	stop("sending")
	p.step("[data-do=review]")
	stop("not sent")
	p.block()
	p.submit("[data-do=withdraw]")
	stop("receipt")
	evaluate[bool](p, `document.querySelectorAll("details").forEach((d) => d.open = true), true`)
	stop("receipt unfolded")
	evaluate[bool](p, `document.querySelector("[data-do=withdraw]").click(), true`)
	p.step("button.danger")
	stop("withdraw")
	p.submit("[data-do=change]:not(.quiet)")
	stop("withdrawn")
}

// step waits for a mark of the next step.
func (p *tab) step(selector string) {
	p.t.Helper()
	p.until("there is "+selector, func() bool {
		there, err := tryEvaluate[bool](p, `Boolean(document.querySelector('#survey `+selector+`'))`)
		return err == nil && there
	})
}

// submit goes on, and waits for a mark of the next step.
func (p *tab) submit(selector string) {
	p.t.Helper()
	evaluate[bool](p, `(() => { const s = document.querySelector("#survey section"); s.dataset.left = ""; s.querySelector("form:not([hidden]) button[type=submit]").click(); return true })()`)
	if selector != ".error-summary" {
		selector = "section:not([data-left]) " + selector
	}
	p.step(selector)
}

// choose answers every question of a part, each otherwise.
func (p *tab) choose() {
	p.t.Helper()
	evaluate[bool](p, `document.querySelectorAll("#survey fieldset.item").forEach((f, i) => f.querySelectorAll("input")[(2 * i + 3) % 6].click()), true`)
}
