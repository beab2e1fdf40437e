package ballot

import (
	"bytes"
	"crypto/rand"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// export is what a close of a box with six ballots of one unit publishes.
func (w *world) export(t testing.TB) *Export {
	t.Helper()
	w.fill(t, "unit-a", 6)
	opened := w.open(t)
	stored := must(NewStored(opened, blockOf, rand.Reader))(t)
	blocks := []BlockCount{{Block: "block-1", Units: []string{"unit-a", "unit-b"}, Invited: 16, Collected: 7, Cast: 6}}
	record := must(must(NewClosingRecord(closedSurvey(w), w.keys, stored, blocks, strings.Repeat("ab", 32), nil))(t).Bytes())(t)
	log := []string{w.manifest.Hash, hexHash([]byte("another survey")), RecordHash(record)}
	signed := must(must(w.dir.LogKey("trust.example.org/verify", rand.Reader))(t).Checkpoint(log))(t)
	destroyed := time.Date(2026, 3, 9, 7, 0, 1, 0, time.UTC)
	x := &Export{Format: ExportFormat, Manifest: w.manifest.Bytes(), ClosingRecord: record, KeysDestroyed: &destroyed,
		Spent: must(NewSpent(opened, blockOf))(t), Log: log, Checkpoint: &signed}
	for _, b := range stored {
		x.Commitments = append(x.Commitments, b.Commitment)
	}
	slices.Sort(x.Commitments)
	return x
}

func (x *Export) failed(t testing.TB) []string {
	t.Helper()
	return must(x.Verify(t.Context(), nil, func() {}))(t).Failed()
}

func TestAnExportComesBackAsItWasWrittenAndHolds(t *testing.T) {
	x := newWorld(t).export(t)
	var file bytes.Buffer
	if err := x.Write(&file); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(file.Bytes(), x.Manifest) || !bytes.Contains(file.Bytes(), []byte("<things> & more")) {
		t.Error("the manifest does not stand in it byte by byte")
	}
	again := must(ReadExport(&file))(t)
	if !reflect.DeepEqual(again, x) {
		t.Errorf("%+v came back as %+v", x, again)
	}
	v := must(again.Verify(t.Context(), nil, func() {}))(t)
	if len(v.Failed()) != 0 || v.Cast["unit-a"] != 6 || v.Cast["unit-b"] != 0 || len(v.Checks) != 8 {
		t.Errorf("%v fail; %+v", v.Failed(), v)
	}
}

// The survey/life tests change everything that a whole installation publishes;
// these are the cases that it cannot have.
func TestWhatAnInstallationCannotPublishFailsToo(t *testing.T) {
	for name, c := range map[string]struct {
		do    func(x *Export)
		fails string
	}{
		"a credential of no unit":      {func(x *Export) { x.Spent[0].Nonce = strings.Repeat("A", 43) }, "credentials"},
		"a nonce that is none":         {func(x *Export) { x.Spent[5].Nonce = "~" }, "credentials"},
		"credentials out of order":     {func(x *Export) { slices.Reverse(x.Spent) }, "credentials"},
		"a block that there is not":    {func(x *Export) { x.Spent[5].Block = "block-2" }, "credentials counts"},
		"a manifest that is none":      {func(x *Export) { x.Manifest = []byte(`{"a":1}`) }, "manifest"},
		"a closing record that is one": {func(x *Export) { x.ClosingRecord = []byte(`"x"`) }, "closing"},
		"neither":                      {func(x *Export) { x.Manifest, x.ClosingRecord = []byte("1"), []byte("1") }, "manifest closing"},
		"no log":                       {func(x *Export) { x.Log = nil }, "log"},
		"no closing record":            {func(x *Export) { x.ClosingRecord = nil }, "closing"},
		"a key destroyed while open":   {func(x *Export) { x.ClosingRecord, x.Commitments, x.Spent = nil, nil, nil }, "closing"},
	} {
		x := newWorld(t).export(t)
		c.do(x)
		if got := strings.Join(x.failed(t), " "); got != c.fails {
			t.Errorf("%s: %q fails, want %q", name, got, c.fails)
		}
	}
}

func TestManyProblemsAreCountedAndTheFirstAreListed(t *testing.T) {
	x := newWorld(t).export(t)
	for i := range 6 {
		x.Spent = append(x.Spent, x.Spent[i], x.Spent[i])
	}
	v := must(x.Verify(t.Context(), nil, func() {}))(t)
	for _, c := range v.Checks {
		if c.Name == CheckCredentials && (len(c.Problems) != maxProblems || c.More == 0) {
			t.Errorf("%d problems are listed and %d more", len(c.Problems), c.More)
		}
	}
}
