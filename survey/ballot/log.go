package ballot

// Log is the transparency log of an installation: a Merkle tree (RFC 6962)
// that only ever grows. A leaf is a hash in 64 ASCII characters, of the
// manifest of a survey that opened or of the closing record of one that closed.
type Log []LogEntry

// LogEntry is one leaf.
type LogEntry struct {
	Survey string
	Kind   LogKind
	Leaf   string // lower-case hex SHA-256
}

// LogKind is what a leaf is the hash of.
type LogKind string

// What becomes a leaf.
const (
	LogManifest LogKind = "manifest"
	LogClosing  LogKind = "closing"
)

// SignLog signs a log with all its leaves.
type SignLog func(leaves []string) (Checkpoint, error)

// RecordHash is the leaf of a closing record: the lower-case hex SHA-256 of its
// canonical form, as it was published.
func RecordHash(record []byte) string { return hexHash(record) }

// Leaves are the data of the tree, in order.
func (l Log) Leaves() []string {
	out := make([]string, len(l))
	for i, e := range l {
		out[i] = e.Leaf
	}
	return out
}
