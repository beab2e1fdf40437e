package survey

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// minimal is the least that ParseQuestionnaire takes, on lines 1 to 3.
const minimal = `id: X
scale: {lo: 1, hi: 5}
dimensions: [{id: D, items: [d1, d2]}]
`

func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i+1)
	}
	return b.String()
}

func TestAFileWithAMistakeIsRefusedWithItsPlaceAndARemedy(t *testing.T) {
	for _, test := range []struct{ name, file, want string }{
		// The document.
		{"nothing", "", "The questionnaire file is empty; write at least an id, a scale and one item."},
		{"only a comment", "# later\n", "The questionnaire file is empty"},
		{"only the word null", "null\n", "Line 1: there is nothing where a mapping of keys to values belongs"},
		{"a list", "- id: X\n", "Line 1: there is a list where a mapping of keys to values belongs"},
		{"a sentence", "trust me\n", `Line 1: there is "trust me" where a mapping`},
		{"more than a megabyte", strings.Repeat("#", MaxQuestionnaireBytes+1), "has 1048577 bytes; at most 1048576 are allowed"},
		{"a NUL", "id: X\nscale: \x00\n", "Line 2: the file holds the control character U+0000; remove it."},
		{"an escaped NUL", "id: \"X\\0\"\n" + minimal[6:], "Line 1, id: the text holds a line break or a control character"},
		{"Windows-1252", "id: X\n# \xe9\n", "Line 2: the file is not UTF-8 text; save it as UTF-8."},
		{"UTF-16", "\xff\xfei\x00d\x00", "Line 1: the file is not UTF-8 text"},
		{"a tab as indentation", "id: X\nscale:\n\tlo: 1\n", "Line 3: the line is indented with a tab, which YAML does not allow; use spaces."},
		{"an open bracket", minimal + "reverse: [d1\nversion: a\n", "is not valid YAML (did not find expected ',' or ']'); check"},
		{"a colon inside a sentence", minimal + "version: a: b\n", "on, is not valid YAML (mapping values are not allowed in this context)"},
		{"an unknown alias", minimal + "version: *v\n", "is not valid YAML (unknown anchor 'v' referenced)"},
		{"a second document", minimal + "---\nid: Y\n", "Line 4: a second document begins here"},
		{"a broken second document", minimal + "---\n]\n", "is not valid YAML"},
		// Keys.
		{"an unknown key", minimal + "langauges: [en]\n", `Line 4: the key "langauges" is unknown here; known are id, version, languages,`},
		{"an unknown key with a block", minimal + "\nlangauges:\n  - en\n", "Line 5: the key"},
		{"a repeated key", minimal + "id: Y\n", "Line 4, id: the key is already on line 1; remove one of the two."},
		{"a repeated item", minimal + "items:\n  d1:\n  d1:\n", "Line 6, items.d1: the key is already on line 5"},
		{"a repeated key in other quotes", minimal + "headcount: {A: 1, 'A': 2}\n", "Line 4, headcount.A: the key is already"},
		{"a merge key", minimal + "columns: &c {team: t}\nincident: {<<: *c, after: 3}\n", "Line 5, incident: the merge key << is not supported"},
		{"a list as key", minimal + "? [a]\n: b\n", "Line 4: there is a list where a key belongs"},
		{"no key before the colon", minimal + "items: {~: {}}\n", "Line 4, items: there is nothing where a key belongs"},
		{"a tag", minimal + "version: !!binary aGk=\n", `Line 4, version: the tag "!!binary" has no meaning here; remove it.`},
		{"a tag of one's own", minimal + "items: !fast {}\n", `Line 4, items: the tag "!fast" has no meaning`},
		// Head.
		{"no id", "scale: {lo: 1, hi: 5}\n", "Line 1: the key id is missing; add it."},
		{"no scale", "id: X\n", "Line 1: the key scale is missing; add it."},
		{"an id with a space", "id: X Y\n" + minimal[6:], `Line 1, id: "X Y" is not an id; use 1 to 32 letters`},
		{"an id of 33 characters", "id: " + strings.Repeat("x", 33) + "\n" + minimal[6:], "is not an id"},
		{"an empty id", "id:\n" + minimal[6:], "Line 1, id: there is nothing where a text belongs; write a text or remove the key."},
		{"an id of blanks", "id: '  '\n" + minimal[6:], "Line 1, id: the text is empty"},
		{"an id that is a mapping", "id: {a: b}\n" + minimal[6:], "Line 1, id: there is a mapping where a text belongs"},
		{"a version with a slash", minimal + "version: 1/2\n", `Line 4, version: "1/2" is not a version`},
		{"languages that are no list", minimal + "languages: en\n", `Line 4, languages: there is "en" where a list belongs`},
		{"no languages in the list", minimal + "languages: []\n", "Line 4, languages: the list has 0 entries; write 1 to 24."},
		{"a language by name", minimal + "languages: [English]\n", `Line 4, languages: "English" is not a language tag; write one such as en`},
		{"a language twice", minimal + "languages: [en, en]\n", `Line 4, languages: "en" is in the list twice`},
		// Scale.
		{"a scale without ends", "id: X\nscale: {}\n", "Line 2, scale: the key lo is missing"},
		{"a scale upside down", "id: X\nscale: {lo: 5, hi: 1}\n", "Line 2, scale: lo is 5 and hi is 1; lo must be the smaller one."},
		{"a scale of one point", "id: X\nscale: {lo: 5, hi: 5}\n", "lo must be the smaller one"},
		{"a scale of 12 points", "id: X\nscale: {lo: 0, hi: 11}\n", "Line 2, scale: the scale has 12 points; at most 11 are allowed."},
		{"an end in quotes", "id: X\nscale: {lo: '1', hi: 5}\n", `Line 2, scale.lo: "1" does not fit; write a whole number from -1000 to 1000, without quotes.`},
		{"an end with a fraction", "id: X\nscale: {lo: 1.0, hi: 5}\n", `scale.lo: "1.0" does not fit`},
		{"an octal end", "id: X\nscale: {lo: 01, hi: 5}\n", `scale.lo: "01" does not fit`},
		{"a huge end", "id: X\nscale: {lo: 1, hi: 99999999999999999999}\n", "scale.hi: \"99999999999999999999\" does not fit"},
		{"a label too few", "id: X\nscale: {lo: 1, hi: 3, labels: {en: [a, b]}}\n", "Line 2, scale.labels.en: there are 2 labels for 3 points from 1 to 3"},
		{"a label too many", "id: X\nscale: {lo: 1, hi: 3, labels: {en: [a, b, c, d]}}\n", "Line 2, scale.labels.en: there are 4 labels for 3 points"},
		{"two equal labels", "id: X\nscale: {lo: 1, hi: 3, labels: {en: [a, b, a]}}\n", `scale.labels.en: "a" is in the list twice`},
		{"labels without a language", "id: X\nscale: {lo: 1, hi: 2, labels: [a, b]}\n", "scale.labels: there is a list where a mapping"},
		{"an empty label", "id: X\nscale: {lo: 1, hi: 2, labels: {en: [a, '']}}\n", "scale.labels.en: the text is empty"},
		// Dimensions.
		{"13 dimensions", "id: X\nscale: {lo: 1, hi: 5}\ndimensions:\n" + numbered("  - {id: D%[1]d, items: [d%[1]d]}\n", 13),
			"Line 4, dimensions: the list has 13 entries; write 0 to 12."},
		{"13 items in a dimension", "id: X\nscale: {lo: 1, hi: 5}\ndimensions:\n  - id: D\n    items: [" + numbered("i%d, ", 13) + "]\n",
			"Line 5, dimensions.D.items: the list has 13 entries; write 1 to 12."},
		{"a dimension without items", "id: X\nscale: {lo: 1, hi: 5}\ndimensions: [{id: D}]\n", "Line 3, dimensions: the key items is missing"},
		{"a dimension without an id", "id: X\nscale: {lo: 1, hi: 5}\ndimensions: [{items: [a]}]\n", "Line 3, dimensions: the key id is missing"},
		{"two dimensions of one id", "id: X\nscale: {lo: 1, hi: 5}\ndimensions: [{id: D, items: [a]}, {id: D, items: [b]}]\n", "there are two dimensions D; rename one."},
		{"a dimension called total", "id: X\nscale: {lo: 1, hi: 5}\ndimensions: [{id: total, items: [a]}]\n", "the id total is kept for the mean of all dimensions"},
		{"an item in two dimensions", "id: X\nscale: {lo: 1, hi: 5}\ndimensions:\n  - {id: D, items: [a]}\n  - {id: E, items: [b, a]}\n",
			`Line 5, dimensions.E.items: the item "a" is in the dimensions D and E; keep it in one.`},
		{"an item twice in a dimension", "id: X\nscale: {lo: 1, hi: 5}\ndimensions: [{id: D, items: [a, a]}]\n", `dimensions.D.items: "a" is in the list twice`},
		{"a name in a language too many", minimal[:6] + "languages: [en]\nscale: {lo: 1, hi: 5}\ndimensions: [{id: D, name: {fr: Oui}, items: [a]}]\n",
			`Line 4, dimensions.D.name.fr: "fr" is not among languages (en); add it there or remove the text.`},
		// Items.
		{"no items at all", "id: X\nscale: {lo: 1, hi: 5}\n", "Line 1: the questionnaire has no items; list them under dimensions or items."},
		{"an item with an unknown key", minimal + "items:\n  d1:\n    txet: {en: a}\n", `Line 6, items.d1: the key "txet" is unknown here; known are text, labels, extra, level.`},
		{"an item that is a sentence", minimal + "items: {d1: I trust}\n", `Line 4, items.d1: there is "I trust" where a mapping of keys to values belongs`},
		{"a text without a language", minimal + "items: {d1: {text: I trust}}\n", `Line 4, items.d1.text: there is "I trust" where a mapping`},
		{"a text of two lines", minimal + "items:\n  d1:\n    text:\n      en: |\n        a\n        b\n", "Line 7, items.d1.text.en: the text holds a line break"},
		{"a text of 501 characters", minimal + "items: {d1: {text: {en: " + strings.Repeat("ä", 501) + "}}}\n", "items.d1.text.en: the text has 501 characters; shorten it to at most 500."},
		{"own labels of another length", minimal + "items: {d1: {labels: {en: [a, b]}}}\n", "Line 4, items.d1.labels.en: there are 2 labels for 5 points"},
		{"61 items in no dimension", minimal + "items:\n" + numbered("  s%d:\n", 61), "61 items are in no dimension; at most 60 are allowed."},
		{"an item with the id of a dimension", minimal + "items: {D: {}}\n", "Line 4, items.D: an item in no dimension needs an id that no dimension has"},
		{"an item called total", minimal + "items: {total: {}}\n", "Line 4, items.total: an item in no dimension needs an id"},
		{"an item that is the team column", minimal + "columns: {team: d1}\n", `dimensions.D.items: "d1" is an item and the team or wave column; rename one.`},
		{"a lone item that is the wave column", minimal + "columns: {team: t, wave: w}\nitems: {w: {}}\n", `items.w: "w" is an item and the team or wave column`},
		{"an unknown level", minimal + "items: {s: {level: team}}\n", `Line 4, items.s.level: "team" is no level; write organisation or remove the key.`},
		{"a level for an item of a dimension", minimal + "items: {d1: {level: organisation}}\n", "items.d1.level: the item counts for the dimension D, which teams see"},
		{"reverse names an unknown item", minimal + "reverse: [d1, d3]\n", `Line 4, reverse: the item "d3" is in no dimension and not under items; correct the id.`},
		{"reverse names an item twice", minimal + "reverse: [d1, d1]\n", `reverse: "d1" is in the list twice`},
		// Extra answers.
		{"an extra answer without a code", minimal + "items: {d1: {extra: [{text: {en: a}}]}}\n", "items.d1.extra: the key code is missing"},
		{"a code that is a number", minimal + "items: {d1: {extra: [{code: 3}]}}\n", `items.d1.extra: the code "3" looks like an answer on the scale; use letters.`},
		{"a code that is a quoted number", minimal + "items: {d1: {extra: [{code: '+03,5'}]}}\n", "looks like an answer on the scale"},
		{"a code twice", minimal + "items: {d1: {extra: [{code: NONE}, {code: NONE}]}}\n", `there are two extra answers with the code "NONE"; rename one.`},
		{"the opt-out twice", minimal + "items: {d1: {extra: [{code: NA}, {code: NA}]}}\n", `there are two extra answers with the code "NA"`},
		{"nine extra answers", minimal + "items: {d1: {extra: [" + numbered("{code: C%d},", 9) + "]}}\n", "items.d1.extra: the list has 9 entries; write 0 to 8."},
		// Comments.
		{"six comments", minimal + "comments: [" + numbered("{id: C%d},", 6) + "]\n", "comments: the list has 6 entries; write 0 to 5."},
		{"two comments of one id", minimal + "comments: [{id: A}, {id: A}]\n", "Line 4, comments: there are two comments A; rename one."},
		{"a comment with a bad text", minimal + "comments: [{id: A, text: {en: [a]}}]\n", "Line 4, comments.A.text.en: there is a list where a text belongs"},
		// Analysis.
		{"columns without a team", minimal + "columns: {wave: w}\n", "Line 4, columns: the key team is missing"},
		{"one column for both", minimal + "columns: {team: t, wave: t}\n", `columns.wave: "t" is also the team column`},
		{"a minimum group of none", minimal + "minimum_group: 0\n", `Line 4, minimum_group: "0" does not fit; write a whole number from 1`},
		{"a minimum group in words", minimal + "minimum_group: five\n", `minimum_group: "five" does not fit`},
		{"a headcount below none", minimal + "headcount: {A: -1}\n", `headcount.A: "-1" does not fit`},
		{"a headcount of half a person", minimal + "headcount: {A: 4.5}\n", `headcount.A: "4.5" does not fit`},
		{"an incident without teams", minimal + "incident: {teams: [], after: 3}\n", "incident.teams: the list has 0 entries"},
		{"an incident without a wave", minimal + "incident: {teams: [A]}\n", "incident: the key after is missing"},
		{"an incident after a word", minimal + "incident: {teams: [A], after: Q3}\n", `incident.after: "Q3" does not fit`},
		{"a circle of aliases", minimal + "items: &i\n  d1: *i\n", `Line 5, items.d1: the key "d1" is unknown here`},
	} {
		t.Run(test.name, func(t *testing.T) {
			q, err := ParseQuestionnaire([]byte(test.file))
			if err == nil {
				t.Fatalf("accepted: %+v", q)
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("got  %s\nwant %s", err, test.want)
			}
			oneSentence(t, err)
		})
	}
}

// oneSentence holds what every refusal owes to the person with the file.
func oneSentence(t *testing.T, err error) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || e.Code != CodeBadRequest {
		t.Fatalf("%T with code %s: %v", err, CodeOf(err), err)
	}
	if !strings.HasSuffix(e.Message, ".") || !regexp.MustCompile(`[;]`).MatchString(e.Message) {
		t.Errorf("not a sentence with a remedy: %s", e.Message)
	}
	if strings.ContainsFunc(e.Message, unicode.IsControl) || len(e.Message) > 700 {
		t.Errorf("not one short line: %q", e.Message)
	}
}

func TestTextsAreReadAsTheyStandInTheFile(t *testing.T) {
	q, err := ParseQuestionnaire([]byte("\ufeffid: 007\nversion: 1.10\nlanguages: [no, en]\n" +
		"scale: {lo: -1, hi: 1, labels: {no: [yes, no, 2024-01-01], en: [1, 2, 3]}}\r\n" +
		"columns: {team: on, wave: 1}\nminimum_group: 1\n" +
		"dimensions:\n  - {id: D, name: Tillit, items: [1.0, true]}\n  - {id: E, items: [e]}\n" +
		"items:\n  z:\n    text:\n      no: >-\n        a\n        b\n  true:\n" +
		"reverse: [true, z]\nheadcount: {0x10: 0, ~a: 3}\nincident: {teams: [01], after: -3}\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := &Questionnaire{
		ID: "007", Version: "1.10", Languages: []string{"no", "en"},
		Scale: Scale{Lo: -1, Hi: 1, Labels: map[string][]string{"no": {"yes", "no", "2024-01-01"}, "en": {"1", "2", "3"}}},
		Dimensions: []Dimension{
			{ID: "D", Name: Text{"no": "Tillit"}, Items: []string{"1.0", "true"}},
			{ID: "E", Items: []string{"e"}},
		},
		Columns: Columns{Team: "on", Wave: "1"}, MinimumGroup: 1,
		Headcount: map[string]int{"0x10": 0, "~a": 3},
		Incident:  &Incident{Teams: []string{"01"}, After: -3},
	}
	optOut := []Extra{{Code: OptOut, Text: Text{"no": optOutIn("en"), "en": optOutIn("en")}}}
	want.Items = []Item{
		{ID: "z", Reverse: true, Text: Text{"no": "a b"}, Extra: optOut},
		{ID: "true", Dimension: "D", Reverse: true, Extra: optOut},
		{ID: "1.0", Dimension: "D", Extra: optOut},
		{ID: "e", Dimension: "E", Extra: optOut},
	}
	if !reflect.DeepEqual(q, want) {
		t.Errorf("got  %+v\nwant %+v", q, want)
	}
}

func TestAnAnalysisMayHaveTwelveDimensionsOfTwelveItemsAndColumnsOfAnyName(t *testing.T) {
	var b strings.Builder
	b.WriteString("id: big\nscale: {lo: 0, hi: 10}\ncolumns: {team: Team name}\ndimensions:\n")
	for d := range 12 {
		fmt.Fprintf(&b, "  - {id: D%d, items: [", d)
		for i := range 12 {
			fmt.Fprintf(&b, "Q%d.%d I trust…,", d, i)
		}
		b.WriteString("]}\n")
	}
	q, err := ParseQuestionnaire([]byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if err := q.ForAnalysis(); err != nil || len(q.Items) != 144 || q.Items[143].ID != "Q11.11 I trust…" {
		t.Errorf("%d items, %v", len(q.Items), err)
	}
	if err := q.ForSurvey(); CodeOf(err) != CodeBadRequest {
		t.Errorf("144 items can be a survey: %v", err)
	}
}

func TestAnchorsSpareRepetition(t *testing.T) {
	q, err := ParseQuestionnaire([]byte(minimal + "items:\n" +
		"  d1: {labels: &often {en: [never, rarely, at times, often, always]}}\n  d2: {labels: *often}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(q.Items[0].Labels, q.Items[1].Labels) || len(q.Items[1].Labels["en"]) != 5 {
		t.Errorf("labels %v and %v", q.Items[0].Labels, q.Items[1].Labels)
	}
}

func TestHugeHostileFilesAreRefused(t *testing.T) {
	bomb := minimal + "headcount: &a0 {x: 1}\n"
	for i := range 60 {
		bomb += fmt.Sprintf("k%d: &a%d [%s]\n", i, i+1, strings.Repeat(fmt.Sprintf("*a%d,", i), 100))
	}
	fill := func(head, part, tail string) string {
		return head + strings.Repeat(part, (MaxQuestionnaireBytes-len(head)-len(tail))/len(part)) + tail
	}
	for name, file := range map[string]string{
		"an alias bomb":                  bomb,
		"an alias bomb in place of text": strings.ReplaceAll(bomb, "k0:", "items:"),
		"a text of a megabyte":           fill("id: ", "x", "\n"),
		"a scale of a megabyte":          fill("id: X\nscale: {lo: 1, hi: ", "9", "}\n"),
		"brackets":                       fill("id: ", "[", ""),
		"closed brackets":                "id: " + strings.Repeat("[", 9000) + strings.Repeat("]", 9000),
		"braces":                         fill("", "{a: ", ""),
		"nested lists":                   fill("", "- ", "a"),
		"nested keys":                    fill("", "? ", "a"),
		"keys":                           fill(minimal, "a: 1\n", ""),
		"quotes":                         fill("id: ", "\"\" ", "\n"),
		"document marks":                 fill("", "---\n", ""),
		"anchors":                        fill("id: ", "&a ", "\n"),
		"commented unknown keys":         fill("x: 1\n", "#\n", "y: 1\n"),
		"a list of labels":               fill("id: X\nscale: {lo: 1, hi: 2, labels: {en: [", "a, ", "]}}\n"),
		"aliases of a huge mapping": fill("id: X\nscale: {lo: 1, hi: 2}\ndimensions: [{id: D, items: [a]}]\nheadcount: &h {",
			"a: 1, ", "}\nitems: {a: *h, b: *h, c: *h}\n"),
	} {
		t.Run(name, func(t *testing.T) {
			q, err := ParseQuestionnaire([]byte(file))
			if err == nil {
				t.Fatalf("accepted: %d items", len(q.Items))
			}
			oneSentence(t, err)
		})
	}
}

func TestALongListOfHeadcountsIsRead(t *testing.T) {
	q, err := ParseQuestionnaire([]byte(minimal + "headcount:\n" + numbered("  T%d: 12\n", 40_000)))
	if err != nil || len(q.Headcount) != 40_000 {
		t.Errorf("%v", err)
	}
}

func FuzzParseQuestionnaire(f *testing.F) {
	f.Add([]byte(complete)) // short: the fuzzer spends its time on shrinking long ones
	f.Add([]byte(minimal + "items: &i {d1: {text: {en: a}, extra: [{code: NA}]}}\nreverse: [d2]\ncomments: [{id: A}]\n"))
	f.Add([]byte(minimal + "columns: {team: t, wave: w}\nheadcount: {A: 1}\nincident: {teams: [A], after: 3}\nminimum_group: 1\n"))
	f.Add([]byte("? [a]\n: *b\n--- !!map\n<<: |\n\tx"))
	f.Fuzz(func(t *testing.T, data []byte) {
		q, err := ParseQuestionnaire(data)
		if err != nil {
			oneSentence(t, err)
			return
		}
		sound(t, q)
		if err := q.ForSurvey(); err != nil {
			oneSentence(t, err)
		} else if len(q.Items) > MaxItems || q.Items[0].Text[q.Languages[0]] == "" {
			t.Errorf("not fit for a survey: %+v", q)
		}
		q.MissingTranslations()
	})
}

// sound checks what every reader of a parsed questionnaire relies on.
func sound(t *testing.T, q *Questionnaire) {
	t.Helper()
	if !ValidID(q.ID) || q.Scale.Points() < 2 || q.Scale.Points() > MaxScalePoints || len(q.Items) == 0 || len(q.Dimensions) > MaxDimensions {
		t.Fatalf("head: %+v", q)
	}
	inDimension := map[string]string{}
	for _, d := range q.Dimensions {
		if len(d.Items) == 0 || len(d.Items) > MaxDimensionItems {
			t.Errorf("dimension %s has %d items", d.ID, len(d.Items))
		}
		for _, id := range d.Items {
			if inDimension[id] != "" {
				t.Errorf("item %q is in two dimensions", id)
			}
			inDimension[id] = d.ID
		}
	}
	seen := map[string]bool{}
	for _, it := range q.Items {
		if seen[it.ID] || it.Dimension != inDimension[it.ID] || it.optOut() == nil {
			t.Errorf("item %+v", it)
		}
		seen[it.ID] = true
		delete(inDimension, it.ID)
		for lang, l := range it.Labels {
			if len(l) != q.Scale.Points() {
				t.Errorf("item %q has %d labels in %s", it.ID, len(l), lang)
			}
		}
	}
	if len(inDimension) > 0 {
		t.Errorf("items of dimensions are not among the items: %v", inDimension)
	}
}

func ExampleParseQuestionnaire() {
	q, err := ParseQuestionnaire([]byte(`
id: engagement-2025
scale: {lo: 1, hi: 5}
columns: {team: team, wave: wave}
dimensions:
  - {id: COM, name: Communication, items: [com1, com2, com3]}
reverse: [com3]
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range q.Items {
		fmt.Println(it.ID, it.Dimension, it.Reverse, q.Keyed(&it, 5))
	}
	_, err = ParseQuestionnaire([]byte("id: engagement-2025\nscale: {lo: 1, high: 5}\n"))
	fmt.Println(err)
	// Output:
	// com1 COM false 5
	// com2 COM false 5
	// com3 COM true 1
	// Line 2, scale: the key "high" is unknown here; known are lo, hi, labels.
}

var yamlBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```")

func TestTheExamplesOfTheHandbookAreWhatTheySay(t *testing.T) {
	page, err := os.ReadFile("../docs/questionnaires.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := yamlBlock.FindAllStringSubmatch(string(page), -1)
	if len(blocks) != 3 {
		t.Fatalf("the page has %d examples; say here what the new one is for", len(blocks))
	}
	for i, fit := range []func(*Questionnaire) error{(*Questionnaire).ForSurvey, (*Questionnaire).ForAnalysis} {
		q, err := ParseQuestionnaire([]byte(blocks[i][1]))
		if err != nil {
			t.Fatalf("example %d: %v", i+1, err)
		}
		if err := fit(q); err != nil {
			t.Errorf("example %d: %v", i+1, err)
		}
		if missing := q.MissingTranslations(); len(missing) > 0 {
			t.Errorf("example %d lacks %v", i+1, missing)
		}
	}
	followUp(t, blocks[2][1])
}

// followUp adds the items of the third example to a copy of I12, as the page
// says.
func followUp(t *testing.T, items string) {
	t.Helper()
	_, source, err := BuiltIn("I12")
	if err != nil {
		t.Fatal(err)
	}
	file := strings.Replace(string(source), "id: I12\n", "id: I15\n", 1)
	file = strings.Replace(file, "comments:\n", strings.TrimPrefix(items, "items:\n")+"comments:\n", 1)
	q, err := ParseQuestionnaire([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	if err := q.ForSurvey(); err != nil || len(q.MissingTranslations()) > 0 {
		t.Errorf("%v, %v", err, q.MissingTranslations())
	}
	for id, code := range map[string]string{"INC5": "NOLIMITS", "INC9": "NONEED", "INC10": OptOut} {
		if it, ok := q.Item(id); !ok || it.Extra[0].Code != code || it.Dimension != "" {
			t.Errorf("%s: %+v", id, it)
		}
	}
}
