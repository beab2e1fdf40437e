package ballot

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"teamtrust/survey"
)

// CheckNames refuses JSON that says one thing to this program and another to
// others: an object that has a member twice, of which some read the first and
// some the last; and, for the names given, a member that differs from one in
// case alone, which some take for it. Members called as in opaque are not looked
// into. An error is a *survey.Error with code CodeBadRequest.
func CheckNames(data []byte, names, opaque []string) error {
	n := namesOf{json.NewDecoder(bytes.NewReader(data)), names, opaque}
	n.UseNumber()
	if err := n.value(); err != nil {
		if survey.CodeOf(err) == survey.CodeBadRequest {
			return err
		}
		return survey.Errorf(survey.CodeBadRequest, "The file cannot be read as JSON: %v.", err)
	}
	return nil
}

type namesOf struct {
	*json.Decoder
	names, opaque []string
}

// value reads one value.
func (n namesOf) value() error {
	t, err := n.Token()
	if err != nil {
		return err
	}
	switch t {
	case json.Delim('{'):
		return n.object()
	case json.Delim('['):
		for n.More() {
			if err := n.value(); err != nil {
				return err
			}
		}
		_, err = n.Token()
	}
	return err
}

func (n namesOf) object() error {
	seen := map[string]bool{}
	for n.More() {
		t, err := n.Token()
		if err != nil {
			return err
		}
		name, _ := t.(string)
		if err := n.name(name, seen); err != nil {
			return err
		}
		seen[name] = true
		if slices.Contains(n.opaque, name) {
			err = n.Decode(new(json.RawMessage))
		} else {
			err = n.value()
		}
		if err != nil {
			return err
		}
	}
	_, err := n.Token()
	return err
}

func (n namesOf) name(name string, seen map[string]bool) error {
	if seen[name] {
		return survey.Errorf(survey.CodeBadRequest, "The member %.40q occurs twice in one object: programs would read different things in this file. It was changed; get it anew.", name)
	}
	for _, known := range n.names {
		if name != known && strings.EqualFold(name, known) {
			return survey.Errorf(survey.CodeBadRequest, "The member %.40q would be taken for %q by some programs and not by others. The file was changed; get it anew.", name, known)
		}
	}
	return nil
}
