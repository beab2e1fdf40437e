package life

import (
	"bytes"
	"cmp"
	"context"
	"iter"
	"strings"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// Records is what a verification reads: everything that a close left behind.
type Records interface {
	Manifest(ctx context.Context, id string) ([]byte, error)
	ClosingRecord(ctx context.Context, id string) ([]byte, error)
	KeysDestroyedAt(ctx context.Context, id string) (time.Time, error)
	Commitments(ctx context.Context, id string) ([]string, error)
	Spent(ctx context.Context, id string) iter.Seq2[ballot.Spent, error]
	Log(ctx context.Context) (ballot.Log, []ballot.Checkpoint, error)

	ClosedBox(ctx context.Context, id string) (Box, error)
	Sealed(ctx context.Context, id string) (int, error)
	Ballots(ctx context.Context, id string) iter.Seq2[ballot.Stored, error]
	CommentCount(ctx context.Context, id string) (int, error)
	Tallies(ctx context.Context, id string) (map[string][]byte, error)
	Release(ctx context.Context, id string) ([]byte, error)
}

// Export gathers what is public of a survey that was opened; CodeRefused for a
// draft.
func (l *Life) Export(ctx context.Context, id string) (*ballot.Export, error) {
	sv, err := l.verifiable(ctx, id)
	if err != nil {
		return nil, err
	}
	x := &ballot.Export{Format: ballot.ExportFormat}
	if x.Manifest, err = l.store.Manifest(ctx, id); err != nil {
		return nil, err
	}
	if err := l.exportLog(ctx, x); err != nil {
		return nil, err
	}
	if sv.State != survey.Closed {
		return x, nil
	}
	return x, l.exportClosing(ctx, id, x)
}

// verifiable is a survey that was opened.
func (l *Life) verifiable(ctx context.Context, id string) (survey.Survey, error) {
	sv, err := l.store.Survey(ctx, id)
	if err == nil && sv.State == survey.Draft {
		err = survey.Errorf(survey.CodeRefused, "Survey %s is a draft; there is something to verify once it is open.", id)
	}
	return sv, err
}

func (l *Life) exportLog(ctx context.Context, x *ballot.Export) error {
	log, checkpoints, err := l.store.Log(ctx)
	if err != nil {
		return err
	}
	x.Log = log.Leaves()
	if len(checkpoints) > 0 {
		newest := checkpoints[len(checkpoints)-1]
		if read, err := ballot.OpenCheckpoint(newest.Note, newest.VerifierKey); err == nil {
			newest = read
		}
		x.Checkpoint = &newest
	}
	return nil
}

func (l *Life) exportClosing(ctx context.Context, id string, x *ballot.Export) (err error) {
	if x.ClosingRecord, err = l.store.ClosingRecord(ctx, id); err != nil {
		return err
	}
	switch destroyed, err := l.store.KeysDestroyedAt(ctx, id); {
	case err != nil:
		return err
	case !destroyed.IsZero():
		destroyed = destroyed.UTC()
		x.KeysDestroyed = &destroyed
	}
	if x.Commitments, err = l.store.Commitments(ctx, id); err != nil {
		if survey.CodeOf(err) != survey.CodeNotFound {
			return err
		}
		x.Commitments = nil
		if r, err := ballot.ParseClosingRecord(x.ClosingRecord); err == nil && r.Size == 0 {
			x.Commitments = []string{}
		}
	}
	x.Spent = []ballot.Spent{}
	for s, err := range l.store.Spent(ctx, id) {
		if err != nil {
			return err
		}
		x.Spent = append(x.Spent, s)
	}
	return nil
}

// BoxSize is how many ballots a closed survey counted; 0 before.
func (l *Life) BoxSize(ctx context.Context, id string) (int, error) {
	raw, err := l.store.ClosingRecord(ctx, id)
	if survey.CodeOf(err) == survey.CodeNotFound {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	r, err := ballot.ParseClosingRecord(raw)
	if err != nil {
		return 0, nil // Verify says what is wrong with it
	}
	return r.Size, nil
}

// Verifying is how a survey is to be verified.
type Verifying struct {
	Kept      *ballot.Checkpoint // of the log, from an earlier day; may be nil
	Retention time.Duration      // how long ballots are kept after a close
	Step      func()             // called for every credential, by several goroutines
}

// Verify checks the ballot box of a survey: what everybody can check of its
// Export, and what only the server can, which has the ballots. It records that
// it was done, and which checks fail. CodeRefused for a draft.
func (l *Life) Verify(ctx context.Context, id string, how Verifying, by Actor) (*ballot.Verification, error) {
	sv, err := l.verifiable(ctx, id)
	if err != nil {
		return nil, err
	}
	q, err := l.store.Questionnaire(ctx, sv.Questionnaire, sv.Version)
	if err != nil {
		return nil, err
	}
	again, stored := make(chan *recounted, 1), make(chan *storedRelease, 1)
	go func() { again <- l.countAgain(ctx, id, q) }() // beside the credentials, which take longest
	go func() { stored <- l.storedRelease(ctx, id) }()
	w := &witness{life: l, form: q, how: how}
	w.Verification, err = l.verifyExport(ctx, id, how)
	w.again, w.stored = <-again, <-stored
	if err = cmp.Or(err, w.again.err); err != nil {
		return nil, err
	}
	if err := w.all(ctx); err != nil {
		return nil, err
	}
	return w.Verification, l.record(ctx, by, ActionVerify, id, outcome(w.Failed()))
}

func (l *Life) verifyExport(ctx context.Context, id string, how Verifying) (*ballot.Verification, error) {
	x, err := l.Export(ctx, id)
	if err != nil {
		return nil, err
	}
	return x.Verify(ctx, how.Kept, how.Step)
}

// ActionVerify is how a verification stands in the audit log.
const ActionVerify = "verify survey"

// The detail of an entry of ActionVerify.
const (
	verifiedWhole = "everything holds"
	verifiedFails = "fails: "
)

// outcome is the detail of the entry.
func outcome(failed []string) string {
	if len(failed) > 0 {
		return verifiedFails + strings.Join(failed, ", ")
	}
	return verifiedWhole
}

// Failed are the names of the checks that an entry of ActionVerify says have
// failed; none where everything held.
func Failed(detail string) []string {
	names, fails := strings.CutPrefix(detail, verifiedFails)
	if !fails {
		return nil
	}
	return strings.Split(names, ", ")
}

// witness makes the checks that need the server.
type witness struct {
	life *Life
	*ballot.Verification
	form *survey.Questionnaire
	how  Verifying

	again  *recounted
	stored *storedRelease
}

func (w *witness) all(ctx context.Context) error {
	if err := w.checkSigned(ctx); err != nil {
		return err
	}
	if w.Manifest == nil || w.Record == nil && w.again.box.Survey.State == survey.Closed {
		for _, name := range []string{ballot.CheckSurvey, ballot.CheckKeys, ballot.CheckInvitations, ballot.CheckBallots, ballot.CheckTallies, ballot.CheckRelease} {
			w.add(ballot.Skip(name, "manifest or closing record cannot be read"))
		}
		return nil
	}
	w.checkSurvey()
	if w.Record == nil {
		return nil
	}
	if err := w.checkKeys(ctx); err != nil {
		return err
	}
	w.checkInvitations()
	if err := w.recount(); err != nil {
		return err
	}
	w.checkComments()
	return nil
}

func (w *witness) add(c ballot.Check) { w.Checks = append(w.Checks, c) }

// checkSigned compares the log with everything that was ever signed of it, and
// the key of the newest checkpoint with the one that lies with the keys.
func (w *witness) checkSigned(ctx context.Context) error {
	log, all, err := w.life.store.Log(ctx)
	if err != nil {
		return err
	}
	var p ballot.Problems
	leaves := log.Leaves()
	if len(all) == 0 {
		p.Add("nothing of its %d leaves was ever signed", len(leaves))
	}
	for i, stored := range all {
		c, err := ballot.OpenCheckpoint(stored.Note, stored.VerifierKey)
		switch {
		case err != nil:
			p.Add("the checkpoint of %d leaves: %v", stored.Size, err)
		case c.Size != stored.Size || !c.Fits(leaves):
			p.Add("the first %d leaves of the log are not those under %s that were signed", stored.Size, c.RootHash)
		case i > 0 && all[i-1].Size+1 != stored.Size:
			p.Add("the checkpoints between %d and %d leaves are missing", all[i-1].Size, stored.Size)
		}
	}
	key, err := w.life.keys.KeptLogKey()
	switch {
	case err != nil:
		p.Add("%v", err)
	case len(all) > 0 && all[len(all)-1].VerifierKey != key.Verifier():
		p.Add("the newest checkpoint is signed with %s, the key in %s is %s", all[len(all)-1].VerifierKey, w.life.keys.Path(), key.Verifier())
	}
	w.add(p.Check(ballot.CheckSigned, "all that was ever signed of the log fits it (%d times), at last with the log key of this server", len(all)))
	return nil
}

// checkSurvey compares the tables that are not published with the manifest.
func (w *witness) checkSurvey() {
	var p ballot.Problems
	m, sv := w.Manifest, w.again.box.Survey
	if !bytes.Equal(m.Bytes(), w.again.box.Manifest) {
		p.Add("the stored manifest is not in its canonical form")
	}
	if sv.ManifestHash != m.Hash {
		p.Add("the survey names the manifest %s", sv.ManifestHash)
	}
	if sv.Name != m.Name || sv.MinimumGroup != m.MinimumGroup || sv.Rehearsal != m.Rehearsal || !sv.Opens.Equal(m.Opens) || !sv.Closes.Equal(m.Closes) {
		p.Add("name, minimum group, times or rehearsal of the survey are not those of its manifest")
	}
	if !m.HasForm(w.form) {
		p.Add("the questionnaire %s, version %s, is not that of the manifest", w.form.ID, w.form.Version)
	}
	if !m.HasUnits(w.again.box.Units) {
		p.Add("the frozen units and teams are not those of the manifest")
	}
	w.add(p.Check(ballot.CheckSurvey, "name, times, questionnaire, units and teams in the database are those of the manifest"))
}

// checkInvitations compares the counts of the manifest and of the closing
// record, which has none where nothing was counted, with the invitations.
func (w *witness) checkInvitations() {
	var p ballot.Problems
	total := 0
	for _, u := range w.Manifest.Units {
		if n := w.again.box.Invited[u.ID]; n != u.Eligible {
			p.Add("unit %s: the manifest counts %d people, the invitations are %d", u.Name, u.Eligible, n)
		}
		total += u.Eligible
	}
	for _, b := range w.Record.Blocks {
		var invited, collected, replaced int
		for _, u := range b.Units {
			invited += w.again.box.Invited[u]
			collected += w.again.box.Collected[u]
			replaced += w.again.box.Replaced[u]
		}
		if invited != b.Invited || collected != b.Collected || replaced != b.Replaced {
			p.Add("block %s: the record counts %d invited, %d collected, %d replaced; the invitations are %d, %d, %d", b.Block, b.Invited, b.Collected, b.Replaced, invited, collected, replaced)
		}
	}
	w.add(p.Check(ballot.CheckInvitations, "%s, as the manifest says, and as many collected and replaced as the record says of its blocks", survey.Amount(total, "invitation", "invitations")))
}

func (w *witness) checkComments() {
	w.add(ballot.Skip(ballot.CheckComments, "%s; no commitment covers them, so that a changed one would not be seen", survey.Amount(w.again.comments, "comment is kept", "comments are kept")))
}
