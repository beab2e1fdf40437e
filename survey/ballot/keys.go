package ballot

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/cloudflare/circl/oprf"
)

// Keys are the keys of one survey, as far as a process needs them: Load leaves
// out the private sealing key, LoadKept everything that a close destroys. They
// are safe for concurrent use and never print themselves.
type Keys struct {
	survey  string
	epoch   string // of sealing and spent key
	poprf   *oprf.PrivateKey
	server  oprf.PartialObliviousServer
	sealTo  hpke.PublicKey
	split   bool            // sealing is put together from shares
	sealing hpke.PrivateKey // nil unless loaded to open the box
	spent   []byte
	receipt ed25519.PrivateKey
	link    []byte
}

// Survey is the id of the survey whose keys these are.
func (k *Keys) Survey() string { return k.survey }

// Epoch is which of the survey's sets of sealing and spent keys these are.
func (k *Keys) Epoch() string { return k.epoch }

// PublicKey is the POPRF public key, a ristretto255 element.
func (k *Keys) PublicKey() []byte { return publicHalf(k.poprf) }

func publicHalf(key *oprf.PrivateKey) []byte {
	b, err := key.Public().MarshalBinary()
	if err != nil {
		panic(err) // an element in memory always has an encoding
	}
	return b
}

// PrivateKey is the POPRF private key, a 32-byte little-endian scalar. It is
// published in the closing record and must not leave the process before.
func (k *Keys) PrivateKey() []byte {
	b, err := k.poprf.MarshalBinary()
	if err != nil {
		panic(err) // a scalar in memory always has an encoding
	}
	return b
}

// ReceiptKey is the Ed25519 public key of receipts; nil once the receipt key
// was destroyed.
func (k *Keys) ReceiptKey() []byte {
	if k.receipt == nil {
		return nil
	}
	return k.receipt.Public().(ed25519.PublicKey)
}

// Secret derives the secret of a personal invitation. The replacement is 0
// for the first invitation and 1 for the one that HR replaced it with.
func (k *Keys) Secret(person string, replacement int) []byte {
	return k.derive("person", replacement, person)
}

// CardSecret derives the secret of a printed card by its unit and its number
// within the unit.
func (k *Keys) CardSecret(unit string, number int) []byte {
	return k.derive("card", number, unit)
}

// The free text comes last, so that no two inputs give the same string.
func (k *Keys) derive(kind string, number int, name string) []byte {
	h := hmac.New(sha256.New, k.link)
	fmt.Fprintf(h, "%s %s\n%s\n%s", Protocol, kind, strconv.Itoa(number), name)
	return h.Sum(nil)
}

// SecretHash is what the roll keeps of an invitation's secret: its lower-case
// hex SHA-256.
func SecretHash(secret []byte) string { return hexHash(secret) }

// rowKey names the staged row of a credential without naming the credential.
func (k *Keys) rowKey(nonce []byte) string {
	h := hmac.New(sha256.New, k.spent)
	h.Write(nonce)
	return hex.EncodeToString(h.Sum(nil))
}

// Format prints which keys these are whatever the verb, and never a key.
func (k *Keys) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "the keys of survey "+k.survey) // the printer keeps the error
}

func (k *Keys) setPOPRF(b []byte) error {
	key := new(oprf.PrivateKey)
	if err := key.UnmarshalBinary(suite, b); err != nil {
		return err
	}
	key.Public() // it caches its result, which must not happen in two goroutines
	k.poprf, k.server = key, oprf.NewPartialObliviousServer(suite, key)
	return nil
}

func (k *Keys) setSealing(b []byte) error {
	key, err := kem().NewPrivateKey(b)
	if err != nil {
		return err
	}
	return k.setPrivate(key)
}

func (k *Keys) setPrivate(key hpke.PrivateKey) error {
	if !bytes.Equal(key.PublicKey().Bytes(), k.sealTo.Bytes()) {
		return errors.New("the two sealing keys do not belong together")
	}
	k.sealing = key
	return nil
}

func (k *Keys) setSealTo(b []byte) (err error) {
	k.sealTo, err = kem().NewPublicKey(b)
	return err
}

func (k *Keys) setReceipt(seed []byte) error {
	if len(seed) != ed25519.SeedSize {
		return errors.New("an Ed25519 seed has 32 bytes")
	}
	k.receipt = ed25519.NewKeyFromSeed(seed)
	return nil
}

func kem() hpke.KEM { return hpke.DHKEM(ecdh.X25519()) }
