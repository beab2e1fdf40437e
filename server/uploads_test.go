package server

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"teamtrust/survey/people"
	"teamtrust/web"
)

// waiting is the names of all uploads.
func (b *bench) waiting() []string {
	b.t.Helper()
	keys, err := b.store.SettingKeys(b.t.Context(), uploadPrefix)
	if err != nil {
		b.t.Fatal(err)
	}
	return keys
}

func TestAnUploadIsGoneOnceNobodyWillConfirmIt(t *testing.T) {
	const list = "employee_id,team\nA1,Alpha\n"
	eachServer(t, func(t *testing.T, b *bench) {
		c, other := b.signedIn("hr@example.org", nil, people.HR), b.signedIn("hr2@example.org", nil, people.HR)
		for _, who := range []*http.Client{c, c, other} {
			if code := b.upload(who, "staff.csv", web.ModePartial, list); code != http.StatusOK {
				t.Fatalf("uploading: status %d", code)
			}
		}
		if got := b.waiting(); len(got) != 2 {
			t.Errorf("two accounts have the uploads %v, want one each", got)
		}
		b.post(c, "/sign-out", nil)
		if got := b.waiting(); len(got) != 1 {
			t.Errorf("after one of them signed out: %v", got)
		}
		for age, left := range map[time.Duration]int{59 * time.Minute: 1, 61 * time.Minute: 0} {
			b.upload(other, "staff.csv", web.ModePartial, list)
			if err := ExpireUploads(t.Context(), b.store, time.Now().Add(age)); err != nil {
				t.Fatal(err)
			}
			if got := b.waiting(); len(got) != left {
				t.Errorf("after %s: %v", age, got)
			}
		}
	})
}

var planID = regexp.MustCompile(`name="plan" value="([^"]+)"`)

func TestAnUploadIsConfirmedWithinAnHourAndOnce(t *testing.T) {
	for name, c := range map[string]struct {
		age  time.Duration
		want int
	}{
		"at once":        {0, http.StatusSeeOther},
		"after an hour":  {time.Hour, http.StatusBadRequest},
		"just before it": {59 * time.Minute, http.StatusSeeOther},
	} {
		t.Run(name, func(t *testing.T) {
			eachServer(t, func(t *testing.T, b *bench) {
				hr := b.signedIn("hr@example.org", nil, people.HR)
				_, page := b.plan(hr, "employee_id,team\nA1,Gamma\n")
				found := planID.FindStringSubmatch(page)
				if found == nil {
					t.Fatalf("the page has no plan:\n%s", page)
				}
				b.server.Now = func() time.Time { return time.Now().Add(c.age) }
				form := url.Values{"plan": {found[1]}}
				if code, body := b.post(hr, "/hr/people/import", form); code != c.want {
					t.Errorf("status %d, want %d\n%s%s", code, c.want, body, b.log.String())
				}
				if code, _ := b.post(hr, "/hr/people/import", form); code != http.StatusBadRequest {
					t.Errorf("again: status %d, want 400", code)
				}
				moved := strings.Contains(b.page(hr, "/hr/people"), "Gamma")
				if moved != (c.want == http.StatusSeeOther) {
					t.Errorf("imported: %v", moved)
				}
			})
		})
	}
}

func (b *bench) page(c *http.Client, path string) string {
	b.t.Helper()
	_, body := b.get(c, path)
	return body
}
