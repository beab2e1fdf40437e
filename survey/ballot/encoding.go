package ballot

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"

	"teamtrust/survey"
)

// wire is base64url without padding and with zero trailing bits, so that every
// byte string has exactly one form.
var wire = base64.RawURLEncoding.Strict()

func encode(b []byte) string { return wire.EncodeToString(b) }

// decode reads a byte string of exactly size bytes. The error names the member
// that it was sent in.
func decode(member, s string, size int) ([]byte, error) {
	if len(s) != wire.EncodedLen(size) {
		return nil, badRequest(member, "%s must be %d bytes in base64url without padding (%d characters); it has %d characters.",
			member, size, wire.EncodedLen(size), len(s))
	}
	b, err := wire.DecodeString(s)
	if err != nil || len(b) != size {
		return nil, badRequest(member, "%s is not base64url without padding; send it exactly as docs/protocol.md says.", member)
	}
	return b, nil
}

// decodeHash reads a lower-case hex SHA-256.
func decodeHash(s string) ([]byte, bool) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != sha256.Size || hex.EncodeToString(b) != s {
		return nil, false
	}
	return b, true
}

func hexHash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func badRequest(item, format string, args ...any) error {
	e := survey.Errorf(survey.CodeBadRequest, format, args...)
	e.Item = item
	return e
}

func badAnswer(item, format string, args ...any) error {
	e := survey.Errorf(survey.CodeBadAnswer, format, args...)
	e.Item = item
	return e
}
