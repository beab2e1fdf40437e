package ballot

import (
	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/oprf"
)

// Protocol names the protocol; every string that is hashed, signed or sealed
// begins with it.
const Protocol = "teamtrust/1"

// Suite is the ciphersuite of RFC 9497 in its partially oblivious mode.
const Suite = "ristretto255-SHA512"

// Sizes in bytes.
const (
	SecretSize  = 32       // an invitation's secret
	NonceSize   = 32       // the input of the POPRF
	TokenSize   = 64       // its output
	ElementSize = 32       // a ristretto255 element
	ProofSize   = 64       // two scalars, c then s
	SaltSize    = 32       // the salt of a commitment
	MaxBody     = 64 << 10 // the longest request body that is read
)

const scalarSize = 32

var suite = oprf.SuiteRistretto255

// info is the public input of the POPRF: it binds a credential to one unit of
// one survey. Ids contain no "|".
func info(survey, unit string) []byte {
	return []byte(Protocol + "|" + survey + "|" + unit)
}

func newScalar() group.Scalar { return suite.Group().NewScalar() }
