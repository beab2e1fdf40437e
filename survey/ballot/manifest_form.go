package ballot

import (
	"errors"
	"fmt"
	"strings"

	"teamtrust/survey"
)

func (f *Form) check() error {
	switch {
	case f.Scale.Hi <= f.Scale.Lo || f.Scale.points() > survey.MaxScalePoints:
		return fmt.Errorf("the scale from %d to %d is not one of 2 to %d points", f.Scale.Lo, f.Scale.Hi, survey.MaxScalePoints)
	case len(f.Items) == 0 || len(f.Items) > survey.MaxItems || len(f.Comments) > survey.MaxPrompts:
		return fmt.Errorf("a questionnaire has 1 to %d items and at most %d comments", survey.MaxItems, survey.MaxPrompts)
	case len(f.Languages) == 0:
		return errors.New("the questionnaire has no language")
	case !f.labelled(f.Scale.Labels):
		return errors.New("the labels of the scale do not fit its points, or are not in the first language")
	}
	return errors.Join(f.checkIDs(), f.checkItems(), f.checkComments())
}

func (s FormScale) points() int { return s.Hi - s.Lo + 1 }

// checkIDs holds items and comments to one name each: an error's item is either.
func (f *Form) checkIDs() error {
	seen := map[string]bool{}
	once := func(id string) error {
		if !survey.ValidID(id) || seen[id] {
			return fmt.Errorf("item or comment %q needs an id that no other has", id)
		}
		seen[id] = true
		return nil
	}
	for _, it := range f.Items {
		if err := once(it.ID); err != nil {
			return err
		}
	}
	for _, p := range f.Comments {
		if err := once(p.ID); err != nil {
			return err
		}
	}
	return nil
}

func (f *Form) checkItems() error {
	for _, it := range f.Items {
		switch {
		case it.Dimension != nil && !survey.ValidID(*it.Dimension):
			return fmt.Errorf("item %s has the dimension %q, which is no id", it.ID, *it.Dimension)
		case !f.written(it.Text):
			return fmt.Errorf("item %s has no text in %s, the first language", it.ID, f.Languages[0])
		case it.Labels != nil && !f.labelled(it.Labels):
			return fmt.Errorf("the labels of item %s do not fit the scale, or are not in the first language", it.ID)
		}
		if err := f.checkExtra(&it); err != nil {
			return err
		}
	}
	return nil
}

func (f *Form) checkComments() error {
	for _, p := range f.Comments {
		if !f.written(p.Text) {
			return fmt.Errorf("comment %s has no text in %s, the first language", p.ID, f.Languages[0])
		}
	}
	return nil
}

func (f *Form) checkExtra(it *FormItem) error {
	codes := map[string]bool{}
	for _, x := range it.Extra {
		switch {
		// A commitment writes values and codes alike, so they must differ.
		case integerLike(x.Code):
			return fmt.Errorf("item %s has the code %q, which looks like a value", it.ID, x.Code)
		case !survey.ValidID(x.Code) || codes[x.Code]:
			return fmt.Errorf("item %s has the code %q twice, or it is not a code", it.ID, x.Code)
		case !f.written(x.Text):
			return fmt.Errorf("the code %s of item %s has no text in %s, the first language", x.Code, it.ID, f.Languages[0])
		}
		codes[x.Code] = true
	}
	if len(codes) > maxExtra {
		return fmt.Errorf("item %s has %d codes; at most %d are possible", it.ID, len(codes), maxExtra)
	}
	if !codes[survey.OptOut] {
		return fmt.Errorf("item %s lacks the opt-out %s", it.ID, survey.OptOut)
	}
	return nil
}

// integerLike reports digits, with or without a minus sign before them.
func integerLike(code string) bool {
	digits := strings.TrimPrefix(code, "-")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// written reports a text in the first language, which the others fall back to.
func (f *Form) written(t survey.Text) bool { return t[f.Languages[0]] != "" }

// labelled reports labels for every point of the scale, in the first language
// at least.
func (f *Form) labelled(labels map[string][]string) bool {
	for _, row := range labels {
		if len(row) != f.Scale.points() {
			return false
		}
	}
	return labels[f.Languages[0]] != nil
}
