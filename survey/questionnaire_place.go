package survey

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// place is one value of a questionnaire file with what an error says of it.
// Its readers follow the schema, whose depth is fixed, and look at lengths
// first: an alias can neither run in circles nor multiply the work.
type place struct {
	node *yaml.Node // never an alias
	line int        // of the value, or of the alias that stands for it
	key  string     // the keys that lead to it: "items.COM1.text"; empty for the whole file
}

func (p place) at(node *yaml.Node, key string) place {
	line := node.Line
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	key = clip(key, 40)
	if p.key != "" && key != "" {
		key = p.key + "." + key
	}
	return place{node: node, line: line, key: key}
}

// named is p under another last key: an entry of a list, once its id is known.
func (p place) named(id string) place {
	p.key += "." + clip(id, 40)
	return p
}

func (p place) errorf(format string, args ...any) error {
	where := fmt.Sprintf("Line %d", p.line)
	if p.key != "" {
		where += ", " + p.key
	}
	e := Errorf(CodeBadRequest, "%s: %s", where, fmt.Sprintf(format, args...))
	e.Item = p.key
	return e
}

func (p place) empty() bool {
	return p.node.Kind == yaml.ScalarNode && p.node.Tag == "!!null"
}

func (p place) want(kind yaml.Kind, what string) error {
	switch {
	case p.node.Style&yaml.TaggedStyle != 0:
		return p.errorf("the tag %s has no meaning here; remove it.", quoted(p.node.Tag))
	case p.node.Kind == kind && !p.empty():
		return nil
	}
	remedy := "write " + what
	if p.key != "" {
		remedy += " or remove the key"
	}
	return p.errorf("there is %s where %s belongs; %s.", p.found(), what, remedy)
}

func (p place) found() string {
	switch {
	case p.empty():
		return "nothing"
	case p.node.Kind == yaml.MappingNode:
		return "a mapping"
	case p.node.Kind == yaml.SequenceNode:
		return "a list"
	}
	return quoted(p.node.Value)
}

// text reads one line. Numbers, dates and words such as "no" count as the text
// that stands in the file.
func (p place) text() (string, error) {
	if err := p.want(yaml.ScalarNode, "a text"); err != nil {
		return "", err
	}
	s := strings.TrimSpace(p.node.Value)
	switch {
	case s == "":
		return "", p.errorf("the text is empty; fill it in or remove the key.")
	case !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl):
		return "", p.errorf("the text holds a line break or a control character; write it as one line.")
	case utf8.RuneCountInString(s) > MaxTextRunes:
		return "", p.errorf("the text has %d characters; shorten it to at most %d.", utf8.RuneCountInString(s), MaxTextRunes)
	}
	return s, nil
}

func (p place) validID() (string, error) {
	s, err := p.text()
	if err == nil && !ValidID(s) {
		err = p.errorf("%s is not an id; use 1 to 32 letters from A to Z, digits, _ and -.", quoted(s))
	}
	return s, err
}

func (p place) integer(lo, hi int) (int, error) {
	if err := p.want(yaml.ScalarNode, "a whole number"); err != nil {
		return 0, err
	}
	v, err := strconv.Atoi(p.node.Value)
	if err != nil || p.node.Tag != "!!int" || strconv.Itoa(v) != p.node.Value || v < lo || v > hi {
		return 0, p.errorf("%s does not fit; write a whole number from %d to %d, without quotes.", quoted(p.node.Value), lo, hi)
	}
	return v, nil
}

func quoted(s string) string { return strconv.Quote(clip(s, 40)) }

// clip keeps hostile files from filling the screen.
func clip(s string, runes int) string {
	if utf8.RuneCountInString(s) <= runes {
		return s
	}
	return string([]rune(s)[:runes]) + "…"
}
