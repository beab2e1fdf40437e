package server

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

var shareOnPage = regexp.MustCompile(`[A-Z2-7]{4}(-[A-Z2-7]{4}){14}`)

// splitDraft makes a split survey by HR's form and returns its id.
func (b *bench) splitDraft(hr *http.Client) string {
	b.t.Helper()
	values := map[string]string{"name": "Split", "questionnaire": "P6", "close_by": "after", "close_days": "7", "minimum_group": "5", "split": "yes"}
	kind, body := b.multipart(values, "cuts", "", "")
	res, err := hr.Post(b.url+"/hr/surveys", kind, body)
	if err != nil {
		b.t.Fatal(err)
	}
	res.Body.Close()
	return strings.TrimPrefix(res.Header.Get("Location"), "/hr/surveys/")
}

// takes shows a share; it must be there once.
func (b *bench) takes(c *http.Client, id string) string {
	b.t.Helper()
	code, page := b.post(c, "/shares/"+id+"/take", nil)
	share := shareOnPage.FindString(page)
	if code != http.StatusOK || share == "" {
		b.t.Fatalf("taking a share: status %d, no share on the page", code)
	}
	if code, page := b.post(c, "/shares/"+id+"/take", nil); code != http.StatusBadRequest || shareOnPage.MatchString(page) {
		b.t.Errorf("taking it again: status %d", code)
	}
	if _, page := b.get(c, "/shares/"+id); shareOnPage.MatchString(page) {
		b.t.Error("the share is shown again")
	}
	return share
}

func TestHRAndTheAuditorTakeAndGiveTheirShares(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		hr, auditor := b.signedIn("hr@example.org", nil, people.HR), b.signedIn("council@example.org", nil, people.Auditor)
		id := b.splitDraft(hr)
		if code, page := b.post(hr, "/hr/surveys/"+id+"/open", url.Values{"confirm": {"yes"}}); code != http.StatusConflict || !strings.Contains(page, "/shares/"+id) {
			t.Errorf("opening before shares were taken: status %d", code)
		}
		first := b.takes(hr, id)
		if code, _ := b.post(auditor, "/shares/"+id+"/renew", nil); code != http.StatusSeeOther {
			t.Errorf("renewing: status %d", code)
		}
		share := map[*http.Client]string{hr: b.takes(hr, id), auditor: b.takes(auditor, id)}
		if code, _ := b.post(hr, "/hr/surveys/"+id+"/open", url.Values{"confirm": {"yes"}}); code != http.StatusSeeOther {
			t.Fatalf("opening: status %d", code)
		}
		if code, _ := b.post(hr, "/shares/"+id+"/give", url.Values{"share": {share[hr]}}); code != http.StatusBadRequest {
			t.Errorf("giving while people vote: status %d", code)
		}
		if code, _ := b.post(hr, "/hr/surveys/"+id+"/close", url.Values{"confirm": {"yes"}, "reason": {"a test"}}); code != http.StatusSeeOther {
			t.Errorf("ending it early: status %d", code)
		}
		if sv := b.survey(id); sv.State != survey.Open || sv.TakesBallots(b.now()) {
			t.Errorf("after its end it is %+v", sv)
		}
		for path, c := range map[string]*http.Client{"/hr/surveys/" + id: hr, "/hr/surveys": hr, "/shares": auditor} {
			if code, page := b.get(c, path); code != http.StatusOK || path != "/hr/surveys" && !strings.Contains(page, "/shares/"+id) {
				t.Errorf("%s: status %d", path, code)
			}
		}
		for what, text := range map[string]string{"older": first, "of the other side": share[auditor], "mistyped": "AAAA" + share[hr][4:], "none": "x"} {
			code, page := b.post(hr, "/shares/"+id+"/give", url.Values{"share": {text}})
			if code != http.StatusBadRequest || !strings.Contains(page, `id="share-error"`) || !strings.Contains(page, text) {
				t.Errorf("a share that is %s: status %d", what, code)
			}
		}
		if code, _ := b.post(hr, "/shares/"+id+"/give", url.Values{"share": {strings.ToLower(share[hr])}}); code != http.StatusSeeOther || b.survey(id).State != survey.Open {
			t.Errorf("the first share: status %d, the survey is %s", code, b.survey(id).State)
		}
		if code, _ := b.post(auditor, "/shares/"+id+"/give", url.Values{"share": {share[auditor]}}); code != http.StatusSeeOther || b.survey(id).State != survey.Closed {
			t.Errorf("the second share: status %d, the survey is %s", code, b.survey(id).State)
		}
		if strings.Contains(b.log.String(), share[hr][:9]) {
			t.Error("the log has a share")
		}
	})
}

func (b *bench) survey(id string) survey.Survey {
	b.t.Helper()
	sv, err := b.store.Survey(b.t.Context(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	return sv
}

func TestSharesAreForHRAndAuditorsAlone(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		both := b.signedIn("both@example.org", nil, people.HR, people.Auditor)
		id := b.splitDraft(both)
		admin, manager := b.signedIn("admin@example.org", nil, people.Admin), b.signedIn("ada@example.org", []survey.Path{"Alpha"}, people.Manager)
		for _, c := range []*http.Client{admin, manager} {
			for _, path := range []string{"/take", "/renew", "/give"} {
				if code, _ := b.post(c, "/shares/"+id+path, nil); code != http.StatusForbidden {
					t.Errorf("%s: status %d", path, code)
				}
			}
		}
		b.takes(both, id) // HR's, and never the auditor's
		taken, err := b.life.SharesTaken(id)
		if err != nil || len(taken) != 1 || taken[0] != "hr" {
			t.Errorf("one person with both roles took the shares of %v (%v)", taken, err)
		}
		b.ahead.Store(int64(time.Hour))
		if code, _ := b.get(both, "/shares/nowhere"); code != http.StatusNotFound {
			t.Errorf("an unknown survey: status %d", code)
		}
	})
}
