package ballot

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestEveryEpochHasKeysOfItsOwn(t *testing.T) {
	d := newDirectory(t)
	first := must(d.Create("s1", rand.Reader))(t)
	second := must(d.Renew("s1", first.Epoch(), rand.Reader))(t)
	third := must(d.Renew("s1", second.Epoch(), rand.Reader))(t)
	for i, k := range []*Keys{first, second, third} {
		if n := must(EpochNumber(k.Epoch()))(t); n != i {
			t.Errorf("epoch %s has the number %d, want %d", k.Epoch(), n, i)
		}
		if again := must(d.LoadToOpen("s1", k.Epoch()))(t); !sameKeys(again, k) {
			t.Errorf("epoch %s has other keys when it is read", k.Epoch())
		}
	}
	for _, pair := range [][2]*Keys{{first, second}, {second, third}, {first, third}} {
		if bytes.Equal(pair[0].spent, pair[1].spent) || bytes.Equal(pair[0].sealTo.Bytes(), pair[1].sealTo.Bytes()) {
			t.Error("two epochs share a key: one copy of it opens both")
		}
		if !bytes.Equal(pair[0].PrivateKey(), pair[1].PrivateKey()) || !bytes.Equal(pair[0].ReceiptKey(), pair[1].ReceiptKey()) {
			t.Error("a mix changed a key that the manifest published")
		}
	}
}

// A process that was thought dead and goes on must not touch the keys of the
// one that took its place.
func TestTwoAttemptsAtOneEpochDoNotTouchEachOther(t *testing.T) {
	d := newDirectory(t)
	must(d.Create("s1", rand.Reader))(t)
	a := must(d.Renew("s1", FirstEpoch, rand.Reader))(t)
	b := must(d.Renew("s1", FirstEpoch, rand.Reader))(t)
	if a.Epoch() == b.Epoch() || sameKeys(a, b) {
		t.Fatal("they share their keys")
	}
	for _, k := range []*Keys{a, b} {
		if again := must(d.LoadToOpen("s1", k.Epoch()))(t); !sameKeys(again, k) {
			t.Errorf("the keys of %s are not the ones that were made", k.Epoch())
		}
	}
}

func TestARetiredEpochIsOverwrittenAndGone(t *testing.T) {
	d := newDirectory(t)
	must(d.Create("s1", rand.Reader))(t)
	next := must(d.Renew("s1", FirstEpoch, rand.Reader))(t)
	witness := filepath.Join(t.TempDir(), "witness")
	if err := os.Link(filepath.Join(d.Path(), "s1", FirstEpoch, sealingFile), witness); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := d.Retire("s1", FirstEpoch); err != nil {
			t.Fatal(err)
		}
	}
	if b := must(os.ReadFile(witness))(t); len(bytes.Trim(b, "\x00")) != 0 {
		t.Error("the sealing key was removed but not overwritten")
	}
	var missing *MissingKeyError
	if _, err := d.Load("s1", FirstEpoch); !errors.As(err, &missing) {
		t.Errorf("the epoch still loads: %v", err)
	}
	if again := must(d.LoadToOpen("s1", next.Epoch()))(t); !sameKeys(again, next) {
		t.Error("another epoch changed")
	}
}

func TestRetireFailsInADirectoryThatNeverHeldTheKeys(t *testing.T) {
	var missing *MissingKeyError
	if err := newDirectory(t).Retire("s1", FirstEpoch); !errors.As(err, &missing) {
		t.Fatalf("keys elsewhere would be called destroyed: %v", err)
	}
}

func TestAnEpochThatIsNoneNamesNoFile(t *testing.T) {
	d := newDirectory(t)
	must(d.Create("s1", rand.Reader))(t)
	for _, epoch := range []string{"", ".", "..", "../s1/0", "00", "1", "1-", "1-0123456789ABCDEF", "-1", "0-0123456789abcdef", "1-0123456789abcdef/"} {
		if _, err := d.Load("s1", epoch); err == nil || errors.As(err, new(*MissingKeyError)) {
			t.Errorf("Load of epoch %q: %v", epoch, err)
		}
		if _, err := d.Renew("s1", epoch, rand.Reader); err == nil {
			t.Errorf("Renew after epoch %q succeeded", epoch)
		}
		if err := d.Retire("s1", epoch); err == nil {
			t.Errorf("Retire of epoch %q succeeded", epoch)
		}
	}
	if again := must(d.LoadToOpen("s1", FirstEpoch))(t); again == nil {
		t.Error("the keys are gone")
	}
}

func TestTheCloseDestroysEveryEpochAlsoUnusedAndUnfinishedOnes(t *testing.T) {
	d := newDirectory(t)
	must(d.Create("s1", rand.Reader))(t)
	must(d.Renew("s1", FirstEpoch, rand.Reader))(t)
	half := filepath.Join(d.Path(), "s1", unfinished+"123")
	if err := os.Mkdir(half, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := writeKey(filepath.Join(half, sealingFile), make([]byte, keySize)); err != nil {
		t.Fatal(err)
	}
	if err := d.DestroyClosed("s1"); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range must(os.ReadDir(filepath.Join(d.Path(), "s1")))(t) {
		names = append(names, e.Name())
	}
	if want := []string{linkFile, poprfFile}; !slices.Equal(names, want) {
		t.Errorf("left are %v, want %v", names, want)
	}
}

func TestRenewLeavesNothingWhereRandomnessEnds(t *testing.T) {
	d := newDirectory(t)
	must(d.Create("s1", rand.Reader))(t)
	if _, err := d.Renew("s1", FirstEpoch, strings.NewReader(strings.Repeat("x", 40))); err == nil {
		t.Fatal("keys were made without randomness")
	}
	if entries := must(os.ReadDir(filepath.Join(d.Path(), "s1")))(t); len(entries) != 4 {
		t.Fatalf("something was left behind: %v", entries)
	}
}
