package survey

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAnAnswerIsAnIntegerOrACode(t *testing.T) {
	for _, test := range []struct {
		json string
		want Answer
	}{
		{"0", Answer{}},
		{"-3", Answer{Value: -3}},
		{"11", Answer{Value: 11}},
		{`"NA"`, Answer{Code: "NA"}},
		{`"3"`, Answer{Code: "3"}},
	} {
		var a Answer
		if err := json.Unmarshal([]byte(test.json), &a); err != nil || a != test.want {
			t.Errorf("%s is read as %+v, %v", test.json, a, err)
		}
		if back, err := json.Marshal(a); err != nil || string(back) != test.json {
			t.Errorf("%s is written as %s, %v", test.json, back, err)
		}
	}
	for _, bad := range []string{`""`, "null", "true", "1.0", "1e0", "-0", "[1]", `{"Value":1}`, "99999999999999999999"} {
		answers := Answers{}
		if err := json.Unmarshal([]byte(`{"a":`+bad+`}`), &answers); err == nil {
			t.Errorf("%s is read as %+v", bad, answers["a"])
		}
	}
}

func TestAnAnswersTextIsTheValueOrTheCode(t *testing.T) {
	for want, a := range map[string]Answer{"4": {Value: 4}, "-2": {Value: -2}, "NA": {Code: "NA", Value: 4}} {
		if a.String() != want {
			t.Errorf("%+v is written %s", a, a)
		}
	}
}

func FuzzAnswer(f *testing.F) {
	for _, s := range []string{"1", "-0", "01", `"NA"`, `"\u0041"`, "null", " 5 ", "1.5", `"`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var a, again Answer
		if json.Unmarshal(data, &a) != nil {
			return
		}
		text, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &again); err != nil || again != a {
			t.Errorf("%q: %+v becomes %s and that %+v, %v", data, a, text, again, err)
		}
		if a.Code == "" && a.String() != strconv.Itoa(a.Value) {
			t.Errorf("%q has the text %s", data, a)
		}
	})
}

// ballot is a form with items in another order than that of their ids.
func ballotForm(t *testing.T) *Questionnaire {
	return parse(t, "id: X\nscale: {lo: 0, hi: 3}\nitems:\n  z:\n  a: {extra: [{code: NONE}]}\n  m:\ncomments: [{id: c}, {id: b}]\n")
}

func TestABallotsAnswersAreChecked(t *testing.T) {
	q := ballotForm(t)
	for _, test := range []struct {
		name    string
		answers Answers
		item    string // "" where they are accepted
		want    string
	}{
		{"nothing answered", nil, "", ""},
		{"both ends of the scale", Answers{"z": {Value: 0}, "m": {Value: 3}}, "", ""},
		{"an extra answer and the opt-out", Answers{"a": {Code: "NONE"}, "z": {Code: OptOut}}, "", ""},
		{"below the scale", Answers{"z": {Value: -1}}, "z", `z: "-1" is not an answer of this item; send an integer from 0 to 3 or one of its codes.`},
		{"above the scale", Answers{"z": {Value: 4}}, "z", `"4" is not an answer`},
		{"another item's code", Answers{"z": {Code: "NONE"}}, "z", `"NONE" is not an answer`},
		{"a code in another case", Answers{"a": {Code: "na"}}, "a", `"na" is not an answer`},
		{"an unknown item", Answers{"y": {Value: 1}}, "y", `The questionnaire has no item "y"; remove it.`},
		{"the first wrong one in the order of asking", Answers{"m": {Value: 9}, "a": {Value: 9}, "b": {Value: 9}}, "a", ""},
		{"the first unknown one by id", Answers{"m": {Value: 1}, "y": {}, "x": {}, "zz": {}}, "x", ""},
		{"a wrong one before an unknown one", Answers{"a": {Value: 9}, "0": {}}, "a", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			refused(t, q.Check(test.answers), test.item, test.want)
		})
	}
}

func refused(t *testing.T, err error, item, want string) {
	t.Helper()
	var e *Error
	switch {
	case item == "" && err != nil:
		t.Errorf("refused: %v", err)
	case item == "":
	case !errors.As(err, &e) || e.Code != CodeBadAnswer || e.Item != item:
		t.Errorf("got %v (%+v), want bad_answer at %s", err, e, item)
	case !strings.Contains(e.Message, want):
		t.Errorf("got  %s\nwant %s", e.Message, want)
	}
}

func TestABallotsCommentsAreChecked(t *testing.T) {
	q := ballotForm(t)
	long := strings.Repeat("ö", MaxCommentRunes)
	for _, test := range []struct {
		name     string
		comments map[string]string
		item     string
		want     string
	}{
		{"none", nil, "", ""},
		{"as long as allowed, in characters", map[string]string{"c": long}, "", ""},
		{"lines and an empty one", map[string]string{"c": "one\n\ttwo", "b": ""}, "", ""},
		{"a character too long", map[string]string{"c": long + "!"}, "c", "c: a comment has at most 1000 characters; shorten it."},
		{"no such comment", map[string]string{"d": "x"}, "d", `The questionnaire has no comment "d"; remove it.`},
		{"not UTF-8", map[string]string{"c": "\xff"}, "c", "not UTF-8"},
		{"a NUL", map[string]string{"c": "a\x00"}, "c", "U+0000"},
		{"the first wrong one by id", map[string]string{"c": "\xff", "b": "\x00"}, "b", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			refused(t, q.CheckComments(test.comments), test.item, test.want)
		})
	}
	many := map[string]string{"1": "", "2": "", "3": "", "4": "", "5": "", "6": ""}
	if err := q.CheckComments(many); CodeOf(err) != CodeBadAnswer || !strings.Contains(err.Error(), "at most 5 comments; this one has 6") {
		t.Errorf("six comments: %v", err)
	}
}

func TestExactlyTheAnswersOfTheItemsAreAccepted(t *testing.T) {
	q := ballotForm(t)
	codes := map[string][]string{"z": {OptOut}, "a": {OptOut, "NONE"}, "m": {OptOut}}
	rapid.Check(t, func(t *rapid.T) {
		answers := rapid.MapOf(rapid.SampledFrom([]string{"z", "a", "m", "m", "x"}), rapid.Custom(func(t *rapid.T) Answer {
			return Answer{
				Value: rapid.IntRange(-1, 4).Draw(t, "value"),
				Code:  rapid.SampledFrom([]string{"", "", "", OptOut, "NONE", "0"}).Draw(t, "code"),
			}
		})).Draw(t, "answers")
		fits := true
		for id, a := range answers {
			onScale := a.Code == "" && a.Value >= 0 && a.Value <= 3
			fits = fits && codes[id] != nil && (onScale || slices.Contains(codes[id], a.Code))
		}
		before := maps.Clone(answers)
		if err := q.Check(answers); (err == nil) != fits {
			t.Errorf("%v: %v", answers, err)
		}
		if !reflect.DeepEqual(before, map[string]Answer(answers)) {
			t.Errorf("the check changed %v", before)
		}
	})
}
