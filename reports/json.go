package reports

import (
	"encoding/json"
	"io"

	"teamtrust/analytics"
)

// WriteJSON writes the release as it is, indented (docs/analytics.md).
func WriteJSON(w io.Writer, r *analytics.Release) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
