package ballot

import (
	"encoding/hex"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// MerkleRoot is the root of the Merkle tree (RFC 6962, §2.1) over the sorted
// commitments of a survey, in lower-case hex. A leaf is the 64 ASCII characters
// of a commitment; without ballots the root is the hash of the empty string.
func MerkleRoot(commitments []string) (string, error) {
	root, err := tlog.TreeHash(int64(len(commitments)), merkleHashes(commitments))
	if err != nil {
		return "", fmt.Errorf("merkle root of the commitments: %w", err)
	}
	return hex.EncodeToString(root[:]), nil
}

// memoryHashes keeps the hashes of a tree in the order of tlog.
type memoryHashes []tlog.Hash

// ReadHashes implements tlog.HashReader.
func (h memoryHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x < 0 || x >= int64(len(h)) {
			return nil, fmt.Errorf("the tree has no hash %d", x)
		}
		out[i] = h[x]
	}
	return out, nil
}

func merkleHashes(commitments []string) memoryHashes {
	sorted := slices.Sorted(slices.Values(commitments))
	h := make(memoryHashes, 0, 2*len(sorted))
	for i, c := range sorted {
		more, err := tlog.StoredHashes(int64(i), []byte(c), h)
		if err != nil {
			panic(err) // every hash below leaf i is in memory
		}
		h = append(h, more...)
	}
	return h
}
