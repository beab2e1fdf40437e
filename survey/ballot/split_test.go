package ballot

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"teamtrust/survey"
)

// dealt is a directory with a split survey whose shares were taken.
func dealt(t testing.TB) (*Directory, map[Holder]Share) {
	t.Helper()
	d := must(OpenDirectory(filepath.Join(t.TempDir(), "keys")))(t)
	if err := d.CreateSplit("s1", rand.Reader); err != nil {
		t.Fatal(err)
	}
	shares := map[Holder]Share{}
	for _, h := range Holders() {
		shares[h] = must(d.TakeShare("s1", h))(t)
	}
	return d, shares
}

func give(t testing.TB, d *Directory, shares ...Share) {
	t.Helper()
	for _, s := range shares {
		if err := d.GiveShare("s1", must(ParseShare("s1", s.Text()))(t)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestABoxWithASplitKeyOpensWithBothSharesAndNoOther(t *testing.T) {
	d, shares := dealt(t)
	keys := must(d.Load("s1", FirstEpoch))(t)
	sealed := must(keys.seal("row", []byte("a ballot")))(t)
	for _, given := range [][]Holder{nil, {HeldByHR}} {
		for _, h := range given {
			give(t, d, shares[h])
		}
		var missing *MissingShareError
		if _, err := d.LoadToOpen("s1", FirstEpoch); !errors.As(err, &missing) || len(missing.Holders) != 2-len(given) {
			t.Fatalf("with the shares of %v: %v", given, err)
		}
	}
	give(t, d, shares[HeldByAuditor], shares[HeldByAuditor])
	opening := must(d.LoadToOpen("s1", FirstEpoch))(t)
	if plain, err := opening.open("row", sealed); err != nil || string(plain) != "a ballot" {
		t.Fatalf("opened %q: %v", plain, err)
	}
}

// While the survey is open nothing in the directory, however it is combined,
// opens a row.
func TestTheDirectoryOfAnOpenSplitSurveyHoldsNoPrivateSealingKey(t *testing.T) {
	d, shares := dealt(t)
	keys := must(d.Load("s1", FirstEpoch))(t)
	entries := must(os.ReadDir(filepath.Join(d.Path(), "s1", FirstEpoch)))(t)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
		raw := must(readKey("s1", filepath.Join(d.Path(), "s1", FirstEpoch, e.Name())))(t)
		if k, err := kem().NewPrivateKey(raw); err == nil && bytes.Equal(k.PublicKey().Bytes(), keys.sealTo.Bytes()) {
			t.Errorf("%s is the private key", e.Name())
		}
		if k, err := kem().DeriveKeyPair(raw); err == nil && bytes.Equal(k.PublicKey().Bytes(), keys.sealTo.Bytes()) {
			t.Errorf("%s is the secret", e.Name())
		}
		for _, s := range shares {
			if bytes.Equal(raw, must(s.value.MarshalBinary())(t)) {
				t.Errorf("%s is %s", e.Name(), s)
			}
		}
	}
	if want := []string{sealToFile, spentFile, secretCommitment, slopeCommitment}; !slices.Equal(names, want) {
		t.Errorf("it holds %v, want %v", names, want)
	}
}

func TestAShareIsTakenOnce(t *testing.T) {
	d, _ := dealt(t)
	if _, err := d.TakeShare("s1", HeldByHR); survey.CodeOf(err) != survey.CodeRefused {
		t.Fatalf("a second time: %v", err)
	}
	if here := must(d.Shares("s1"))(t); len(here) != 0 {
		t.Errorf("shares of %v lie there", here)
	}
	give(t, d, must(ParseShare("s1", dealtAnew(t, d)[HeldByHR].Text()))(t))
	if here := must(d.Shares("s1"))(t); !slices.Equal(here, []Holder{HeldByHR}) {
		t.Errorf("shares of %v lie there, want HR's", here)
	}
}

// dealtAnew makes other keys and takes their shares.
func dealtAnew(t testing.TB, d *Directory) map[Holder]Share {
	t.Helper()
	if err := errors.Join(d.Discard("s1"), d.CreateSplit("s1", rand.Reader)); err != nil {
		t.Fatal(err)
	}
	shares := map[Holder]Share{}
	for _, h := range Holders() {
		shares[h] = must(d.TakeShare("s1", h))(t)
	}
	return shares
}

func TestAWrongShareIsRefusedAndNothingIsLost(t *testing.T) {
	d, shares := dealt(t)
	old := shares[HeldByHR]
	shares = dealtAnew(t, d)
	right := shares[HeldByHR].Text()
	other := Share{Holder: HeldByHR, survey: "s2", value: shares[HeldByHR].value}
	for name, text := range map[string]string{
		"of shares that were made anew": old.Text(),
		"of another survey":             other.Text(),
		"with a letter changed":         mistype(right, 17),
		"with the last letter changed":  mistype(right, len(right)-1),
		"that is short":                 right[:len(right)-5],
		"that is long":                  right + "-AAAA",
		"that is empty":                 "",
		"that is something else":        "https://trust.example.org",
		"with the holder exchanged":     exchanged(shares[HeldByHR]).Text(),
	} {
		s, err := ParseShare("s1", text)
		if err == nil {
			err = d.GiveShare("s1", s)
		}
		if survey.CodeOf(err) != survey.CodeBadRequest || strings.Contains(err.Error(), right[:9]) {
			t.Errorf("a share %s: %v", name, err)
		}
	}
	if here := must(d.Shares("s1"))(t); len(here) != 0 {
		t.Errorf("shares of %v are kept", here)
	}
	give(t, d, shares[HeldByHR], shares[HeldByAuditor])
	if _, err := d.LoadToOpen("s1", FirstEpoch); err != nil {
		t.Errorf("with the right ones: %v", err)
	}
}

func mistype(text string, at int) string {
	other := byte('A')
	if text[at] == 'A' {
		other = 'C'
	}
	return text[:at] + string(other) + text[at+1:]
}

func exchanged(s Share) Share {
	return Share{Holder: HeldByAuditor, survey: s.survey, value: s.value}
}

func TestAShareIsReadAsPeopleTypeIt(t *testing.T) {
	_, shares := dealt(t)
	for h, s := range shares {
		text := s.Text()
		if len(text) != 74 || len(strings.Split(text, "-")) != 15 {
			t.Fatalf("%s is not fifteen groups of four", text)
		}
		for name, typed := range map[string]string{
			"as printed": text, "small": strings.ToLower(text), "in one piece": strings.ReplaceAll(text, "-", ""),
			"with spaces": " " + strings.ReplaceAll(text, "-", "  ") + "\n", "on two lines": text[:40] + "\r\n" + text[40:],
			"with digits for letters": strings.NewReplacer("O", "0", "I", "1", "B", "8").Replace(text),
		} {
			got, err := ParseShare("s1", typed)
			if err != nil || got.Holder != h || got.Text() != text {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestSharesNeverPrintThemselves(t *testing.T) {
	_, shares := dealt(t)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		if got := fmt.Sprintf(verb, shares[HeldByAuditor]); got != "the share of auditor" {
			t.Errorf("%s prints %s", verb, got)
		}
	}
}

func TestACloseDestroysGivenSharesToo(t *testing.T) {
	d, shares := dealt(t)
	give(t, d, shares[HeldByHR], shares[HeldByAuditor])
	if err := d.DestroyClosed("s1"); err != nil {
		t.Fatal(err)
	}
	if entries := must(os.ReadDir(filepath.Join(d.Path(), "s1")))(t); len(entries) != 2 {
		t.Errorf("left: %v", entries)
	}
}

func TestKeysThatAreNotSplitHaveNoShares(t *testing.T) {
	d := newDirectory(t)
	must(d.Create("s1", rand.Reader))(t)
	if _, err := d.TakeShare("s1", HeldByHR); survey.CodeOf(err) != survey.CodeRefused {
		t.Errorf("taking: %v", err)
	}
	if _, err := d.Shares("s1"); survey.CodeOf(err) != survey.CodeRefused {
		t.Errorf("looking: %v", err)
	}
	if err := d.CreateSplit("s1", rand.Reader); err != nil {
		t.Fatal(err)
	}
	if k := must(d.LoadToOpen("s1", FirstEpoch))(t); k.split {
		t.Error("keys that were there have changed")
	}
}

// One share says nothing: for any secret there is another share that fits it.
func TestOneShareFitsEverySecret(t *testing.T) {
	_, shares := dealt(t)
	rapid.Check(t, func(t *rapid.T) {
		secret := newScalar()
		secret.SetUint64(rapid.Uint64Min(1).Draw(t, "secret"))
		// The line through (0, secret) and (1, HR's share) at 2.
		value := newScalar()
		value.Add(shares[HeldByHR].value, shares[HeldByHR].value)
		value.Sub(value, secret)
		other := Share{Holder: HeldByAuditor, value: value}
		got, err := recoverSecret(shares[HeldByHR], other)
		if err != nil || !got.IsEqual(secret) {
			t.Fatalf("recovered another secret: %v", err)
		}
	})
}

func FuzzParseShare(f *testing.F) {
	f.Add("s1", "")
	f.Add("s1", strings.Repeat("AAAA-", 15))
	s := Share{Holder: HeldByHR, survey: "s1", value: newScalar()}
	f.Add("s1", s.Text())
	f.Fuzz(func(t *testing.T, id, text string) {
		s, err := ParseShare(id, text)
		if err != nil {
			if survey.CodeOf(err) != survey.CodeBadRequest {
				t.Fatalf("%v", err)
			}
			return
		}
		if again, err := ParseShare(id, s.Text()); err != nil || again.Text() != s.Text() {
			t.Fatalf("it does not come back: %v", err)
		}
	})
}
