package ballot

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// complete reports a member that data lacks, or has with another type: writing
// m again would bring it or change it.
func (m *Manifest) complete(data []byte) error {
	again, err := json.Marshal(m)
	if err != nil {
		return err
	}
	var sent, known any
	if err := json.Unmarshal(data, &sent); err != nil {
		return err
	}
	if err := json.Unmarshal(again, &known); err != nil {
		return err
	}
	if at := differs(sent, known, ""); at != "" {
		return fmt.Errorf("its member %s is missing or not of the form that the protocol gives it", at[1:])
	}
	return nil
}

// differs returns the path of the first value of known that sent does not have;
// what else sent has does not matter.
func differs(sent, known any, path string) string {
	switch known := known.(type) {
	case map[string]any:
		members, _ := sent.(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(known)) {
			value, ok := members[name]
			if at := path + "." + name; !ok {
				return at
			} else if deeper := differs(value, known[name], at); deeper != "" {
				return deeper
			}
		}
	case []any:
		entries, _ := sent.([]any)
		if len(entries) != len(known) {
			return path
		}
		for i := range known {
			if at := differs(entries[i], known[i], fmt.Sprintf("%s.%d", path, i)); at != "" {
				return at
			}
		}
	default:
		if sent != known {
			return path
		}
	}
	return ""
}
