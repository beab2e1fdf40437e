package survey

import (
	"embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed questionnaires/*.yaml
var builtInFiles embed.FS

// BuiltIns are the ids of the questionnaires that come with the product: the
// pulse of ten items, the short check of six, the long form of 28 and the
// incident follow-up of twelve.
func BuiltIns() []string { return []string{"P10", "P6", "L28", "I12"} }

// BuiltIn returns a built-in questionnaire and the file that it was read from,
// both the caller's own. An id that BuiltIns does not name is an *Error with
// code CodeNotFound.
func BuiltIn(id string) (*Questionnaire, []byte, error) {
	if !slices.Contains(BuiltIns(), id) {
		return nil, nil, Errorf(CodeNotFound, "There is no built-in questionnaire %s; use %s or a file of your own.",
			quoted(id), strings.Join(BuiltIns(), ", "))
	}
	source, err := builtInFiles.ReadFile("questionnaires/" + id + ".yaml")
	if err != nil {
		return nil, nil, fmt.Errorf("read built-in questionnaire %s: %w", id, err)
	}
	q, err := ParseQuestionnaire(source)
	if err != nil {
		return nil, nil, fmt.Errorf("parse built-in questionnaire %s: %w", id, err)
	}
	return q, source, nil
}
