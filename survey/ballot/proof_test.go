package ballot

import (
	"encoding/hex"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"teamtrust/survey"
)

// anyLog draws leaves that differ from each other.
func anyLog(t *rapid.T) []string {
	hash := rapid.Map(rapid.SliceOfN(rapid.Byte(), 8, 8), hexHash)
	return rapid.SliceOfNDistinct(hash, 1, 40, rapid.ID[string]).Draw(t, "leaves")
}

func TestEveryLeafCanBeProvedInEveryLogThatHasIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		leaves := anyLog(t)
		size := rapid.IntRange(1, len(leaves)).Draw(t, "size")
		at := rapid.IntRange(0, len(leaves)-1).Draw(t, "leaf")
		p, err := ProveInclusion(leaves, leaves[at], size)
		if at >= size {
			if survey.CodeOf(err) != survey.CodeNotFound {
				t.Fatalf("leaf %d in a log of %d: %v", at, size, err)
			}
			return
		}
		if err != nil || p.Check() != nil || p.Index != at || p.RootHash != hex.EncodeToString(rfc6962(leaves[:size])) {
			t.Fatalf("%+v, %v, %v", p, err, p.Check())
		}
		for name, spoil := range map[string]func(p *InclusionProof){
			"another leaf":  func(p *InclusionProof) { p.Leaf = hexHash([]byte("another")) },
			"another place": func(p *InclusionProof) { p.Index++ },
			"another root":  func(p *InclusionProof) { p.RootHash = hexHash(nil) },
			"a hash more":   func(p *InclusionProof) { p.Hashes = append(p.Hashes, hexHash(nil)) },
			"no hash":       func(p *InclusionProof) { p.Hashes = []string{"x"} },
		} {
			q := p
			q.Hashes = slices.Clone(p.Hashes)
			if spoil(&q); q.Check() == nil {
				t.Fatalf("%s proves too: %+v", name, q)
			}
		}
	})
}

func TestALogThatGrewIsProvedAndOneThatWasRewrittenIsNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		leaves := anyLog(t)
		size := rapid.IntRange(1, len(leaves)).Draw(t, "size")
		from := rapid.IntRange(1, size).Draw(t, "from")
		p, err := ProveConsistency(leaves, from, size)
		if err != nil || p.Check() != nil {
			t.Fatalf("%+v, %v, %v", p, err, p.Check())
		}
		if p.FromRootHash != hex.EncodeToString(rfc6962(leaves[:from])) || p.RootHash != hex.EncodeToString(rfc6962(leaves[:size])) {
			t.Fatalf("the roots are %s and %s", p.FromRootHash, p.RootHash)
		}
		at := rapid.IntRange(0, from-1).Draw(t, "rewritten")
		rewritten := slices.Clone(leaves)
		rewritten[at] = hexHash([]byte("rewritten"))
		q, err := ProveConsistency(rewritten, from, size)
		if err != nil {
			t.Fatal(err)
		}
		if q.FromRootHash = p.FromRootHash; q.Check() == nil {
			t.Fatal("a log in which leaf was rewritten is the old one, grown")
		}
	})
}

func TestThereIsNoProofForALogThatNeverWas(t *testing.T) {
	leaves := []string{hexHash([]byte("a")), hexHash([]byte("b"))}
	for _, size := range []int{-1, 0, 3} {
		if _, err := ProveInclusion(leaves, leaves[0], size); survey.CodeOf(err) != survey.CodeBadRequest {
			t.Errorf("inclusion in %d: %v", size, err)
		}
		if _, err := ProveConsistency(leaves, 1, size); survey.CodeOf(err) != survey.CodeBadRequest {
			t.Errorf("consistency with %d: %v", size, err)
		}
		if _, err := ProveConsistency(leaves, size, 2); survey.CodeOf(err) != survey.CodeBadRequest {
			t.Errorf("consistency from %d: %v", size, err)
		}
	}
}
