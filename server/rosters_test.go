package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
)

// askRoster is the answer to a roster request, as it came.
func (b *bench) askRoster(h held, link string) string {
	b.t.Helper()
	return b.reply("POST", "/api/ballot/"+h.ID+"/roster", "application/json", fmt.Sprintf(`{"invitation":%q}`, secretOf(link)))
}

func TestTheHolderOfAnInvitationReadsTheNamesOfTheUnit(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		raw, err := b.store.Manifest(t.Context(), h.ID)
		if err != nil {
			t.Fatal(err)
		}
		m, err := ballot.ParseManifest(raw)
		if err != nil {
			t.Fatal(err)
		}
		answer := b.askRoster(h, h.links[0].URL)
		_, body, _ := strings.Cut(answer, "\n\n")
		if i := strings.Index(answer, "{"); i >= 0 {
			body = answer[i:]
		}
		var r wireRoster
		if err := json.Unmarshal([]byte(body), &r); err != nil {
			t.Fatalf("%v in\n%s", err, answer)
		}
		u, ok := m.Unit(r.Unit)
		if !ok || u.Name != "House / Floor A" || len(r.Names) != 12 || r.Confirmed != nil {
			t.Errorf("the unit is %+v with %+v", u, r)
		}
		if hash := (life.Roster{Unit: r.Unit, Salt: r.Salt, Names: r.Names}).Hash(h.ID); hash != u.Roster {
			t.Errorf("the names give %s, the manifest says %s", hash, u.Roster)
		}
		// Used or not, asked before or not: the answer is one, byte for byte.
		for range 2 {
			if other := b.askRoster(h, h.links[11].URL); other != answer {
				t.Errorf("an invitation that was not used gets\n%s\none that was used got\n%s", other, answer)
			}
		}
		if in, err := b.store.Participation(t.Context(), h.ID); err != nil || in[r.Unit].Collected != 11 {
			t.Errorf("asking for names used an invitation up: %+v, %v", in, err)
		}
	})
}

func TestNobodyElseReadsTheNamesAndNobodyAfterTheClose(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		if _, err := b.life.Replace(t.Context(), h.ID, h.links[0].Person, "lost", life.CommandLine); err != nil {
			t.Fatal(err)
		}
		replaced, unknown := b.askRoster(h, h.links[0].URL), b.askRoster(h, "#"+strings.Repeat("A", 43)+".")
		if replaced != unknown || !strings.Contains(unknown, " 404 ") || strings.Contains(unknown, "Person") {
			t.Errorf("a replaced invitation gets\n%s\none that never existed\n%s", replaced, unknown)
		}
		for _, body := range []string{"", "{}", `{"invitation":"short"}`, `{"invitation":"` + secretOf(h.links[1].URL) + `","more":"x"}`} {
			if answer := b.reply("POST", "/api/ballot/"+h.ID+"/roster", "application/json", body); !strings.Contains(answer, " 400 ") {
				t.Errorf("%q gets\n%s", body, answer)
			}
		}
		b.end(&h)
		for _, l := range h.links[1:3] {
			if answer := b.askRoster(h, l.URL); !strings.Contains(answer, " 410 ") || strings.Contains(answer, "Person") {
				t.Errorf("after the close an invitation gets\n%s", answer)
			}
		}
	})
}

func TestAnAuditorConfirmsTheNamesAndEverybodyIsTold(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		path := "/admin/verify/" + h.ID + "/rosters"
		for _, role := range []people.Role{people.HR, people.Admin} {
			if code, page := b.get(b.signedIn(string(role)+"@example.org", nil, role), path); code != http.StatusForbidden || strings.Contains(page, "Floor A") {
				t.Errorf("%s: status %d", role, code)
			}
		}
		auditor := b.signedIn("auditor@example.org", nil, people.Auditor)
		_, page := b.get(auditor, path)
		for _, want := range []string{"House / Floor A", "House / Floor B", "12 people", "Confirm the names"} {
			if !strings.Contains(page, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		if _, public := b.get(client(t), "/verify/"+h.ID); !strings.Contains(public, "Not confirmed by an auditor yet") || strings.Contains(public, "Person") {
			t.Error("the verify page says otherwise before, or names people")
		}
		if code, _ := b.post(auditor, path, url.Values{}); code != http.StatusSeeOther {
			t.Errorf("confirming: status %d", code)
		}
		if _, public := b.get(client(t), "/verify/"+h.ID); !strings.Contains(public, "Confirmed by an auditor on") || strings.Contains(public, "auditor@example.org") {
			t.Error("the verify page does not say that the names are confirmed, or says by whom")
		}
		if _, wire := b.get(client(t), "/verify/"+h.ID+"?format=json"); !strings.Contains(wire, `"rosters_confirmed":"`) {
			t.Error("the record for programs lacks the confirmation")
		}
		if answer := b.askRoster(h, h.links[0].URL); !strings.Contains(answer, `"confirmed":"`) {
			t.Errorf("the holder of an invitation gets\n%s", answer)
		}
		entries, err := b.store.EntriesOf(t.Context(), life.ActionConfirm, 2)
		if err != nil || len(entries) != 1 || entries[0].Actor != "auditor@example.org" || entries[0].Object != h.ID {
			t.Errorf("the audit log has %+v, %v", entries, err)
		}
	})
}

func TestNamesThatWereChangedAreNotConfirmed(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		if _, err := b.store.SQL().Exec("UPDATE rosters SET names = replace(names, 'Person', 'Nobody') WHERE unit = (SELECT min(unit) FROM rosters)"); err != nil {
			t.Fatal(err)
		}
		auditor := b.signedIn("auditor@example.org", nil, people.Auditor)
		path := "/admin/verify/" + h.ID + "/rosters"
		if _, page := b.get(auditor, path); !strings.Contains(page, "These names do not give the fingerprint in the manifest.") || strings.Contains(page, "<button type=\"submit\">Confirm the names") {
			t.Error("the page offers to confirm names that do not fit")
		}
		b.post(auditor, path, url.Values{})
		if c, err := b.store.RostersConfirmed(t.Context(), h.ID); err != nil || !c.At.IsZero() {
			t.Errorf("it was confirmed all the same: %+v, %v", c, err)
		}
	})
}
