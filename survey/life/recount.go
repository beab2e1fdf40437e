package life

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"teamtrust/analytics"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// recounted is what the database has of a survey, and what its ballots give.
type recounted struct {
	box      Box
	comments int
	stored   map[string][]byte // the tally of each block

	problems ballot.Problems
	size     int
	root     string                      // over the stored commitments
	answers  map[string][]survey.Answers // by block
	tallies  map[string]*analytics.Tally // by block
	err      error
}

// storedRelease is the release that the close stored.
type storedRelease struct {
	raw  []byte
	hash string
	none error // why it cannot be read
	err  error
}

func (l *Life) storedRelease(ctx context.Context, id string) *storedRelease {
	var s storedRelease
	if s.raw, s.err = l.store.Release(ctx, id); s.err == nil {
		s.hash, s.none = analytics.HashOf(s.raw)
	}
	return &s
}

// countAgain reads what a verification compares and counts the ballots.
func (l *Life) countAgain(ctx context.Context, id string, form *survey.Questionnaire) *recounted {
	r := &recounted{answers: map[string][]survey.Answers{}, tallies: map[string]*analytics.Tally{}}
	if r.box, r.err = l.store.ClosedBox(ctx, id); r.err != nil {
		return r
	}
	if r.comments, r.err = l.store.CommentCount(ctx, id); r.err != nil {
		return r
	}
	if r.stored, r.err = l.store.Tallies(ctx, id); r.err == nil {
		r.err = r.count(id, form, l.store.Ballots(ctx, id))
	}
	return r
}

// count recomputes the commitment of every stored ballot and adds it to the tally
// of its block.
func (r *recounted) count(id string, form *survey.Questionnaire, ballots iter.Seq2[ballot.Stored, error]) error {
	scoring, err := analytics.NewScoring(form)
	if err != nil {
		return err
	}
	var list []string
	for b, err := range ballots {
		if err != nil {
			return err
		}
		if got := ballot.Commitment(id, form, b.Answers, b.Salt); got != b.Commitment {
			r.problems.Add("ballot %s: answers and salt give the commitment %s, it has %s", b.ID, got, b.Commitment)
		}
		if r.tallies[b.Block] == nil {
			r.tallies[b.Block] = scoring.Tally()
		}
		if form.Check(b.Answers) != nil || r.tallies[b.Block].Add(b.Answers) != nil {
			r.problems.Add("ballot %s has answers that the questionnaire does not have", b.ID)
		}
		r.answers[b.Block] = append(r.answers[b.Block], b.Answers)
		list = append(list, b.Commitment)
	}
	r.size, r.root = len(list), ballot.MerkleRoot(list)
	return nil
}

// recount compares what the stored ballots give with everything that the close
// made of them.
func (w *witness) recount() error {
	boxes := w.checkBallots()
	if err := w.checkTallies(boxes); err != nil {
		return err
	}
	return w.checkRelease(boxes)
}

// checkBallots compares the stored ballots with the closing record and returns
// their answers by block, nil once they were deleted.
func (w *witness) checkBallots() map[string][]survey.Answers {
	p := &w.again.problems
	if w.again.size == 0 && w.Record.Size > 0 {
		w.add(w.deleted(p))
		return nil
	}
	w.checkLabels(p, w.again.answers)
	if w.again.size != w.Record.Size {
		p.Add("%d ballots are stored, %d were counted", w.again.size, w.Record.Size)
	}
	if w.again.root != w.Record.MerkleRoot {
		p.Add("the stored ballots have the root %s, the closing record %s", w.again.root, w.Record.MerkleRoot)
	}
	w.add(p.Check(ballot.CheckBallots, "%d stored ballots, every commitment computed anew from answers and salt, and the root from them", w.again.size))
	return w.again.answers
}

// deleted says that there are no ballots any more, or that they are missing.
func (w *witness) deleted(p *ballot.Problems) ballot.Check {
	due := w.again.box.Survey.ClosedAt.Add(w.how.Retention)
	if due.After(w.life.clock()) {
		p.Add("all %d ballots are missing; with the retention of this server they are deleted at %s", w.Record.Size, due.Format(time.RFC3339))
		return p.Check(ballot.CheckBallots, "the stored ballots")
	}
	return ballot.Skip(ballot.CheckBallots, "%s: deleted %d days after the close; answers cannot be checked any more", survey.Amount(w.Record.Size, "ballot", "ballots"), int(w.how.Retention.Hours()/24))
}

// checkLabels compares the ballots of each block with the record.
func (w *witness) checkLabels(p *ballot.Problems, boxes map[string][]survey.Answers) {
	cast := map[string]int{Unlabelled: w.Record.Size}
	if len(w.Record.Blocks) > 0 {
		delete(cast, Unlabelled)
	}
	for _, b := range w.Record.Blocks {
		cast[b.Block] = b.Cast
	}
	for _, label := range slices.Sorted(maps.Keys(boxes)) {
		if _, ok := cast[label]; !ok {
			p.Add("%d ballots have the label %s, which the closing record does not have", len(boxes[label]), label)
		}
	}
	for _, label := range slices.Sorted(maps.Keys(cast)) {
		if n := len(boxes[label]); n != cast[label] {
			p.Add("block %s has %d ballots, %d were counted", label, n, cast[label])
		}
	}
}

// checkTallies compares the stored tally of each block with one of its ballots.
// What it differs in is not said: a tally shows more than a release may.
func (w *witness) checkTallies(boxes map[string][]survey.Answers) error {
	stored := w.again.stored
	if boxes == nil {
		w.add(ballot.Skip(ballot.CheckTallies, "the tallies of %s are kept; without ballots they cannot be counted again", survey.Amount(len(stored), "block", "blocks")))
		return nil
	}
	var p ballot.Problems
	if len(stored) != len(w.Record.Blocks) {
		p.Add("%d tallies are stored for %d blocks", len(stored), len(w.Record.Blocks))
	}
	for _, b := range w.Record.Blocks {
		same, err := sameTally(w.again.tallies[b.Block], stored[b.Block])
		if err != nil {
			return err
		}
		if !same {
			p.Add("block %s: its tally is not that of its ballots", b.Block)
		}
	}
	w.add(p.Check(ballot.CheckTallies, "the tallies of %s are those of their ballots", survey.Amount(len(stored), "block", "blocks")))
	return nil
}

func sameTally(again *analytics.Tally, stored []byte) (bool, error) {
	raw, err := json.Marshal(again)
	if err != nil {
		return false, fmt.Errorf("encode tally: %w", err)
	}
	differ, err := differences(stored, raw)
	return err == nil && len(differ) == 0, nil
}

// checkRelease compares the stored release with its hash in the closing record
// and, number by number, with what the ballots give by the rules of release.
func (w *witness) checkRelease(boxes map[string][]survey.Answers) error {
	if w.stored.err != nil {
		return w.stored.err
	}
	var p ballot.Problems
	w.checkReleaseHash(&p)
	if boxes == nil {
		w.add(p.Check(ballot.CheckRelease, "its hash is that of the closing record; without ballots it cannot be counted again"))
		return nil
	}
	ballots, ok := w.byUnit(boxes)
	if !ok {
		p.Add("it cannot be counted again, because credentials and stored ballots do not fit")
	} else if err := w.compare(&p, ballots); err != nil {
		p.Add("it cannot be counted again: %v", err)
	}
	w.add(p.Check(ballot.CheckRelease, "its hash is that of the closing record, and every number is that of a recount of %s", survey.Amount(w.Record.Size, "ballot", "ballots")))
	return nil
}

func (w *witness) checkReleaseHash(p *ballot.Problems) {
	switch {
	case w.stored.none != nil:
		p.Add("the stored release cannot be read: %v", w.stored.none)
	case w.stored.hash != w.Record.ReleaseHash:
		p.Add("the stored release has the hash %s, the closing record %s", w.stored.hash, w.Record.ReleaseHash)
	}
}

// byUnit gives the ballots of each block to its units, as many to each as it
// has credentials. Which ballot goes to which unit is not known and makes no
// difference: a release speaks of blocks.
func (w *witness) byUnit(boxes map[string][]survey.Answers) ([]analytics.UnitBallot, bool) {
	blocks := map[string][]string{}
	for _, b := range w.Record.Blocks {
		blocks[b.Block] = b.Units
	}
	if len(blocks) == 0 {
		blocks[Unlabelled] = slices.Sorted(maps.Keys(w.Cast))
	}
	var out []analytics.UnitBallot
	for block, units := range blocks {
		left := boxes[block]
		for _, u := range units {
			n := w.Cast[u]
			if n > len(left) {
				return nil, false
			}
			for _, a := range left[:n] {
				out = append(out, analytics.UnitBallot{Unit: u, Answers: a})
			}
			left = left[n:]
		}
		if len(left) > 0 {
			return nil, false
		}
	}
	return out, len(out) == w.Record.Size
}

// compare makes the release once more, as the close did, but for the comments and
// the hash.
func (w *witness) compare(p *ballot.Problems, ballots []analytics.UnitBallot) error {
	in := w.life.input(w.again.box, w.form, nil)
	in.Ballots = ballots
	counted, err := countedAgain(in)
	if err != nil {
		return err
	}
	counted.Release.ReleaseHash = w.Record.ReleaseHash
	again, err := json.Marshal(counted.Release)
	if err != nil {
		return err
	}
	differ, err := differences(w.stored.raw, again)
	for _, path := range differ {
		p.Add("%s is not what the ballots give", path)
	}
	return err
}

// differences are the members of a stored JSON value that a recount does not
// give. What the recount has and the stored one has not is no difference: a
// later version may say more.
func differences(stored, again []byte) ([]string, error) {
	if bytes.Equal(stored, again) {
		return nil, nil
	}
	var a, b any
	if err := json.Unmarshal(stored, &a); err != nil {
		return nil, fmt.Errorf("read what was stored: %w", err)
	}
	if err := json.Unmarshal(again, &b); err != nil {
		return nil, fmt.Errorf("read what was recounted: %w", err)
	}
	return differ("", a, b), nil
}

func differ(path string, a, b any) []string {
	switch a := a.(type) {
	case map[string]any:
		if b, ok := b.(map[string]any); ok {
			var out []string
			for _, name := range slices.Sorted(maps.Keys(a)) {
				out = append(out, differ(path+"."+name, a[name], b[name])...)
			}
			return out
		}
	case []any:
		if b, ok := b.([]any); ok && len(a) == len(b) {
			var out []string
			for i := range a {
				out = append(out, differ(fmt.Sprintf("%s[%s]", path, called(a[i], i)), a[i], b[i])...)
			}
			return out
		}
	case float64:
		if b, ok := b.(float64); ok && a-b < 1e-9 && b-a < 1e-9 { // another processor may round the last bits otherwise
			return nil
		}
	default:
		if a == b {
			return nil
		}
	}
	return []string{path[min(1, len(path)):]}
}

// called names an element of an array: by its team or id, where it has one.
func called(element any, i int) string {
	if m, ok := element.(map[string]any); ok {
		for _, name := range []string{"team", "id", "wave"} {
			if s, ok := m[name].(string); ok {
				return s
			}
		}
	}
	return fmt.Sprint(i)
}
