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
func MerkleRoot(commitments []string) string {
	return plant(slices.Sorted(slices.Values(commitments))).rootHash(len(commitments))
}

// tree keeps the hashes of a Merkle tree in the order of tlog.
type tree []tlog.Hash

// plant makes the tree over leaves in the given order; the data of a leaf are
// its characters.
func plant(leaves []string) tree {
	t := make(tree, 0, 2*len(leaves))
	for i, leaf := range leaves {
		more, err := tlog.StoredHashes(int64(i), []byte(leaf), t)
		if err != nil {
			panic(err) // every hash below leaf i is in memory
		}
		t = append(t, more...)
	}
	return t
}

// ReadHashes implements tlog.HashReader.
func (t tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x < 0 || x >= int64(len(t)) {
			return nil, fmt.Errorf("the tree has no hash %d", x)
		}
		out[i] = t[x]
	}
	return out, nil
}

// root is the root over the first size leaves of a tree that has so many.
func (t tree) root(size int) tlog.Hash {
	root, err := tlog.TreeHash(int64(size), t)
	if err != nil {
		panic(err) // every hash is in memory
	}
	return root
}

// rootHash is the same in lower-case hex.
func (t tree) rootHash(size int) string {
	root := t.root(size)
	return hex.EncodeToString(root[:])
}
