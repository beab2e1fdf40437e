package web

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// html is a message as markup: its own text is escaped, string arguments are
// isolated in <bdi> so that names keep their direction inside a sentence, and
// a message in another language than the page's says so.
func (c *Catalogue) html(l Language, key string, args ...any) (template.HTML, error) {
	text, tag, values, err := c.message(l, key, args)
	if err != nil {
		return "", err
	}
	text = fill(template.HTMLEscapeString(text), values, func(v any) string {
		if s, ok := v.(string); ok {
			return "<bdi>" + template.HTMLEscapeString(s) + "</bdi>"
		}
		return template.HTMLEscapeString(l.number(v))
	})
	if tag != l.Tag {
		text = fmt.Sprintf(`<span lang="%s" dir="%s">%s</span>`, tag, direction(tag), text)
	}
	return template.HTML(text), nil
}

// plain is a message without markup.
func (c *Catalogue) plain(l Language, key string, args ...any) (string, error) {
	text, _, values, err := c.message(l, key, args)
	if err != nil {
		return "", err
	}
	return fill(text, values, func(v any) string {
		if s, ok := v.(string); ok {
			return s
		}
		return l.number(v)
	}), nil
}

// message finds the text and the language that it is in. Arguments stand in
// it as marks that fill replaces, so that escaping can tell the catalogue's
// words from a person's.
func (c *Catalogue) message(l Language, key string, args []any) (text, tag string, values map[string]any, err error) {
	if len(args)%2 != 0 {
		return "", "", nil, fmt.Errorf("message %s: arguments are pairs of a name and a value", key)
	}
	values, marks := map[string]any{}, map[string]string{}
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: marks}
	for i := 0; i < len(args); i += 2 {
		name := fmt.Sprint(args[i])
		values[name], marks[name] = args[i+1], mark(name)
		if name == "Count" {
			config.PluralCount = args[i+1]
		}
	}
	text, found, err := c.localizers[l.Tag].LocalizeWithTag(config)
	if text == "" {
		return "", "", nil, fmt.Errorf("message %s: %w", key, err)
	}
	if strings.Contains(text, "<no value>") {
		return "", "", nil, fmt.Errorf("message %s in %s: an argument is missing", key, l.Tag)
	}
	return text, found.String(), values, nil
}

// mark encloses a name in two noncharacters, which no catalogue and no
// person's text may hold.
func mark(name string) string { return "\uFDD0" + name + "\uFDD1" }

func fill(text string, values map[string]any, show func(any) string) string {
	pairs := make([]string, 0, 2*len(values))
	for name, v := range values {
		pairs = append(pairs, mark(name), show(v))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
