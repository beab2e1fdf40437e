package ballot

import (
	"crypto/sha256"
	"encoding/base32"
)

// Code is what is printed on a card to be typed: 18 characters at random (90
// bits), from which the card's secret follows, and two that tell which survey
// it is for and whether it was typed right (docs/protocol.md, §3).
type Code string

const (
	codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // without I, L, O and U
	codeRandom   = 18
	codeCheck    = 2
)

var codes = base32.NewEncoding(codeAlphabet).WithPadding(base32.NoPadding)

// CardCode is the code of a printed card by its unit and its number within the
// unit, for the survey whose manifest has this hash.
func (k *Keys) CardCode(unit string, number int, manifestHash string) Code {
	body := codes.EncodeToString(k.derive("card code", number, unit))[:codeRandom]
	return Code(body + checkOf(body, manifestHash))
}

func checkOf(body, manifestHash string) string {
	sum := sha256.Sum256([]byte(Protocol + " code\n" + manifestHash + "\n" + body))
	return codes.EncodeToString(sum[:])[:codeCheck]
}

// Secret is the secret of the invitation that the code stands for.
func (c Code) Secret(survey string) []byte {
	sum := sha256.Sum256([]byte(Protocol + " card\n" + survey + "\n" + string(c[:codeRandom])))
	return sum[:]
}

// String is the code as it is printed: in groups of four.
func (c Code) String() string {
	out := ""
	for i := 0; i < len(c); i += 4 {
		if i > 0 {
			out += "-"
		}
		out += string(c[i:min(i+4, len(c))])
	}
	return out
}
