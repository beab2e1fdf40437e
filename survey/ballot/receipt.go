package ballot

import (
	"crypto/ed25519"
	"errors"
)

// A receipt signs that a ballot with this commitment was accepted. It says
// nothing of what became of it afterwards: the same token may have replaced or
// withdrawn it.
func receiptText(survey, commitment string) []byte {
	return []byte(Protocol + " receipt\n" + survey + "\n" + commitment)
}

// CheckReceipt verifies a receipt, an Ed25519 signature (RFC 8032) in base64url,
// with the receipt key of the manifest.
func (m *Manifest) CheckReceipt(commitment, receipt string) error {
	key, err := m.receiptKey()
	if err != nil {
		return err
	}
	signature, err := decode("receipt", receipt, ed25519.SignatureSize)
	if err != nil {
		return err
	}
	if !ed25519.Verify(key, receiptText(m.Survey, commitment), signature) {
		return errors.New("the receipt is not signed with the survey's receipt key")
	}
	return nil
}
