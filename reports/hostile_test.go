package reports_test

import (
	"strings"
	"unicode/utf8"

	"teamtrust/survey"
)

// hostileNames are names that a spreadsheet, a page or a library could take
// for something else than a name.
func hostileNames() []string {
	return []string{
		`</script><script>alert(1)</script>`,
		`__f__alert(1)__f__`,
		`=HYPERLINK("http://example.org","click")`,
		`@SUM(1+1)*cmd|' /C calc'!A0`,
		`＝1+1`,
		"\u202Eevil\u202C \u200F=1+1",
		" =1+1",
		`-2+3`,
		`+49 30 1234`,
		strings.Repeat("Very long team name ", 10),
		`Sales & "Support", <b>DACH</b>`,
		"_x000A_escape_x005F_",
		"&L&P &[Page] &\"Arial\"",
		`'quoted'`,
		"Émile 東京 🚀 فريق",
		"a]b[c#d'e",
		"{{.Name}} {name} {@[0]} {a|b}",
	}
}

// hostileForm has one dimension with that name.
func hostileForm(name string) *survey.Questionnaire {
	return &survey.Questionnaire{
		ID: "H", Version: "1", Languages: []string{"en"}, Scale: survey.Scale{Lo: 1, Hi: 5},
		Dimensions: []survey.Dimension{{ID: "X", Name: survey.Text{"en": name}, Items: []string{"X1"}}},
		Items: []survey.Item{
			{ID: "X1", Dimension: "X", Text: survey.Text{"en": name}, Extra: []survey.Extra{{Code: survey.OptOut, Text: survey.Text{"en": name}}}},
			{ID: "Y1", Reverse: true, Text: survey.Text{"en": name}, Extra: []survey.Extra{{Code: survey.OptOut}, {Code: "none", Text: survey.Text{"en": name}}}},
		},
	}
}

// validText reports whether JSON gives a text back as it was.
func validText(s string) bool { return utf8.ValidString(s) }
