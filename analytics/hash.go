package analytics

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/gowebpki/jcs"
)

// Hash is the lower-case hex SHA-256 of the release's canonical JSON (RFC
// 8785) without the member release_hash. It is the same before and after a
// release was stored and read again.
func (r *Release) Hash() (string, error) {
	raw, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("encode release: %w", err)
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return "", fmt.Errorf("encode release: %w", err)
	}
	delete(members, "release_hash")
	if raw, err = json.Marshal(members); err != nil {
		return "", fmt.Errorf("encode release: %w", err)
	}
	canonical, err := jcs.Transform(raw)
	if err != nil {
		return "", fmt.Errorf("canonical form of release: %w", err)
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:]), nil
}
