package life_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"teamtrust/migrations"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// exported is the export of a survey as the bytes of its file.
func (c counted) exported() []byte {
	c.t.Helper()
	x, err := c.life.Export(c.t.Context(), c.id)
	c.check(err)
	var file bytes.Buffer
	c.check(x.Write(&file))
	return file.Bytes()
}

// offline checks a file and returns the names of the checks that fail, and
// whether the list of ballots was checked at all.
func offline(t *testing.T, file []byte, kept *ballot.Checkpoint) (failed []string, listed bool, err error) {
	t.Helper()
	x, err := ballot.ReadExport(bytes.NewReader(file))
	if err != nil {
		return nil, false, err
	}
	v, err := x.Verify(t.Context(), kept, func() {})
	if err != nil {
		t.Fatal(err)
	}
	for _, check := range v.Checks {
		listed = listed || check.Name == ballot.CheckList && check.Result != ballot.Unchecked
	}
	return v.Failed(), listed, nil
}

func TestAnExportHoldsNoAnswerAndNoSalt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.count()
		file := string(c.exported())
		for _, b := range c.stored() {
			if strings.Contains(file, b.Salt) || strings.Contains(file, b.ID) {
				t.Fatalf("ballot %s or its salt is in the export", b.ID)
			}
		}
		if strings.Contains(file, `"COM1":`) || strings.Contains(file, "answers") {
			t.Error("there are answers in the export")
		}
	})
}

// What anybody could change in the file, and what fails then.
func exportTamperings() map[string]struct {
	do    func(c counted, x map[string]any)
	fails string
} {
	record := func(x map[string]any) map[string]any { return x["closing_record"].(map[string]any) }
	list := func(x map[string]any, name string) []any { return x[name].([]any) }
	type tampering = struct {
		do    func(c counted, x map[string]any)
		fails string
	}
	return map[string]tampering{
		"nothing":          {func(counted, map[string]any) {}, ""},
		"a changed ballot": {func(_ counted, x map[string]any) { list(x, "commitments")[0] = strings.Repeat("0", 64) }, "list"},
		"a ballot more": {func(_ counted, x map[string]any) {
			x["commitments"] = append(list(x, "commitments"), strings.Repeat("f", 64))
		}, "list"},
		"a ballot less":        {func(_ counted, x map[string]any) { x["commitments"] = list(x, "commitments")[1:] }, "list"},
		"ballots out of order": {func(_ counted, x map[string]any) { slices.Reverse(list(x, "commitments")) }, "list"},
		"a credential less":    {func(_ counted, x map[string]any) { x["spent"] = list(x, "spent")[1:] }, "counts"},
		"a credential twice":   {func(_ counted, x map[string]any) { list(x, "spent")[1] = list(x, "spent")[0] }, "credentials"},
		"a credential in another block": {func(_ counted, x map[string]any) {
			spent := list(x, "spent")
			spent[0].(map[string]any)["block"] = spent[len(spent)-1].(map[string]any)["block"]
		}, "counts credentials"},
		"a token of another": {func(_ counted, x map[string]any) {
			spent := list(x, "spent")
			spent[0].(map[string]any)["token"] = spent[1].(map[string]any)["token"]
		}, "credentials"},
		"a token that is none": {func(_ counted, x map[string]any) { list(x, "spent")[0].(map[string]any)["token"] = "x" }, "credentials"},
		"another private key":  {func(_ counted, x map[string]any) { record(x)["poprf_private_key"] = strings.Repeat("A", 42) + "E" }, "credentials key log"},
		"another public key": {func(c counted, x map[string]any) {
			x["manifest"].(map[string]any)["public_key"] = c.foreignKey()
		}, "manifest"},
		"the size of a unit": {func(_ counted, x map[string]any) {
			x["manifest"].(map[string]any)["units"].([]any)[0].(map[string]any)["eligible"] = 30.0
		}, "manifest"},
		"the manifest of another survey": {func(c counted, x map[string]any) {
			var m map[string]any
			c.check(json.Unmarshal([]byte(c.text("SELECT manifest FROM manifests WHERE survey <> ID")), &m))
			x["manifest"] = m
		}, "closing key"},
		"the hash of the results": {func(_ counted, x map[string]any) { record(x)["release_hash"] = strings.Repeat("0", 64) }, "log"},
		"more handed out": {func(_ counted, x map[string]any) {
			record(x)["blocks"].([]any)[0].(map[string]any)["collected"] = 0.0
		}, "closing"},
		"more invited": {func(_ counted, x map[string]any) {
			b := record(x)["blocks"].([]any)[0].(map[string]any)
			b["invited"] = b["invited"].(float64) + 1
		}, "closing log"},
		"a unit of a block less": {func(_ counted, x map[string]any) {
			for _, b := range record(x)["blocks"].([]any) {
				b.(map[string]any)["units"] = b.(map[string]any)["units"].([]any)[1:]
			}
		}, "closing credentials log"},
		"no destruction":                 {func(_ counted, x map[string]any) { delete(x, "keys_destroyed") }, "destruction"},
		"a destruction before the close": {func(_ counted, x map[string]any) { x["keys_destroyed"] = "2001-01-01T00:00:00Z" }, "destruction"},
		"another leaf":                   {func(_ counted, x map[string]any) { list(x, "log")[0] = strings.Repeat("0", 64) }, "log"},
		"a leaf less":                    {func(_ counted, x map[string]any) { x["log"] = list(x, "log")[:3] }, "log"},
		"a leaf more":                    {func(_ counted, x map[string]any) { x["log"] = append(list(x, "log"), "x") }, "log"},
		"no checkpoint":                  {func(_ counted, x map[string]any) { x["checkpoint"] = nil }, "log"},
		"a checkpoint that says something else": {func(_ counted, x map[string]any) {
			x["checkpoint"].(map[string]any)["root_hash"] = strings.Repeat("0", 64)
		}, "log"},
		"a note that was not signed": {func(_ counted, x map[string]any) {
			c := x["checkpoint"].(map[string]any)
			c["note"] = strings.Replace(c["note"].(string), "\n4\n", "\n5\n", 1)
		}, "log"},
	}
}

func TestTheOfflineCheckFindsEveryTamperingOfAnExport(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.count()
		file := c.exported()
		for name, x := range exportTamperings() {
			var members map[string]any
			w.check(json.Unmarshal(file, &members))
			x.do(c, members)
			failed, _, err := offline(t, []byte(jsonOf(t, members)), nil)
			if slices.Sort(failed); err != nil || strings.Join(failed, " ") != x.fails {
				t.Errorf("%s: %v fail, %v, want %s", name, failed, err, x.fails)
			}
		}
	})
}

// A server that rewrites its log and signs it anew is found by whoever kept a
// checkpoint, and by nobody else.
func TestALogThatWasRewrittenAndSignedIsFoundByAKeptCheckpoint(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.count()
		_, kept := w.log()
		key, err := w.keys.KeptLogKey()
		w.check(err)
		forge := func(change func(leaves []string), key *ballot.LogKey) []byte {
			x, err := w.life.Export(t.Context(), c.id)
			w.check(err)
			change(x.Log)
			again, err := key.Checkpoint(x.Log)
			w.check(err)
			x.Checkpoint = &again
			var file bytes.Buffer
			w.check(x.Write(&file))
			return file.Bytes()
		}
		dir, err := ballot.OpenDirectory(t.TempDir())
		w.check(err)
		other, err := dir.LogKey("trust.example.org/verify", neverEnding{})
		w.check(err)
		rewritten := forge(func(leaves []string) { leaves[0] = strings.Repeat("0", 64) }, key)
		resigned := forge(func([]string) {}, other)
		for name, file := range map[string][]byte{"rewritten": rewritten, "signed with another key": resigned} {
			if failed, _, err := offline(t, file, nil); len(failed) != 0 || err != nil {
				t.Errorf("%s: without a checkpoint %v fail, %v", name, failed, err)
			}
			if failed, _, err := offline(t, file, &kept); !slices.Equal(failed, []string{"log"}) || err != nil {
				t.Errorf("%s: with a checkpoint %v fail, %v", name, failed, err)
			}
		}
		if failed, _, err := offline(t, c.exported(), &kept); len(failed) != 0 || err != nil {
			t.Errorf("the true log: %v fail, %v", failed, err)
		}
	})
}

// The members whose loss or change an offline check cannot see: when the keys
// were destroyed is what the server says, and a file may come from a version
// that deleted the list of ballots; then the check says that it made none.
func TestAChangedByteOfAnExportIsFound(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.count()
		file := c.exported()
		time := strings.Index(string(file), `"keys_destroyed":"`) + len(`"keys_destroyed":"`)
		if w.store.Dialect() == migrations.Postgres {
			return // a file is the same whichever database it comes from
		}
		step := 71
		if os.Getenv("TEAMTRUST_TEST_ALL") != "" {
			step = 1
		}
		for i := 0; i < len(file)-1; i += step {
			if i >= time && i < time+len("2026-03-02T08:00:00Z") {
				continue
			}
			changed := bytes.Clone(file)
			changed[i] ^= 1
			failed, listed, err := offline(t, changed, nil)
			if err == nil && len(failed) == 0 && listed {
				t.Errorf("byte %d of …%s… can be changed", i, file[max(0, i-20):min(len(file), i+20)])
			}
			if err != nil && survey.CodeOf(err) != survey.CodeBadRequest {
				t.Errorf("byte %d: %v", i, err)
			}
		}
	})
}

func TestWhatIsNoExportIsRefusedWithWhatToDo(t *testing.T) {
	for _, file := range []string{"", "{}", "null", "[]", "{", `{"format":"teamtrust/1 export"}`, `{"format":"other","manifest":{}}`, `{"format":"teamtrust/1 export","manifest":{}} x`, `{"format":"teamtrust/1 export","manifest":{},"log":7}`} {
		if _, err := ballot.ReadExport(strings.NewReader(file)); survey.CodeOf(err) != survey.CodeBadRequest {
			t.Errorf("%s: %v", file, err)
		}
	}
}
