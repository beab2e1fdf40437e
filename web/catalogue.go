package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Catalogue holds every message in every language. A message that a language
// lacks is shown in English.
type Catalogue struct {
	languages  []Language // English first
	localizers map[string]*i18n.Localizer
	matcher    language.Matcher
}

// Language is one language that pages exist in.
type Language struct {
	Tag  string // BCP 47: "en"
	Name string // in the language itself
	Dir  string // ltr or rtl
}

// fallback is the language of a message that is not translated.
const fallback = "en"

// loadCatalogue reads languages/*.json. A file's name begins with its
// language: en.json and en.dashboard.json are both English. A message that
// two files of one language define is an error.
func loadCatalogue(files fs.FS) (*Catalogue, error) {
	bundle := i18n.NewBundle(language.English)
	tags, err := addMessages(bundle, files)
	if err != nil {
		return nil, err
	}
	c := &Catalogue{localizers: map[string]*i18n.Localizer{}}
	var parsed []language.Tag
	for _, tag := range tags {
		c.localizers[tag] = i18n.NewLocalizer(bundle, tag)
		l := Language{Tag: tag, Dir: direction(tag)}
		if l.Name, err = c.plain(l, "language.name"); err != nil {
			return nil, err
		}
		c.languages = append(c.languages, l)
		parsed = append(parsed, language.Make(tag))
	}
	c.matcher = language.NewMatcher(parsed)
	return c, nil
}

// addMessages returns the languages it found, English first and the others in
// the order of their tags.
func addMessages(bundle *i18n.Bundle, files fs.FS) ([]string, error) {
	names, err := fs.Glob(files, "languages/*.json")
	if err != nil {
		return nil, err
	}
	tags := []string{fallback}
	seen := map[string]map[string]bool{}
	for _, name := range names {
		tag, _, _ := strings.Cut(path.Base(name), ".")
		if seen[tag] == nil {
			seen[tag] = map[string]bool{}
			if tag != fallback {
				tags = append(tags, tag)
			}
		}
		if err := addFile(bundle, files, name, tag, seen[tag]); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	if seen[fallback] == nil {
		return nil, errors.New("there is no English catalogue")
	}
	return tags, nil
}

func addFile(bundle *i18n.Bundle, files fs.FS, name, tag string, seen map[string]bool) error {
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	messages, err := bundle.ParseMessageBytes(language.Make(tag), raw, json.Unmarshal)
	if err != nil {
		return err
	}
	for _, m := range messages {
		if seen[m.ID] {
			return fmt.Errorf("message %s is defined twice", m.ID)
		}
		seen[m.ID] = true
	}
	return nil
}

// direction is the writing direction of a language's script.
func direction(tag string) string {
	script, _ := language.Make(tag).Script()
	switch script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg":
		return "rtl"
	}
	return "ltr"
}

// Languages are the languages of the pages, English first.
func (w *Web) Languages() []Language {
	return append([]Language(nil), w.catalogue.languages...)
}

// Negotiate picks a language: the wish if pages exist in it, else the best
// match for an Accept-Language header, else English.
func (w *Web) Negotiate(acceptLanguage, wish string) string {
	for _, l := range w.catalogue.languages {
		if strings.EqualFold(l.Tag, wish) {
			return l.Tag
		}
	}
	// A malformed header is no wish.
	wishes, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return fallback
	}
	_, at, confidence := w.catalogue.matcher.Match(wishes...)
	if confidence == language.No {
		return fallback
	}
	return w.catalogue.languages[at].Tag
}

// language finds a language by its tag; English stands in for every other.
func (c *Catalogue) language(tag string) Language {
	for _, l := range c.languages {
		if l.Tag == tag {
			return l
		}
	}
	return c.languages[0]
}
