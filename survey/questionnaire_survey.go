package survey

import (
	"fmt"
	"reflect"
)

// ForSurvey reports, as an *Error with code CodeBadRequest that names the key,
// what a parsed questionnaire lacks for a survey: a version, languages, labels
// of the scale in each of them, every text in the first of them, and ids that
// can stand on a ballot. A questionnaire that bears the id of a built-in one
// must be that one.
func (q *Questionnaire) ForSurvey() error {
	for _, check := range []func() error{
		q.checkHead, q.checkReserved, q.checkItems, q.checkLabels, q.checkTexts,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func lacking(key, format string, args ...any) error {
	e := Errorf(CodeBadRequest, "%s: %s", key, fmt.Sprintf(format, args...))
	e.Item = key
	return e
}

func (q *Questionnaire) checkHead() error {
	switch {
	case q.Version == "":
		return lacking("version", `a survey needs the version of its questionnaire; add one, for example version: "1".`)
	case len(q.Languages) == 0:
		return lacking("languages", "a survey needs the languages of its questionnaire; list them, for example languages: [en, de].")
	}
	return nil
}

// checkReserved keeps the built-in ids for the built-in wording: results of
// the same id are compared with each other.
func (q *Questionnaire) checkReserved() error {
	for _, id := range BuiltIns() {
		if q.ID != id {
			continue
		}
		builtIn, _, err := BuiltIn(id)
		if err != nil {
			return err
		}
		if !reflect.DeepEqual(q, builtIn) {
			return lacking("id", "%s is a built-in questionnaire with other content; give yours another id.", id)
		}
	}
	return nil
}

func (q *Questionnaire) checkItems() error {
	if len(q.Items) > MaxItems {
		return lacking("items", "a survey has at most %d items; this questionnaire has %d, so remove some.", MaxItems, len(q.Items))
	}
	for _, it := range q.Items {
		key := "items." + clip(it.ID, 40)
		if !ValidID(it.ID) {
			return lacking(key, "%s is no id for a survey; use 1 to 32 letters from A to Z, digits, _ and -.", quoted(it.ID))
		}
		for _, x := range it.Extra {
			if !ValidID(x.Code) {
				return lacking(key+".extra", "%s is no code for a survey; use 1 to 32 letters from A to Z, digits, _ and -.", quoted(x.Code))
			}
		}
		if q.hasPrompt(it.ID) {
			return lacking("comments."+it.ID, "an item has the same id; rename one of the two.")
		}
	}
	return nil
}

func (q *Questionnaire) checkLabels() error {
	for _, l := range q.Languages {
		if len(q.Scale.Labels[l]) != q.Scale.Points() {
			return lacking("scale.labels."+l, "a survey needs the %d labels of the scale in each of its languages; add them.", q.Scale.Points())
		}
	}
	return nil
}

func (q *Questionnaire) checkTexts() error {
	first := q.Languages[0]
	for key, has := range q.texts() {
		if !has(first) {
			return lacking(key, "there is no text in %s, the first language, which the others fall back to; add it.", first)
		}
	}
	return nil
}
