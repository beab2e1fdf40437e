package ballot

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"teamtrust/survey"
)

// Verification is what a check of an export found.
type Verification struct {
	Checks   []Check
	Manifest *Manifest      // nil where it is none
	Record   *ClosingRecord // nil before the close, or where it is none
	Cast     map[string]int // ballots by unit, as the credentials show
}

// Failed are the names of the checks that fail.
func (v *Verification) Failed() []string {
	var names []string
	for _, c := range v.Checks {
		if c.Result == Fails {
			names = append(names, c.Name)
		}
	}
	return names
}

// Verify checks everything that can be checked without the server: manifest,
// log and its signature, closing record, every credential, counts and the list
// of ballots. Of kept, a checkpoint that somebody kept from an earlier day, it
// checks that the log still begins with it; it may be nil. Step is called for
// every credential, by several goroutines. The error is that of ctx.
func (x *Export) Verify(ctx context.Context, kept *Checkpoint, step func()) (*Verification, error) {
	v := &Verification{Cast: map[string]int{}}
	v.add(x.checkManifest(v))
	if x.ClosingRecord == nil {
		v.add(x.checkLog(v, "", kept), x.checkOpen())
		return v, nil
	}
	closing, hash := x.checkClosing(v)
	v.add(x.checkLog(v, hash, kept), closing)
	if v.Manifest == nil || v.Record == nil {
		for _, name := range []string{CheckKey, CheckCredentials, CheckCounts, CheckList} {
			v.add(Skip(name, "manifest or closing record cannot be read"))
		}
		return v, nil
	}
	v.add(v.checkKey())
	credentials, err := x.checkCredentials(ctx, v, step)
	if err != nil {
		return nil, err
	}
	v.add(credentials, x.checkCounts(v), x.checkList(v.Record), x.checkDestruction(v.Record))
	return v, nil
}

func (v *Verification) add(checks ...Check) { v.Checks = append(v.Checks, checks...) }

func (x *Export) checkManifest(v *Verification) Check {
	var p Problems
	form, err := canonical(x.Manifest)
	if err == nil {
		v.Manifest, err = ParseManifest(form)
	}
	if err != nil {
		p.Add("%v", err)
		return p.Check(CheckManifest, "its hash is not its own")
	}
	return p.Check(CheckManifest, "its hash is %s, as in every invitation link", v.Manifest.Hash)
}

// checkOpen sees that what has no closing record has nothing else of a close.
func (x *Export) checkOpen() Check {
	if x.Commitments == nil && x.Spent == nil && x.KeysDestroyed == nil {
		return Skip(CheckClosing, "there is no closing record, so the survey was open when this was published; what its ballot box holds can be checked after the close")
	}
	var p Problems
	p.Add("there is no closing record, but a list of ballots, used credentials or the time at which keys were destroyed")
	return p.Check(CheckClosing, "there is no closing record")
}

// checkClosing also returns the hash of the record, its leaf in the log.
func (x *Export) checkClosing(v *Verification) (Check, string) {
	var p Problems
	form, err := canonical(x.ClosingRecord)
	if err == nil {
		v.Record, err = ParseClosingRecord(form)
	}
	if err != nil {
		p.Add("%v", err)
		return p.Check(CheckClosing, "it cannot be read"), ""
	}
	if m := v.Manifest; m != nil {
		if v.Record.Survey != m.Survey || v.Record.ManifestHash != m.Hash {
			p.Add("it is of survey %s with manifest %s, not of %s with %s", v.Record.Survey, v.Record.ManifestHash, m.Survey, m.Hash)
		}
		v.checkBlocks(&p)
	}
	return p.Check(CheckClosing, "the record of the close at %s, its hash is %s%s", v.Record.Closed.Format(time.RFC3339), RecordHash(form), v.Record.mishap()), RecordHash(form)
}

// mishap is what a record says of a loss, for the end of a sentence.
func (r *ClosingRecord) mishap() (said string) {
	if r.Restored != nil {
		said = fmt.Sprintf("; while it was open its box was put back, from a backup, to the state of %s", r.Restored.Format(time.RFC3339))
	}
	if r.Lost != nil {
		said += fmt.Sprintf("; it was closed without its ballots (lost: %s), because: %q", r.Lost.What, r.Lost.Reason)
	}
	return said
}

// checkBlocks compares the blocks with the units of the manifest: every unit is
// in one of them, where there are any.
func (v *Verification) checkBlocks(p *Problems) {
	in := map[string]string{}
	for _, b := range v.Record.Blocks {
		invited := 0
		for _, id := range b.Units {
			u, ok := v.Manifest.Unit(id)
			switch {
			case !ok:
				p.Add("block %s has the unit %s, which the manifest does not have", b.Block, id)
				continue
			case in[id] != "":
				p.Add("unit %s is in the blocks %s and %s", id, in[id], b.Block)
			}
			in[id] = b.Block
			invited += u.Eligible
		}
		if invited != b.Invited {
			p.Add("block %s: %d were invited by the record, %d by the manifest", b.Block, b.Invited, invited)
		}
	}
	for _, u := range v.Manifest.Units {
		if in[u.ID] == "" && len(v.Record.Blocks) > 0 {
			p.Add("unit %s is in no block", u.ID)
		}
	}
}

// checkLog looks for manifest and closing record, where there is one, among
// the leaves, and checks that they are what was signed.
func (x *Export) checkLog(v *Verification, closing string, kept *Checkpoint) Check {
	var p Problems
	places := x.places(v, closing, &p)
	if x.Checkpoint == nil {
		p.Add("the log is not signed")
		return p.Check(CheckLog, "%s", survey.Amount(len(x.Log), "leaf", "leaves"))
	}
	c, err := OpenCheckpoint(x.Checkpoint.Note, x.Checkpoint.VerifierKey)
	switch {
	case err != nil:
		p.Add("%v", err)
	case c != *x.Checkpoint:
		p.Add("the checkpoint says something else than its signed note, which is of %d leaves under %s", c.Size, c.RootHash)
	case c.Size != len(x.Log) || !c.Fits(x.Log):
		p.Add("%d leaves under %s were signed; there are %d under %s", c.Size, c.RootHash, len(x.Log), plant(x.Log).rootHash(len(x.Log)))
	}
	said := fmt.Sprintf("%s of %s under %s, signed with %s", places, survey.Amount(len(x.Log), "leaf", "leaves"), x.Checkpoint.RootHash, x.Checkpoint.VerifierKey)
	if kept != nil {
		said += fmt.Sprintf("; it begins with the checkpoint of %s that was kept", survey.Amount(int(kept.Size), "leaf", "leaves"))
		checkKept(&p, kept, x)
	}
	return p.Check(CheckLog, "%s", said)
}

// places says where in the log the survey stands.
func (x *Export) places(v *Verification, closing string, p *Problems) string {
	var said []string
	opened := -1
	if v.Manifest != nil {
		if opened = slices.Index(x.Log, v.Manifest.Hash); opened < 0 {
			p.Add("the manifest's hash %s is no leaf", v.Manifest.Hash)
		}
		said = append(said, fmt.Sprintf("the manifest is leaf %d", opened))
	}
	if closing != "" {
		at := slices.Index(x.Log, closing)
		if at <= opened {
			p.Add("the closing record's hash %s is no leaf after the manifest's", closing)
		}
		said = append(said, fmt.Sprintf("the closing record leaf %d", at))
	}
	return strings.Join(said, ", ")
}

func checkKept(p *Problems, kept *Checkpoint, x *Export) {
	if kept.VerifierKey != x.Checkpoint.VerifierKey {
		p.Add("the checkpoint that was kept is signed with %s", kept.VerifierKey)
	}
	if !kept.Fits(x.Log) {
		p.Add("the log does not begin with the %d leaves under %s of the checkpoint that was kept: it was rewritten", kept.Size, kept.RootHash)
	}
}

// checkKey compares the private key, which the close publishes, with the
// public one.
func (v *Verification) checkKey() Check {
	var p Problems
	if v.Record.PrivateKey == "" {
		return Skip(CheckKey, "the private key was lost with the others; nothing was counted by it")
	}
	key, err := poprfKey(v.Record.PrivateKey)
	if err != nil {
		p.Add("%v", err)
	} else if public := encode(publicHalf(key)); public != v.Manifest.PublicKey {
		p.Add("the private key of the closing record belongs to the public key %s, the manifest has %s", public, v.Manifest.PublicKey)
	}
	return p.Check(CheckKey, "the private key of the closing record belongs to the public key of the manifest")
}

// checkCounts compares what the closing record counts with the credentials.
func (x *Export) checkCounts(v *Verification) Check {
	var p Problems
	spent := map[string]int{}
	for _, s := range x.Spent {
		spent[s.Block]++
	}
	total := 0
	for _, b := range v.Record.Blocks {
		if b.Collected > b.Invited || b.Cast > b.Collected+b.Replaced {
			p.Add("block %s: %d ballots of %d credentials for %d invitations, %d of them replaced", b.Block, b.Cast, b.Collected, b.Invited, b.Replaced)
		}
		if spent[b.Block] != b.Cast {
			p.Add("block %s: %d ballots were counted, %d credentials were used", b.Block, b.Cast, spent[b.Block])
		}
		total += b.Cast
	}
	if len(v.Record.Blocks) == 0 {
		total = len(x.Spent)
	}
	if total != v.Record.Size || len(x.Spent) != v.Record.Size {
		p.Add("%d ballots in the record, %d in its blocks, %d used credentials", v.Record.Size, total, len(x.Spent))
	}
	return p.Check(CheckCounts, "%s in %s, none with more ballots than credentials handed out and invitations replaced",
		survey.Amount(v.Record.Size, "ballot", "ballots"), survey.Amount(len(v.Record.Blocks), "block", "blocks"))
}

// checkList compares the list of ballots with the record.
func (x *Export) checkList(r *ClosingRecord) Check {
	if x.Commitments == nil {
		return Skip(CheckList, "there is no list of the ballots. Only earlier versions deleted it with them; where others are shown one, this is not what was published. The root is %s", r.MerkleRoot)
	}
	var p Problems
	if len(x.Commitments) != r.Size {
		p.Add("the list has %d ballots, the record %d", len(x.Commitments), r.Size)
	}
	if !slices.IsSorted(x.Commitments) {
		p.Add("the list is not sorted")
	}
	if root := MerkleRoot(x.Commitments); root != r.MerkleRoot {
		p.Add("the list has the root %s, the record %s", root, r.MerkleRoot)
	}
	return p.Check(CheckList, "%d commitments under the root %s", len(x.Commitments), r.MerkleRoot)
}

func (x *Export) checkDestruction(r *ClosingRecord) Check {
	var p Problems
	switch {
	case x.KeysDestroyed == nil:
		p.Add("it is not recorded that the keys which open the box were destroyed; the next start of the server does it")
	case x.KeysDestroyed.Before(r.Closed):
		p.Add("the keys were destroyed at %s, before the close at %s", x.KeysDestroyed.Format(time.RFC3339), r.Closed.Format(time.RFC3339))
	default:
		if r.Lost != nil {
			return p.Check(CheckDestruction, "what was left of the keys was destroyed at %s, says the server", x.KeysDestroyed.Format(time.RFC3339))
		}
		return p.Check(CheckDestruction, "the keys that open the box were destroyed at %s, says the server", x.KeysDestroyed.Format(time.RFC3339))
	}
	return p.Check(CheckDestruction, "when the keys that open the box were destroyed")
}

// HasForm reports whether a questionnaire is the one that people were asked.
func (m *Manifest) HasForm(q *survey.Questionnaire) bool {
	return sameJSON(newForm(q), m.Questionnaire)
}

// HasUnits reports whether units are those of the manifest, but for the hashes
// of their names, which are deleted when a survey closes.
func (m *Manifest) HasUnits(units []survey.Unit) bool {
	published := slices.Clone(m.Units)
	for i := range published {
		published[i].Roster = ""
	}
	return sameJSON(manifestUnits(units), published)
}

// HasKey reports whether the manifest publishes the public half of a POPRF key.
func (m *Manifest) HasKey(keys *Keys) bool { return encode(keys.PublicKey()) == m.PublicKey }

func sameJSON(a, b any) bool {
	x, err := canonicalJSON(a)
	if err != nil {
		return false
	}
	y, err := canonicalJSON(b)
	return err == nil && bytes.Equal(x, y)
}
