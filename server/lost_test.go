package server

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teamtrust/survey"
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

func TestHRAndTheAuditorSayEachThatAShareIsLost(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		hr, auditor := b.signedIn("hr@example.org", nil, people.HR), b.signedIn("council@example.org", nil, people.Auditor)
		id := b.splitDraft(hr)
		b.takes(hr, id)
		b.takes(auditor, id)
		yes := url.Values{"lost": {"yes"}}
		if code, _ := b.post(hr, "/hr/surveys/"+id+"/open", url.Values{"confirm": {"yes"}}); code != http.StatusSeeOther {
			t.Fatalf("opening: status %d", code)
		}
		if code, _ := b.post(hr, "/shares/"+id+"/lost", yes); code == http.StatusSeeOther {
			t.Error("a share is called lost while people vote")
		}
		b.post(hr, "/hr/surveys/"+id+"/close", url.Values{"confirm": {"yes"}, "reason": {"a test"}})
		if code, _ := b.post(hr, "/shares/"+id+"/lost", nil); code != http.StatusBadRequest {
			t.Errorf("without the tick: status %d", code)
		}
		lose := func() error {
			_, err := b.life.CloseWithoutBallots(t.Context(), id, life.Without{Reason: "The paper burnt."}, life.CommandLine)
			return err
		}
		for _, c := range []*http.Client{hr, auditor} {
			if err := lose(); survey.CodeOf(err) != survey.CodeRefused {
				t.Errorf("before both have said so: %v", err)
			}
			if code, _ := b.post(c, "/shares/"+id+"/lost", yes); code != http.StatusSeeOther {
				t.Errorf("saying so: status %d", code)
			}
			if _, page := b.get(c, "/shares/"+id); strings.Contains(page, `name="lost"`) || !strings.Contains(page, "has said so.") {
				t.Error("the page asks again")
			}
		}
		if err := lose(); err != nil {
			t.Error(err)
		}
	})
}
