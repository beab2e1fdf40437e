package ballot

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"

	"teamtrust/survey"
)

// goodBox is a body whose form is right; its token is not.
func goodBox(change func(m map[string]string)) []byte {
	m := map[string]string{
		"unit": `"unit-a"`, "nonce": quote(NonceSize), "token": quote(TokenSize), "salt": quote(SaltSize),
		"commitment": `"` + strings.Repeat("0a", 32) + `"`,
		"answers":    `{"COM1":3,"OWN1":"NA"}`, "comments": `{"C0":"text"}`,
	}
	change(m)
	var parts []string
	for k, v := range m {
		parts = append(parts, fmt.Sprintf("%q:%s", k, v))
	}
	return []byte("{" + strings.Join(parts, ",") + "}")
}

func quote(size int) string { return `"` + encode(make([]byte, size)) + `"` }

func TestABoxBodyIsReadWhole(t *testing.T) {
	b := must(parseBox(goodBox(func(m map[string]string) {
		m["comments"] = `{"C0":"\u00fcber \ud83d\ude00 \"x\" \\ \/ \b\f\n\r\t ü😀","C1":""}`
	})))(t)
	if b.unit != "unit-a" || len(b.nonce) != 32 || len(b.token) != 64 || b.salt != encode(make([]byte, 32)) || b.commitment[0] != 10 {
		t.Errorf("got %+v", b)
	}
	if want := (survey.Answers{"COM1": {Value: 3}, "OWN1": {Code: "NA"}}); !maps.Equal(b.answers, want) {
		t.Errorf("answers %v", b.answers)
	}
	if got := b.comments["C0"]; got != "über 😀 \"x\" \\ / \b\f\n\r\t ü😀" {
		t.Errorf("comment %q", got)
	}
	spaced := " \t\r\n{ \"unit\" : \"unit-a\" , " + string(goodBox(func(m map[string]string) { delete(m, "unit") })[1:]) + "\n "
	if _, err := parseBox([]byte(spaced)); err != nil {
		t.Error(err)
	}
}

func TestABoxBodyIsRefused(t *testing.T) {
	set := func(k, v string) func(map[string]string) { return func(m map[string]string) { m[k] = v } }
	without := func(k string) func(map[string]string) { return func(m map[string]string) { delete(m, k) } }
	for name, c := range map[string]struct {
		change func(map[string]string)
		code   survey.Code
		item   string
	}{
		"with an unknown member":                {set("person", `"p"`), survey.CodeBadRequest, ""},
		"with a member in other case":           {set("Unit", `"unit-a"`), survey.CodeBadRequest, ""},
		"without a unit":                        {without("unit"), survey.CodeBadRequest, "unit"},
		"without a nonce":                       {without("nonce"), survey.CodeBadRequest, "nonce"},
		"without a token":                       {without("token"), survey.CodeBadRequest, "token"},
		"without a salt":                        {without("salt"), survey.CodeBadRequest, "salt"},
		"without a commitment":                  {without("commitment"), survey.CodeBadRequest, "commitment"},
		"without answers":                       {without("answers"), survey.CodeBadRequest, "answers"},
		"with a unit that is no id":             {set("unit", `"a|b"`), survey.CodeBadRequest, "unit"},
		"with a unit that is a number":          {set("unit", `7`), survey.CodeBadRequest, "unit"},
		"with a long nonce":                     {set("nonce", quote(33)), survey.CodeBadRequest, "nonce"},
		"with a padded nonce":                   {set("nonce", `"`+encode(make([]byte, 32))+`="`), survey.CodeBadRequest, "nonce"},
		"with a nonce in the other alphabet":    {set("nonce", `"`+strings.Repeat("+", 43)+`"`), survey.CodeBadRequest, "nonce"},
		"with trailing bits in the nonce":       {set("nonce", `"`+strings.Repeat("A", 42)+`B"`), survey.CodeBadRequest, "nonce"},
		"with a line break in the nonce":        {set("nonce", `"`+strings.Repeat("A", 42)+`\n"`), survey.CodeBadRequest, "nonce"},
		"with a token cut to 16 bytes":          {set("token", quote(16)), survey.CodeBadRequest, "token"},
		"with trailing bits in the salt":        {set("salt", `"`+strings.Repeat("A", 42)+`B"`), survey.CodeBadRequest, "salt"},
		"with a short salt":                     {set("salt", quote(31)), survey.CodeBadRequest, "salt"},
		"with a commitment in capitals":         {set("commitment", `"`+strings.Repeat("0A", 32)+`"`), survey.CodeBadRequest, "commitment"},
		"with a short commitment":               {set("commitment", `"0a"`), survey.CodeBadRequest, "commitment"},
		"with answers that are null":            {set("answers", `null`), survey.CodeBadRequest, "answers"},
		"with answers in a list":                {set("answers", `[3]`), survey.CodeBadRequest, "answers"},
		"with an answer that is null":           {set("answers", `{"COM1":null}`), survey.CodeBadAnswer, "COM1"},
		"with a fraction":                       {set("answers", `{"COM1":3.5}`), survey.CodeBadAnswer, "COM1"},
		"with a whole number as a fraction":     {set("answers", `{"COM1":3.0}`), survey.CodeBadAnswer, "COM1"},
		"with an exponent":                      {set("answers", `{"COM1":3e0}`), survey.CodeBadAnswer, "COM1"},
		"with minus zero":                       {set("answers", `{"COM1":-0}`), survey.CodeBadAnswer, "COM1"},
		"with a number beyond every integer":    {set("answers", `{"COM1":99999999999999999999}`), survey.CodeBadAnswer, "COM1"},
		"with true":                             {set("answers", `{"COM1":true}`), survey.CodeBadAnswer, "COM1"},
		"with a list for an answer":             {set("answers", `{"COM1":[3]}`), survey.CodeBadAnswer, "COM1"},
		"with an object for an answer":          {set("answers", `{"COM1":{"a":{"a":{}}}}`), survey.CodeBadAnswer, "COM1"},
		"with an empty code":                    {set("answers", `{"COM1":""}`), survey.CodeBadAnswer, "COM1"},
		"with a fraction for what is no item":   {set("answers", `{"COM 1":3.5}`), survey.CodeBadAnswer, ""},
		"with an item twice":                    {set("answers", `{"COM1":3,"COM1":4}`), survey.CodeBadRequest, ""},
		"with an item twice, once escaped":      {set("answers", `{"COM1":3,"\u0043OM1":4}`), survey.CodeBadRequest, ""},
		"with a member twice in an answer":      {set("answers", `{"COM1":{"a":1,"a":2}}`), survey.CodeBadRequest, ""},
		"with a member twice deep in a list":    {set("answers", `{"COM1":[0,[{"a":1,"b":{},"\u0061":2}]]}`), survey.CodeBadRequest, ""},
		"with a comment twice":                  {set("comments", `{"C0":"a","C0":"a"}`), survey.CodeBadRequest, ""},
		"with 32 levels":                        {set("answers", nestedAnswer(maxDepth)), survey.CodeBadAnswer, "COM1"},
		"with 33 levels":                        {set("answers", nestedAnswer(maxDepth+1)), survey.CodeBadRequest, ""},
		"with as many brackets as fit":          {set("answers", nestedAnswer(30_000)), survey.CodeBadRequest, ""},
		"with a list that does not end":         {set("answers", `{"COM1":[3,]}`), survey.CodeBadRequest, ""},
		"with a list closed by a brace":         {set("answers", `{"COM1":[3}}`), survey.CodeBadRequest, ""},
		"with a wrong answer and a short salt":  {func(m map[string]string) { m["answers"], m["salt"] = `{"COM1":null}`, `"AAAA"` }, survey.CodeBadRequest, "salt"},
		"with a leading zero":                   {set("answers", `{"COM1":03}`), survey.CodeBadRequest, ""},
		"with a word":                           {set("answers", `{"COM1":three}`), survey.CodeBadRequest, ""},
		"with an answer missing":                {set("answers", `{"COM1":}`), survey.CodeBadRequest, ""},
		"with a comma too many":                 {set("answers", `{"COM1":3,}`), survey.CodeBadRequest, ""},
		"with a comment that is null":           {set("comments", `{"C0":null}`), survey.CodeBadAnswer, "C0"},
		"with a comment that is a number":       {set("comments", `{"C0":3}`), survey.CodeBadAnswer, "C0"},
		"with a comment that is a list":         {set("comments", `{"C0":["a"]}`), survey.CodeBadAnswer, "C0"},
		"with comments that are null":           {set("comments", `null`), survey.CodeBadRequest, "comments"},
		"with half a surrogate pair":            {set("comments", `{"C0":"\ud83d"}`), survey.CodeBadRequest, ""},
		"with the wrong half first":             {set("comments", `{"C0":"\ude00\ud83d"}`), survey.CodeBadRequest, ""},
		"with half a pair before another sign":  {set("comments", `{"C0":"\ud83d\u0041"}`), survey.CodeBadRequest, ""},
		"with text that is not UTF-8":           {set("comments", "{\"C0\":\"\xff\"}"), survey.CodeBadRequest, ""},
		"with such text after an escape":        {set("comments", "{\"C0\":\"\\n\xff\"}"), survey.CodeBadRequest, ""},
		"with a bare line break in text":        {set("comments", "{\"C0\":\"a\nb\"}"), survey.CodeBadRequest, ""},
		"with a bare line break after escape":   {set("comments", "{\"C0\":\"\\na\nb\"}"), survey.CodeBadRequest, ""},
		"with an unknown escape":                {set("comments", `{"C0":"\x41"}`), survey.CodeBadRequest, ""},
		"with a signed hex escape":              {set("comments", `{"C0":"\u+041"}`), survey.CodeBadRequest, ""},
		"with something after it":               {func(m map[string]string) { m["unit"] = `"unit-a"}{"x":1`; delete(m, "comments") }, survey.CodeBadRequest, ""},
		"with more than 64 kB":                  {set("comments", `{"C0":"`+strings.Repeat("x", MaxBody)+`"}`), survey.CodeTooLarge, ""},
		"with a text that does not end":         {set("comments", `{"C0":"`), survey.CodeBadRequest, ""},
		"with a text that ends in a backslash ": {set("comments", `{"C0":"\`), survey.CodeBadRequest, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := parseBox(goodBox(c.change))
			if err == nil {
				err = b.misfit
			}
			wantCode(t, err, c.code)
			if e := err.(*survey.Error); c.item != "" && e.Item != c.item {
				t.Errorf("it blames %q: %v", e.Item, err)
			}
		})
	}
}

// nestedAnswer is an answer whose innermost list is on the given level of the body.
func nestedAnswer(levels int) string {
	lists := levels - 2
	return `{"COM1":` + strings.Repeat("[", lists) + strings.Repeat("]", lists) + "}"
}

func TestABodyOfNothingMuchIsRefused(t *testing.T) {
	for _, body := range []string{"", " ", "null", "[]", `""`, "{", "}", "{}", `{"`, `{"a`, `{"a"`, `{"a":`, "\x00", "{\x00}", `{"unit":"a"`, `{"unit":"a",`} {
		for name, parse := range map[string]func([]byte) error{
			"box":      func(b []byte) error { _, err := parseBox(b); return err },
			"withdraw": func(b []byte) error { _, err := parseWithdraw(b); return err },
			"collect":  func(b []byte) error { _, err := parseCollect(b); return err },
		} {
			if err := parse([]byte(body)); survey.CodeOf(err) != survey.CodeBadRequest {
				t.Errorf("%s of %q: %v", name, body, err)
			}
		}
	}
}

func TestCollectReadsExactlyOneElement(t *testing.T) {
	invitation, element := quote(SecretSize), `"`+encode(unhex(t, rfcBlinded[0]))+`"`
	if _, err := parseCollect([]byte(`{"invitation":` + invitation + `,"blinded":` + element + `}`)); err != nil {
		t.Fatal(err)
	}
	two := `"` + encode(append(unhex(t, rfcBlinded[0]), unhex(t, rfcBlinded[1])...)) + `"`
	for name, body := range map[string]string{
		"two in a list":        `{"invitation":` + invitation + `,"blinded":[` + element + `,` + element + `]}`,
		"one in a list":        `{"invitation":` + invitation + `,"blinded":[` + element + `]}`,
		"two in one string":    `{"invitation":` + invitation + `,"blinded":` + two + `}`,
		"the member twice":     `{"invitation":` + invitation + `,"blinded":` + element + `,"blinded":` + element + `}`,
		"the identity":         `{"invitation":` + invitation + `,"blinded":` + quote(ElementSize) + `}`,
		"none":                 `{"invitation":` + invitation + `}`,
		"no invitation":        `{"blinded":` + element + `}`,
		"a short invitation":   `{"invitation":"AAAA","blinded":` + element + `}`,
		"a unit of one's own ": `{"unit":"unit-a","invitation":` + invitation + `,"blinded":` + element + `}`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parseCollect([]byte(body))
			wantCode(t, err, survey.CodeBadRequest)
		})
	}
}

// FuzzBox holds the strict reader against encoding/json: it never panics, every
// error has a code of the protocol, and what it accepts the standard library
// reads as the same ballot.
func FuzzBox(f *testing.F) {
	f.Add(goodBox(func(map[string]string) {}))
	f.Add([]byte(`{"answers":{"a":-1e5},"comments":{"C0":"\ud83d\ude00"}}`))
	f.Add([]byte(`{"unit":"a","nonce":"","token":""}`))
	f.Add(goodBox(func(m map[string]string) { m["answers"] = `{"COM1":[{"a":[true,null,1e9]},"x"],"OWN1":"NA"}` }))
	f.Fuzz(func(t *testing.T, body []byte) {
		_, err := parseWithdraw(body)
		protocolError(t, err)
		b, err := parseBox(body)
		if err != nil {
			protocolError(t, err)
			return
		}
		if b.misfit != nil {
			wantCode(t, b.misfit, survey.CodeBadAnswer)
			return
		}
		var same Box
		if err := json.Unmarshal(body, &same); err != nil {
			t.Fatalf("accepted what is not JSON: %v", err)
		}
		if same.Unit != b.unit || same.Salt != b.salt || same.Nonce != encode(b.nonce) || same.Token != encode(b.token) ||
			!maps.Equal(same.Answers, b.answers) || !reflect.DeepEqual(same.Comments, b.comments) {
			t.Fatalf("read as %+v, encoding/json as %+v", b, same)
		}
	})
}

// FuzzCollect never panics and gives codes of the protocol only, and so does the
// shorter body that holds an invitation alone.
func FuzzCollect(f *testing.F) {
	f.Add([]byte(`{"invitation":` + quote(SecretSize) + `}`))
	f.Add([]byte(`{"invitation":` + quote(SecretSize) + `,"blinded":"` + encode(unhex(f, rfcBlinded[0])) + `"}`))
	f.Add([]byte(`{"invitation":` + quote(SecretSize) + `,"blinded":` + quote(ElementSize) + `}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if secret, err := parseHolder(body); err != nil {
			protocolError(t, err)
		} else if len(secret) != SecretSize {
			t.Fatalf("accepted %q as an invitation", body)
		}
		b, err := parseCollect(body)
		if err != nil {
			protocolError(t, err)
			return
		}
		if b.blinded.point.IsIdentity() || len(b.secret) != SecretSize {
			t.Fatalf("accepted %q", body)
		}
	})
}

func protocolError(t *testing.T, err error) {
	switch code := survey.CodeOf(err); code {
	case "", survey.CodeBadRequest, survey.CodeTooLarge:
	default:
		t.Fatalf("code %q: %v", code, err)
	}
}
