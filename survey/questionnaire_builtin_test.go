package survey

import (
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// forms is the table of forms of the instrument.
var forms = map[string]struct{ items, reverse, comments string }{
	"P10": {"COM1 COM3 REL1 REL2 TRA1 TRA4 RES1 RES5 SAF1 TRU1", "", "HELPS RAISES"},
	"P6":  {"COM1 REL1 TRA1 RES1 SAF1 TRU1", "", "HELPS RAISES"},
	"L28": {"COM1 COM2 COM3 COM4 COM5 REL1 REL2 REL3 REL4 REL5 TRA1 TRA2 TRA3 TRA4 TRA5 RES1 RES2 RES3 RES4 RES5 " +
		"TRU1 TRU2 TRU3 SAF1 SAF2 SAF3 FWD1 ACT1", "COM4 REL4 TRA3 RES3 SAF3", "HELPS RAISES"},
	"I12": {"COM1 REL1 TRA1 RES1 TRU1 INC1 INC2 INC3 INC4 INC6 INC7 INC8", "", "NEEDED STOP"},
}

// english is the wording of the instrument; a changed word is another item.
var english = map[string]string{
	"COM1": "In my team, I hear news about my work in good time.",
	"COM2": "In my team, people let each other finish speaking.",
	"COM3": "In my team, we talk about problems while they are still small.",
	"COM4": "In my team, I often have to guess what is going on.",
	"COM5": "In my team, a question gets a clear answer.",
	"REL1": "In my team, jobs are done by the date we agreed.",
	"REL2": "In my team, people warn each other early when something will be late.",
	"REL3": "In my team, I can plan my day around what others have promised.",
	"REL4": "In my team, people make promises that get forgotten.",
	"REL5": "In my team, people are as steady on a bad day as on a good day.",
	"TRA1": "In my team, I am told the reason for a decision.",
	"TRA2": "In my team, people own up to mistakes.",
	"TRA3": "In my team, facts that I need are kept from me.",
	"TRA4": "In my team, bad news is shared as openly as good news.",
	"TRA5": "In my team, it is clear who decides what.",
	"RES1": "In my team, my ideas get a fair hearing.",
	"RES2": "In my team, people speak well of those who are out of the room.",
	"RES3": "In my team, some people are made to feel small.",
	"RES4": "In my team, people leave me in peace during my time off.",
	"RES5": "In my team, what I share in private stays private.",
	"TRU1": "All in all, I trust the people in my team.",
	"TRU2": "I would let my team handle something that matters a lot to me.",
	"TRU3": "I feel at ease when I depend on my team.",
	"FWD1": "I feel ready to move on from past problems in my team.",
	"SAF1": "I can openly disagree in my team.",
	"SAF2": "If I saw something wrong, I would tell my team.",
	"SAF3": "In my team, I would rather hide a mistake than talk about it.",
	"ACT1": "I have seen something change because of our last survey.",
	"INC1": "The people behind this have admitted what went wrong.",
	"INC2": "The apology felt honest to me.",
	"INC3": "I have been told how this could happen.",
	"INC4": "The promises made after this are being kept.",
	"INC6": "The way this was handled has been fair to me.",
	"INC7": "I feel safe to talk about this at work.",
	"INC8": "Compared with before this happened, my trust in my team is now:",
}

func eachBuiltIn(t *testing.T, test func(t *testing.T, q *Questionnaire)) {
	t.Helper()
	if got := slices.Sorted(maps.Keys(forms)); !slices.Equal(got, slices.Sorted(slices.Values(BuiltIns()))) {
		t.Fatalf("the built-in questionnaires are %v, the table of forms has %v", BuiltIns(), got)
	}
	for _, id := range BuiltIns() {
		t.Run(id, func(t *testing.T) {
			q, _, err := BuiltIn(id)
			if err != nil {
				t.Fatal(err)
			}
			test(t, q)
		})
	}
}

func TestEveryBuiltInFormHasExactlyTheItemsOfTheTableInItsOrder(t *testing.T) {
	eachBuiltIn(t, func(t *testing.T, q *Questionnaire) {
		var items, reverse, comments []string
		for _, it := range q.Items {
			items = append(items, it.ID)
			if it.Reverse {
				reverse = append(reverse, it.ID)
			}
		}
		for _, c := range q.Comments {
			comments = append(comments, c.ID)
		}
		want := forms[q.ID]
		for what, pair := range map[string][2]string{
			"items":         {strings.Join(items, " "), want.items},
			"reverse items": {strings.Join(reverse, " "), want.reverse},
			"comments":      {strings.Join(comments, " "), want.comments},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%s: %s; want %s", what, pair[0], pair[1])
			}
		}
		if q.Version != "1" || !slices.Equal(q.Languages, []string{"en", "de", "ar"}) || q.Scale.Lo != 1 || q.Scale.Hi != 5 {
			t.Errorf("version %s, languages %v, scale %d to %d", q.Version, q.Languages, q.Scale.Lo, q.Scale.Hi)
		}
	})
}

func TestEveryBuiltInFormCanBeASurveyWithNothingMissing(t *testing.T) {
	eachBuiltIn(t, func(t *testing.T, q *Questionnaire) {
		if err := q.ForSurvey(); err != nil {
			t.Error(err)
		}
		if missing := q.MissingTranslations(); len(missing) > 0 {
			t.Errorf("missing: %v", missing)
		}
	})
}

func TestOnlyItemsOfTheFourDimensionsCarryOne(t *testing.T) {
	eachBuiltIn(t, func(t *testing.T, q *Questionnaire) {
		if len(q.Dimensions) != 4 {
			t.Errorf("there are %d dimensions", len(q.Dimensions))
		}
		for _, it := range q.Items {
			want := it.ID[:3]
			if !slices.Contains([]string{"COM", "REL", "TRA", "RES"}, want) {
				want = ""
			}
			if it.Dimension != want {
				t.Errorf("%s is in the dimension %q, want %q", it.ID, it.Dimension, want)
			}
		}
	})
}

func TestTheEnglishWordingIsThatOfTheInstrument(t *testing.T) {
	eachBuiltIn(t, func(t *testing.T, q *Questionnaire) {
		for _, it := range q.Items {
			if it.Text["en"] != english[it.ID] {
				t.Errorf("%s: %q; want %q", it.ID, it.Text["en"], english[it.ID])
			}
		}
	})
}

func TestTheSameItemIsTheSameInEveryForm(t *testing.T) {
	first := map[string]Item{}
	eachBuiltIn(t, func(t *testing.T, q *Questionnaire) {
		for _, it := range q.Items {
			if _, ok := first[it.ID]; !ok {
				first[it.ID] = it
			}
			if !reflect.DeepEqual(first[it.ID], it) {
				t.Errorf("%s differs between forms:\n%v\n%v", it.ID, first[it.ID], it)
			}
		}
	})
}

func TestExtraAnswersHaveTheirOwnCodesAndTheOptOutComesLast(t *testing.T) {
	own := map[string]string{"FWD1": "NONE", "INC2": "NOAPOLOGY", "INC4": "NOPROMISES", "INC8": "NOTHERE"}
	eachBuiltIn(t, func(t *testing.T, q *Questionnaire) {
		for _, it := range q.Items {
			var codes []string
			for _, x := range it.Extra {
				codes = append(codes, x.Code)
			}
			if got, want := strings.Join(codes, " "), strings.TrimSpace(own[it.ID]+" NA"); got != want {
				t.Errorf("%s has the extra answers %s, want %s", it.ID, got, want)
			}
			if level := map[string]string{"FWD1": LevelOrganisation}[it.ID]; it.Level != level {
				t.Errorf("%s has the level %q, want %q", it.ID, it.Level, level)
			}
			if own := it.Labels != nil; own != (it.ID == "INC8") {
				t.Errorf("%s has labels of its own: %v", it.ID, own)
			}
		}
	})
}

// words yields everything that people read, the labels included.
func words(q *Questionnaire, yield func(key, lang, text string)) {
	for key, t := range plainTexts(q) {
		for lang, s := range t {
			yield(key, lang, s)
		}
	}
	labels := map[string]map[string][]string{"scale": q.Scale.Labels}
	for _, it := range q.Items {
		labels[it.ID] = it.Labels
	}
	for key, byLang := range labels {
		for lang, list := range byLang {
			for _, s := range list {
				yield(key, lang, s)
			}
		}
	}
}

func plainTexts(q *Questionnaire) map[string]Text {
	all := map[string]Text{}
	for _, d := range q.Dimensions {
		all[d.ID] = d.Name
	}
	for _, it := range q.Items {
		all[it.ID] = it.Text
		for _, x := range it.Extra {
			all[it.ID+x.Code] = x.Text
		}
	}
	for _, c := range q.Comments {
		all[c.ID] = c.Text
	}
	return all
}

func TestTranslationsAreInTheirOwnScriptAndDifferFromEnglish(t *testing.T) {
	eachBuiltIn(t, func(t *testing.T, q *Questionnaire) {
		inEnglish := map[string]bool{}
		words(q, func(_, lang, s string) {
			if lang == "en" {
				inEnglish[s] = true
			}
		})
		words(q, func(key, lang, s string) {
			if lang != "en" && inEnglish[s] {
				t.Errorf("%s is English in %s: %q", key, lang, s)
			}
			for _, r := range s {
				if unicode.IsLetter(r) && unicode.Is(unicode.Arabic, r) != (lang == "ar") {
					t.Errorf("%s has the letter %q in %s: %q", key, r, lang, s)
					break
				}
			}
		})
	})
}

var englishWord = regexp.MustCompile(`(?i)\b(the|is|are|what|team|people|people's|when|with|my|there|of)\b`)

func TestNoEnglishWordIsLeftInGerman(t *testing.T) {
	eachBuiltIn(t, func(t *testing.T, q *Questionnaire) {
		words(q, func(key, lang, s string) {
			rest := strings.ReplaceAll(s, "Team", "")
			if lang == "de" && englishWord.MatchString(rest) {
				t.Errorf("%s: %q", key, s)
			}
		})
	})
}

func TestEveryLanguageHasAllLabelsOfTheScale(t *testing.T) {
	eachBuiltIn(t, func(t *testing.T, q *Questionnaire) {
		check := func(key string, labels map[string][]string) {
			for _, l := range q.Languages {
				if len(labels[l]) != 5 {
					t.Errorf("%s has %d labels in %s", key, len(labels[l]), l)
				}
			}
		}
		check("scale", q.Scale.Labels)
		for _, it := range q.Items {
			if it.Labels != nil {
				check(it.ID, it.Labels)
			}
		}
	})
}

func TestItemsHoldOneIdeaInAtMostSixteenWords(t *testing.T) {
	joining := regexp.MustCompile(`(?i)\b(and|or|not|never|no)\b|n't`)
	address := regexp.MustCompile(`\b(Sie|Ihr|Ihre|Ihren|[Dd]u|[Dd]ein|[Dd]eine)\b`)
	eachBuiltIn(t, func(t *testing.T, q *Questionnaire) {
		for _, it := range q.Items {
			for lang, s := range it.Text {
				if n := len(strings.Fields(s)); n > 16 {
					t.Errorf("%s has %d words in %s: %q", it.ID, n, lang, s)
				}
				if n := utf8.RuneCountInString(s); n > 90 {
					t.Errorf("%s has %d characters in %s: %q", it.ID, n, lang, s)
				}
			}
			if joining.MatchString(it.Text["en"]) {
				t.Errorf("%s joins or denies: %q", it.ID, it.Text["en"])
			}
			if address.MatchString(it.Text["de"]) {
				t.Errorf("%s addresses the reader: %q", it.ID, it.Text["de"])
			}
		}
	})
}

// syllables counts groups of vowels, without a silent e at the end.
func syllables(word string) int {
	n := len(regexp.MustCompile(`[aeiouy]+`).FindAllString(strings.ToLower(word), -1))
	if n > 1 && strings.HasSuffix(word, "e") {
		n--
	}
	return max(n, 1)
}

func TestEnglishItemsReadAtSchoolGradeSixOrBelow(t *testing.T) {
	eachBuiltIn(t, func(t *testing.T, q *Questionnaire) {
		count, sum := 0, 0
		for _, it := range q.Items {
			for _, w := range strings.Fields(it.Text["en"]) {
				count++
				sum += syllables(strings.TrimRight(w, ".,:"))
			}
		}
		// Flesch–Kincaid grade, pooled over the sentences of the form.
		grade := 0.39*float64(count)/float64(len(q.Items)) + 11.8*float64(sum)/float64(count) - 15.59
		if grade > 6 || math.IsNaN(grade) {
			t.Errorf("the form reads at grade %.1f", grade)
		}
	})
}

func TestABuiltInIsTheCallersOwn(t *testing.T) {
	q, source, _ := BuiltIn("P10")
	q.Items[0].Text["en"], source[0] = "changed", 0
	again, fresh, err := BuiltIn("P10")
	if err != nil || again.Items[0].Text["en"] == "changed" || fresh[0] == 0 {
		t.Errorf("one caller's change reached the next: %v", err)
	}
	if parsed, err := ParseQuestionnaire(fresh); err != nil || !reflect.DeepEqual(parsed, again) {
		t.Errorf("the source is not what was parsed: %v", err)
	}
}

func TestAnUnknownBuiltInIsNotFoundAndTheErrorNamesThoseThereAre(t *testing.T) {
	for _, id := range []string{"", "p10", "P11", "../P10", "P10.yaml"} {
		_, _, err := BuiltIn(id)
		if CodeOf(err) != CodeNotFound || !strings.Contains(err.Error(), "P10, P6, L28, I12") {
			t.Errorf("%q: %v", id, err)
		}
	}
}
