package ballot

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"slices"

	"teamtrust/survey"
)

// OpenAll takes the ballots of a survey out of the box: it opens every row on
// all cores, leaves the withdrawn ones out, checks again that each row lies
// under its own name and that its answers fit q and its commitment, and returns
// the ballots in an order drawn from random. The keys must come from LoadToOpen
// for the epoch of the box.
//
// Nothing is dropped in silence: the first row that does not open, or fails a
// check, ends it with an error that names the row's key. Rows that share memory
// with a later one must not be handed in.
func OpenAll(keys *Keys, q *survey.Questionnaire, staged iter.Seq2[Staged, error], random io.Reader) ([]Opened, error) {
	if keys.sealing == nil {
		return nil, survey.Faultf(errNoSealing, "open the ballots")
	}
	var seed [32]byte
	if _, err := io.ReadFull(random, seed[:]); err != nil {
		return nil, fmt.Errorf("open the ballots: %w", err)
	}
	o := opener{keys: keys, layout: newLayout(q)}
	all, err := onAllCores(staged, o.open)
	if err != nil {
		return nil, survey.Faultf(err, "open the ballots")
	}
	// Sorted first, so that no trace of the order in the box is left to undo.
	slices.SortFunc(all, func(a, b Opened) int { return bytes.Compare(a.Nonce, b.Nonce) })
	rand.New(rand.NewChaCha8(seed)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all, nil
}

type opener struct {
	keys   *Keys
	layout layout
}

// open takes one ballot out; keep is false for a withdrawn one.
func (o *opener) open(row Staged) (b Opened, keep bool, err error) {
	plain, err := o.keys.open(row.Key, row.Sealed)
	if err != nil {
		return Opened{}, false, err
	}
	b, withdrawn, err := o.layout.read(plain)
	if err != nil {
		return Opened{}, false, err
	}
	if o.keys.rowKey(b.Nonce) != row.Key {
		return Opened{}, false, errSealed
	}
	if withdrawn {
		return Opened{}, false, nil
	}
	return b, true, o.check(&b)
}

// check repeats what was checked on arrival, with whatever questionnaire the
// close works by. What it finds wrong is told without the ballot's content.
func (o *opener) check(b *Opened) error {
	if o.layout.q.Check(b.Answers) != nil || o.layout.q.CheckComments(b.Comments) != nil {
		return &survey.Fault{Text: "its answers do not fit the questionnaire"}
	}
	want := commitment(o.keys.survey, o.layout.q, b.Answers, b.Salt)
	if hex.EncodeToString(want[:]) != b.Commitment {
		return &survey.Fault{Text: "its answers do not fit its commitment"}
	}
	return nil
}
