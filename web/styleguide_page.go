package web

import (
	"regexp"
	"strings"
)

// StyleguidePage is the page "styleguide", GET /styleguide of the demo: the
// values that everything is drawn with, and every shared part of the pages behind
// the sign-in as it is drawn with invented numbers.
type StyleguidePage struct {
	Base
	Tokens   []Token
	Team     TeamPage
	Org      OrgPage
	Changes  []*Changes
	Hidden   TeamFrame // of a team that has no figures
	Guide    GuideTeam // the same team
	Readers  []ReadBy
	Hanging  []Hanging
	Problem  Problem
	Bands    []ParticipationRow
	Progress []string // states of a survey
}

// Token is one value of styles/tokens.css.
type Token struct {
	Name  string // "--accent"
	Light string
	Dark  string // "" where it is the same
}

// Colour reports whether the value is a colour that can be shown as one.
func (t Token) Colour() bool { return strings.HasPrefix(t.Light, "#") }

// Styleguide is the page with everything on it.
func Styleguide(base Base) (StyleguidePage, error) {
	css, err := styleFiles.ReadFile("styles/tokens.css")
	if err != nil {
		return StyleguidePage{}, err
	}
	team, org := sampleTeam(), sampleOrg("total")
	team.Figure.Rests = sampleRests()
	team.Running = &Running{Name: "Winter pulse 2026", Closes: sampleDay(12, 4, 16)}
	others := sampleIncomparable()
	others.Picker, others.Rows[0].Joined = Picker{}, others.Rows[0].Left
	hidden := sampleFrame("")
	hidden.Standing = Standing{State: StateFew, CountedIn: &Crumb{Name: "Operations", Href: "#hidden"}, Needs: NeedsAnswers}
	hidden.Above, hidden.Back = []Crumb{*hidden.CountedIn}, "#hidden"
	return StyleguidePage{Base: base, Tokens: tokens(string(css)), Team: team, Org: org,
		Changes: []*Changes{sampleChanges(), others},
		Hidden:  hidden,
		Guide:   GuideTeam{Standing: hidden.Standing, MinimumGroup: hidden.Survey.MinimumGroup},
		Readers: sampleReaders(), Hanging: sampleHanging(), Problem: Problem{Field: "example", Text: "Enter a date after now and within two years."},
		Bands:    []ParticipationRow{{Band: BandUnder25}, {Band: Band50}, {}},
		Progress: []string{"draft", "open", "closed"}}, nil
}

var (
	declaration = regexp.MustCompile(`(?m)^\s+(--[a-z0-9-]+):\s*([^;]+);`)
	darkTheme   = regexp.MustCompile(`(?s)prefers-color-scheme: dark\) \{(.*?)\n  \}`)
	onPaper     = regexp.MustCompile(`(?s)@media print \{.*`)
)

// tokens reads the values of the light theme in their order, with those of the
// dark theme beside them.
func tokens(css string) []Token {
	css = onPaper.ReplaceAllString(css, "")
	dark := map[string]string{}
	for _, d := range declaration.FindAllStringSubmatch(darkTheme.FindString(css), -1) {
		dark[d[1]] = d[2]
	}
	var out []Token
	for _, d := range declaration.FindAllStringSubmatch(darkTheme.ReplaceAllString(css, ""), -1) {
		out = append(out, Token{Name: d[1], Light: d[2], Dark: dark[d[1]]})
	}
	return out
}

func styleguidePages() map[string]any { return map[string]any{"styleguide": StyleguidePage{}} }

func styleguideSamples() map[string]map[string]any {
	states := map[string]any{}
	for name, base := range map[string]Base{"visitor": {Languages: sampleLanguages(), Demo: true}, "signed in": sampleBase("hr", "")} {
		page, err := Styleguide(base)
		if err != nil {
			panic(err) // the file is embedded
		}
		states[name] = page
	}
	return map[string]map[string]any{"styleguide": states}
}
