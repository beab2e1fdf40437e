package ballot

import (
	"crypto/hpke"
	"fmt"

	"teamtrust/survey"
)

// A sealed row is one format byte, the encapsulated key and the ciphertext of
// HPKE (RFC 9180) in base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and
// AES-128-GCM. The info binds it to the survey and the aad to its row, so that a
// row that was moved to another name or another epoch does not open.
const (
	sealedFormat = 1
	encSize      = 32
	tagSize      = 16
	sealedExtra  = 1 + encSize + tagSize
)

var (
	errSealed    error = &survey.Fault{Text: "the row is not one that was sealed for this survey under this name"}
	errNoSealing error = &survey.Fault{Text: "the private sealing key was not loaded"}
)

func sealInfo(survey string) []byte { return []byte(Protocol + " box\n" + survey) }

func (k *Keys) sealAAD(rowKey string) []byte {
	return fmt.Appendf(nil, "%s row\n%s\n%s\n%s", Protocol, k.survey, k.epoch, rowKey)
}

func (k *Keys) seal(rowKey string, plain []byte) ([]byte, error) {
	enc, sender, err := hpke.NewSender(k.sealTo, hpke.HKDFSHA256(), hpke.AES128GCM(), sealInfo(k.survey))
	if err != nil {
		return nil, fmt.Errorf("seal a ballot: %w", err)
	}
	ciphertext, err := sender.Seal(k.sealAAD(rowKey), plain)
	if err != nil {
		return nil, fmt.Errorf("seal a ballot: %w", err)
	}
	row := make([]byte, 0, 1+len(enc)+len(ciphertext))
	row = append(append(row, sealedFormat), enc...)
	return append(row, ciphertext...), nil
}

func (k *Keys) open(rowKey string, row []byte) ([]byte, error) {
	if k.sealing == nil {
		return nil, errNoSealing
	}
	if len(row) < sealedExtra || row[0] != sealedFormat {
		return nil, errSealed
	}
	enc, ciphertext := row[1:1+encSize], row[1+encSize:]
	r, err := hpke.NewRecipient(enc, k.sealing, hpke.HKDFSHA256(), hpke.AES128GCM(), sealInfo(k.survey))
	if err != nil {
		return nil, errSealed
	}
	plain, err := r.Open(k.sealAAD(rowKey), ciphertext)
	if err != nil {
		return nil, errSealed
	}
	return plain, nil
}
