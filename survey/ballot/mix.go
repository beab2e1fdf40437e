package ballot

import (
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"

	"teamtrust/survey"
)

// ErrMixed says that a row is named and sealed by the keys of another epoch
// than the one that its box is in: the box was mixed since. The ballot has to
// be sealed again; nothing of it was stored.
var ErrMixed error = &survey.Fault{Text: "the box was mixed since the ballot was sealed"}

// Mix takes every row of a box out of one epoch and seals it again for the next
// one, ballots and withdrawn ones alike. The rows come back under their new
// names, sorted by them: names are HMACs under a key that nobody had before, so
// neither name nor place nor ciphertext leads back to a row of the old epoch for
// anybody without its keys. The box is read before Mix returns; it is sealed on
// all cores while the result is read, which can be done once.
//
// The keys of the old epoch must come from LoadToOpen. A row that does not open
// under them, or lies under another name than its own, ends it with an error
// that names the row's key: nothing is dropped in silence.
func Mix(old, next *Keys, box iter.Seq2[Staged, error]) (iter.Seq2[Staged, error], error) {
	if old.sealing == nil {
		return nil, survey.Faultf(errNoSealing, "mix the box")
	}
	m := mixer{old: old, next: next}
	rows, err := onAllCores(box, m.takeOut)
	if err != nil {
		return nil, survey.Faultf(err, "mix the box")
	}
	slices.SortFunc(rows, func(a, b mixed) int { return strings.Compare(a.key, b.key) })
	return m.putBack(rows), nil
}

type mixer struct{ old, next *Keys }

// mixed is a row between two epochs.
type mixed struct {
	key   string // its new name
	plain []byte // without the zeros at its end
	size  int    // with them
}

func (m *mixer) takeOut(row Staged) (mixed, bool, error) {
	plain, err := m.old.open(row.Key, row.Sealed)
	if err != nil {
		return mixed{}, false, err
	}
	nonce, used, err := outline(plain)
	if err != nil {
		return mixed{}, false, err
	}
	if m.old.rowKey(nonce) != row.Key {
		return mixed{}, false, errSealed
	}
	return mixed{key: m.next.rowKey(nonce), plain: slices.Clone(plain[:used]), size: len(plain)}, true, nil
}

// atOnce is how many rows are sealed, and so held in full, at a time.
const atOnce = 512

func (m *mixer) putBack(rows []mixed) iter.Seq2[Staged, error] {
	return func(yield func(Staged, error) bool) {
		for part := range slices.Chunk(rows, atOnce) {
			for _, row := range m.seal(part) {
				if !yield(row.Staged, row.err) || row.err != nil {
					return
				}
			}
		}
	}
}

type sealedRow struct {
	Staged
	err error
}

// seal seals rows on all cores and keeps their order.
func (m *mixer) seal(rows []mixed) []sealedRow {
	out := make([]sealedRow, len(rows))
	var workers sync.WaitGroup
	n := runtime.GOMAXPROCS(0)
	for first := range n {
		workers.Go(func() {
			for i := first; i < len(rows); i += n {
				out[i] = m.sealOne(rows[i])
			}
		})
	}
	workers.Wait()
	return out
}

func (m *mixer) sealOne(row mixed) (out sealedRow) {
	defer func() {
		if r := recover(); r != nil {
			out.err = survey.Recovered(r)
		}
	}()
	plain := make([]byte, row.size)
	copy(plain, row.plain)
	sealed, err := m.next.seal(row.key, plain)
	clear(plain)
	clear(row.plain)
	return sealedRow{Staged{Key: row.key, Sealed: sealed, Epoch: m.next.epoch}, err}
}
