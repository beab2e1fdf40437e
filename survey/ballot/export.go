package ballot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"teamtrust/survey"
)

// ExportFormat names the form of an export.
const ExportFormat = "teamtrust/1 export"

// Export is what is public of one survey, in one file: what GET
// /api/ballot/{survey}, /verify/{survey} and /verify publish. It holds no
// answer and no salt. Before the close everything from ClosingRecord to Spent
// is absent.
type Export struct {
	Format        string          `json:"format"`
	Manifest      json.RawMessage `json:"manifest"`
	ClosingRecord json.RawMessage `json:"closing_record,omitempty"`
	KeysDestroyed *time.Time      `json:"keys_destroyed,omitempty"`
	Commitments   []string        `json:"commitments"` // sorted; null where the list is not kept
	Spent         []Spent         `json:"spent"`       // sorted by block and nonce
	Log           []string        `json:"log"`         // leaves
	Checkpoint    *Checkpoint     `json:"checkpoint"`  // the newest; null where the log was never signed
}

// Write writes the export as one line of JSON. What was published in canonical
// form stands in it byte by byte.
func (x *Export) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	if err := e.Encode(x); err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	return nil
}

// exportNames are the members of an export and of what is in it, but for the
// two parts whose own hash covers every member.
func exportNames() []string {
	return []string{"format", "manifest", "closing_record", "keys_destroyed", "commitments", "spent", "log", "checkpoint",
		"block", "nonce", "token", "origin", "size", "root_hash", "signature", "verifier_key", "note"}
}

// ReadExport reads what Write wrote, also where another program has laid the
// JSON out anew. It checks the form, and that every program reads the same in
// it; the rest is Verify's part. An error is a *survey.Error with code
// CodeBadRequest.
func ReadExport(r io.Reader) (*Export, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read the export: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	x := new(Export)
	if err := d.Decode(x); err != nil {
		return nil, survey.Errorf(survey.CodeBadRequest, "The export cannot be read as JSON: %v.", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, survey.Errorf(survey.CodeBadRequest, "Something follows the export in its file; write it again with teamtrust verify ID --export FILE.")
	}
	if err := CheckNames(data, exportNames(), []string{"manifest", "closing_record"}); err != nil {
		return nil, err
	}
	if x.Format != ExportFormat || x.Manifest == nil {
		return nil, survey.Errorf(survey.CodeBadRequest, "This is no export of a survey: its format is %.80q, not %q. Write one with teamtrust verify ID --export FILE.", x.Format, ExportFormat)
	}
	return x, nil
}
