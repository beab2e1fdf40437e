package ballot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/cloudflare/circl/oprf"
	"teamtrust/survey"
)

// ParseManifest reads a manifest and checks everything that a client must: it
// is in canonical form, its hash is its own, no member is missing or of another
// type, the protocol and suite are known, the keys are keys, and no unit has
// fewer people than the minimum group. Members that are not known are covered
// by the hash and otherwise ignored.
func ParseManifest(data []byte) (*Manifest, error) {
	m := new(Manifest)
	if err := json.Unmarshal(data, m); err != nil {
		return nil, fmt.Errorf("read the manifest: %w", err)
	}
	hash, err := manifestHash(data)
	if err != nil {
		return nil, fmt.Errorf("read the manifest: %w", err)
	}
	if hash != m.Hash {
		return nil, fmt.Errorf("the manifest was changed: its hash is %s but it says %s", hash, m.Hash)
	}
	if err := errors.Join(m.complete(data), m.check()); err != nil {
		return nil, fmt.Errorf("the manifest is not valid: %w", err)
	}
	m.canonical = bytes.Clone(data)
	return m, nil
}

// manifestHash recomputes the hash of a manifest from its bytes, unknown
// members included.
func manifestHash(data []byte) (string, error) {
	form, err := canonical(data)
	if err != nil {
		return "", err
	}
	if !bytes.Equal(form, data) {
		return "", errors.New("it is not in the canonical form of RFC 8785")
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return "", err
	}
	delete(members, "hash")
	body, err := canonicalJSON(members)
	if err != nil {
		return "", err
	}
	return hexHash(body), nil
}

func (m *Manifest) check() error {
	switch {
	case m.Protocol != Protocol:
		return fmt.Errorf("its protocol is %q; this program speaks %s", m.Protocol, Protocol)
	case m.Suite != Suite:
		return fmt.Errorf("its suite is %q; this program knows %s", m.Suite, Suite)
	case !survey.ValidID(m.Survey):
		return fmt.Errorf("%q is not the id of a survey", m.Survey)
	case m.MinimumGroup < survey.MinimumGroup:
		return fmt.Errorf("its minimum group is %d; at least %d is required", m.MinimumGroup, survey.MinimumGroup)
	case m.Opens.IsZero() || !m.Closes.After(m.Opens):
		return errors.New("it must close after it opens")
	case !plain(m.Opens) || !plain(m.Closes):
		return errors.New("its times must be whole seconds of UTC")
	}
	return errors.Join(m.checkKeys(), m.Questionnaire.check(), m.checkUnits())
}

func plain(t time.Time) bool { return t.Equal(seconds(t)) && t.Location() == time.UTC }

func (m *Manifest) checkKeys() error {
	if _, err := m.publicKey(); err != nil {
		return err
	}
	_, err := m.receiptKey()
	return err
}

func (m *Manifest) publicKey() (*oprf.PublicKey, error) {
	b, err := decode("public_key", m.PublicKey, ElementSize)
	if err != nil {
		return nil, err
	}
	key := new(oprf.PublicKey)
	if err := key.UnmarshalBinary(suite, b); err != nil {
		return nil, fmt.Errorf("public_key: %w", err)
	}
	return key, nil
}

func (m *Manifest) receiptKey() ([]byte, error) {
	return decode("receipt_key", m.ReceiptKey, keySize)
}

func (m *Manifest) checkUnits() error {
	if len(m.Units) == 0 {
		return errors.New("it has no unit")
	}
	names := map[string]bool{}
	for i, u := range m.Units {
		switch {
		case !survey.ValidID(u.ID):
			return fmt.Errorf("%q is not the id of a unit", u.ID)
		case i > 0 && m.Units[i-1].ID >= u.ID:
			return errors.New("its units are not sorted by id, each once")
		case u.Name == "" || names[u.Name]:
			return fmt.Errorf("unit %s needs a name that no other unit has, not %q", u.ID, u.Name)
		case u.Eligible < m.MinimumGroup:
			return fmt.Errorf("unit %s has %d people, fewer than the minimum group of %d", u.Name, u.Eligible, m.MinimumGroup)
		}
		names[u.Name] = true
	}
	return m.checkRosters()
}

// checkRosters wants a roster of every unit or, as in manifests of earlier
// versions, of none: one unit without could be one of made-up people.
func (m *Manifest) checkRosters() error {
	for _, u := range m.Units {
		if (u.Roster == "") != (m.Units[0].Roster == "") {
			return fmt.Errorf("unit %s has a roster and another has none, or the other way round", u.Name)
		}
		if _, ok := decodeHash(u.Roster); u.Roster != "" && !ok {
			return fmt.Errorf("the roster of unit %s is not a SHA-256 as 64 lower-case hex digits", u.Name)
		}
	}
	return nil
}
