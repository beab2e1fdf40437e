package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// secretKeys are the keys that a close destroys, and the one of the links.
func (w *watched) secretKeys() *needles {
	n := newNeedles()
	for _, name := range []string{"0/sealing.key", "0/spent.key", "receipt.key", "link.key"} {
		n.addBytes("the key in "+name, -1, w.key(name))
	}
	return n
}

// rowKey is the name of a voter's row before the close; only the spent key
// leads to it.
func (w *watched) rowKey(v *voter) string {
	w.t.Helper()
	h := hmac.New(sha256.New, w.key("0/spent.key"))
	h.Write(v.credential.Nonce)
	return hex.EncodeToString(h.Sum(nil))
}

// key is the content of a file of the key directory.
func (w *watched) key(name string) []byte {
	w.t.Helper()
	raw, err := os.ReadFile(filepath.Join(w.p.keys, w.id, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return unbase64(w.t, strings.TrimSpace(string(raw)))
}

func unbase64(t testing.TB, text string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func unhex(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// keyFiles are the names in the survey's key directory.
func (w *watched) keyFiles() string {
	w.t.Helper()
	entries, err := os.ReadDir(filepath.Join(w.p.keys, w.id))
	if err != nil {
		w.t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}
