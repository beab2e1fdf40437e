package ballot

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

var (
	epochFiles     = []string{FirstEpoch + "/" + sealingFile, FirstEpoch + "/" + sealToFile, FirstEpoch + "/" + spentFile}
	allFiles       = append([]string{poprfFile, receiptFile, linkFile}, epochFiles...)
	destroyedFiles = append([]string{receiptFile}, epochFiles...)
)

func newDirectory(t *testing.T) *Directory {
	t.Helper()
	return must(OpenDirectory(filepath.Join(t.TempDir(), "keys")))(t)
}

func TestKeysAreReadableByTheirOwnerAlone(t *testing.T) {
	d := newDirectory(t)
	must(d.Create("s1", rand.Reader))(t)
	err := filepath.WalkDir(d.Path(), func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if e.IsDir() {
			want = 0o700
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %v", path, info.Mode().Perm())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestCreateReturnsTheKeysThatLoadReads(t *testing.T) {
	d := newDirectory(t)
	a := must(d.Create("s1", rand.Reader))(t)
	b := must(d.Load("s1", FirstEpoch))(t)
	again := must(d.Create("s1", rand.Reader))(t)
	other := must(d.Create("s2", rand.Reader))(t)
	for _, k := range []*Keys{b, again} {
		if !sameKeys(a, k) {
			t.Error("the keys changed")
		}
	}
	if sameKeys(a, other) {
		t.Error("two surveys have the same keys")
	}
}

func sameKeys(a, b *Keys) bool {
	return bytes.Equal(a.PrivateKey(), b.PrivateKey()) && bytes.Equal(a.ReceiptKey(), b.ReceiptKey()) &&
		bytes.Equal(a.spent, b.spent) && bytes.Equal(a.link, b.link) && bytes.Equal(a.sealTo.Bytes(), b.sealTo.Bytes())
}

func TestTwoProcessesThatCreateAtOnceEndWithOneSet(t *testing.T) {
	d := newDirectory(t)
	var keys [8]*Keys
	var wg sync.WaitGroup
	for i := range keys {
		wg.Go(func() {
			k, err := d.Create("s1", rand.Reader)
			if err != nil {
				t.Error(err)
			}
			keys[i] = k
		})
	}
	wg.Wait()
	for _, k := range keys {
		if k == nil || !sameKeys(k, keys[0]) {
			t.Fatal("there are two sets of keys")
		}
	}
	entries := must(os.ReadDir(d.Path()))(t)
	if len(entries) != 1 {
		t.Fatalf("something was left behind: %v", entries)
	}
}

func TestCreateLeavesNothingWhereRandomnessEnds(t *testing.T) {
	d := newDirectory(t)
	if _, err := d.Create("s1", bytes.NewReader(bytes.Repeat([]byte{1}, 40))); err == nil {
		t.Fatal("keys were made without randomness")
	}
	if entries := must(os.ReadDir(d.Path()))(t); len(entries) != 0 {
		t.Fatalf("something was left behind: %v", entries)
	}
}

func TestAMissingFileIsNamed(t *testing.T) {
	for _, name := range allFiles {
		t.Run(name, func(t *testing.T) {
			d := newDirectory(t)
			must(d.Create("s1", rand.Reader))(t)
			path := filepath.Join(d.Path(), "s1", name)
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			_, err := d.LoadToOpen("s1", FirstEpoch)
			var missing *MissingKeyError
			if !errors.As(err, &missing) || missing.File != path || !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), path) {
				t.Fatalf("got %v", err)
			}
			if _, err := d.Load("s1", FirstEpoch); !errors.As(err, &missing) {
				t.Fatalf("a server would start without %s: %v", name, err)
			}
			if _, err := d.Create("s1", rand.Reader); !errors.As(err, &missing) {
				t.Fatalf("half a set was completed: %v", err)
			}
		})
	}
}

func TestADamagedFileIsNamedAndItsContentIsNot(t *testing.T) {
	for _, name := range allFiles {
		t.Run(name, func(t *testing.T) {
			d := newDirectory(t)
			must(d.Create("s1", rand.Reader))(t)
			path := filepath.Join(d.Path(), "s1", name)
			if err := os.WriteFile(path, []byte("c2VjcmV0\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := d.LoadToOpen("s1", FirstEpoch)
			if err == nil || !strings.Contains(err.Error(), path) || strings.Contains(err.Error(), "c2VjcmV0") {
				t.Fatalf("got %v", err)
			}
		})
	}
}

func TestSealingKeysThatDoNotBelongTogetherAreRefused(t *testing.T) {
	d := newDirectory(t)
	must(d.Create("s1", rand.Reader))(t)
	must(d.Create("s2", rand.Reader))(t)
	if err := os.Rename(filepath.Join(d.Path(), "s2", FirstEpoch, sealingFile), filepath.Join(d.Path(), "s1", FirstEpoch, sealingFile)); err != nil {
		t.Fatal(err)
	}
	if _, err := d.LoadToOpen("s1", FirstEpoch); err == nil {
		t.Fatal("no ballot could be opened, and nobody is told")
	}
}

func TestIdsThatLeaveTheDirectoryAreRefused(t *testing.T) {
	d := newDirectory(t)
	for _, id := range []string{"", ".", "..", "../x", "a/b", "a\x00", strings.Repeat("a", 33)} {
		if _, err := d.Create(id, rand.Reader); err == nil {
			t.Errorf("Create(%q) succeeded", id)
		}
		if _, err := d.Load(id, FirstEpoch); err == nil {
			t.Errorf("Load(%q) succeeded", id)
		}
		if err := d.DestroyClosed(id); err == nil {
			t.Errorf("DestroyClosed(%q) succeeded", id)
		}
	}
}

func TestDestroyClosedOverwritesWhatItRemovesAndKeepsTheRest(t *testing.T) {
	d := newDirectory(t)
	before := must(d.Create("s1", rand.Reader))(t)
	witness := filepath.Join(t.TempDir(), "witness")
	if err := os.Mkdir(witness, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range destroyedFiles { // a second name for the same blocks
		if err := os.Link(filepath.Join(d.Path(), "s1", name), filepath.Join(witness, filepath.Base(name))); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.DestroyClosed("s1"); err != nil {
		t.Fatal(err)
	}
	for _, name := range destroyedFiles {
		if _, err := os.Stat(filepath.Join(d.Path(), "s1", name)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is still there", name)
		}
		if b := must(os.ReadFile(filepath.Join(witness, filepath.Base(name))))(t); len(bytes.Trim(b, "\x00")) != 0 {
			t.Errorf("%s was removed but not overwritten", name)
		}
	}
	kept := must(d.LoadKept("s1"))(t)
	if !bytes.Equal(kept.PrivateKey(), before.PrivateKey()) || !bytes.Equal(kept.Secret("p", 0), before.Secret("p", 0)) {
		t.Error("the keys that stay have changed")
	}
}

func TestDestroyClosedGoesOnAfterACrashAtAnyPoint(t *testing.T) {
	for n := range len(destroyedFiles) + 1 {
		for _, zeroed := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d files gone, the next overwritten: %v", n, zeroed), func(t *testing.T) {
				d := newDirectory(t)
				must(d.Create("s1", rand.Reader))(t)
				for _, name := range destroyedFiles[:n] {
					if err := os.Remove(filepath.Join(d.Path(), "s1", name)); err != nil {
						t.Fatal(err)
					}
				}
				if zeroed && n < len(destroyedFiles) {
					if err := os.WriteFile(filepath.Join(d.Path(), "s1", destroyedFiles[n]), make([]byte, 44), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				for range 2 {
					if err := d.DestroyClosed("s1"); err != nil {
						t.Fatal(err)
					}
				}
				if entries := must(os.ReadDir(filepath.Join(d.Path(), "s1")))(t); len(entries) != 2 {
					t.Fatalf("left: %v", entries)
				}
			})
		}
	}
}

func TestDestroyClosedFailsInADirectoryThatNeverHeldTheKeys(t *testing.T) {
	var missing *MissingKeyError
	if err := newDirectory(t).DestroyClosed("s1"); !errors.As(err, &missing) {
		t.Fatalf("keys elsewhere would be called destroyed: %v", err)
	}
}

func TestKeysNeverPrintThemselves(t *testing.T) {
	d := newDirectory(t)
	k := must(d.Create("s1", rand.Reader))(t)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		if got := fmt.Sprintf(verb, k); got != "the keys of survey s1" {
			t.Errorf("%s prints %s", verb, got)
		}
	}
}

func TestSecretsDifferByKindNameAndNumber(t *testing.T) {
	k := must(newDirectory(t).Create("s1", rand.Reader))(t)
	seen := map[string]string{}
	for name, secret := range map[string][]byte{
		"person 1": k.Secret("1", 0), "person 1 replaced": k.Secret("1", 1), "person 0\\n1": k.Secret("0\n1", 1),
		"person 11": k.Secret("11", 0), "card 1": k.CardSecret("1", 0), "card 1 number 1": k.CardSecret("1", 1),
	} {
		if other, ok := seen[string(secret)]; ok || len(secret) != SecretSize {
			t.Errorf("%s and %s are the same, or no secret", name, other)
		}
		seen[string(secret)] = name
	}
	if !bytes.Equal(k.Secret("1", 0), k.Secret("1", 0)) {
		t.Error("a secret changes")
	}
}

// Links that were sent must keep working after an upgrade.
func TestSecretsAreDerivedAsTheyAlwaysWere(t *testing.T) {
	k := &Keys{link: bytes.Repeat([]byte{7}, keySize)}
	for text, secret := range map[string][]byte{
		"teamtrust/1 person\n0\n4711": k.Secret("4711", 0),
		"teamtrust/1 person\n1\n4711": k.Secret("4711", 1),
		"teamtrust/1 card\n12\nsales": k.CardSecret("sales", 12),
	} {
		h := hmac.New(sha256.New, k.link)
		h.Write([]byte(text))
		if !bytes.Equal(secret, h.Sum(nil)) {
			t.Errorf("the secret is not the HMAC of %q", text)
		}
	}
}

func TestAFolderTellsThatItsSurveyWasCounted(t *testing.T) {
	w := newWorld(t)
	id := w.keys.survey
	said := []bool{w.dir.Counted(id), w.dir.Counted("another")}
	if err := w.dir.DestroyClosed(id); err != nil {
		t.Fatal(err)
	}
	said = append(said, w.dir.Counted(id))
	if err := os.Remove(filepath.Join(w.dir.Path(), id, poprfFile)); err != nil {
		t.Fatal(err)
	}
	if said = append(said, w.dir.Counted(id)); !slices.Equal(said, []bool{false, false, true, false}) {
		t.Errorf("while it is open, of another, counted, and without its key: %v", said)
	}
}
