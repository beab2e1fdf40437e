package server

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teamtrust/survey/life"
	"teamtrust/survey/people"
)

// HR, the public and the holders of links read that a survey was closed without
// its ballots.
func TestALostSurveySaysSoOnEveryPage(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		hr := b.signedIn("hr@example.org", nil, people.HR)
		keys := filepath.Join(b.keys.Path(), h.ID, "0", "sealing.key")
		if err := os.Remove(keys); err != nil {
			t.Fatal(err)
		}
		code, body := b.post(hr, "/hr/surveys/"+h.ID+"/close", url.Values{"confirm": {"yes"}, "reason": {"a test"}})
		if code != http.StatusBadRequest || !strings.Contains(body, "A key of this survey is missing") {
			t.Errorf("HR's close: status %d: %.300s", code, body)
		}
		const reason = "The disk <failed>."
		if _, err := b.life.CloseWithoutBallots(t.Context(), h.ID, life.Without{Reason: reason}, life.CommandLine); err != nil {
			t.Fatal(err)
		}
		for path, want := range map[string]string{
			"/hr/surveys/" + h.ID: "The disk &lt;failed&gt;.", "/verify/" + h.ID: "The disk &lt;failed&gt;.", "/surveys/" + h.ID: "removed unread",
		} {
			if _, page := b.get(hr, path); !strings.Contains(page, want) {
				t.Errorf("%s does not say %q", path, want)
			}
		}
		link := h.links[0].URL
		secret := link[strings.Index(link, "#")+1:]
		secret = secret[:strings.Index(secret, ".")]
		if _, page := b.post(client(t), "/surveys/"+h.ID+"/results", url.Values{"invitation": {secret}}); !strings.Contains(page, "removed unread") {
			t.Error("the results page does not say so")
		}
		if code, _ := b.get(hr, "/hr/surveys/"+h.ID+"/workbook"); code == http.StatusOK {
			t.Error("there is a workbook of nothing")
		}
		if _, page := b.get(hr, "/org"); strings.Contains(page, h.ID) {
			t.Error("the organisation's page offers the survey")
		}
	})
}
