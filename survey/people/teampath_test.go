package people

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"teamtrust/survey"
)

func TestParseTeam(t *testing.T) {
	ten := strings.Repeat("%", 10)
	for i := range 10 {
		ten = strings.Replace(ten, "%", string(rune('a'+i))+" / ", 1)
	}
	ten = strings.TrimSuffix(ten, " / ")
	long := strings.Repeat("ü", MaxTeamName)
	thousand := ""
	for i := range 9 {
		thousand += string(rune('a'+i)) + strings.Repeat("ü", 48) + " / "
	}
	thousand += strings.Repeat("j", MaxPath-len(thousand))
	tests := []struct {
		name, in string
		want     survey.Path
		problem  string // part of the message
	}{
		{"one part", "Operations", "Operations", ""},
		{"three parts", "Operations / Plant Bremen / Shift A", "Operations / Plant Bremen / Shift A", ""},
		{"blanks are trimmed and collapsed, case is kept", "  OPERATIONS  /   plant   Bremen ", "OPERATIONS / plant Bremen", ""},
		{"a no-break space is a space", "Plant\u00a0Bremen\u00a0/\u00a0Shift\u2009A", "Plant Bremen / Shift A", ""},
		{"letters are composed", "Bu\u0308ro", "Büro", ""},
		{"a slash without both spaces belongs to the name", "R/D / 24/7 /x", "R/D / 24/7 /x", ""},
		{"signs that spreadsheets evaluate are fine in names", "@Home / -none-", "@Home / -none-", ""},
		{"Arabic with joiners and direction marks", "الفريق\u200f / ن\u200cا", "الفريق\u200f / ن\u200cا", ""},
		{"ten levels", ten, survey.Path(ten), ""},
		{"eleven levels", ten + " / k", "", "11 levels"},
		{"200 characters", long, survey.Path(long), ""},
		{"201 characters", "a / " + long + "ü", "", "more than 200 characters"},
		{"1,000 bytes", thousand, survey.Path(thousand), ""},
		{"1,001 bytes, and no more characters", thousand[:len(thousand)-1] + "é", "", "takes 1001 bytes"},
		{"the bytes count as they are stored", thousand[:len(thousand)-1] + "e\u0301", "", "takes 1001 bytes"},
		{"nothing", "", "", "is empty"},
		{"blanks", " \u00a0 ", "", "is empty"},
		{"an empty first part", " / Plant", "", "empty part"},
		{"an empty last part", "Plant / ", "", "empty part"},
		{"a part that nobody sees", "Plant / \u200b", "", "empty part"},
		{"an empty last part after trimming", "Plant /", "", "empty part"},
		{"an empty part in the middle", "Operations /  / Shift", "", "empty part"},
		{"separators that share a space", "Operations / / Shift", "", "empty part"},
		{"a part twice in a row", "Plant / Plant", "", "twice"},
		{"a part twice with another between", "Plant / Shift / Plant", "", "twice"},
		{"a part twice in another case", "Plant / PLANT", "", "twice"},
		{"a tab", "Plant\tBremen", "", "control character"},
		{"a line break", "Plant / Shift\nA", "", "control character"},
		{"a direction override", "Plant \u202eneB", "", "control character"},
		{"a lost letter", "B\ufffdro", "", "wrong encoding"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseTeam(tt.in)
			if tt.problem == "" && (err != nil || got != tt.want) {
				t.Fatalf("got %q, %v; want %q", got, err, tt.want)
			}
			if tt.problem != "" && (survey.CodeOf(err) != survey.CodeBadRequest || !strings.Contains(err.Error(), tt.problem)) {
				t.Fatalf("got %q, %v; want an error with %q", got, err, tt.problem)
			}
		})
	}
}

func TestAParsedTeamParsesToItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		path, err := ParseTeam(rapid.StringMatching(`[aBß /\t\x{a0}é́]{1,20}`).Draw(t, "team"))
		if err != nil {
			return
		}
		again, err := ParseTeam(string(path))
		if err != nil || again != path {
			t.Fatalf("%q becomes %q, %v", path, again, err)
		}
		for _, part := range path.Parts() {
			if part == "" || part != strings.TrimSpace(part) {
				t.Fatalf("%q has the part %q", path, part)
			}
		}
	})
}
