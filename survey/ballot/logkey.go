package ballot

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// logFile lies beside the folders of the surveys; no id has a dot.
const logFile = "log.key"

// LogKey signs the checkpoints of an installation's log: an Ed25519 key in the
// form of golang.org/x/mod/sumdb/note. It never prints itself.
type LogKey struct {
	signer   note.Signer
	verifier string
}

// Verifier is the public half, as note.NewVerifier reads it. Its name is the
// origin that every checkpoint begins with.
func (k *LogKey) Verifier() string { return k.verifier }

// Format prints whose key it is whatever the verb, and never the key.
func (k *LogKey) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "the log key of "+k.signer.Name()) // the printer keeps the error
}

// Origin names the log of the installation at a public URL: the address of its
// verify page without the scheme, without the characters that a name must not
// have.
func Origin(publicURL string) string {
	name := publicURL
	if u, err := url.Parse(publicURL); err == nil && u.Host != "" {
		name = u.Host + strings.TrimRight(u.EscapedPath(), "/")
	}
	escape := strings.NewReplacer("+", "%2B", " ", "%20")
	return escape.Replace(name) + "/verify"
}

// LogKey returns the key that signs this installation's log. The first call
// makes it, for the given origin, as one file with mode 0600; of several
// processes that do so at once one key stays. It keeps its name when the origin
// changes later, so that whoever kept the verifier key can still use it.
func (d *Directory) LogKey(origin string, random io.Reader) (*LogKey, error) {
	path := filepath.Join(d.path, logFile)
	k, err := readLogKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	if err := d.makeLogKey(path, origin, random); err != nil {
		return nil, fmt.Errorf("make the log key: %w", err)
	}
	return readLogKey(path)
}

// KeptLogKey returns the key of this installation's log and makes none: an
// error that matches fs.ErrNotExist before LogKey made one.
func (d *Directory) KeptLogKey() (*LogKey, error) { return readLogKey(filepath.Join(d.path, logFile)) }

// makeLogKey writes the key beside its place and links it there, which fails
// where another process was faster.
func (d *Directory) makeLogKey(path, origin string, random io.Reader) (err error) {
	secret, _, err := note.GenerateKey(random, origin)
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(d.path, ".log-") // mode 0600
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(temp.Name())) }()
	_, err = temp.WriteString(secret + "\n")
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err = os.Link(temp.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(d.path)
}

func readLogKey(path string) (*LogKey, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the log key: %w", err)
	}
	k, err := parseLogKey(strings.TrimSuffix(string(b), "\n"))
	if err != nil {
		return nil, fmt.Errorf("the log key %s is damaged; put it back from the backup of the keys", path)
	}
	return k, nil
}

// parseLogKey reads PRIVATE+KEY+name+hash+base64(1 ‖ seed).
func parseLogKey(secret string) (*LogKey, error) {
	signer, err := note.NewSigner(secret)
	if err != nil {
		return nil, err
	}
	parts := strings.SplitN(secret, "+", 5)
	seed, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(seed) != 1+ed25519.SeedSize {
		return nil, errors.New("it has no Ed25519 seed")
	}
	public := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey)
	verifier, err := note.NewEd25519VerifierKey(signer.Name(), public)
	return &LogKey{signer: signer, verifier: verifier}, err
}
