package analytics

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Hash is the lower-case hex SHA-256 of the release's canonical JSON (RFC
// 8785) without the member release_hash. It is the same before and after a
// release was stored and read again.
func (r *Release) Hash() (string, error) {
	bare := struct {
		*Release
		ReleaseHash string `json:"release_hash,omitempty"` // hides the member
	}{Release: r}
	return hashed(json.Marshal(bare))
}

// HashOf is the same of a release as it was stored, whatever members the version
// had that made it.
func HashOf(stored []byte) (string, error) {
	var members map[string]jsontext.Value
	if err := jsonv2.Unmarshal(stored, &members); err != nil {
		return "", fmt.Errorf("read release: %w", err)
	}
	delete(members, "release_hash")
	raw, err := jsonv2.Marshal(members)
	return hashed(raw, err)
}

// hashed is the hash of the members of a release without its own, as they were
// encoded.
func hashed(raw []byte, err error) (string, error) {
	if err != nil {
		return "", fmt.Errorf("encode release: %w", err)
	}
	form := jsontext.Value(raw)
	if err := form.Canonicalize(); err != nil {
		return "", fmt.Errorf("canonical form of release: %w", err)
	}
	sum := sha256.Sum256(form)
	return hex.EncodeToString(sum[:]), nil
}
