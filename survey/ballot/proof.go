package ballot

import (
	"encoding/hex"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"teamtrust/survey"
)

// InclusionProof proves that a leaf is in a log. All hashes are lower-case hex.
type InclusionProof struct {
	Leaf     string   `json:"leaf"`
	Index    int      `json:"index"` // of the leaf, from 0
	Size     int      `json:"size"`  // leaves of the log that the proof is about
	RootHash string   `json:"root_hash"`
	Hashes   []string `json:"hashes"`
}

// ConsistencyProof proves that a log is an earlier one that grew.
type ConsistencyProof struct {
	From         int      `json:"from"` // leaves of the earlier log
	FromRootHash string   `json:"from_root_hash"`
	Size         int      `json:"size"`
	RootHash     string   `json:"root_hash"`
	Hashes       []string `json:"hashes"`
}

// ProveInclusion proves (RFC 6962, §2.1.1) that a leaf is among the first size
// leaves. CodeNotFound where it is not, CodeBadRequest where the log has never
// had that size.
func ProveInclusion(leaves []string, leaf string, size int) (InclusionProof, error) {
	if err := sized(leaves, size); err != nil {
		return InclusionProof{}, err
	}
	at := slices.Index(leaves[:size], leaf)
	if at < 0 {
		return InclusionProof{}, survey.Errorf(survey.CodeNotFound, "The first %d leaves of the log do not have %s.", size, leaf)
	}
	t := plant(leaves[:size])
	hashes, err := tlog.ProveRecord(int64(size), int64(at), t)
	if err != nil {
		return InclusionProof{}, fmt.Errorf("prove that leaf %d is in the log: %w", at, err)
	}
	return InclusionProof{Leaf: leaf, Index: at, Size: size, RootHash: t.rootHash(size), Hashes: hexHashes(hashes)}, nil
}

// ProveConsistency proves (RFC 6962, §2.1.2) that the log with the first size
// leaves is the log with the first from leaves, grown. CodeBadRequest where it
// has never had one of the sizes.
func ProveConsistency(leaves []string, from, size int) (ConsistencyProof, error) {
	if err := sized(leaves, size); err != nil {
		return ConsistencyProof{}, err
	}
	if from < 1 || from > size {
		return ConsistencyProof{}, survey.Errorf(survey.CodeBadRequest, "There is no log of %d leaves that grew to %d; ask for one from 1 to %d.", from, size, size)
	}
	t := plant(leaves[:size])
	hashes, err := tlog.ProveTree(int64(size), int64(from), t)
	if err != nil {
		return ConsistencyProof{}, fmt.Errorf("prove that the log only grew: %w", err)
	}
	return ConsistencyProof{From: from, FromRootHash: t.rootHash(from), Size: size, RootHash: t.rootHash(size), Hashes: hexHashes(hashes)}, nil
}

func sized(leaves []string, size int) error {
	if size < 1 || size > len(leaves) {
		return survey.Errorf(survey.CodeBadRequest, "The log has %d leaves; ask for a size from 1 to that.", len(leaves))
	}
	return nil
}

// Check says what is wrong with the proof; nil where it holds.
func (p InclusionProof) Check() error {
	root, hashes, err := readProof(p.RootHash, p.Hashes)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(hashes, int64(p.Size), root, int64(p.Index), tlog.RecordHash([]byte(p.Leaf)))
}

// Check says what is wrong with the proof; nil where it holds.
func (p ConsistencyProof) Check() error {
	root, hashes, err := readProof(p.RootHash, p.Hashes)
	if err != nil {
		return err
	}
	old, _, err := readProof(p.FromRootHash, nil)
	if err != nil {
		return err
	}
	return tlog.CheckTree(hashes, int64(p.Size), root, int64(p.From), old)
}

// hexHashes is how proofs are written.
func hexHashes(hashes []tlog.Hash) []string {
	out := make([]string, len(hashes))
	for i, h := range hashes {
		out[i] = hex.EncodeToString(h[:])
	}
	return out
}

// readProof reads what was written.
func readProof(root string, list []string) (tlog.Hash, []tlog.Hash, error) {
	out := make([]tlog.Hash, 1+len(list))
	for i, s := range append([]string{root}, list...) {
		b, ok := decodeHash(s)
		if !ok {
			return tlog.Hash{}, nil, fmt.Errorf("%.80q is not a SHA-256 in lower-case hex", s)
		}
		copy(out[i][:], b)
	}
	return out[0], out[1:], nil
}
