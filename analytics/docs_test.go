package analytics_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"teamtrust/analytics"
)

func TestEveryMemberOfAReleaseIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../docs/analytics.md")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	members(reflect.TypeFor[analytics.Release](), names)
	if len(names) < 40 {
		t.Fatalf("only %d members found", len(names))
	}
	for name := range names {
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("docs/analytics.md does not say what `%s` is", name)
		}
	}
}

// members collects the JSON names of a type and all types below it.
func members(t reflect.Type, names map[string]bool) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Array:
		members(t.Elem(), names)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
				names[name] = true
			}
			members(f.Type, names)
		}
	}
}

func TestEveryMemberOfAnAnalysisIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../docs/analytics.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(page), "# What an analysis says")
	names := map[string]bool{}
	members(reflect.TypeFor[analytics.Analysis](), names)
	for _, common := range []string{"questionnaire", "minimum_group", "waves", "items", "dimensions", "total", "teams", "n", "clipped", "hidden", "reason", "wave", "from", "to", "dimension", "a", "b", "se_b", "y0", "k", "se"} {
		delete(names, common) // said of the release, in a formula, or the words themselves
	}
	for name := range names {
		if !found || !strings.Contains(section, "`"+name+"`") {
			t.Errorf("docs/analytics.md does not say what `%s` of an analysis is", name)
		}
	}
}
