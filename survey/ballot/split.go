package ballot

import (
	"crypto/hpke"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/secretsharing"

	"teamtrust/survey"
)

// A split sealing key is derived (DeriveKeyPair of RFC 9180, §7.1.3) from a
// secret scalar that is shared by Shamir's scheme, one share for each holder and
// all of them needed. Two commitments to its polynomial stay with the public key:
// they tell a right share from a wrong one (Feldman) and nothing about the
// secret. Such an epoch has no sealing.key.
const (
	secretCommitment = "split-0.pub" // the secret times the generator
	slopeCommitment  = "split-1.pub" // the slope times the generator
)

// shareFile holds a share that was not handed out yet, before the opening, or
// that was given back after the end.
func shareFile(h Holder) string { return "share-" + string(h) + ".key" }

// writeSplit makes a split epoch with the shares of all holders. The sharing
// draws its slope from crypto/rand, whatever it is given.
func writeSplit(folder string, rand io.Reader) error {
	var spent [keySize]byte
	if err := draw(rand, &spent); err != nil {
		return err
	}
	secret, err := randomScalar(rand)
	if err != nil {
		return err
	}
	private, err := splitKey(secret)
	if err != nil {
		return err
	}
	sharing := secretsharing.New(rand, needed, secret)
	files := map[string][]byte{sealToFile: private.PublicKey().Bytes(), spentFile: spent[:]}
	for i, c := range sharing.CommitSecret() {
		if files[[]string{secretCommitment, slopeCommitment}[i]], err = c.MarshalBinaryCompress(); err != nil {
			return err
		}
	}
	for i, s := range sharing.Share(uint(len(Holders()))) {
		if files[shareFile(Holders()[i])], err = s.Value.MarshalBinary(); err != nil {
			return err
		}
	}
	return writeFiles(folder, files)
}

func splitKey(secret group.Scalar) (hpke.PrivateKey, error) {
	b, err := secret.MarshalBinary()
	if err != nil {
		return nil, err
	}
	return kem().DeriveKeyPair(b)
}

// setShares puts the sealing key together from every share that lies in the
// epoch's folder.
func (k *Keys) setShares(folder string) error {
	var shares []Share
	var missing []Holder
	for _, h := range Holders() {
		s := Share{Holder: h, survey: k.survey, value: newScalar()}
		err := k.read(folder, shareFile(h), s.value.UnmarshalBinary)
		switch {
		case errors.As(err, new(*MissingKeyError)):
			missing = append(missing, h)
		case err != nil:
			return err
		}
		shares = append(shares, s)
	}
	if len(missing) > 0 {
		return &MissingShareError{Survey: k.survey, Holders: missing}
	}
	secret, err := recoverSecret(shares...)
	if err != nil {
		return err
	}
	private, err := splitKey(secret)
	if err == nil {
		err = k.setPrivate(private)
	}
	if err != nil {
		return fmt.Errorf("put the sealing key of survey %s together: %w", k.survey, err)
	}
	return nil
}

func recoverSecret(shares ...Share) (group.Scalar, error) {
	var all []secretsharing.Share
	for _, s := range shares {
		all = append(all, s.shamir())
	}
	return secretsharing.Recover(needed, all)
}

// fits reports whether a share is one of those that were dealt.
func (k *Keys) fits(folder string, s Share) (bool, error) {
	var commitment secretsharing.SecretCommitment
	for _, name := range []string{secretCommitment, slopeCommitment} {
		point := suite.Group().NewElement()
		if err := k.read(folder, name, point.UnmarshalBinary); err != nil {
			return false, err
		}
		commitment = append(commitment, point)
	}
	return secretsharing.Verify(needed, s.shamir(), commitment), nil
}

// MissingShareError says that a box cannot be opened before its holders have
// given their shares of the key.
type MissingShareError struct {
	Survey  string
	Holders []Holder // who has not given theirs
}

func (e *MissingShareError) Error() string {
	return fmt.Sprintf("the sealing key of survey %s is split and shares are missing: %v", e.Survey, e.Holders)
}

// Reason is the text: it names a survey and roles.
func (e *MissingShareError) Reason() string { return e.Error() }

// splitFolder is the folder of a split survey's only epoch. It is never mixed:
// nobody can open it before its end.
func (d *Directory) splitFolder(id string) (string, error) {
	folder, err := d.folder(id)
	if err != nil {
		return "", err
	}
	folder = filepath.Join(folder, FirstEpoch)
	if !exists(filepath.Join(folder, secretCommitment)) {
		return "", survey.Errorf(survey.CodeRefused, "The key of survey %s is not split.", id)
	}
	return folder, nil
}
