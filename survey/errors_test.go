package survey

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestOnlyAnErrorForPeopleHasACodeOfItsOwn(t *testing.T) {
	closed := Errorf(CodeClosed, "The survey closed on %s; nothing can be sent any more.", "1 May")
	for _, test := range []struct {
		name string
		err  error
		want Code
	}{
		{"no error", nil, ""},
		{"an error for people", closed, CodeClosed},
		{"wrapped", fmt.Errorf("cast ballot: %w", closed), CodeClosed},
		{"the outer of two", fmt.Errorf("%w: %w", Errorf(CodeUsed, "Used."), closed), CodeUsed},
		{"joined with another", errors.Join(errors.New("disk full"), closed), CodeClosed},
		{"any other", errors.New("disk full"), CodeInternal},
		{"the text of one", errors.New(closed.Error()), CodeInternal},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := CodeOf(test.err); got != test.want {
				t.Errorf("code %q, want %q", got, test.want)
			}
		})
	}
	if got := closed.Error(); got != "The survey closed on 1 May; nothing can be sent any more." {
		t.Errorf("people read %q", got)
	}
}

func TestIdsAndCodesHaveOneForm(t *testing.T) {
	for _, good := range []string{"a", "P10", "COM1", "no-apology_2", "-", strings.Repeat("x", 32)} {
		if !ValidID(good) {
			t.Errorf("%q is refused", good)
		}
	}
	for _, bad := range []string{"", " a", "a b", "a\n", "a/b", "é", "ａ", "a.b", strings.Repeat("x", 33), "a\x00"} {
		if ValidID(bad) {
			t.Errorf("%q is accepted", bad)
		}
	}
}
