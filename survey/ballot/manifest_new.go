package ballot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sort"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"teamtrust/survey"
)

// NewManifest makes the manifest of a survey that opens: sv as it is after
// opening, its questionnaire, its units and the public halves of its keys. It
// refuses what a client would refuse.
func NewManifest(sv survey.Survey, q *survey.Questionnaire, units []survey.Unit, keys *Keys) (*Manifest, error) {
	m := &Manifest{
		Protocol: Protocol, Survey: sv.ID, Name: sv.Name, Questionnaire: newForm(q),
		Suite: Suite, PublicKey: encode(keys.PublicKey()), ReceiptKey: encode(keys.ReceiptKey()),
		MinimumGroup: sv.MinimumGroup, Opens: seconds(sv.Opens), Closes: seconds(sv.Closes),
		Units: manifestUnits(units), Rehearsal: sv.Rehearsal,
	}
	if m.Survey != keys.Survey() {
		return nil, fmt.Errorf("manifest of survey %s: the keys are those of survey %s", m.Survey, keys.Survey())
	}
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("manifest of survey %s: %w", m.Survey, err)
	}
	if err := m.seal(); err != nil {
		return nil, fmt.Errorf("manifest of survey %s: %w", m.Survey, err)
	}
	return m, nil
}

func manifestUnits(units []survey.Unit) []ManifestUnit {
	out := make([]ManifestUnit, 0, len(units))
	for _, u := range units {
		teams := make([]string, 0, len(u.Teams))
		for _, t := range u.Teams {
			teams = append(teams, string(t))
		}
		out = append(out, ManifestUnit{ID: u.ID, Name: u.Name, Teams: teams, Eligible: u.Eligible, Roster: u.Roster})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out
}

// seal sets the hash and the canonical form.
func (m *Manifest) seal() error {
	m.Hash = ""
	body, err := canonicalJSON(m)
	if err != nil {
		return err
	}
	m.Hash = hexHash(body)
	m.canonical, err = canonicalJSON(m)
	return err
}

// canonicalJSON is the RFC 8785 form of v.
func canonicalJSON(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return canonical(b)
}

// canonical is the RFC 8785 form of a JSON value. A name that occurs twice in an
// object is an error.
func canonical(data []byte) ([]byte, error) {
	v := jsontext.Value(bytes.Clone(data)) // it is rewritten in place
	err := v.Canonicalize()
	return v, err
}

func seconds(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }
