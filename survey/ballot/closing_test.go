package ballot

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"teamtrust/survey"
)

var blockOf = map[string]string{"unit-a": "block-1", "unit-b": "block-1"}

func TestStoredBallotsKeepTheBlockAndLoseEverythingElse(t *testing.T) {
	w := newWorld(t)
	w.fill(t, "unit-a", 6)
	w.fill(t, "unit-b", 5)
	opened := w.open(t)
	stored := must(NewStored(opened, blockOf, rand.Reader))(t)
	spent := must(NewSpent(opened, blockOf))(t)
	if len(stored) != 11 || len(spent) != 11 {
		t.Fatalf("%d stored, %d spent", len(stored), len(spent))
	}
	if !slices.IsSortedFunc(stored, func(a, b Stored) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("ballots are not sorted by id")
	}
	if !slices.IsSortedFunc(spent, func(a, b Spent) int { return strings.Compare(a.Block+a.Nonce, b.Block+b.Nonce) }) {
		t.Error("the spent list is not sorted")
	}
	ids := map[string]bool{}
	for _, s := range stored {
		ids[s.ID] = true
		if len(s.ID) != 32 || s.Block != "block-1" || s.Commitment != Commitment("spring-2026", testQuestionnaire(), s.Answers, s.Salt) {
			t.Errorf("stored %+v", s)
		}
	}
	if len(ids) != len(stored) {
		t.Error("two ballots have one id")
	}
	for _, s := range spent {
		nonce, token := must(wire.DecodeString(s.Nonce))(t), must(wire.DecodeString(s.Token))(t)
		a := w.keys.server.VerifyFinalize(nonce, info("spring-2026", "unit-a"), token)
		b := w.keys.server.VerifyFinalize(nonce, info("spring-2026", "unit-b"), token)
		if a == b {
			t.Errorf("token %s is valid for both units or none", s.Token)
		}
	}
}

func TestAUnitWithoutABlockIsNotLost(t *testing.T) {
	w := newWorld(t)
	w.fill(t, "unit-b", 1)
	opened := w.open(t)
	only := map[string]string{"unit-a": "block-1"}
	if _, err := NewStored(opened, only, rand.Reader); err == nil {
		t.Error("a ballot was stored without its block")
	}
	if _, err := NewSpent(opened, only); err == nil {
		t.Error("a credential was listed without its block")
	}
	if _, err := NewStored(opened, blockOf, bytes.NewReader(nil)); err == nil {
		t.Error("an id was drawn from nothing")
	}
}

// rfc6962 is the definition of RFC 6962, §2.1, as it stands there.
func rfc6962(leaves []string) []byte {
	if len(leaves) == 0 {
		sum := sha256.Sum256(nil)
		return sum[:]
	}
	if len(leaves) == 1 {
		sum := sha256.Sum256(append([]byte{0}, leaves[0]...))
		return sum[:]
	}
	k := 1
	for 2*k < len(leaves) {
		k *= 2
	}
	sum := sha256.Sum256(slices.Concat([]byte{1}, rfc6962(leaves[:k]), rfc6962(leaves[k:])))
	return sum[:]
}

func TestTheMerkleRootIsThatOfRFC6962OverTheSortedCommitments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		commitments := rapid.SliceOfN(rapid.StringMatching(`[0-9a-f]{64}`), 0, 70).Draw(t, "commitments")
		sorted := slices.Sorted(slices.Values(commitments))
		before := slices.Clone(commitments)
		root := MerkleRoot(commitments)
		if want := hex.EncodeToString(rfc6962(sorted)); root != want {
			t.Fatalf("root of %d leaves is %s, want %s", len(commitments), root, want)
		}
		if !slices.Equal(before, commitments) {
			t.Fatal("the caller's slice was changed")
		}
	})
}

func closedSurvey(w *world) survey.Survey {
	sv := w.store.survey
	sv.State, sv.ClosedAt = survey.Closed, time.Date(2026, 3, 9, 8, 0, 0, 5, time.FixedZone("CET", 3600))
	return sv
}

func TestTheClosingRecordLetsAnybodyRecheckEveryToken(t *testing.T) {
	w := newWorld(t)
	w.fill(t, "unit-a", 6)
	opened := w.open(t)
	stored := must(NewStored(opened, blockOf, rand.Reader))(t)
	blocks := []BlockCount{{Block: "block-1", Units: []string{"unit-a", "unit-b"}, Invited: 16, Collected: 7, Cast: 6, Replaced: 1}}
	r := must(NewClosingRecord(closedSurvey(w), w.keys, stored, blocks, strings.Repeat("ab", 32), nil))(t)
	raw := must(r.Bytes())(t)
	read := must(ParseClosingRecord(raw))(t)
	if !reflect.DeepEqual(r, read) {
		t.Errorf("%+v came back as %+v", r, read)
	}
	if !strings.Contains(string(raw), `"closed":"2026-03-09T07:00:00Z"`) || r.Size != 6 || r.ManifestHash != w.manifest.Hash {
		t.Errorf("got %s", raw)
	}
	public := new(Keys)
	if err := public.setPOPRF(must(wire.DecodeString(read.PrivateKey))(t)); err != nil {
		t.Fatal(err)
	}
	for _, s := range must(NewSpent(opened, blockOf))(t) {
		nonce, token := must(wire.DecodeString(s.Nonce))(t), must(wire.DecodeString(s.Token))(t)
		if !public.server.VerifyFinalize(nonce, info(read.Survey, "unit-a"), token) {
			t.Errorf("token %s does not hold", s.Token)
		}
	}
}

func TestAClosingRecordIsRefused(t *testing.T) {
	w := newWorld(t)
	good := func() *ClosingRecord {
		return must(NewClosingRecord(closedSurvey(w), w.keys, nil, nil, strings.Repeat("ab", 32), nil))(t)
	}
	for name, spoil := range map[string]func(r *ClosingRecord){
		"of another protocol":            func(r *ClosingRecord) { r.Protocol = "teamtrust/2" },
		"of no survey":                   func(r *ClosingRecord) { r.Survey = "" },
		"without the manifest's hash":    func(r *ClosingRecord) { r.ManifestHash = "" },
		"with a root in capitals":        func(r *ClosingRecord) { r.MerkleRoot = strings.ToUpper(r.MerkleRoot) },
		"with a short private key":       func(r *ClosingRecord) { r.PrivateKey = "AAAA" },
		"with more ballots than handed ": func(r *ClosingRecord) { r.Blocks = []BlockCount{{Invited: 5, Collected: 2, Cast: 3}} },
		"with more handed than invited":  func(r *ClosingRecord) { r.Blocks = []BlockCount{{Invited: 1, Collected: 2}} },
	} {
		t.Run(name, func(t *testing.T) {
			r := good()
			spoil(r)
			if _, err := ParseClosingRecord(must(r.Bytes())(t)); err == nil {
				t.Fatal("it was accepted")
			}
		})
	}
	if got := string(must(good().Bytes())(t)); !strings.Contains(got, `"blocks":[]`) || !strings.Contains(got, fmt.Sprintf("%x", sha256.Sum256(nil))) {
		t.Errorf("an empty box: %s", got)
	}
	if _, err := ParseClosingRecord([]byte("{")); err == nil {
		t.Error("half an object was accepted")
	}
}
