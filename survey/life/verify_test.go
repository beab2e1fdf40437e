package life_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"teamtrust/migrations"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

// counted is a closed survey of two blocks, one of them of two units, with what
// a tampering needs to know of it.
type counted struct {
	*world
	id string
}

// count holds a survey in which everybody answers something else.
func (w *world) count() counted {
	w.t.Helper()
	w.staff(map[string]int{"Alpha": 9, "Beta": 8, "Gamma": 7})
	first, err := w.life.Open(w.t.Context(), w.draft("Before", "7d", true).ID, life.CommandLine)
	w.check(err)
	_, err = w.life.Close(w.t.Context(), first.ID, "a test", life.CommandLine)
	w.check(err)
	sv := w.open("7d")
	for i, l := range w.links(sv.ID) {
		if strings.HasPrefix(l.Team, "Gamma") && i%3 > 0 {
			continue // too few for a block of their own
		}
		w.check(w.answer(l.URL, 1+i%5))
	}
	_, err = w.life.Close(w.t.Context(), sv.ID, "a test", life.CommandLine)
	w.check(err)
	return counted{w, sv.ID}
}

// verify returns the names of the checks that fail.
func (c counted) verify(kept *ballot.Checkpoint) (*ballot.Verification, []string) {
	c.t.Helper()
	v, err := c.life.Verify(c.t.Context(), c.id, life.Verifying{Kept: kept, Retention: 30 * 24 * time.Hour, Step: func() {}}, life.CommandLine)
	c.check(err)
	return v, v.Failed()
}

func (c counted) sql(format string, args ...any) {
	c.t.Helper()
	statement := fmt.Sprintf(strings.ReplaceAll(format, "ID", "'"+c.id+"'"), args...) // not in the arguments: a key may spell it
	result, err := c.store.SQL().Exec(statement)
	c.check(err)
	if n, err := result.RowsAffected(); err == nil && n == 0 && !strings.HasPrefix(statement, "CREATE") {
		c.t.Fatalf("%s changed nothing", statement)
	}
}

// text reads one text.
func (c counted) text(query string) (out string) {
	c.t.Helper()
	c.check(c.store.SQL().QueryRow(strings.ReplaceAll(query, "ID", "'"+c.id+"'")).Scan(&out))
	return out
}

// stored are the ballots, by id.
func (c counted) stored() []ballot.Stored {
	c.t.Helper()
	var out []ballot.Stored
	for b, err := range c.store.Ballots(c.t.Context(), c.id) {
		c.check(err)
		out = append(out, b)
	}
	return out
}

// elsewhere is a ballot of another block than that of the first one, with other
// answers.
func (c counted) elsewhere() (first, other ballot.Stored) {
	all := c.stored()
	for _, b := range all {
		if b.Block != all[0].Block && b.Answers["COM1"] != all[0].Answers["COM1"] {
			return all[0], b
		}
	}
	c.t.Fatal("all ballots are in one block")
	return
}

// changed are the answers of a ballot with another first one.
func changed(b ballot.Stored) survey.Answers {
	answers := survey.Answers{}
	for item, a := range b.Answers {
		answers[item] = survey.Answer{Value: 6 - a.Value}
		if a.Value == 3 {
			answers[item] = survey.Answer{Value: 1}
		}
	}
	return answers
}

func (c counted) commitment(b ballot.Stored) string {
	q, _, err := survey.BuiltIn("P6")
	c.check(err)
	return ballot.Commitment(c.id, q, b.Answers, b.Salt)
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// A tampering changes one thing in tables that are restored afterwards, and
// names the checks that must fail, and no others.
type tampering struct {
	tables string
	do     func(c counted)
	fails  string
}

func tamperings() map[string]tampering {
	return map[string]tampering{
		"nothing": {"", func(counted) {}, ""},

		"one answer of a ballot": {"ballots", func(c counted) {
			b := c.stored()[0]
			c.sql("UPDATE ballots SET answers = '%s' WHERE id = '%s'", jsonOf(c.t, changed(b)), b.ID)
		}, "ballots tallies release"},
		"a ballot with its commitment": {"ballots", func(c counted) {
			b := c.stored()[0]
			b.Answers = changed(b)
			c.sql("UPDATE ballots SET answers = '%s', commitment = '%s' WHERE id = '%s'", jsonOf(c.t, b.Answers), c.commitment(b), b.ID)
		}, "ballots tallies release"},
		"the salt of a ballot": {"ballots", func(c counted) {
			all := c.stored()
			c.sql("UPDATE ballots SET salt = '%s' WHERE id = '%s'", all[1].Salt, all[0].ID)
		}, "ballots"},
		"an answer that there is not": {"ballots", func(c counted) {
			c.sql(`UPDATE ballots SET answers = '{"COM1": 99}' WHERE id = '%s'`, c.stored()[0].ID)
		}, "ballots tallies release"},
		"a ballot more": {"ballots", func(c counted) {
			b := c.stored()[0]
			c.sql("INSERT INTO ballots (id, survey, block, answers, salt, commitment) VALUES ('new', ID, '%s', '%s', '%s', '%s')", b.Block, jsonOf(c.t, b.Answers), b.Salt, b.Commitment)
		}, "ballots tallies release"},
		"a ballot less": {"ballots", func(c counted) {
			c.sql("DELETE FROM ballots WHERE id = '%s'", c.stored()[0].ID)
		}, "ballots tallies release"},
		"all ballots less": {"ballots", func(c counted) { c.sql("DELETE FROM ballots WHERE survey = ID") }, "ballots"},
		"a ballot in another block": {"ballots", func(c counted) {
			a, b := c.elsewhere()
			c.sql("UPDATE ballots SET block = '%s' WHERE id = '%s'", b.Block, a.ID)
		}, "ballots tallies release"},
		"two ballots exchanged between blocks": {"ballots", func(c counted) {
			a, b := c.elsewhere()
			c.sql("UPDATE ballots SET block = '%s' WHERE id = '%s'", b.Block, a.ID)
			c.sql("UPDATE ballots SET block = '%s' WHERE id = '%s'", a.Block, b.ID)
		}, "tallies release"},
		"a ballot in a block that there is not": {"ballots", func(c counted) {
			c.sql("UPDATE ballots SET block = 'none' WHERE id = '%s'", c.stored()[0].ID)
		}, "ballots tallies release"},

		"the list of ballots": {"commitments", func(c counted) {
			c.sql("UPDATE commitments SET list = '%s' || substr(list, 65) WHERE survey = ID", strings.Repeat("0", 64))
		}, "list"},
		"the list with a ballot less": {"commitments", func(c counted) { c.sql("UPDATE commitments SET list = substr(list, 66) WHERE survey = ID") }, "list"},

		"a token": {"spent", func(c counted) {
			c.sql("UPDATE spent SET token = (SELECT min(token) FROM spent WHERE survey = ID) WHERE token = (SELECT max(token) FROM spent WHERE survey = ID)")
		}, "credentials release"},
		"a credential less": {"spent", func(c counted) {
			c.sql("DELETE FROM spent WHERE token = (SELECT max(token) FROM spent WHERE survey = ID)")
		}, "counts release"},
		"a credential in another block": {"spent", func(c counted) {
			a, b := c.elsewhere()
			c.sql("UPDATE spent SET block = '%s' WHERE token = (SELECT max(token) FROM spent WHERE survey = ID AND block = '%s')", b.Block, a.Block)
		}, "credentials counts release"},
		"a credential more": {"spent", func(c counted) {
			a, _ := c.elsewhere()
			nonce, token := c.made(a.Block)
			c.sql("INSERT INTO spent (survey, block, nonce, token) VALUES (ID, '%s', '%s', '%s')", a.Block, nonce, token)
		}, "counts release"},

		"a letter of the manifest": {"manifests", func(c counted) {
			c.sql("UPDATE manifests SET manifest = replace(manifest, '\"name\":\"Pulse\"', '\"name\":\"Pulsf\"') WHERE survey = ID")
		}, "manifest"},
		"a space in the manifest": {"manifests", func(c counted) { c.sql("UPDATE manifests SET manifest = manifest || ' ' WHERE survey = ID") }, "survey"},
		"the receipt key of the manifest": {"manifests", func(c counted) {
			c.reseal(func(m map[string]any) { m["receipt_key"] = m["public_key"] })
		}, "closing log survey"},
		"the public key of the manifest": {"manifests", func(c counted) {
			c.reseal(func(m map[string]any) { m["public_key"] = c.foreignKey() })
		}, "closing log key survey keys"},

		"the private key that was published": {"releases", func(c counted) {
			c.rerecord(func(r map[string]any) { r["poprf_private_key"] = strings.Repeat("A", 42) + "E" })
		}, "log key credentials release"},
		"a count of the closing record": {"releases", func(c counted) {
			c.rerecord(func(r map[string]any) {
				b := r["blocks"].([]any)[0].(map[string]any)
				b["replaced"] = b["replaced"].(float64) + 1
			})
		}, "log invitations"},
		"the root in the closing record": {"releases", func(c counted) {
			c.rerecord(func(r map[string]any) { r["merkle_root"] = strings.Repeat("0", 64) })
		}, "log list ballots"},
		"the closing record and its leaf": {"releases log", func(c counted) {
			c.rerecord(func(r map[string]any) { r["closed"] = "2026-03-02T07:59:59Z" })
			c.sql("UPDATE log SET leaf = '%s' WHERE survey = ID AND kind = 'closing'", ballot.RecordHash([]byte(c.text("SELECT record FROM releases WHERE survey = ID"))))
		}, "log checkpoints"},

		"a number of the release": {"releases", func(c counted) {
			c.released(func(r map[string]any) {
				org := r["waves"].([]any)[0].(map[string]any)
				level := org["dimensions"].(map[string]any)["COM"].(map[string]any)
				level["mean"] = level["mean"].(float64) + 0.01
			})
		}, "release"},
		"a team of the release": {"releases", func(c counted) {
			c.released(func(r map[string]any) {
				org := r["waves"].([]any)[0].(map[string]any)
				org["teams"] = org["teams"].([]any)[1:]
			})
		}, "release"},
		"the hash in the release": {"releases", func(c counted) {
			c.released(func(r map[string]any) { r["release_hash"] = strings.Repeat("0", 64) })
		}, "release"},
		"a tally": {"tallies", func(c counted) {
			c.sql("UPDATE tallies SET tally = replace(tally, '\"ballots\":', '\"ballots\":1') WHERE survey = ID")
		}, "tallies"},
		"a tally less": {"tallies", func(c counted) {
			c.sql("DELETE FROM tallies WHERE survey = ID AND block = (SELECT min(block) FROM tallies WHERE survey = ID)")
		}, "tallies"},

		"a leaf of another survey": {"log", func(c counted) {
			c.sql("UPDATE log SET leaf = '%s' WHERE position = 0", strings.Repeat("0", 64))
		}, "log checkpoints"},
		"a leaf that nobody signed": {"log", func(c counted) {
			c.sql("INSERT INTO log (position, survey, kind, leaf) SELECT 4, min(id), 'closing', 'x' FROM surveys WHERE id NOT IN (SELECT survey FROM log)")
		}, "log"},
		"the last leaf less":   {"log", func(c counted) { c.sql("DELETE FROM log WHERE position = 3") }, "log checkpoints"},
		"a checkpoint less":    {"checkpoints", func(c counted) { c.sql("DELETE FROM checkpoints WHERE size = 2") }, "checkpoints"},
		"all checkpoints less": {"checkpoints", func(c counted) { c.sql("DELETE FROM checkpoints") }, "log checkpoints"},
		"the newest checkpoint, signed with another key": {"checkpoints", func(c counted) {
			dir, err := ballot.OpenDirectory(c.t.TempDir())
			c.check(err)
			key, err := dir.LogKey("trust.example.org/verify", neverEnding{})
			c.check(err)
			log, _ := c.log()
			again, err := key.Checkpoint(log.Leaves())
			c.check(err)
			c.sql("UPDATE checkpoints SET note = '%s', verifier_key = '%s' WHERE size = 4", again.Note, again.VerifierKey)
		}, "checkpoints"},

		"an invitation that was collected": {"invitations", func(c counted) {
			c.sql("UPDATE invitations SET blinded = NULL WHERE hash = (SELECT min(hash) FROM invitations WHERE survey = ID AND blinded IS NOT NULL)")
		}, "invitations"},
		"an invitation that was taken away": {"invitations", func(c counted) {
			c.sql("DELETE FROM invitations WHERE hash = (SELECT min(hash) FROM invitations WHERE survey = ID AND blinded IS NULL)")
		}, "invitations release"},
		"a comment": {"comments", func(c counted) {
			c.sql("INSERT INTO comments (id, survey, label, prompt, text) VALUES ('x', ID, '', 'C1', 'put in later')")
		}, ""},
	}
}

// neverEnding is a source of randomness that tests need not share.
type neverEnding struct{}

// Read implements io.Reader.
func (neverEnding) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 7
	}
	return len(p), nil
}

// made is a credential of a unit of a block, made with the published key as
// anybody can.
func (c counted) made(block string) (nonce, token string) {
	c.t.Helper()
	record, err := ballot.ParseClosingRecord([]byte(c.text("SELECT record FROM releases WHERE survey = ID")))
	c.check(err)
	for _, b := range record.Blocks {
		if b.Block == block {
			nonce = strings.Repeat("z", 42) + "w"
			e, err := record.Evaluator()
			c.check(err)
			token, err = e.Token(b.Units[0], nonce)
			c.check(err)
		}
	}
	return nonce, token
}

// foreignKey is the public key of the other survey.
func (c counted) foreignKey() any {
	var m map[string]any
	c.check(json.Unmarshal([]byte(c.text("SELECT manifest FROM manifests WHERE survey <> ID")), &m))
	return m["public_key"]
}

// reseal changes the manifest and makes its hash fit again.
func (c counted) reseal(change func(m map[string]any)) {
	c.t.Helper()
	var m map[string]any
	c.check(json.Unmarshal([]byte(c.text("SELECT manifest FROM manifests WHERE survey = ID")), &m))
	change(m)
	delete(m, "hash")
	m["hash"] = ballot.RecordHash([]byte(jsonOf(c.t, m))) // sorted and without spaces, as RFC 8785 wants this one
	c.sql("UPDATE manifests SET manifest = '%s' WHERE survey = ID", strings.ReplaceAll(jsonOf(c.t, m), "'", "''"))
}

func (c counted) rerecord(change func(r map[string]any)) { c.t.Helper(); c.rewrite("record", change) }
func (c counted) released(change func(r map[string]any)) { c.t.Helper(); c.rewrite("release", change) }

func (c counted) rewrite(column string, change func(r map[string]any)) {
	c.t.Helper()
	var r map[string]any
	c.check(json.Unmarshal([]byte(c.text("SELECT "+column+" FROM releases WHERE survey = ID")), &r))
	change(r)
	c.sql("UPDATE releases SET %s = '%s' WHERE survey = ID", column, strings.ReplaceAll(jsonOf(c.t, r), "'", "''"))
}

func TestVerifyFindsEveryTamperingAndNothingElse(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.count()
		w.draft("Never opened", "7d", true)
		for name, x := range tamperings() {
			tables := strings.Fields(x.tables)
			for _, table := range tables {
				c.sql("CREATE TABLE copy_%s AS SELECT * FROM %s", table, table)
			}
			x.do(c)
			v, got := c.verify(nil)
			want := strings.Fields(x.fails)
			if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
				t.Errorf("%s: %v fail, want %v", name, got, want)
			}
			for _, check := range v.Checks {
				if (check.Result == ballot.Fails) != (len(check.Problems) > 0) || check.Said == "" {
					t.Errorf("%s: %+v does not say what is wrong", name, check)
				}
			}
			for _, table := range slices.Backward(tables) {
				if _, err := c.store.SQL().Exec("DELETE FROM " + table); err != nil {
					t.Fatal(err)
				}
				for _, x := range []string{"INSERT INTO %[1]s SELECT * FROM copy_%[1]s", "DROP TABLE copy_%[1]s"} {
					if _, err := c.store.SQL().Exec(fmt.Sprintf(x, table)); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	})
}

// What is no table of its own, or is referred to, is changed and changed back.
func TestVerifyComparesTheSurveyWithItsManifestAndTheKeysWithTheirDirectory(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.count()
		folder := filepath.Join(w.keys.Path(), c.id)
		staged := "x'00'"
		if w.store.Dialect() == migrations.Postgres {
			staged = `'\x00'`
		}
		swap := func(path string, content []byte) func() {
			before, err := os.ReadFile(path)
			w.check(err)
			return func() { w.check(os.WriteFile(path, content, 0o600)); content, before = before, content }
		}
		foreign, err := os.ReadFile(filepath.Join(w.keys.Path(), c.text("SELECT min(id) FROM surveys WHERE id <> ID"), "poprf.key"))
		w.check(err)
		poprf := swap(filepath.Join(folder, "poprf.key"), foreign)
		for name, x := range map[string]struct {
			do, undo func()
			fails    string
		}{
			"the survey's name": {func() { c.sql("UPDATE surveys SET name = 'x' WHERE id = ID") }, func() { c.sql("UPDATE surveys SET name = 'Pulse' WHERE id = ID") }, "survey release"},
			"the manifest that it names": {func() { c.sql("UPDATE surveys SET manifest_hash = 'x' WHERE id = ID") },
				func() {
					c.sql("UPDATE surveys SET manifest_hash = (SELECT leaf FROM log WHERE survey = ID AND kind = 'manifest') WHERE id = ID")
				}, "survey"},
			"the size of a unit":        {func() { c.sql("UPDATE units SET eligible = eligible + 1 WHERE survey = ID") }, func() { c.sql("UPDATE units SET eligible = eligible - 1 WHERE survey = ID") }, "survey"},
			"the destruction":           {func() { c.sql("UPDATE surveys SET keys_destroyed = NULL WHERE id = ID") }, func() { c.sql("UPDATE surveys SET keys_destroyed = closed_at WHERE id = ID") }, "destruction"},
			"a sealed row that is left": {func() { c.sql("INSERT INTO staging (survey, key, sealed) VALUES (ID, 'x', %s)", staged) }, func() { c.sql("DELETE FROM staging") }, "keys"},
			"a key that is left":        {func() { w.check(os.WriteFile(filepath.Join(folder, "sealing.key"), []byte("x"), 0o600)) }, func() { w.check(os.Remove(filepath.Join(folder, "sealing.key"))) }, "keys"},
			"the POPRF key":             {poprf, poprf, "keys"},
		} {
			x.do()
			if _, got := c.verify(nil); strings.Join(got, " ") != x.fails {
				t.Errorf("%s: %v fail, want %s", name, got, x.fails)
			}
			x.undo()
		}
		if _, got := c.verify(nil); len(got) != 0 {
			t.Errorf("afterwards %v fail", got)
		}
	})
}

// The record of a survey that nobody answered has no counts of its own.
func TestInvitationsAreCheckedWhereNothingWasCounted(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 9, "Beta": 9})
		sv := w.open("7d")
		_, err := w.life.Close(t.Context(), sv.ID, "test", life.CommandLine)
		w.check(err)
		invitations := func() ballot.Check {
			v, err := w.life.Verify(t.Context(), sv.ID, life.Verifying{Step: func() {}}, life.CommandLine)
			w.check(err)
			return v.Checks[slices.IndexFunc(v.Checks, func(c ballot.Check) bool { return c.Name == ballot.CheckInvitations })]
		}
		if c := invitations(); c.Result != ballot.Holds || !strings.HasPrefix(c.Said, "18 invitations, ") {
			t.Errorf("with all invitations it says %q: %s", c.Result, c.Said)
		}
		w.exec("DELETE FROM invitations WHERE hash = (SELECT min(hash) FROM invitations)")
		if c := invitations(); c.Result != ballot.Fails || !slices.ContainsFunc(c.Problems, func(p string) bool {
			return strings.HasSuffix(p, "the manifest counts 9 people, the invitations are 8")
		}) {
			t.Errorf("without one of them it says %q: %v", c.Result, c.Problems)
		}
	})
}

func TestWhatIsLeftToCheckAfterTheBallotsWereDeleted(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.count()
		w.now = w.now.Add(31 * 24 * time.Hour)
		_, err := w.store.DeleteBallots(t.Context(), w.now.Add(-30*24*time.Hour))
		w.check(err)
		v, failed := c.verify(nil)
		var unchecked []string
		for _, check := range v.Checks {
			if check.Result == ballot.Unchecked {
				unchecked = append(unchecked, check.Name)
			}
		}
		if len(failed) != 0 || !slices.Equal(unchecked, []string{"ballots", "tallies", "comments"}) {
			t.Errorf("%v fail, %v are unchecked", failed, unchecked)
		}
		c.released(func(r map[string]any) { r["invited"] = 1 })
		c.sql("UPDATE commitments SET list = substr(list, 66) WHERE survey = ID")
		if _, failed := c.verify(nil); !slices.Equal(failed, []string{"list", "release"}) {
			t.Errorf("without ballots %v fail", failed)
		}
	})
}

func TestAVerificationIsRecordedWithItsOutcome(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.count()
		c.verify(nil)
		c.sql("DELETE FROM spent WHERE token = (SELECT max(token) FROM spent WHERE survey = ID)")
		c.verify(nil)
		entries, err := w.store.EntriesOf(t.Context(), life.ActionVerify, 2)
		w.check(err)
		if len(entries) != 2 || !slices.Equal(life.Failed(entries[0].Detail), []string{"counts", "release"}) || life.Failed(entries[1].Detail) != nil || entries[1].Detail != "everything holds" || entries[1].Object != c.id {
			t.Errorf("the audit log has %+v", entries)
		}
	})
}

func TestAnOpenSurveyIsVerifiedAsFarAsItGoesAndADraftIsNot(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 9})
		draft := w.draft("Draft", "7d", true)
		if _, err := w.life.Export(t.Context(), draft.ID); code(err) != survey.CodeRefused {
			t.Errorf("a draft: %v", err)
		}
		c := counted{w, w.open("7d").ID}
		if v, failed := c.verify(nil); len(failed) != 0 || len(v.Checks) != 5 {
			t.Errorf("%v fail of %+v", failed, v.Checks)
		}
		c.sql("UPDATE manifests SET manifest = replace(manifest, 'Pulse', 'Pulsf') WHERE survey = ID")
		if _, failed := c.verify(nil); !slices.Contains(failed, "manifest") {
			t.Errorf("a changed manifest: %v", failed)
		}
	})
}
