package survey

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// entry is one key of a mapping.
type entry struct {
	key   string
	line  int // of the key
	value place
}

// maxKeys is more than any mapping needs; headcounts by team are the longest.
const maxKeys = 100_000

// list reads a list of lo to hi values.
func (p place) list(lo, hi int) ([]place, error) {
	if err := p.want(yaml.SequenceNode, "a list"); err != nil {
		return nil, err
	}
	if n := len(p.node.Content); n < lo || n > hi {
		return nil, p.errorf("the list has %d entries; write %d to %d.", n, lo, hi)
	}
	places := make([]place, len(p.node.Content))
	for i, n := range p.node.Content {
		places[i] = p.at(n, "")
		places[i].key = p.key
	}
	return places, nil
}

// texts reads a list of lo to hi texts, all different.
func (p place) texts(lo, hi int) ([]string, error) {
	places, err := p.list(lo, hi)
	if err != nil {
		return nil, err
	}
	seen := make(map[string]bool, len(places))
	list := make([]string, len(places))
	for i, x := range places {
		if list[i], err = x.text(); err != nil {
			return nil, err
		}
		if seen[list[i]] {
			return nil, x.errorf("%s is in the list twice; remove one or change it.", quoted(list[i]))
		}
		seen[list[i]] = true
	}
	return list, nil
}

// entries reads a mapping of at most limit keys, in file order. A key that is
// there twice is an error: YAML libraries disagree about which one counts.
func (p place) entries(limit int) ([]entry, error) {
	if err := p.want(yaml.MappingNode, "a mapping of keys to values"); err != nil {
		return nil, err
	}
	if n := len(p.node.Content) / 2; n > limit {
		return nil, p.errorf("there are %d keys; at most %d are allowed.", n, limit)
	}
	seen := make(map[string]int, len(p.node.Content)/2)
	list := make([]entry, 0, len(p.node.Content)/2)
	for i := 0; i+1 < len(p.node.Content); i += 2 {
		key, line, err := p.keyOf(p.node.Content[i])
		if err != nil {
			return nil, err
		}
		value := p.at(p.node.Content[i+1], key)
		if first, ok := seen[key]; ok {
			value.line = line
			return nil, value.errorf("the key is already on line %d; remove one of the two.", first)
		}
		seen[key] = line
		list = append(list, entry{key, line, value})
	}
	return list, nil
}

func (p place) keyOf(node *yaml.Node) (key string, line int, err error) {
	k := p.at(node, "")
	k.key = p.key
	switch {
	case k.node.Kind == yaml.ScalarNode && k.node.Tag == "!!merge":
		return "", 0, k.errorf("the merge key << is not supported; write the keys out.")
	case k.node.Kind != yaml.ScalarNode || k.empty():
		return "", 0, k.errorf("there is %s where a key belongs; write a word before the colon.", k.found())
	}
	key, err = k.text()
	return key, k.line, err
}

// fields reads a mapping that has no keys but those.
func (p place) fields(known ...string) (map[string]place, error) {
	list, err := p.entries(maxKeys)
	if err != nil {
		return nil, err
	}
	fields := make(map[string]place, len(list))
	for _, e := range list {
		if !slices.Contains(known, e.key) {
			return nil, p.unknown(e, known)
		}
		fields[e.key] = e.value
	}
	return fields, nil
}

// identified reads an entry of a list whose id, once known, names the entry in
// errors about its other fields.
func (p place) identified(known ...string) (fields map[string]place, id string, err error) {
	if fields, err = p.fields(known...); err != nil {
		return nil, "", err
	}
	if err = p.require(fields, "id"); err != nil {
		return nil, "", err
	}
	if id, err = fields["id"].validID(); err != nil {
		return nil, "", err
	}
	fields, err = p.named(id).fields(known...)
	return fields, id, err
}

func (p place) require(fields map[string]place, keys ...string) error {
	for _, k := range keys {
		if _, ok := fields[k]; !ok {
			return p.errorf("the key %s is missing; add it.", k)
		}
	}
	return nil
}

func (p place) unknown(e entry, known []string) error {
	p.line = e.line
	return p.errorf("the key %s is unknown here; known are %s.", quoted(e.key), strings.Join(known, ", "))
}
