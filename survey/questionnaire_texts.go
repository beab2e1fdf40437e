package survey

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// DimensionName is the name of a dimension in lang, else in the first of the
// questionnaire's languages that has one, else in English, with the language
// it is in. A dimension without a name is called by its id, in no language.
func (q *Questionnaire) DimensionName(id, lang string) (name, in string) {
	if d, ok := q.dimension(id); ok {
		name, in = d.Name.In(lang, append(slices.Clone(q.Languages), "en")...)
	}
	if name == "" {
		return id, ""
	}
	return name, in
}

// text reads a mapping from language to text.
func (r *fileReader) text(p place) (Text, error) {
	list, err := p.entries(MaxLanguages)
	if err != nil {
		return nil, err
	}
	t := make(Text, len(list))
	for _, e := range list {
		if err := r.language(e); err != nil {
			return nil, err
		}
		if t[e.key], err = e.value.text(); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// name reads a text that may also stand without a language: it is then in the
// first language of the file, or in English where the file names none.
func (r *fileReader) name(p place) (Text, error) {
	if p.node.Kind == yaml.MappingNode {
		return r.text(p)
	}
	s, err := p.text()
	if err != nil {
		return nil, err
	}
	return Text{r.lang(): s}, nil
}

// labels reads a mapping from language to one label for each point of the
// scale. A person could not tell two equal labels apart.
func (r *fileReader) labels(p place) (map[string][]string, error) {
	list, err := p.entries(MaxLanguages)
	if err != nil {
		return nil, err
	}
	points := r.q.Scale.Points()
	labels := make(map[string][]string, len(list))
	for _, e := range list {
		if err := r.language(e); err != nil {
			return nil, err
		}
		if labels[e.key], err = e.value.texts(0, MaxScalePoints); err != nil {
			return nil, err
		}
		if n := len(labels[e.key]); n != points {
			return nil, e.value.errorf("there are %d labels for %d points from %d to %d; write one for each, lowest first.",
				n, points, r.q.Scale.Lo, r.q.Scale.Hi)
		}
	}
	return labels, nil
}

// withOptOut gives an item the opt-out if it has none, and the opt-out its
// texts if it has none.
func withOptOut(extras []Extra, languages []string) []Extra {
	for i := range extras {
		if extras[i].Code == OptOut {
			if len(extras[i].Text) == 0 {
				extras[i].Text = optOutText(languages)
			}
			return extras
		}
	}
	return append(extras, Extra{Code: OptOut, Text: optOutText(languages)})
}

// optOutText is the opt-out's text in those of the languages that it is known
// in; all of them where none is given. The first language always has a text,
// in English if need be: it is what the other languages fall back to.
func optOutText(languages []string) Text {
	if len(languages) == 0 {
		languages = []string{"en", "de", "ar"}
	}
	t := Text{}
	for i, l := range languages {
		if s := optOutIn(l); s != "" {
			t[l] = s
		} else if i == 0 {
			t[l] = optOutIn("en")
		}
	}
	return t
}

func optOutIn(lang string) string {
	base, _, _ := strings.Cut(lang, "-")
	switch base {
	case "en":
		return "Can't say / prefer not to answer"
	case "de":
		return "Kann ich nicht sagen / möchte ich nicht beantworten"
	case "ar":
		return "لا أستطيع الإجابة / أفضّل عدم الإجابة"
	}
	return ""
}

// lang is the language of a text that stands without one.
func (r *fileReader) lang() string {
	if len(r.q.Languages) > 0 {
		return r.q.Languages[0]
	}
	return "en"
}

// language checks a key that names the language of its value.
func (r *fileReader) language(e entry) error {
	switch {
	case !languagePattern.MatchString(e.key):
		return e.value.errorf("%s is not a language tag; write one such as en, de or pt-BR.", quoted(e.key))
	case len(r.q.Languages) > 0 && !slices.Contains(r.q.Languages, e.key):
		return e.value.errorf("%s is not among languages (%s); add it there or remove the text.",
			quoted(e.key), strings.Join(r.q.Languages, ", "))
	}
	return nil
}
