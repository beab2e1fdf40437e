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
	bare := struct {
		*Release
		ReleaseHash string `json:"release_hash,omitempty"` // hides the member
	}{Release: r}
	return hashed(bare)
}

// HashOf is the same of a release as it was stored, whatever members the version
// had that made it.
func HashOf(stored []byte) (string, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(stored, &members); err != nil {
		return "", fmt.Errorf("read release: %w", err)
	}
	delete(members, "release_hash")
	return hashed(members)
}

// hashed is the hash of the members of a release without its own.
func hashed(members any) (string, error) {
	raw, err := json.Marshal(members)
	if err != nil {
		return "", fmt.Errorf("encode release: %w", err)
	}
	canonical, err := jcs.Transform(raw)
	if err != nil {
		return "", fmt.Errorf("canonical form of release: %w", err)
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:]), nil
}
