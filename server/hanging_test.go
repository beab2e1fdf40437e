package server

import (
	"testing"

	"teamtrust/survey/people"
)

func TestHRReadsHowWellTheQuestionsHangTogether(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		b.end(&h)
		hr := b.signedIn("hr@example.org", nil, people.HR)
		page := b.page(hr, "/org?survey="+h.ID)
		if !says(page, "How well the questions hang together", "Cronbach’s alpha") {
			t.Errorf("HR does not read it:\n%s", page)
		}
		p, err := b.server.release(t.Context(), h.Survey)
		if err != nil {
			t.Fatal(err)
		}
		words := map[string]string{"well": "Hang together", "weakly": "Hang together loosely", "negative": "Contradict each other", "hidden": "fewer than 10 complete ballots", "none": "No value"}
		r := result{published: p, survey: h.Survey, form: p.comparable.Form, lang: "en"}
		for _, x := range r.hanging(&r.release.Waves[0].Figure) {
			if !says(page, x.Name.Text, words[x.Word]) {
				t.Errorf("%s: the page does not say %q", x.Name.Text, words[x.Word])
			}
		}
	})
}
