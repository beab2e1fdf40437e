package life_test

import (
	"os"
	"path/filepath"
	"testing"

	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

// log is the log with the newest checkpoint, whose signature is checked.
func (w *world) log() (ballot.Log, ballot.Checkpoint) {
	w.t.Helper()
	log, all, err := w.store.Log(w.t.Context())
	w.check(err)
	key, err := w.keys.KeptLogKey()
	w.check(err)
	newest := all[len(all)-1]
	c, err := ballot.OpenCheckpoint(newest.Note, key.Verifier())
	w.check(err)
	return log, c
}

func TestTheLogHoldsManifestAndClosingRecordAndIsSigned(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 8})
		sv := w.open("7d")
		_, opened := w.log()
		_, err := w.life.Close(t.Context(), sv.ID, "a test", life.CommandLine)
		w.check(err)
		log, closed := w.log()
		record, err := w.store.ClosingRecord(t.Context(), sv.ID)
		w.check(err)
		if log[0].Leaf != sv.ManifestHash || log[1].Leaf != ballot.RecordHash(record) || opened.Size != 1 || closed.Size != 2 || closed.Origin != "trust.example.org/verify" {
			t.Errorf("the log is %+v under %+v", log, closed)
		}
		p, err := ballot.ProveConsistency(log.Leaves(), opened.Size, closed.Size)
		if err != nil || p.Check() != nil || p.FromRootHash != opened.RootHash || p.RootHash != closed.RootHash {
			t.Errorf("from %+v to %+v: %+v, %v", opened, closed, p, err)
		}
	})
}

func TestTheNextStartLogsWhatAnEarlierVersionClosed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.check(w.life.Recover(t.Context())) // nothing to sign: no key is made
		if _, err := os.Stat(filepath.Join(w.keys.Path(), "log.key")); !os.IsNotExist(err) {
			t.Errorf("a key was made for an empty log: %v", err)
		}
		w.staff(map[string]int{"Alpha": 8})
		sv := w.open("7d")
		_, err := w.life.Close(t.Context(), sv.ID, "a test", life.CommandLine)
		w.check(err)
		before, whole := w.log()
		for _, old := range []string{"DELETE FROM log WHERE kind = 'closing'", "DELETE FROM checkpoints"} {
			_, err := w.store.SQL().Exec(old)
			w.check(err)
		}
		w.check(os.Remove(filepath.Join(w.keys.Path(), "log.key")))
		w.check(w.life.Recover(t.Context()))
		after, again := w.log()
		if len(after) != 2 || after[1] != before[1] || again.RootHash != whole.RootHash {
			t.Errorf("the log is %+v under %+v", after, again)
		}
	})
}
