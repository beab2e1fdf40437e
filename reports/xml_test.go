package reports

import (
	"encoding/xml"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// A text comes back from a cell as it was, but for what no file can hold.
func FuzzTextInACell(f *testing.F) {
	for _, seed := range []string{"", "Plant Bremen", "</t></is></c><f>1+1</f>", "a&b<c>\"d'", "_x000A_", "_x005F_x000A_", "\r\n\t", "\x00\x1f", "\ufffe", "🚀", "__x0041__", "\xf5\xbe"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var read string
		raw := append(append([]byte("<t>"), appendText(nil, s)...), "</t>"...)
		if err := xml.Unmarshal(raw, &read); err != nil {
			t.Fatalf("%q became %s: %v", s, raw, err)
		}
		if got, want := unescape(read), storable(s); got != want {
			t.Fatalf("%q came back as %q, want %q", s, got, want)
		}
	})
}

// unescape reads a cell as spreadsheets do.
func unescape(s string) string {
	return regexp.MustCompile(`_x[0-9a-fA-F]{4}_`).ReplaceAllStringFunc(s, func(e string) string {
		switch strings.ToUpper(e[2:6]) {
		case "005F":
			return "_"
		case "000D":
			return "\r"
		}
		return "?" + e
	})
}

// storable is what of a text a cell can hold.
func storable(s string) string {
	s = string([]rune(s)) // every byte that is no text becomes U+FFFD
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\ufffe' || r == '\uffff' {
			return utf8.RuneError
		}
		return r
	}, s)
	return clipUnits(s, cellLimit)
}

func TestClipUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, limit := rapid.String().Draw(t, "text"), rapid.IntRange(1, 30).Draw(t, "limit")
		got := clipUnits(s, limit)
		if n := len(utf16.Encode([]rune(got))); n > limit {
			t.Fatalf("%q has %d units, more than %d", got, n, limit)
		}
		if len(utf16.Encode([]rune(s))) <= limit && got != s {
			t.Fatalf("%q fits and became %q", s, got)
		}
		if got != s && (!strings.HasSuffix(got, "…") || !strings.HasPrefix(s, strings.TrimSuffix(got, "…"))) {
			t.Fatalf("%q became %q", s, got)
		}
	})
}

func TestEscapes(t *testing.T) {
	cases := []struct{ name, in, escaped, broken string }{
		{"nothing to do", "Plant_x Bremen_", "Plant_x Bremen_", "Plant_x Bremen_"},
		{"an escape", "a_x000A_b", "a_x005F_x000A_b", "a_ x000A_b"},
		{"two that share a line", "_x0041_x0042_", "_x005F_x0041_x005F_x0042_", "_ x0041_ x0042_"},
		{"no hexadecimal", "_x00G0_", "_x00G0_", "_x00G0_"},
	}
	for _, c := range cases {
		if got := escapeX(c.in); got != c.escaped {
			t.Errorf("%s: %q is escaped as %q", c.name, c.in, got)
		}
		if got := breakX(c.in); got != c.broken {
			t.Errorf("%s: %q is broken into %q", c.name, c.in, got)
		}
	}
}

func TestUniqueHeaders(t *testing.T) {
	got := uniqueHeaders([]column{{header: "Team"}, {header: " a\nb "}, {header: "team"}, {header: "TEAM (2)"}, {header: ""}, {header: ""}, {header: strings.Repeat("x", 300)}, {header: strings.Repeat("x", 301)}})
	want := []string{"Team", "a b", "team (2)", "TEAM (2) (2)", "?", "? (2)"}
	for i, w := range want {
		if got[i] != w {
			t.Errorf("heading %d is %q, want %q", i, got[i], w)
		}
	}
	if got[6] == got[7] || len(got[7]) > 255 {
		t.Errorf("long headings are %q and %q", got[6], got[7])
	}
}

func TestCellsOf(t *testing.T) {
	cases := []struct {
		name string
		rows []int
		want string
	}{
		{"adjacent rows are one range", []int{0, 1, 2}, "'Items'!$G$4:$G$6"},
		{"a gap makes two", []int{0, 1, 4}, "('Items'!$G$4:$G$5,'Items'!$G$8:$G$8)"},
	}
	for _, c := range cases {
		if got := cellsOf("Items", 7, c.rows); got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

func TestLines(t *testing.T) {
	cases := []struct {
		name, text string
		width      float64
		want       int
	}{
		{"nothing", "", 10, 1},
		{"a word that fits", "Operations", 12, 1},
		{"words that fit", "one two", 10, 1},
		{"words that do not", "one two three four", 10, 2},
		{"a word that is too long", strings.Repeat("x", 25), 10, 3},
		{"wide letters", "mmmm wwww", 10, 2},
		{"narrow letters", "illicit illicit", 12, 1},
		{"letters of several bytes", "فريق الصيانة", 15, 1},
		{"a question that takes two lines in a spreadsheet", "In my team, people warn each other early when something will be late.", 34, 2},
		{"the same where it takes three", "In my team, people warn each other early when something will be late.", 30, 3},
	}
	for _, c := range cases {
		if got := lines(c.text, c.width); got != c.want {
			t.Errorf("%s: %d lines, want %d", c.name, got, c.want)
		}
	}
}
