package server

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

// record is the public record as a program reads it.
type record struct {
	wireRecord
	Commitments []string
	Spent       []ballot.Spent
}

// record fetches it and fails where it is not whole.
func (b *bench) record(id string) (record, map[string]json.RawMessage) {
	b.t.Helper()
	code, body := b.get(client(b.t), "/verify/"+id+"?format=json")
	var r record
	members := map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(body), &members); code != http.StatusOK || err != nil {
		b.t.Fatalf("status %d, %v: %.200s", code, err, body)
	}
	if err := json.Unmarshal([]byte(body), &r); err != nil {
		b.t.Fatal(err)
	}
	return r, members
}

func TestBeforeTheCloseTheRecordSaysNothingOfWhoAnswered(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		r, members := b.record(h.ID)
		for _, later := range []string{"closing_record", "keys_destroyed", "commitments", "spent"} {
			if members[later] != nil {
				t.Errorf("%s is there while the survey is open", later)
			}
		}
		if r.Survey != h.ID || r.State != "open" || r.ManifestHash != h.ManifestHash || len(r.Units) != 2 || r.Units[0].Eligible != 12 {
			t.Errorf("the record is %+v", r)
		}
		_, page := b.get(client(t), "/verify/"+h.ID)
		if !strings.Contains(page, h.ManifestHash) || !strings.Contains(page, "House / Floor B") || strings.Contains(page, "Ballots handed out") {
			t.Error("the page lacks the fingerprint or a unit, or has counts")
		}
	})
}

// Whoever has the links of others can use them, so everybody reads how often they
// were written into a file.
func TestHowOftenLinksWereExportedIsPublic(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		for want := 1; want <= 3; want++ { // opening it made the links once
			if r, _ := b.record(h.ID); r.LinkExports != want {
				t.Errorf("the record says %d, want %d", r.LinkExports, want)
			}
			_, page := b.get(client(t), "/verify/"+h.ID)
			if !says(page, fmt.Sprintf("Files of links made%d How often", want)) {
				t.Errorf("the page does not say %d", want)
			}
			if _, err := b.life.Links(t.Context(), h.ID, life.CommandLine); err != nil {
				t.Fatal(err)
			}
		}
		b.end(&h)
		if r, members := b.record(h.ID); r.LinkExports != 4 || members["closing_record"] == nil {
			t.Errorf("after the close the record says %d", r.LinkExports)
		}
	})
}

func TestAfterTheCloseTheRecordCanBeRechecked(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		b.end(&h)
		r, _ := b.record(h.ID)
		closing, err := ballot.ParseClosingRecord(r.ClosingRecord)
		if err != nil {
			t.Fatal(err)
		}
		root := ballot.MerkleRoot(r.Commitments)
		if root != closing.MerkleRoot || len(r.Commitments) != 22 || closing.Size != 22 || !slices.IsSorted(r.Commitments) {
			t.Errorf("%d commitments under %s, want %d under %s, sorted", len(r.Commitments), root, closing.Size, closing.MerkleRoot)
		}
		if closing.ManifestHash != h.ManifestHash || r.KeysDestroyed == nil {
			t.Errorf("the closing record is of the manifest %s; keys destroyed at %v", closing.ManifestHash, r.KeysDestroyed)
		}
		checkSpent(t, closing.Blocks, r.Spent)
		_, page := b.get(client(t), "/verify/"+h.ID)
		for _, want := range []string{closing.MerkleRoot, closing.PrivateKey, closing.ReleaseHash, "22 ballots were counted.", "House / Floor A", "<form class=\"check-ballot\""} {
			if !strings.Contains(page, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
	})
}

// checkSpent compares the used credentials with the counts of the blocks.
func checkSpent(t *testing.T, blocks []ballot.BlockCount, spent []ballot.Spent) {
	t.Helper()
	used, nonces := map[string]int{}, map[string]bool{}
	for _, x := range spent {
		used[x.Block]++
		nonces[x.Nonce] = true
		if len(x.Nonce) != 43 || len(x.Token) != 86 {
			t.Errorf("a used credential is %+v", x)
		}
	}
	if len(nonces) != len(spent) {
		t.Error("a nonce occurs twice")
	}
	for _, n := range blocks {
		if n.Invited != 12 || n.Collected != 11 || n.Cast != 11 || used[n.Block] != 11 {
			t.Errorf("%+v, and %d used credentials", n, used[n.Block])
		}
	}
}

func TestOnceTheBallotsAreDeletedTheirListStays(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		b.end(&h)
		if n, err := b.store.DeleteBallots(t.Context(), time.Now().Add(time.Hour)); err != nil || n != 22 {
			t.Fatalf("%d ballots were deleted: %v", n, err)
		}
		r, _ := b.record(h.ID)
		closing, err := ballot.ParseClosingRecord(r.ClosingRecord)
		if err != nil || ballot.MerkleRoot(r.Commitments) != closing.MerkleRoot || len(r.Spent) != 22 {
			t.Errorf("%d commitments, %d used credentials, %v", len(r.Commitments), len(r.Spent), err)
		}
		_, page := b.get(client(t), "/verify/"+h.ID)
		if !strings.Contains(page, "The ballots with their answers have been deleted") || !strings.Contains(page, "check-ballot") {
			t.Error("the page does not say that the ballots are gone, or that the list is not")
		}
	})
}

func TestAListThatAnEarlierVersionDeletedIsNull(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		b.end(&h)
		for _, old := range []string{"DELETE FROM ballots", "DELETE FROM commitments"} {
			if _, err := b.store.SQL().Exec(old); err != nil {
				t.Fatal(err)
			}
		}
		r, members := b.record(h.ID)
		if string(members["commitments"]) != "null" || len(r.Spent) != 22 || len(r.ClosingRecord) == 0 {
			t.Errorf("commitments %s, %d used credentials", members["commitments"], len(r.Spent))
		}
		_, page := b.get(client(t), "/verify/"+h.ID)
		if !strings.Contains(page, "a single ballot can no longer be looked for") || strings.Contains(page, "check-ballot") {
			t.Error("the page does not say that the list is gone")
		}
	})
}

func TestWhoLooksForOneBallotNeedNotLoadTheCredentials(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		b.end(&h)
		var members map[string]json.RawMessage
		b.fetch("/verify/"+h.ID+"?format=json&spent=no", &members)
		if members["spent"] != nil || members["commitments"] == nil || members["closing_record"] == nil {
			t.Errorf("the members are %v", slices.Collect(maps.Keys(members)))
		}
	})
}

func TestFewerBallotsThanAGroupAreNotCountedOnThePage(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.pulse("P6")
		for _, l := range h.links[:3] {
			b.vote(h, l)
		}
		b.end(&h)
		_, page := b.get(client(t), "/verify/"+h.ID)
		if !strings.Contains(page, "Fewer than 5 ballots were cast") || strings.Contains(page, "3 ballots") || strings.Contains(page, "Ballots handed out") {
			t.Error("the page counts fewer ballots than the minimum group")
		}
	})
}

func TestTheListOfSurveysHasWhatWasOpenedAndNoDraft(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		h := b.hold()
		draft, err := b.life.Create(t.Context(), life.Draft{Name: "Not yet", BuiltIn: "P6"}, life.CommandLine)
		if err != nil {
			t.Fatal(err)
		}
		_, body := b.get(client(t), "/verify?format=json")
		var list wireList
		if err := json.Unmarshal([]byte(body), &list); err != nil {
			t.Fatal(err)
		}
		if len(list.Surveys) != 1 || list.Surveys[0].Survey != h.ID || !slices.Equal(list.Log, []string{h.ManifestHash}) || list.Checkpoint == nil {
			t.Errorf("the list is %s", body)
		}
		if _, page := b.get(client(t), "/verify"); !strings.Contains(page, "/verify/"+h.ID) || strings.Contains(page, "Not yet") {
			t.Error("the page lacks the open survey or shows the draft")
		}
		for _, id := range []string{draft.ID, "none", strings.Repeat("x", 40)} {
			if code, page := b.get(client(t), "/verify/"+id); code != http.StatusNotFound || !strings.Contains(page, "</html>") {
				t.Errorf("%s: status %d, want 404 and a page", id, code)
			}
			res, err := client(t).Get(b.url + "/verify/" + id + "?format=json")
			if err != nil {
				t.Fatal(err)
			}
			if got := failure(t, res); got != survey.CodeNotFound {
				t.Errorf("%s as JSON: %s", id, got)
			}
			res.Body.Close()
		}
	})
}

func TestAProgramMayAskForTheRecordByItsAccept(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		for accept, want := range map[string]string{
			"application/json":                      "application/json",
			"text/html,application/json;q=0.9,*/*":  "text/html",
			"*/*":                                   "text/html",
			"":                                      "text/html",
			"application/json, text/plain;q=0.5, *": "application/json",
		} {
			req, err := http.NewRequest(http.MethodGet, b.url+"/verify", nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Accept", accept)
			res, err := client(t).Do(req)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if got := res.Header.Get("Content-Type"); !strings.HasPrefix(got, want) || !strings.Contains(strings.Join(res.Header.Values("Vary"), " "), "Accept") {
				t.Errorf("Accept %q: %s, Vary %v", accept, got, res.Header.Values("Vary"))
			}
		}
	})
}
