package survey

import (
	"crypto/sha256"
	"encoding/base32"
	"sort"
	"strings"
)

// Path names a team by its place in the organisation tree, its parts joined by
// " / ": "Operations / Plant Bremen / Shift A". The empty path is the
// organisation itself, the node above the top teams.
type Path string

// Organisation is the node above the top teams.
const Organisation Path = ""

// Separator stands between the parts of a path; its spaces are required.
const Separator = " / "

// Parts returns the names from the top team down; none for the organisation.
func (p Path) Parts() []string {
	if p == Organisation {
		return nil
	}
	return strings.Split(string(p), Separator)
}

// Depth is the number of parts: 0 for the organisation.
func (p Path) Depth() int { return len(p.Parts()) }

// Name is the last part.
func (p Path) Name() string {
	i := strings.LastIndex(string(p), Separator)
	if i < 0 {
		return string(p)
	}
	return string(p)[i+len(Separator):]
}

// Parent is the path without its last part. The parent of a top team and of
// the organisation is the organisation.
func (p Path) Parent() Path {
	i := strings.LastIndex(string(p), Separator)
	if i < 0 {
		return Organisation
	}
	return p[:i]
}

// Contains reports whether q is p or lies below p.
func (p Path) Contains(q Path) bool {
	return p == Organisation || p == q || strings.HasPrefix(string(q), string(p)+Separator)
}

// Less orders paths part by part, a parent before its children.
func (p Path) Less(q Path) bool {
	a, b := p.Parts(), q.Parts()
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return len(a) < len(b)
}

// ID is the path's name in URLs and on ballots: 16 characters of [a-z2-7],
// derived from the path alone, so that the same team has the same id in every
// survey.
func (p Path) ID() string {
	sum := sha256.Sum256([]byte("teamtrust team\n" + string(p)))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10]))
}

// Tree is the organisation's teams: every prefix of a path in it is in it too,
// sorted by Less, without the organisation node.
type Tree []Path

// NewTree returns the smallest tree that holds the given paths.
func NewTree(paths ...Path) Tree {
	seen := map[Path]bool{}
	for _, p := range paths {
		for ; p != Organisation && !seen[p]; p = p.Parent() {
			seen[p] = true
		}
	}
	tree := make(Tree, 0, len(seen))
	for p := range seen {
		tree = append(tree, p)
	}
	sort.Slice(tree, func(i, j int) bool { return tree[i].Less(tree[j]) })
	return tree
}

// ByID finds a team by its Path.ID.
func (t Tree) ByID(id string) (Path, bool) {
	for _, p := range t {
		if p.ID() == id {
			return p, true
		}
	}
	return "", false
}
