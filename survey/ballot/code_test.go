package ballot

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"testing"
)

func TestTheCodeOfACardIsTheOneOfTheDocument(t *testing.T) {
	k := &Keys{link: bytes.Repeat([]byte{7}, keySize)}
	hash := strings.Repeat("0f", 32)
	c := k.CardCode("sales", 12, hash)
	if got := c.String(); got != "Q9K5-GM8N-RMBB-B10H-DJGC" {
		t.Errorf("the code is %s", got)
	}
	if got := hex.EncodeToString(c.Secret("spring-2026")); got != "ed1d90316179583f1611de1f5923fa2314a309f56acbd0ca0b580bf7b97a5fbf" {
		t.Errorf("its secret is %s", got)
	}
	sum := sha256.Sum256([]byte("teamtrust/1 card\nspring-2026\n" + strings.ReplaceAll(c.String(), "-", "")[:18]))
	if !bytes.Equal(c.Secret("spring-2026"), sum[:]) {
		t.Error("the secret does not follow from the code as the document says")
	}
}

func TestCodesAreEasyToTypeAndDifferByUnitNumberAndSurvey(t *testing.T) {
	k := &Keys{link: bytes.Repeat([]byte{7}, keySize)}
	form := regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$`)
	seen := map[string]bool{}
	for _, unit := range []string{"a", "b"} {
		for n := range 50 {
			c := k.CardCode(unit, n, "hash")
			if !form.MatchString(c.String()) || seen[string(c)] {
				t.Errorf("card %d of %s has the code %s", n, unit, c)
			}
			seen[string(c)] = true
			other := k.CardCode(unit, n, "another hash")
			if c[:18] != other[:18] {
				t.Error("the manifest changes the secret part of a code")
			}
			if bytes.Equal(c.Secret("s1"), c.Secret("s2")) {
				t.Error("a code has one secret in two surveys")
			}
		}
	}
}
