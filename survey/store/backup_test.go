package store_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"teamtrust/migrations"
	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

func backUp(t testing.TB, s *store.Store) []byte {
	t.Helper()
	var file bytes.Buffer
	_, err := s.Backup(t.Context(), &file, start(), func() {})
	must(t, err)
	return file.Bytes()
}

func restoring() store.Restoring {
	return store.Restoring{Step: func() {}, Entry: people.Entry{At: start(), Actor: "test", Action: "restore backup"}}
}

// restore checks a backup and restores it, as the command does.
func restore(ctx context.Context, s *store.Store, file []byte, how store.Restoring) (store.Backup, error) {
	b, err := store.CheckBackup(bytes.NewReader(file))
	if err == nil {
		err = s.Restore(ctx, bytes.NewReader(file), b, how)
	}
	return b, err
}

// contents are the rows of a backup without its first and last line.
func contents(file []byte) string {
	lines := strings.SplitAfter(string(file), "\n")
	return strings.Join(lines[1:len(lines)-2], "")
}

// lived is an installation with one closed survey and one that is open.
func lived(t testing.TB, s *store.Store) {
	t.Helper()
	ctx := t.Context()
	open(t, s, "S1", 12)
	for i := range 20 {
		must(t, s.Stage(ctx, "S1", sealed(hexHash("first %d", i))))
	}
	must(t, s.CloseSurvey(ctx, "S1", closing))
	must(t, s.KeysDestroyed(ctx, "S1", start()))
	o := rehearse(t, s, "R1", 12)
	for i := range 5 {
		_, err := s.Collect(ctx, "R1", o.Invitations[i].Hash, hexHash("blinded %d", i))
		must(t, err)
		must(t, s.Stage(ctx, "R1", sealed(hexHash("second %d", i))))
	}
	must(t, s.SetSetting(ctx, "organisation", "Łódź & Söhne <GmbH> \u2028 ✓"))
	must(t, s.SetSetting(ctx, "setup", "a secret's hash"))
	must(t, s.SetSetting(ctx, "upload:a:1", "a whole staff list"))
	_, err := s.AddAccount(ctx, "hr@example.org", people.HR, nil)
	must(t, err)
	must(t, s.Record(ctx, people.Entry{At: start(), Actor: "hr@example.org", Action: "look", Denied: true}))
}

func TestABackupIsRestoredInEitherDatabase(t *testing.T) {
	for _, from := range storetest.Dialects(t) {
		for _, to := range storetest.Dialects(t) {
			t.Run(fmt.Sprintf("from %s to %s", from, to), func(t *testing.T) {
				s := storetest.Open(t, storetest.URL(t, from))
				must(t, s.Migrate(t.Context()))
				lived(t, s)
				file := backUp(t, s)
				other := storetest.Open(t, storetest.URL(t, to))
				how := restoring()
				how.Complete = true
				b, err := restore(t.Context(), other, file, how)
				must(t, err)
				if b.Tables["people"] != 12 || b.Tables["ballots"] != 20 || b.Tables["staging"] != 5 || b.Tables["settings"] != 1 || b.Dialect != from {
					t.Errorf("the backup holds %+v", b)
				}
				sameContents(t, file, backUp(t, other))
				numbersOn(t, other)
			})
		}
	}
}

// sameContents compares but for the entry of the restoration and the spaces of
// JSON that PostgreSQL keeps in its own form.
func sameContents(t *testing.T, before, after []byte) {
	t.Helper()
	plain := func(file []byte) string {
		text := strings.ReplaceAll(contents(file), `\": `, `\":`)
		var lines []string
		for line := range strings.SplitSeq(strings.ReplaceAll(text, `, \"`, `,\"`), "\n") {
			if !strings.Contains(line, "restore backup") {
				lines = append(lines, line)
			}
		}
		return strings.Join(lines, "\n")
	}
	a, b := strings.Split(plain(before), "\n"), strings.Split(plain(after), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Fatalf("line %d was\n%.300s\nand is\n%.300s", i+2, a[i], b[i])
		}
	}
	if len(a) != len(b) {
		t.Errorf("%d lines became %d", len(a), len(b))
	}
}

// numbersOn looks whether the audit log goes on with its own numbers.
func numbersOn(t *testing.T, s *store.Store) {
	t.Helper()
	must(t, s.Record(t.Context(), people.Entry{At: start(), Actor: "test", Action: "next"}))
	entries, err := s.Entries(t.Context(), 10, 0)
	must(t, err)
	if len(entries) < 3 || entries[0].Action != "next" || entries[1].Action != "restore backup" || entries[0].Number != entries[1].Number+1 {
		t.Errorf("the audit log goes on as %+v", entries)
	}
}

func TestABackupLeavesOutWhatLetsAnybodyIn(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		lived(t, s)
		acc, err := s.AccountByEmail(t.Context(), "hr@example.org")
		must(t, err)
		must(t, s.AddSignInLink(t.Context(), "hash-of-a-sign-in-link", acc.ID, start()))
		must(t, s.Sessions().CommitCtx(t.Context(), "token", []byte("data of a session"), time.Now().Add(time.Hour)))
		file := string(backUp(t, s))
		for _, secret := range []string{"hash-of-a-sign-in-link", "data of a session", "ZGF0YSBvZiBhIHNlc3Npb24", "a secret's hash", "a whole staff list"} {
			if strings.Contains(file, secret) {
				t.Errorf("the backup has %q", secret)
			}
		}
	})
}

// Whoever adds a table decides whether it is backed up.
func TestEveryTableIsEitherInTheBackupOrLeftOut(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		lived(t, s)
		b, err := store.CheckBackup(bytes.NewReader(backUp(t, s)))
		must(t, err)
		known := append(slices.Collect(maps.Keys(b.Tables)), "sessions", "sign_in_links", "goose_db_version")
		query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
		if s.Dialect() == migrations.Postgres {
			query = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
		}
		rows, err := s.SQL().Query(query)
		must(t, err)
		defer rows.Close()
		for rows.Next() {
			var name string
			must(t, rows.Scan(&name))
			if !slices.Contains(known, name) {
				t.Errorf("the table %s is neither in a backup nor left out on purpose: see keptTables", name)
			}
		}
		must(t, rows.Err())
	})
}

// Rows must not stand as they came: neither in the file, nor in the database
// that is made from it.
func TestABackupKeepsNoOrderOfArrival(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		o := open(t, s, "S1", 300)
		arrived, collected := map[string]int{}, map[string]int{}
		for i := range 300 {
			row, link := sealed(hexHash("ballot %d", i)), o.Invitations[i].Hash
			arrived[row.Key], collected[link] = i, i
			_, err := s.Collect(ctx, "S1", link, hexHash("blinded %d", i))
			must(t, err)
			must(t, s.Stage(ctx, "S1", row))
		}
		file := backUp(t, s)
		uncorrelated(t, "sealed rows in the file", inFile(file, arrived), arrived)
		uncorrelated(t, "invitations in the file", inFile(file, collected), collected)
		other := storetest.Open(t, storetest.URL(t, s.Dialect()))
		_, err := restore(ctx, other, file, restoring())
		must(t, err)
		uncorrelated(t, "sealed rows in the restored database", physical(t, other, "staging", "key"), arrived)
	})
}

// inFile are those keys of a map that stand in a file, in their order there.
func inFile(file []byte, known map[string]int) (out []string) {
	for line := range strings.SplitSeq(string(file), "\n") {
		for _, part := range strings.Split(line, `"`) {
			if _, ok := known[part]; ok {
				out = append(out, part)
			}
		}
	}
	return out
}

// A backup is what was committed at one moment, while everybody goes on.
func TestABackupWhileManyCastHasWhatWasAcknowledgedBefore(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		open(t, s, "S1", 12)
		ctx, stop := context.WithCancel(t.Context())
		var mu sync.Mutex
		var casting sync.WaitGroup
		acknowledged := map[string]bool{}
		for client := range 64 {
			casting.Go(func() {
				for i := 0; ctx.Err() == nil; i++ {
					key := hexHash("%d of client %d", i, client)
					if s.Stage(ctx, "S1", sealed(key)) == nil {
						mu.Lock()
						acknowledged[key] = true
						mu.Unlock()
					}
				}
			})
		}
		time.Sleep(200 * time.Millisecond)
		mu.Lock()
		before := maps.Clone(acknowledged)
		mu.Unlock()
		file := backUp(t, s)
		stop()
		casting.Wait()
		if _, err := store.CheckBackup(bytes.NewReader(file)); err != nil {
			t.Fatal(err)
		}
		for key := range before {
			if !bytes.Contains(file, []byte(key)) {
				t.Errorf("a ballot that was acknowledged before is missing: %s", key)
			}
		}
		t.Logf("%d acknowledged before, %d in the backup, %d at the end", len(before), bytes.Count(file, []byte(`["S1","`)), len(acknowledged))
		if len(before) == 0 {
			t.Error("nothing was cast before the backup")
		}
	})
}

func TestOnlyAnEmptyDatabaseIsFilled(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		file := backUp(t, s)
		must(t, s.SetSetting(t.Context(), "setup", "of a first start"))
		_, err := restore(t.Context(), s, file, restoring())
		must(t, err)
		_, err = restore(t.Context(), s, file, restoring())
		wantCode(t, err, survey.CodeRefused)
		if !strings.Contains(err.Error(), "not empty") {
			t.Errorf("it says %v", err)
		}
		if _, err := s.Setting(t.Context(), "setup"); survey.CodeOf(err) != survey.CodeNotFound {
			t.Error("the setup link of the empty database still works")
		}
	})
}

func TestADamagedBackupIsRefusedAndNothingIsWritten(t *testing.T) {
	s := storetest.Open(t, storetest.URL(t, migrations.SQLite))
	must(t, s.Migrate(t.Context()))
	open(t, s, "S1", 5)
	file := backUp(t, s)
	if _, err := store.CheckBackup(bytes.NewReader(file)); err != nil {
		t.Fatal(err)
	}
	step := 1
	if testing.Short() {
		step = 11
	}
	for i := 0; i < len(file); i += step {
		for name, bad := range map[string][]byte{"ends at": file[:i], "is changed at": changed(file, i)} {
			if _, err := store.CheckBackup(bytes.NewReader(bad)); survey.CodeOf(err) != survey.CodeBadRequest {
				t.Fatalf("a backup that %s byte %d: %v", name, i, err)
			}
		}
	}
	empty := storetest.Open(t, storetest.URL(t, migrations.SQLite))
	_, err := restore(t.Context(), empty, changed(file, len(file)/2), restoring())
	wantCode(t, err, survey.CodeBadRequest)
	if pending, err := empty.Pending(t.Context()); err != nil || len(pending) == 0 {
		t.Errorf("tables were made for a damaged backup: %v, %v", pending, err)
	}
}

func TestAFileThatIsAnotherOneThanWasCheckedLeavesNothingBehind(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		before := backUp(t, s)
		checked, err := store.CheckBackup(bytes.NewReader(before))
		must(t, err)
		open(t, s, "S1", 5)
		empty := storetest.Open(t, storetest.URL(t, s.Dialect()))
		err = empty.Restore(t.Context(), bytes.NewReader(backUp(t, s)), checked, restoring())
		wantCode(t, err, survey.CodeBadRequest)
		if _, err := restore(t.Context(), empty, before, restoring()); err != nil {
			t.Errorf("after it the one that was checked cannot be restored: %v", err)
		}
	})
}

func changed(file []byte, at int) []byte {
	bad := bytes.Clone(file)
	bad[at] ^= 1
	return bad
}

func TestABackupOfANewerSchemaIsRefusedAndAnOlderOneIsBroughtUp(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		file := backUp(t, s)
		b, err := store.CheckBackup(bytes.NewReader(file))
		must(t, err)
		newer := rehash(bytes.Replace(file, fmt.Appendf(nil, `"schema":%d`, b.Schema), []byte(`"schema":999`), 1))
		_, err = restore(ctx, s, newer, restoring())
		wantCode(t, err, survey.CodeRefused)

		old := storetest.Open(t, storetest.URL(t, s.Dialect()))
		must(t, migrations.To(ctx, old.SQL(), old.Dialect(), 14))
		_, err = old.SQL().Exec("INSERT INTO people (id, name, email, team, language, has_left) VALUES ('A', 'Ada', '', 'Team', 'en', '0')")
		must(t, err)
		_, err = restore(ctx, s, backUp(t, old), restoring())
		must(t, err)
		staff, err := s.Staff(ctx)
		if err != nil || len(staff) != 1 || staff[0].Name != "Ada" {
			t.Errorf("the staff is %+v, %v", staff, err)
		}
		if pending, err := s.Pending(ctx); err != nil || len(pending) > 0 {
			t.Errorf("pending %v, %v", pending, err)
		}
	})
}

// rehash gives a changed backup the end that fits.
func rehash(file []byte) []byte {
	body := file[:bytes.LastIndexByte(file[:len(file)-1], '\n')+1]
	rows := 0
	for line := range bytes.SplitSeq(body, []byte("\n")) {
		if bytes.HasPrefix(line, []byte("[")) {
			rows++
		}
	}
	return append(bytes.Clone(body), fmt.Appendf(nil, `{"rows":%d,"sha256":"%s"}`+"\n", rows, hexHash("%s", body))...)
}

// A backup that lies about itself, with a hash that fits, fails as a whole.
func TestABackupThatDoesNotFitItsSchemaLeavesNothingBehind(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		open(t, s, "S1", 5)
		file := backUp(t, s)
		for name, change := range map[string][2]string{
			"a column more":   {`{"name":"language","kind":"text"}`, `{"name":"language","kind":"text"},{"name":"salary","kind":"text"}`},
			"another kind":    {`{"name":"has_left","kind":"integer"}`, `{"name":"has_left","kind":"text"}`},
			"another table":   {`{"table":"people"`, `{"table":"sessions"`},
			"a broken key":    {`["S1","Operations / Plant A"`, `["S2","Operations / Plant A"`},
			"SQL in a column": {`"name":"has_left"`, `"name":"has_left\") VALUES (1); --"`},
		} {
			bad := rehash(bytes.Replace(file, []byte(change[0]), []byte(change[1]), 1))
			if bytes.Equal(bad, file) {
				t.Fatalf("%s: nothing was changed", name)
			}
			empty := storetest.Open(t, storetest.URL(t, s.Dialect()))
			if _, err := restore(t.Context(), empty, bad, restoring()); err == nil {
				t.Errorf("%s: it was restored", name)
			}
			if _, err := restore(t.Context(), empty, file, restoring()); err != nil {
				t.Errorf("%s: after it a whole one cannot be restored: %v", name, err)
			}
		}
	})
}

// What came after the backup is forgotten: links that were not used then may
// have been used twice in the end, and count as replaced.
func TestLinksThatMayHaveBeenForgottenCountAsReplaced(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		o := open(t, s, "S1", 12)
		for i := range 4 {
			_, err := s.Collect(ctx, "S1", o.Invitations[i].Hash, hexHash("blinded %d", i))
			must(t, err)
		}
		file := backUp(t, s)
		for _, complete := range []bool{false, true} {
			other := storetest.Open(t, storetest.URL(t, s.Dialect()))
			how := restoring()
			how.Complete = complete
			_, err := restore(ctx, other, file, how)
			must(t, err)
			box, err := other.ClosedBox(ctx, "S1")
			must(t, err)
			total := 0
			for _, n := range box.Replaced {
				total += n
			}
			want, at := 8, start()
			if complete {
				want, at = 0, time.Time{}
			}
			if total != want || !box.Survey.Restored.Equal(at) {
				t.Errorf("complete %v: %d links count as replaced, want %d; restored %v", complete, total, want, box.Survey.Restored)
			}
		}
	})
}

func FuzzReadBackup(f *testing.F) {
	s, err := store.Open(context.Background(), storetest.URL(f, migrations.SQLite))
	must(f, err)
	defer s.Close()
	must(f, s.Migrate(context.Background()))
	var file bytes.Buffer
	_, err = s.Backup(context.Background(), &file, start(), func() {})
	must(f, err)
	f.Add(file.Bytes())
	f.Add(file.Bytes()[:200])
	f.Add([]byte(`{"format":"teamtrust backup 1","made":"2030-03-01T09:00:00Z","dialect":"sqlite","schema":20}` + "\n[]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := store.CheckBackup(bytes.NewReader(data))
		if err == nil && (b.Format != store.BackupFormat || len(b.SHA256) != 64) {
			t.Errorf("accepted %+v", b)
		}
		if err != nil && survey.CodeOf(err) != survey.CodeBadRequest {
			t.Errorf("refused with %v", err)
		}
	})
}
