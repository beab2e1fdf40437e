package ballot

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is a signed statement of what an installation's log was: its size
// and the root over its leaves. Whoever kept one can check later that nothing
// that was in the log was changed or removed.
type Checkpoint struct {
	Origin      string `json:"origin"`
	Size        int    `json:"size"`         // leaves
	RootHash    string `json:"root_hash"`    // lower-case hex
	Signature   string `json:"signature"`    // base64 of 4 bytes that name the key and 64 of Ed25519
	VerifierKey string `json:"verifier_key"` // as golang.org/x/mod/sumdb/note writes it
	Note        string `json:"note"`         // the signed text with its signature; all of the above but the key are read from it
}

// Checkpoint signs a log.
func (k *LogKey) Checkpoint(leaves []string) (Checkpoint, error) {
	text := fmt.Sprintf("%s\n%d\n%s\n", k.signer.Name(), len(leaves), plant(leaves).root(len(leaves)))
	signed, err := note.Sign(&note.Note{Text: text}, k.signer)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("sign the log: %w", err)
	}
	return OpenCheckpoint(string(signed), k.verifier)
}

// OpenCheckpoint reads a signed note and checks its signature with a verifier
// key.
func OpenCheckpoint(signed, verifierKey string) (Checkpoint, error) {
	verifier, err := note.NewVerifier(verifierKey)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%.80q is no verifier key", verifierKey)
	}
	n, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("the checkpoint is not signed with the key %s: %w", verifierKey, err)
	}
	if _, err := base64.StdEncoding.Strict().DecodeString(n.Sigs[0].Base64); err != nil {
		return Checkpoint{}, errors.New("the signature of the checkpoint is not in the one form that it has")
	}
	c := Checkpoint{VerifierKey: verifierKey, Signature: n.Sigs[0].Base64, Note: signed}
	if err := c.read(n.Text); err != nil {
		return Checkpoint{}, err
	}
	if c.Origin != verifier.Name() {
		return Checkpoint{}, fmt.Errorf("the checkpoint is of the log %q, its key of %q", c.Origin, verifier.Name())
	}
	return c, nil
}

// Fits reports whether a log with these leaves, or an earlier one that they
// begin with, is the one that was signed.
func (c Checkpoint) Fits(leaves []string) bool {
	return c.Size >= 0 && c.Size <= len(leaves) && plant(leaves[:c.Size]).rootHash(c.Size) == c.RootHash
}

// read takes the text of a checkpoint apart: origin, size, root in base64.
func (c *Checkpoint) read(text string) error {
	bad := errors.New("the text of the checkpoint is not an origin, a size and a root, each on its line")
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] == "" || lines[3] != "" {
		return bad
	}
	size, err := strconv.Atoi(lines[1])
	if err != nil || size < 0 || strconv.Itoa(size) != lines[1] {
		return bad
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return bad
	}
	c.Origin, c.Size, c.RootHash = lines[0], size, hex.EncodeToString(root)
	return nil
}
