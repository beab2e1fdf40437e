package reports

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
)

//go:embed languages/*.json
var languageFiles embed.FS

// fallback is the language of what a catalogue lacks.
const fallback = "en"

// words are the headings and sentences of one language.
type words struct {
	tag         string // BCP 47 of the catalogue that was found: "de"
	rightToLeft bool
	texts       map[string]string
}

// wordsIn loads the catalogue for a language: its own, else that of its base
// ("de" for "de-AT"), else English.
func wordsIn(lang string) (*words, error) {
	base, _, _ := strings.Cut(lang, "-")
	for _, tag := range []string{lang, base, fallback} {
		w := &words{tag: tag, rightToLeft: tag == "ar"}
		for _, part := range []string{"", ".analysis"} {
			raw, err := languageFiles.ReadFile("languages/" + tag + part + ".json")
			if err != nil {
				break // there is no such catalogue
			}
			if err := json.Unmarshal(raw, &w.texts); err != nil {
				return nil, fmt.Errorf("read the catalogue %s%s: %w", tag, part, err)
			}
		}
		if w.texts != nil {
			return w, nil
		}
	}
	return nil, fmt.Errorf("there is no catalogue %s", fallback)
}

// say is a text with its {names} replaced: say("note.few", "k", 5).
func (w *words) say(key string, pairs ...any) string {
	text, ok := w.texts[key]
	if !ok {
		return key
	}
	if len(pairs) == 0 {
		return text
	}
	names := make([]string, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		names[i], names[i+1] = "{"+fmt.Sprint(pairs[i])+"}", fmt.Sprint(pairs[i+1])
	}
	return strings.NewReplacer(names...).Replace(text)
}
