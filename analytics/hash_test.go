package analytics

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"
)

// Whoever recomputes the hash of a stored release reads it with the library.
func TestTheHashOfAReleaseIsThatOfItsStoredForm(t *testing.T) {
	for _, name := range []string{"Sales", "A \"quoted\" team", "R&D <x>", "Größe 𝄞"} {
		r := &Release{Name: name}
		hash, err := r.Hash()
		if err != nil {
			t.Fatal(err)
		}
		r.ReleaseHash = hash
		stored, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := HashOf(stored); err != nil || again != hash {
			t.Errorf("%q: %s, %v; stored %s", name, hash, err, again)
		}
	}
}

// Outsiders compute the hash with other programs: RFC 8785 says which bytes.
func TestTheHashIsThatOfTheCanonicalForm(t *testing.T) {
	for stored, form := range map[string]string{
		`{"b":[1,-2.25,{"y":null,"x":true}],"a":{},"ab":[],"a!":"é & <"}`: `{"a":{},"a!":"é & <","ab":[],"b":[1,-2.25,{"x":true,"y":null}]}`,
		`{"release_hash":"0","a": "\u00e9\u003c\/" }`:                     `{"a":"é</"}`,
		`{"a":[-0,1e21,1E-7,12345678901234567,1.50,100e2,5e-324]}`:        `{"a":[0,1e+21,1e-7,12345678901234568,1.5,10000,5e-324]}`,
		`{"\ue000":1,"𝄞":2,"é":3,"z":4,"":5}`:                             `{"":5,"z":4,"é":3,"𝄞":2,"` + "\ue000" + `":1}`,
		`{"a":"\u2028\n\u0001\"\\"}`:                                      `{"a":"` + "\u2028" + `\n\u0001\"\\"}`,
	} {
		want := sha256.Sum256([]byte(form))
		if got, err := HashOf([]byte(stored)); err != nil || got != hex.EncodeToString(want[:]) {
			t.Errorf("%s: %s, %v, want the hash of %s", stored, got, err, form)
		}
	}
}
