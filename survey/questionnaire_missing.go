package survey

import (
	"iter"
	"strings"
)

// MissingTranslation is a text that is not there in one of the languages.
// People who chose the language read it in the questionnaire's first one.
type MissingTranslation struct {
	Key      string // as in the file: "items.COM1.text"; "NA" for the opt-out
	Language string
}

// MissingTranslations lists what people read in another language than the one
// they chose, in the order of the questionnaire.
func (q *Questionnaire) MissingTranslations() []MissingTranslation {
	var list []MissingTranslation
	for key, has := range q.texts() {
		for _, l := range q.Languages {
			if !has(l) && !strings.HasSuffix(key, ".extra."+OptOut) {
				list = append(list, MissingTranslation{key, l})
			}
		}
	}
	return append(list, q.missingOptOut()...)
}

// missingOptOut lists each language once, however many items lack it, and
// counts the English text under another language as missing.
func (q *Questionnaire) missingOptOut() []MissingTranslation {
	var list []MissingTranslation
	for _, l := range q.Languages {
		for _, it := range q.Items {
			text := it.optOut()[l]
			if text == "" || text == optOutIn("en") && optOutIn(l) != text {
				list = append(list, MissingTranslation{OptOut, l})
				break
			}
		}
	}
	return list
}

func (it *Item) optOut() Text {
	for _, x := range it.Extra {
		if x.Code == OptOut {
			return x.Text
		}
	}
	return nil
}

// texts yields all that people read but the scale's labels: the key, and
// whether there is a text in a language.
func (q *Questionnaire) texts() iter.Seq2[string, func(lang string) bool] {
	in := func(t Text) func(string) bool {
		return func(lang string) bool { return t[lang] != "" }
	}
	return func(yield func(string, func(string) bool) bool) {
		for _, d := range q.Dimensions {
			if !yield("dimensions."+d.ID+".name", in(d.Name)) {
				return
			}
		}
		for _, it := range q.Items {
			if !it.texts(yield) {
				return
			}
		}
		for _, c := range q.Comments {
			if !yield("comments."+c.ID+".text", in(c.Text)) {
				return
			}
		}
	}
}

func (it *Item) texts(yield func(string, func(string) bool) bool) bool {
	key := "items." + clip(it.ID, 40)
	if !yield(key+".text", func(l string) bool { return it.Text[l] != "" }) {
		return false
	}
	if it.Labels != nil && !yield(key+".labels", func(l string) bool { return len(it.Labels[l]) > 0 }) {
		return false
	}
	for _, x := range it.Extra {
		if !yield(key+".extra."+x.Code, func(l string) bool { return x.Text[l] != "" }) {
			return false
		}
	}
	return true
}
