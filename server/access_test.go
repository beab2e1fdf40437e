package server

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
)

func TestEveryPageIsForItsRoles(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		sv, err := b.life.Create(t.Context(), life.Draft{Name: "Pulse", BuiltIn: "P6"}, life.CommandLine)
		if err != nil {
			t.Fatal(err)
		}
		alpha := "/team/" + survey.Path("Alpha").ID()
		pages := map[string][]people.Role{
			"/":                                 {people.Admin, people.HR, people.Manager, people.Auditor},
			alpha:                               {people.HR, people.Manager},
			"/org":                              {people.HR},
			"/hr/people":                        {people.HR},
			"/hr/surveys":                       {people.HR},
			"/hr/surveys/new":                   {people.HR},
			"/hr/surveys/" + sv.ID:              {people.HR},
			"/hr/surveys/" + sv.ID + "/open":    {people.HR},
			"/hr/surveys/" + sv.ID + "/preview": {people.HR},
			"/admin/accounts":                   {people.Admin},
			"/admin/audit":                      {people.Admin, people.Auditor},
			"/admin/verify":                     {people.Admin, people.Auditor},
		}
		for _, role := range people.Roles() {
			var teams []survey.Path
			if role == people.Manager {
				teams = []survey.Path{"Alpha"}
			}
			c := b.signedIn(string(role)+"@example.org", teams, role)
			for page, allowed := range pages {
				want := http.StatusForbidden
				for _, r := range allowed {
					if r == role {
						want = http.StatusOK
					}
				}
				if got, body := b.get(c, page); got != want || !strings.Contains(body, "</html>") {
					t.Errorf("%s opens %s: status %d, want %d and a whole page\n%s", role, page, got, want, b.log.String())
				}
			}
		}
		for page := range pages {
			if got, _ := b.get(client(t), page); got != http.StatusSeeOther {
				t.Errorf("nobody opens %s: status %d, want a redirect to sign-in", page, got)
			}
		}
	})
}

func TestAManagerIsRefusedAnotherTeamAndThatIsRecorded(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		c := b.signedIn("m@example.org", []survey.Path{"Alpha"}, people.Manager)
		code, body := b.get(c, "/team/"+survey.Path("Beta").ID())
		if code != http.StatusForbidden || !says(body, "You do not manage this team.", "This page needs the role: HR") || strings.Contains(body, "Beta") {
			t.Errorf("status %d, want 403 and a page that names the role and not the team:\n%s", code, body)
		}
		entries, err := b.store.Entries(t.Context(), 1, 0)
		if err != nil || len(entries) != 1 || !entries[0].Denied || entries[0].Object != "Beta" || entries[0].Actor != "m@example.org" {
			t.Errorf("the audit log's newest entry is %+v (%v)", entries, err)
		}
	})
}

func TestARefusalNamesEveryRoleThatWouldDoAndLeadsBack(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		c := b.signedIn("m@example.org", []survey.Path{"Alpha"}, people.Manager)
		_, body := b.get(c, "/admin/audit")
		if !says(body, "This page needs the role: Admin or Auditor", "m@example.org Manager", "Go to your start page") {
			t.Errorf("the page does not say which roles would do, who is signed in and where to go:\n%s", body)
		}
		if _, body := b.get(c, "/nowhere"); !says(body, "Go to your start page") {
			t.Errorf("a page that does not exist leads nowhere:\n%s", body)
		}
	})
}

var tags = regexp.MustCompile(`<[^>]*>`)

// says reports whether a page has all the sentences, whatever their markup.
func says(page string, sentences ...string) bool {
	text := strings.Join(strings.Fields(tags.ReplaceAllString(page, "")), " ")
	for _, s := range sentences {
		if !strings.Contains(text, s) {
			return false
		}
	}
	return true
}

func TestASignInLinkWorksOnce(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		acc, err := b.store.AddAccount(t.Context(), "hr@example.org", people.HR, nil)
		if err != nil {
			t.Fatal(err)
		}
		link, err := newTestLink(b, acc)
		if err != nil {
			t.Fatal(err)
		}
		res, err := client(t).Get(link)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		cookie := res.Header.Get("Set-Cookie")
		if res.StatusCode != http.StatusSeeOther || !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") || strings.Contains(cookie, "Secure") {
			t.Errorf("status %d, cookie %q; want 303, HttpOnly, SameSite and no Secure over http", res.StatusCode, cookie)
		}
		if code, _ := b.answer(client(t).Get(link)); code != http.StatusGone {
			t.Errorf("the second use: status %d, want %d", code, http.StatusGone)
		}
	})
}

func newTestLink(b *bench, acc people.Account) (string, error) {
	secret := "the-secret-of-this-test"
	return b.url + "/sign-in/" + secret, b.store.AddSignInLink(b.t.Context(), life.HashSecret(secret), acc.ID, time.Now().Add(time.Hour))
}

func TestSigningOutEndsTheSessionOnTheServer(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		c := b.signedIn("hr@example.org", nil, people.HR)
		u, _ := url.Parse(b.url)
		stolen := c.Jar.Cookies(u)
		if code, _ := b.post(c, "/sign-out", nil); code != http.StatusSeeOther {
			t.Errorf("signing out: status %d", code)
		}
		thief := client(t)
		thief.Jar.SetCookies(u, stolen)
		if code, _ := b.get(thief, "/org"); code != http.StatusSeeOther {
			t.Errorf("a copied cookie still works after signing out: status %d", code)
		}
	})
}

func TestSetUpWorksOnce(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		if err := b.store.SetSetting(t.Context(), life.SettingSetup, life.HashSecret("s3cret")); err != nil {
			t.Fatal(err)
		}
		if code, _ := b.get(client(t), "/setup/wrong"); code != http.StatusNotFound {
			t.Errorf("a wrong secret: status %d, want 404", code)
		}
		c := client(t)
		if code, body := b.post(c, "/setup/s3cret", url.Values{"email": {"no address"}}); code != http.StatusBadRequest || !strings.Contains(body, "no address") {
			t.Errorf("a bad address: status %d, want the form again with what was entered", code)
		}
		for _, name := range []string{"A\x00B", "A\xffB", "A\nB", strings.Repeat("ä", 121)} {
			code, body := b.post(c, "/setup/s3cret", url.Values{"email": {"first@example.org"}, "organisation": {name}})
			if code != http.StatusBadRequest || !strings.Contains(body, "</html>") {
				t.Errorf("an organisation called %q: status %d, want 400 and the link not used up", name, code)
			}
		}
		if code, _ := b.post(c, "/setup/s3cret", url.Values{"email": {"First@Example.org"}, "organisation": {" Nordwind "}}); code != http.StatusSeeOther {
			t.Errorf("setting up: status %d", code)
		}
		if code, _ := b.get(c, "/admin/accounts"); code != http.StatusOK {
			t.Errorf("the first account opens the accounts: status %d", code)
		}
		if name, err := b.store.Setting(t.Context(), life.SettingOrganisation); err != nil || name != "Nordwind" {
			t.Errorf("the organisation is called %q (%v)", name, err)
		}
		if code, _ := b.post(client(t), "/setup/s3cret", url.Values{"email": {"second@example.org"}}); code != http.StatusNotFound {
			t.Errorf("the second use: status %d, want 404", code)
		}
	})
}
