package survey

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
)

// complete can be a survey; each case below takes one thing away.
const complete = `id: own
version: "1"
languages: [en, de]
scale: {lo: 1, hi: 3, labels: {en: [low, mid, high], de: [tief, mittel, hoch]}}
dimensions: [{id: D, name: {en: Dimension}, items: [a]}]
items:
  a: {text: {en: A}}
  b: {text: {en: B}, labels: {en: [less, same, more]}, extra: [{code: NONE, text: {en: none}}]}
comments: [{id: c, text: {en: C}}]
`

func parse(t *testing.T, file string) *Questionnaire {
	t.Helper()
	q, err := ParseQuestionnaire([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestASurveyNeedsWhatAnAnalysisDoesNot(t *testing.T) {
	if err := parse(t, complete).ForSurvey(); err != nil {
		t.Fatalf("the complete one: %v", err)
	}
	for _, test := range []struct{ name, old, new, want string }{
		{"no version", "version: \"1\"\n", "", `version: a survey needs the version of its questionnaire; add one`},
		{"no languages", "languages: [en, de]\n", "", "languages: a survey needs the languages of its questionnaire; list them"},
		{"no labels", ", labels: {en: [low, mid, high], de: [tief, mittel, hoch]}", "", "scale.labels.en: a survey needs the 3 labels"},
		{"labels in one language only", ", de: [tief, mittel, hoch]", "", "scale.labels.de: a survey needs the 3 labels of the scale in each of its languages; add them."},
		{"a dimension without a name", "name: {en: Dimension}, ", "", "dimensions.D.name: there is no text in en, the first language"},
		{"an item without a text", "a: {text: {en: A}}", "a:", "items.a.text: there is no text in en"},
		{"an item with only a translation", "a: {text: {en: A}}", "a: {text: {de: A}}", "items.a.text: there is no text in en"},
		{"own labels only translated", "labels: {en: [less", "labels: {de: [less", "items.b.labels: there is no text in en"},
		{"an extra answer without a text", "code: NONE, text: {en: none}", "code: NONE", "items.b.extra.NONE: there is no text in en"},
		{"an opt-out only translated", "code: NONE, text: {en: none}", "code: NA, text: {de: nichts}", "items.b.extra.NA: there is no text in en"},
		{"a comment without a text", "id: c, text: {en: C}", "id: c", "comments.c.text: there is no text in en"},
		{"an item named like a sentence", "  b: {", "  I trust 100%d of you: {", `items.I trust 100%d of you: "I trust 100%d of you" is no id for a survey; use`},
		{"a code named like a sentence", "code: NONE", "code: none at all", `items.b.extra: "none at all" is no code for a survey; use`},
		{"a comment named like an item", "id: c", "id: a", "comments.a: an item has the same id; rename one of the two."},
		{"61 items", "items:\n", "items:\n" + numbered("  s%d: {text: {en: S}}\n", 59), "items: a survey has at most 60 items; this questionnaire has 61, so remove some."},
		{"the id of a built-in form", "id: own", "id: P10", "id: P10 is a built-in questionnaire with other content; give yours another id."},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := strings.Replace(complete, test.old, test.new, 1)
			if file == complete {
				t.Fatal("the case takes nothing away")
			}
			err := parse(t, file).ForSurvey()
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got  %v\nwant %s", err, test.want)
			}
			oneSentence(t, err)
		})
	}
}

func TestAnAnalysisNeedsTheTeamColumn(t *testing.T) {
	err := parse(t, minimal).ForAnalysis()
	if err == nil || !strings.HasPrefix(err.Error(), "columns: the team column of the answers file is not named") {
		t.Errorf("%v", err)
	}
	if err := parse(t, minimal+"columns: {team: t}\n").ForAnalysis(); err != nil {
		t.Error(err)
	}
}

func TestMissingTranslationsAreListedInOrder(t *testing.T) {
	got := parse(t, strings.Replace(complete, "languages: [en, de]", "languages: [en, de, fr]", 1)).MissingTranslations()
	var want []MissingTranslation
	for _, key := range []string{"dimensions.D.name", "items.a.text", "items.b.text", "items.b.labels", "items.b.extra.NONE", "comments.c.text"} {
		want = append(want, MissingTranslation{key, "de"}, MissingTranslation{key, "fr"})
	}
	want = append(want, MissingTranslation{"NA", "fr"})
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestTheOptOutSpeaksTheLanguagesOfTheFile(t *testing.T) {
	en, de, ar := optOutIn("en"), optOutIn("de"), optOutIn("ar")
	for _, test := range []struct {
		name, languages string
		want            Text
		missing         []MissingTranslation
	}{
		{"no languages: all that are known", "", Text{"en": en, "de": de, "ar": ar}, nil},
		{"known ones, with their regions", "languages: [en-GB, de-AT]\n", Text{"en-GB": en, "de-AT": de}, nil},
		{"an unknown one falls back", "languages: [ar, fr]\n", Text{"ar": ar}, []MissingTranslation{{"NA", "fr"}}},
		{"an unknown first one is English", "languages: [fr, de]\n", Text{"fr": en, "de": de}, []MissingTranslation{{"NA", "fr"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			q := parse(t, minimal+test.languages)
			if got := q.Items[1].optOut(); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
			if got := q.missingOptOut(); !slices.Equal(got, test.missing) {
				t.Errorf("missing %v, want %v", got, test.missing)
			}
		})
	}
}

func TestAnOptOutOfTheFileStaysAsItIs(t *testing.T) {
	q := parse(t, minimal+"languages: [en, fr]\nitems: {d1: {extra: [{code: NA, text: {en: Pass, fr: Passe}}, {code: LATER}]}, d2: {extra: [{code: NA}]}}\n")
	if want := []Extra{{OptOut, Text{"en": "Pass", "fr": "Passe"}}, {Code: "LATER"}}; !reflect.DeepEqual(q.Items[0].Extra, want) {
		t.Errorf("got %v", q.Items[0].Extra)
	}
	if want := []Extra{{OptOut, Text{"en": optOutIn("en")}}}; !reflect.DeepEqual(q.Items[1].Extra, want) {
		t.Errorf("an opt-out without a text: %v", q.Items[1].Extra)
	}
}

func TestADimensionIsCalledByTheBestNameThereIs(t *testing.T) {
	file := "id: X\nlanguages: [ar, de]\nscale: {lo: 1, hi: 5}\ndimensions:\n" +
		"  - {id: A, name: {de: Ruhe}, items: [a]}\n  - {id: B, name: {ar: ب, de: Beh}, items: [b]}\n  - {id: C, items: [c]}\n"
	q := parse(t, file)
	plain := parse(t, "id: X\nscale: {lo: 1, hi: 5}\ndimensions: [{id: A, name: Calm, items: [a]}]\n")
	for _, test := range []struct {
		q                  *Questionnaire
		id, lang, name, in string
	}{
		{q, "A", "de", "Ruhe", "de"},
		{q, "A", "ar", "Ruhe", "de"},
		{q, "B", "de", "Beh", "de"},
		{q, "B", "fr", "ب", "ar"},
		{q, "C", "de", "C", ""},
		{q, "nowhere", "de", "nowhere", ""},
		{plain, "A", "de", "Calm", "en"},
	} {
		if name, in := test.q.DimensionName(test.id, test.lang); name != test.name || in != test.in {
			t.Errorf("%s in %s: %q in %q, want %q in %q", test.id, test.lang, name, in, test.name, test.in)
		}
	}
}

func TestATextFallsBackAndSaysInWhichLanguageItIs(t *testing.T) {
	text := Text{"en": "yes", "de": ""}
	for _, test := range []struct {
		name      string
		lang      string
		fallbacks []string
		want, in  string
	}{
		{"the language itself", "en", nil, "yes", "en"},
		{"an empty text is none", "de", []string{"ar", "en"}, "yes", "en"},
		{"nothing to fall back to", "de", []string{"ar"}, "", ""},
	} {
		if got, in := text.In(test.lang, test.fallbacks...); got != test.want || in != test.in {
			t.Errorf("%s: %q in %q", test.name, got, in)
		}
	}
}

func TestKeyingTurnsReverseItemsRoundOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lo := rapid.IntRange(-5, 5).Draw(t, "lo")
		q := &Questionnaire{Scale: Scale{Lo: lo, Hi: lo + rapid.IntRange(1, 10).Draw(t, "width")}}
		v := rapid.IntRange(q.Scale.Lo, q.Scale.Hi).Draw(t, "v")
		it := &Item{Reverse: rapid.Bool().Draw(t, "reverse")}
		keyed := q.Keyed(it, v)
		if keyed < q.Scale.Lo || keyed > q.Scale.Hi || q.Keyed(it, keyed) != v {
			t.Errorf("%d becomes %d on %d to %d", v, keyed, q.Scale.Lo, q.Scale.Hi)
		}
		if !it.Reverse && keyed != v || it.Reverse && keyed-q.Scale.Lo != q.Scale.Hi-v {
			t.Errorf("%d becomes %d, reverse %v", v, keyed, it.Reverse)
		}
	})
}

var anyText = rapid.StringMatching(`[a-zäß'":,#\[\]{}&*!|>%@ ؀-ۿ-]{0,20}[a-zäßء-ي]`)

// drawn makes a questionnaire that ForSurvey accepts.
func drawn(t *rapid.T) *Questionnaire {
	text := func(what string) Text {
		x := Text{"en": strings.TrimSpace(anyText.Draw(t, what))}
		if rapid.Bool().Draw(t, what+" in Arabic") {
			x["ar"] = strings.TrimSpace(anyText.Draw(t, what))
		}
		return x
	}
	lo := rapid.IntRange(-3, 3).Draw(t, "lo")
	q := &Questionnaire{ID: "own", Version: "2.1", Languages: []string{"en", "ar"}, Scale: Scale{Lo: lo, Hi: lo + rapid.IntRange(1, 10).Draw(t, "width")}}
	labels := func(prefix string) (list []string) {
		for i := range q.Scale.Points() {
			list = append(list, fmt.Sprint(prefix, i))
		}
		return list
	}
	q.Scale.Labels = map[string][]string{"en": labels("point "), "ar": labels("نقطة ")}
	n := rapid.IntRange(1, 20).Draw(t, "items")
	for i := range n {
		it := Item{ID: fmt.Sprint("i", i), Text: text("item"), Reverse: rapid.Bool().Draw(t, "reverse")}
		if rapid.Bool().Draw(t, "own labels") {
			it.Labels = map[string][]string{"en": labels("own ")}
		}
		for x := range rapid.IntRange(0, 2).Draw(t, "extras") {
			it.Extra = append(it.Extra, Extra{fmt.Sprint("X", x), text("extra")})
		}
		if rapid.Bool().Draw(t, "level") {
			it.Level = LevelOrganisation
		}
		q.Items = append(q.Items, it)
	}
	for i := range rapid.IntRange(0, min(n, MaxDimensions)).Draw(t, "dimensions") {
		q.Items[i].Dimension, q.Items[i].Level = fmt.Sprint("D", i), ""
		q.Dimensions = append(q.Dimensions, Dimension{fmt.Sprint("D", i), text("dimension"), []string{q.Items[i].ID}})
	}
	for i := range rapid.IntRange(0, MaxPrompts).Draw(t, "comments") {
		q.Comments = append(q.Comments, Prompt{fmt.Sprint("c", i), text("comment")})
	}
	return q
}

// file writes q as people would, without the opt-out.
func file(t *rapid.T, q *Questionnaire) []byte {
	type m = map[string]any
	dimensions, comments, reverse := []m{}, []m{}, []string{}
	for _, d := range q.Dimensions {
		dimensions = append(dimensions, m{"id": d.ID, "name": d.Name, "items": d.Items})
	}
	for _, c := range q.Comments {
		comments = append(comments, m{"id": c.ID, "text": c.Text})
	}
	items := &yaml.Node{Kind: yaml.MappingNode}
	for _, it := range q.Items {
		details := m{"text": it.Text}
		if it.Labels != nil {
			details["labels"] = it.Labels
		}
		if it.Level != "" {
			details["level"] = it.Level
		}
		extra := []m{}
		for _, x := range it.Extra {
			extra = append(extra, m{"code": x.Code, "text": x.Text})
		}
		details["extra"] = extra
		if it.Reverse {
			reverse = append(reverse, it.ID)
		}
		key, value := &yaml.Node{}, &yaml.Node{}
		key.SetString(it.ID)
		if err := value.Encode(details); err != nil {
			t.Fatal(err)
		}
		items.Content = append(items.Content, key, value)
	}
	data, err := yaml.Marshal(m{
		"id": q.ID, "version": q.Version, "languages": q.Languages, "comments": comments, "reverse": reverse,
		"scale":      m{"lo": q.Scale.Lo, "hi": q.Scale.Hi, "labels": q.Scale.Labels},
		"dimensions": dimensions, "items": items,
	})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestWhatIsWrittenIsWhatIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawn(t)
		data := file(t, want)
		got, err := ParseQuestionnaire(data)
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		for i := range want.Items {
			want.Items[i].Extra = append(want.Items[i].Extra, Extra{OptOut, optOutText(want.Languages)})
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got  %+v\nwant %+v\n%s", got, want, data)
		}
		if err := got.ForSurvey(); err != nil {
			t.Errorf("%v\n%s", err, data)
		}
	})
}
