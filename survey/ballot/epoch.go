package ballot

import (
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// The box of an open survey is sealed to one set of keys at a time, its epoch:
// every row is named and sealed by the same one, and the survey says by which.
// A mix goes from one epoch to the next.

// FirstEpoch is the epoch in which every box begins.
const FirstEpoch = "0"

// An epoch after the first is its number and something random. No two attempts
// at the same mix share a name, so that one that was thought dead, and goes on,
// cannot touch the keys that another one has put into use.
var epochPattern = regexp.MustCompile(`^(0|[1-9][0-9]{0,8}-[0-9a-f]{16})$`)

// EpochNumber is the place of an epoch among those of its survey, from 0.
func EpochNumber(epoch string) (int, error) {
	if !epochPattern.MatchString(epoch) {
		return 0, fmt.Errorf("%q cannot be an epoch", epoch)
	}
	number, _, _ := strings.Cut(epoch, "-")
	return strconv.Atoi(number)
}

func nextEpoch(epoch string, rand io.Reader) (string, error) {
	n, err := EpochNumber(epoch)
	if err != nil {
		return "", err
	}
	var b [8]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d-%s", n+1, hex.EncodeToString(b[:])), nil
}

// Renew makes the keys of the epoch after the given one. Whoever does not put
// them into use may forget them: they open nothing, and the close destroys them.
func (d *Directory) Renew(id, after string, rand io.Reader) (*Keys, error) {
	folder, err := d.folder(id)
	if err != nil {
		return nil, err
	}
	epoch, err := nextEpoch(after, rand)
	if err == nil {
		err = appear(filepath.Join(folder, epoch), func(temp string) error { return writeEpoch(temp, rand) })
	}
	if err != nil {
		return nil, fmt.Errorf("make new keys of survey %s: %w", id, err)
	}
	return d.Load(id, epoch)
}

func writeEpoch(folder string, rand io.Reader) error {
	var sealing, spent [keySize]byte
	if err := draw(rand, &sealing, &spent); err != nil {
		return err
	}
	private, err := kem().NewPrivateKey(sealing[:])
	if err != nil {
		return err
	}
	return writeFiles(folder, map[string][]byte{
		sealingFile: sealing[:], sealToFile: private.PublicKey().Bytes(), spentFile: spent[:],
	})
}

// Retire destroys the keys of an epoch that the box has left, as DestroyClosed
// does, and may be repeated.
func (d *Directory) Retire(id, epoch string) error {
	if _, err := EpochNumber(epoch); err != nil {
		return fmt.Errorf("destroy keys of survey %s: %w", id, err)
	}
	if err := d.destroy(id, func(name string) bool { return name == epoch }); err != nil {
		return fmt.Errorf("destroy the keys of survey %s, epoch %s: %w", id, epoch, err)
	}
	return nil
}
