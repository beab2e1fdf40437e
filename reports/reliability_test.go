package reports_test

import (
	"fmt"
	"strings"
	"testing"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
)

func TestHangingSaysHowWellQuestionsHangTogetherOrWhyNot(t *testing.T) {
	at := func(v float64) *float64 { return &v }
	spread := analytics.Level{SD: at(1)}
	for name, c := range map[string]struct {
		d         analytics.Dimension
		questions int
		want      string
	}{
		"from .7 on":                      {analytics.Dimension{Level: spread, Alpha: at(0.7)}, 4, reports.HangWell},
		"just below":                      {analytics.Dimension{Level: spread, Alpha: at(0.699)}, 4, reports.HangWeakly},
		"zero is no contradiction":        {analytics.Dimension{Level: spread, Alpha: at(0)}, 4, reports.HangWeakly},
		"below zero":                      {analytics.Dimension{Level: spread, Alpha: at(-0.001)}, 4, reports.HangNever},
		"one question":                    {analytics.Dimension{Level: spread}, 1, reports.HangSingle},
		"withheld with its spread":        {analytics.Dimension{}, 4, reports.HangHidden},
		"spread is there and alpha isn't": {analytics.Dimension{Level: spread}, 4, reports.HangNone},
	} {
		if got := reports.Hanging(c.d, c.questions); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestMethodSaysHowWellTheQuestionsOfEachDimensionHangTogether(t *testing.T) {
	for lang, words := range map[string][]string{
		"en": {"How well the questions on “Communication” hang together", "Cronbach's alpha: "},
		"de": {"Wie gut die Fragen zu „Kommunikation“ zusammenhängen", "Cronbachs Alpha: "},
		"ar": {"«التواصل»", "ألفا كرونباخ: "},
	} {
		b := small(t).book(t)
		b.Language = lang
		text := fmt.Sprint(write(t, b).rows(t, "Method"))
		for _, word := range words {
			if !strings.Contains(text, word) {
				t.Errorf("%s: Method does not say %q", lang, word)
			}
		}
		for id, d := range b.Release.Waves[0].Dimensions {
			if d.Alpha == nil {
				continue
			}
			want := fmt.Sprintf("%.2f", *d.Alpha)
			if lang == "de" {
				want = strings.Replace(want, ".", ",", 1)
			}
			if !strings.Contains(text, want) {
				t.Errorf("%s: alpha of %s, %s, is not there", lang, id, want)
			}
		}
	}
}

func TestATeamsBookSaysNothingOfWhatIsTheOrganisations(t *testing.T) {
	b := small(t).book(t)
	for _, team := range b.Release.Waves[0].Teams {
		if team.Hidden {
			continue
		}
		b.Team = survey.Path(team.Team)
		if text := fmt.Sprint(write(t, b).rows(t, "Method")); strings.Contains(text, "alpha") {
			t.Errorf("%s: its book has the organisation's alpha", team.Team)
		}
		return
	}
	t.Fatal("the world has no team that is shown")
}
