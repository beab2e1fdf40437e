package survey

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// MaxQuestionnaireBytes bounds a questionnaire file.
const MaxQuestionnaireBytes = 1 << 20

// ParseQuestionnaire reads a questionnaire file: YAML, UTF-8, one document, of
// the schema that docs/questionnaires.md describes. It accepts what a survey
// or an analysis could need; ForSurvey and ForAnalysis say whether one of them
// has all that it needs.
//
// Every item of the result has the opt-out. The order of Items is that of the
// items mapping, then that of the dimensions for items which the mapping does
// not name. An error is an *Error with code CodeBadRequest: one sentence that
// names the line and the key and says what to do.
func ParseQuestionnaire(data []byte) (*Questionnaire, error) {
	root, err := readYAML(data)
	if err != nil {
		return nil, err
	}
	return readQuestionnaire(root)
}

func readYAML(data []byte) (place, error) {
	if len(data) > MaxQuestionnaireBytes {
		return place{}, Errorf(CodeBadRequest, "The questionnaire file has %d bytes; at most %d are allowed, so shorten it.",
			len(data), MaxQuestionnaireBytes)
	}
	if err := checkCharacters(data); err != nil {
		return place{}, err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	document, err := decode(decoder)
	if errors.Is(err, io.EOF) {
		return place{}, Errorf(CodeBadRequest, "The questionnaire file is empty; write at least an id, a scale and one item.")
	}
	if err != nil {
		return place{}, syntaxError(data, err)
	}
	root := place{}.at(document.Content[0], "")
	switch next, err := decode(decoder); {
	case err == nil:
		return place{}, place{line: next.Line}.errorf("a second document begins here; put one questionnaire into one file.")
	case !errors.Is(err, io.EOF):
		return place{}, syntaxError(data, err)
	}
	return root, nil
}

// decode reads the next document. The decoder panics where it meets a state
// that its authors held impossible; to the person with the file that is a
// syntax error like any other.
func decode(d *yaml.Decoder) (document *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	document = new(yaml.Node)
	if err := d.Decode(document); err != nil {
		return nil, err
	}
	return document, nil
}

// checkCharacters finds what no text file holds, before the decoder reports it
// without a line.
func checkCharacters(data []byte) error {
	line := 1
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return place{line: line}.errorf("the file is not UTF-8 text; save it as UTF-8.")
		case r == '\n':
			line++
		case unicode.IsControl(r) && r != '\t' && r != '\r':
			return place{line: line}.errorf("the file holds the control character %U; remove it.", r)
		}
		i += size
	}
	return nil
}

// syntaxError words what the decoder says. Its line is where the part began
// that it could not finish, so the sentence says "from".
func syntaxError(data []byte, err error) error {
	if line := tabIndent(data); line > 0 {
		return place{line: line}.errorf("the line is indented with a tab, which YAML does not allow; use spaces.")
	}
	problem := strings.TrimPrefix(err.Error(), "yaml: ")
	where := "The file"
	if rest, ok := strings.CutPrefix(problem, "line "); ok {
		if line, what, ok := strings.Cut(rest, ": "); ok {
			where, problem = "The file, from line "+line+" on,", what
		}
	}
	return Errorf(CodeBadRequest, "%s is not valid YAML (%s); check the indentation, colons and quotes there.",
		where, clip(problem, 120))
}

// tabIndent is the first line with a tab before its text, or 0.
func tabIndent(data []byte) int {
	line := 0
	for l := range bytes.Lines(data) {
		line++
		indent := l[:len(l)-len(bytes.TrimLeft(l, " \t"))]
		if bytes.IndexByte(indent, '\t') >= 0 {
			return line
		}
	}
	return 0
}
