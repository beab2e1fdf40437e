package ballot

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestACheckpointSaysWhatTheLogIsAndIsSigned(t *testing.T) {
	key := must(must(OpenDirectory(t.TempDir()))(t).LogKey("trust.example.org/verify", rand.Reader))(t)
	leaves := []string{hexHash([]byte("a")), hexHash([]byte("b")), hexHash([]byte("c"))}
	c := must(key.Checkpoint(leaves))(t)
	if c.Origin != "trust.example.org/verify" || c.Size != 3 || c.RootHash != hex.EncodeToString(rfc6962(leaves)) || c.VerifierKey != key.Verifier() {
		t.Errorf("the checkpoint is %+v", c)
	}
	lines := strings.Split(c.Note, "\n")
	if len(lines) != 6 || lines[0] != c.Origin || lines[1] != "3" || lines[4] != "— "+c.Origin+" "+c.Signature {
		t.Errorf("the note is %q", c.Note)
	}
	if again := must(OpenCheckpoint(c.Note, c.VerifierKey))(t); again != c {
		t.Errorf("it comes back as %+v", again)
	}
}

func TestACheckpointOfWhichAnythingWasChangedIsNone(t *testing.T) {
	key := must(must(OpenDirectory(t.TempDir()))(t).LogKey("a/verify", rand.Reader))(t)
	other := must(must(OpenDirectory(t.TempDir()))(t).LogKey("a/verify", rand.Reader))(t)
	c := must(key.Checkpoint([]string{hexHash(nil)}))(t)
	for i := range c.Note {
		changed := []byte(c.Note)
		changed[i] ^= 1
		if _, err := OpenCheckpoint(string(changed), c.VerifierKey); err == nil {
			t.Errorf("byte %d (%q) can be changed", i, c.Note[i])
		}
	}
	for name, verifier := range map[string]string{"another key": other.Verifier(), "no key": "x", "nothing": ""} {
		if _, err := OpenCheckpoint(c.Note, verifier); err == nil {
			t.Errorf("%s opens it", name)
		}
	}
}

func TestOnlyTheTextOfACheckpointIsOne(t *testing.T) {
	root := "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
	var c Checkpoint
	if err := c.read("a\n0\n" + root + "\n"); err != nil || c.Origin != "a" || c.Size != 0 || c.RootHash != hex.EncodeToString(rfc6962(nil)) {
		t.Fatalf("%+v, %v", c, err)
	}
	for _, text := range []string{"", "a\n0\n" + root, "a\n0\n" + root + "\nmore\n", "\n0\n" + root + "\n", "a\n00\n" + root + "\n",
		"a\n-1\n" + root + "\n", "a\nx\n" + root + "\n", "a\n0\n" + root[1:] + "\n", "a\n0\nAAAA\n", "a\n99999999999999999999\n" + root + "\n"} {
		if err := c.read(text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

func TestTheLogKeyIsMadeOnceAndKeepsItsName(t *testing.T) {
	dir := must(OpenDirectory(filepath.Join(t.TempDir(), "keys")))(t)
	if _, err := dir.KeptLogKey(); err == nil {
		t.Fatal("there is a key that nobody made")
	}
	var all sync.WaitGroup
	keys := make([]string, 8)
	for i := range keys {
		all.Go(func() {
			k, err := dir.LogKey(fmt.Sprintf("trust%d.example.org/verify", i), rand.Reader)
			if err != nil {
				t.Error(err)
				return
			}
			keys[i] = k.Verifier()
		})
	}
	all.Wait()
	kept := must(dir.KeptLogKey())(t)
	for _, k := range keys {
		if k != kept.Verifier() {
			t.Errorf("%s beside %s", k, kept.Verifier())
		}
	}
	files, _ := filepath.Glob(filepath.Join(dir.Path(), "*"))
	hidden, _ := filepath.Glob(filepath.Join(dir.Path(), ".*"))
	if len(files) != 1 || len(hidden) != 0 {
		t.Errorf("the directory has %v and %v", files, hidden)
	}
	st, err := os.Stat(files[0])
	if err != nil || st.Mode() != 0o600 {
		t.Errorf("its mode is %v, %v", st.Mode(), err)
	}
	secret, _ := os.ReadFile(files[0])
	if said := fmt.Sprintf("%v %+v %#v %s", kept, kept, *kept, kept); strings.Contains(said, strings.Split(string(secret), "+")[4]) {
		t.Error("the key prints itself")
	}
}

func TestADamagedLogKeyIsNamedAndNotReplaced(t *testing.T) {
	dir := must(OpenDirectory(t.TempDir()))(t)
	must(dir.LogKey("a/verify", rand.Reader))(t)
	path := filepath.Join(dir.Path(), "log.key")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.SplitN(string(whole), "+", 5)
	algorithm := strings.Join(parts[:4], "+") + "+B" + parts[4][1:]
	for name, content := range map[string]string{"empty": "", "cut": string(whole[:40]), "another algorithm": algorithm, "changed": strings.Replace(string(whole), "a/verify", "b/verify", 1)} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := dir.LogKey("a/verify", rand.Reader); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheOriginIsTheAddressOfTheVerifyPage(t *testing.T) {
	for url, want := range map[string]string{
		"https://trust.example.org":          "trust.example.org/verify",
		"http://127.0.0.1:8080":              "127.0.0.1:8080/verify",
		"https://example.org/trust/":         "example.org/trust/verify",
		"https://example.org/a b+c":          "example.org/a%20b%2Bc/verify",
		"https://[::1]:8443":                 "[::1]:8443/verify",
		"https://example.org/a\u00a0b\u2003": "example.org/a%C2%A0b%E2%80%83/verify",
		"":                                   "/verify",
	} {
		if got := Origin(url); got != want {
			t.Errorf("%q is %q, want %q", url, got, want)
		}
		key := must(must(OpenDirectory(t.TempDir()))(t).LogKey(Origin(url), rand.Reader))(t)
		must(key.Checkpoint(nil))(t)
	}
}
