package web

import (
	"bytes"
	"encoding/json"
	"html"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// page renders one value in one language.
func page(t *testing.T, w *Web, name, lang string, data any) string {
	t.Helper()
	var out bytes.Buffer
	if err := w.Render(&out, name, lang, data); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

var (
	tags    = regexp.MustCompile(`<[^>]*>`)
	verdict = regexp.MustCompile(`(?s)<p class="verdict">(.*?)</p>`)
	status  = regexp.MustCompile(`(?s)<p class="answered">(.*?)</p>`)
)

// words are the text of the first match, without markup and with plain spaces.
func words(page string, part *regexp.Regexp) string {
	found := part.FindStringSubmatch(page)
	if found == nil {
		return ""
	}
	text := html.UnescapeString(tags.ReplaceAllString(found[1], ""))
	return strings.Join(strings.Fields(text), " ")
}

func TestAVerdictSaysWhatTheFigureHolds(t *testing.T) {
	interval := sampleTotal(61.3, 54.8, 67.2)
	edge := sampleTotal(61.5, -3, 104)
	weak := reading("TRA", "Transparency", 47.5, 39, 56, nil)
	strong := reading("RES", "Respect", 71, 63, 78, nil)
	for _, c := range []struct {
		name string
		f    Figure
		want string
	}{
		{"score, interval and the lowest dimension", Figure{TotalIsTrust: true, Total: interval, Dimensions: []Reading{weak, strong}},
			"Trust is 61 of 100 (55 to 67). Transparency is lowest, at 48."},
		{"an interval ends where the scale ends", Figure{TotalIsTrust: true, Total: edge, Dimensions: []Reading{weak, strong}},
			"Trust is 62 of 100 (0 to 100). Transparency is lowest, at 48."},
		{"no interval when everybody answered", Figure{TotalIsTrust: true, Total: exact(interval, IntervalEverybody), Dimensions: []Reading{weak, strong}},
			"Trust is 61 of 100. Transparency is lowest, at 48."},
		{"an upper bound", Figure{TotalIsTrust: true, Total: bound(interval, "at_most"), Dimensions: []Reading{bound(weak, "at_most"), strong}},
			"Trust is at most 61 of 100. Transparency is lowest, at most 48."},
		{"a lower bound", Figure{TotalIsTrust: true, Total: bound(interval, "at_least"), Dimensions: []Reading{bound(weak, "at_least"), strong}},
			"Trust is at least 61 of 100. Transparency is lowest, at least 48."},
		{"bounds on both sides", Figure{TotalIsTrust: true, Total: bound(interval, "both"), Dimensions: []Reading{bound(weak, "both"), strong}},
			"Trust is about 61 of 100. Transparency is lowest, about 48."},
		{"a withheld total", Figure{TotalIsTrust: true, Dimensions: []Reading{strong, withheld("TRA", "Transparency")}},
			"There is no score for the whole: one of its dimensions is hidden."},
		{"one dimension alone is not the lowest of anything", Figure{TotalIsTrust: true, Total: interval, Dimensions: []Reading{weak}},
			"Trust is 61 of 100 (55 to 67)."},
		{"an organisation's own dimensions are not called trust", Figure{Total: interval, Dimensions: []Reading{weak, strong}},
			"The overall score is 61 of 100 (55 to 67). Transparency is lowest, at 48."},
		{"questions without dimensions", Figure{Items: []Reading{weak}},
			"These questions stand on their own and have no common score."},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.f.N, c.f.Invited, c.f.MinimumGroup = 17, 21, 5
			got := words(page(t, newWeb(t), "team", "en", TeamPage{Standing: Standing{State: StateShown}, Figure: &c.f}), verdict)
			if got != c.want {
				t.Errorf("verdict\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestParticipationIsSpokenOfInPercentFromTenBallotsUp(t *testing.T) {
	for _, c := range []struct {
		n, invited, replaced int
		want                 string
	}{
		{9, 12, 0, "9 of 12 answered"},
		{10, 12, 0, "10 of 12 answered (83%)"},
		{10, 12, 1, "10 of 12 answered (83%)"},
		{9, 9, 0, "9 of 9 answered: everybody"},
		{9, 9, 1, "9 answers, 9 invited: an invitation was replaced, and both links may have been used"},
		{12, 11, 1, "12 answers, 11 invited: an invitation was replaced, and both links may have been used"},
		{1234, 2000, 0, "1,234 of 2,000 answered (62%)"},
	} {
		f := Figure{N: c.n, Invited: c.invited, Replaced: c.replaced}
		if f.Percent() > 100 {
			t.Errorf("%d of %d fill %.0f%% of the meter", c.n, c.invited, f.Percent())
		}
		got := words(page(t, newWeb(t), "team", "en", TeamPage{Standing: Standing{State: StateShown}, Figure: &f}), status)
		if got != c.want {
			t.Errorf("%d of %d: %q, want %q", c.n, c.invited, got, c.want)
		}
	}
}

var nothing = regexp.MustCompile(`(?s)<section class="nothing"[^>]*>(.*?)</section>`)

func TestAHiddenTeamIsToldWhatWouldHelp(t *testing.T) {
	const invite, grow, others = "figures can appear once at least 5 people answer", "once at least 5 people belong to it", "once nobody in the teams around it is left over in a group of fewer than 5"
	for _, c := range []struct {
		name     string
		standing Standing
		want     string
		above    bool
	}{
		{"too few answers", Standing{State: StateFew, Needs: NeedsAnswers, CountedIn: &Crumb{Name: "Ops"}}, invite, true},
		{"two people can never be five", Standing{State: StateFew, Needs: NeedsPeople, CountedIn: &Crumb{Name: "Ops"}}, grow, true},
		{"nobody to count", Standing{State: StateFew, Needs: NeedsPeople}, grow, false},
		{"enough answers, but others were left over", Standing{State: StateMerged, Needs: NeedsOthers, CountedIn: &Crumb{}}, others, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := words(page(t, newWeb(t), "team", "en", TeamPage{Standing: c.standing, Survey: &SurveyFacts{MinimumGroup: 5}}), nothing)
			for _, text := range []string{invite, grow, others} {
				if strings.Contains(got, text) != (text == c.want) {
					t.Errorf("%q is said or lacking: %s", text, got)
				}
			}
			if strings.Contains(got, "Read the page of the team") != c.above || strings.Contains(got, "Its answers are counted in") != c.above {
				t.Errorf("where it is counted: %s", got)
			}
			if small := strings.Contains(got, "This team has fewer than 5 people"); small != (c.want == grow) || small == strings.Contains(got, "Fewer than 5 answers came") && c.want == invite {
				t.Errorf("why it is hidden: %s", got)
			}
		})
	}
}

func TestAMapDoesNotSayMoreOfFewer(t *testing.T) {
	p := sampleOrg("team")
	p.Map.Rows = []HeatRow{heat("Ops", 12, 11, 61, 61, 61, 61, 61)}
	if out := page(t, newWeb(t), "org", "en", p); strings.Contains(out, "12 of 11") || !strings.Contains(out, "12 (11 invited)") {
		t.Error("twelve of eleven")
	}
}

func TestABandNeverContradictsThePrintedNumber(t *testing.T) {
	w := newWeb(t)
	for tenth := -20; tenth <= 1020; tenth++ {
		score := float64(tenth) / 10
		printed, err := strconv.Atoi(strings.ReplaceAll(w.Languages()[0].fixed(place(&score), 0), "−", "-"))
		if err != nil {
			t.Fatal(err)
		}
		if want := min(5, printed/20+1); band(&score) != want {
			t.Errorf("%.1f is printed as %d and stands in band %d, want %d", score, printed, band(&score), want)
		}
	}
	if band(nil) != 0 {
		t.Error("a withheld score has a band")
	}
}

func TestThePiecesOfABarNeverTouch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		favourable := rapid.Float64Range(0, 1).Draw(t, "favourable")
		unfavourable := rapid.Float64Range(0, 1-favourable).Draw(t, "unfavourable")
		s := Shares{Favourable: favourable, Unfavourable: unfavourable, Neutral: 1 - favourable - unfavourable}
		left, right, apart := s.Unfavourables(), s.Favourables(), s.Neutrals()
		const slack = 1e-9
		if left.X < -slack || left.X+left.Width > right.X+slack || right.X+right.Width+barGap > apart.X+slack || apart.X+apart.Width > barWidth+slack {
			t.Fatalf("pieces %v %v %v of %d", left, right, apart, int(barWidth))
		}
	})
}

func TestTheWeakestComeFirstAndTheWithheldLast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		readings := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Reading {
			if rapid.Bool().Draw(t, "withheld") {
				return Reading{}
			}
			score := rapid.Float64Range(0, 100).Draw(t, "score")
			return Reading{Score: &score}
		}), 0, 8).Draw(t, "readings")
		WeakestFirst(readings)
		for i := 1; i < len(readings); i++ {
			a, b := readings[i-1].Score, readings[i].Score
			if a == nil && b != nil || a != nil && b != nil && *a > *b {
				t.Fatalf("reading %d stands before %d", i-1, i)
			}
		}
	})
}

func TestAHostileNameStaysText(t *testing.T) {
	w := newWeb(t)
	option, err := json.Marshal(map[string]string{"name": hostileName(), "more": "<!--<script>\u2028]]>"})
	if err != nil {
		t.Fatal(err)
	}
	p := sampleTeam()
	p.Name, p.Charts = hostileName(), []Chart{{Kind: "scores", Option: option}}
	out := page(t, w, "team", "ar", p)
	var found bool
	for _, s := range script.FindAllStringSubmatch(out, -1) {
		if !strings.Contains(s[1], `type="application/json"`) {
			continue
		}
		found = true
		var got, want any
		if err := json.Unmarshal([]byte(s[2]), &got); err != nil {
			t.Fatalf("the option is not JSON any more: %v", err)
		}
		if err := json.Unmarshal(option, &want); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("the option says %v, want %v", got, want)
		}
	}
	if !found {
		t.Fatal("the page has no option")
	}
	if !strings.Contains(html.UnescapeString(out), hostileName()) {
		t.Error("the name is not on the page as it is")
	}
}

func TestAnOptionThatIsNotJSONLeavesThePageWhole(t *testing.T) {
	p := sampleTeam()
	p.Charts = []Chart{{Kind: "scores", Option: json.RawMessage(`{"a":</script><script>alert(1)`)}}
	out := page(t, newWeb(t), "team", "en", p)
	if strings.Contains(out, "<script>alert(1)") || !strings.Contains(out, "</html>") {
		t.Error("a broken option broke out of its element")
	}
}

func TestAHiddenRowPrintsNothingOfWhatItWasGiven(t *testing.T) {
	p := sampleOrg("team")
	row := heat("Operations / Secret", 4, 777, 13.1, 13.1, 13.1, 13.1, 13.1)
	row.Standing = Standing{State: StateFew}
	p.Map.Rows = []HeatRow{row}
	out := page(t, newWeb(t), "org", "en", p)
	for _, leak := range []string{"777", "4 of", ">13<"} {
		if strings.Contains(out, leak) {
			t.Errorf("%q is on the page", leak)
		}
	}
	if !strings.Contains(out, "fewer than 5 answers") {
		t.Error("the reason is missing")
	}
}

func TestATableThatWasKeptIsTheOneOfThePage(t *testing.T) {
	w := newWeb(t)
	for _, l := range w.Languages() {
		p := sampleOrg("total")
		fresh := page(t, w, "org", l.Tag, p)
		var err error
		if p.Rendered, err = w.Table(l.Tag, p.Map); err != nil {
			t.Fatal(err)
		}
		if kept := page(t, w, "org", l.Tag, p); kept != fresh || !strings.Contains(kept, "<table") {
			t.Errorf("%s: the page with a kept table is another one", l.Tag)
		}
	}
}
