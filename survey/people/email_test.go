package people

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"teamtrust/survey"
)

func TestNormalEmail(t *testing.T) {
	long := strings.Repeat("a", 250)
	tests := []struct {
		name, in, want string // want is empty where it is refused
	}{
		{"an address stays", "anna@example.org", "anna@example.org"},
		{"case is lowered on both sides", "Anna.Berg@Example.ORG", "anna.berg@example.org"},
		{"spaces around it go, also a no-break space", "\u00a0 anna@example.org ", "anna@example.org"},
		{"letters of any script are composed", "jose\u0301@mu\u0308nchen.example", "josé@münchen.example"},
		{"a host needs no dot", "root@localhost", "root@localhost"},
		{"a plus is fine", "+anna+x@example.org", "+anna+x@example.org"},
		{"254 bytes fit", long + "@a.b", long + "@a.b"},
		{"255 bytes do not", long + "@a.bc", ""},
		{"nothing is no address", "", ""},
		{"a word is no address", "anna", ""},
		{"a display name is refused", "Anna <anna@example.org>", ""},
		{"angle brackets are refused", "<anna@example.org>", ""},
		{"a comment is refused", "anna@example.org (Anna)", ""},
		{"two addresses are refused", "anna@example.org, ben@example.org", ""},
		{"a semicolon list is refused", "anna@example.org;ben@example.org", ""},
		{"a quoted space is refused", `"anna b"@example.org`, ""},
		{"an inner space is refused", "anna berg@example.org", ""},
		{"a no-break space inside is refused", "anna\u00a0b@example.org", ""},
		{"a zero-width space is refused", "anna\u200b@example.org", ""},
		{"a line break is refused", "anna@example.org\r\nBcc: x@example.org", ""},
		{"a lost letter is refused", "m\ufffdller@example.org", ""},
		{"two @ are refused", "anna@b@example.org", ""},
		{"an empty host is refused", "anna@", ""},
		{"two dots are refused", "anna@example..org", ""},
		{"a dot at the end is refused", "anna@example.org.", ""},
		{"a hyphen at the start of a host is refused", "anna@-example.org", ""},
		{"an address in brackets is refused", "anna@[192.0.2.1]", ""},
		{"other signs in the host are refused", "anna@exam!ple.org", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := NormalEmail(tt.in)
			if got != tt.want || (err == nil) != (tt.want != "") {
				t.Fatalf("got %q, %v; want %q", got, err, tt.want)
			}
			if err != nil && survey.CodeOf(err) != survey.CodeBadRequest {
				t.Errorf("code %s", survey.CodeOf(err))
			}
		})
	}
}

func TestNormalEmailIsNormalAlready(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once, err := NormalEmail(rapid.StringMatching(`\PC{1,6}@[\pL0-9]{1,6}`).Draw(t, "address"))
		if err != nil {
			return
		}
		if twice, err := NormalEmail(once); err != nil || twice != once {
			t.Fatalf("%q becomes %q, %v", once, twice, err)
		}
	})
}
