package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

// fetch reads JSON from a public address.
func (b *bench) fetch(path string, into any) {
	b.t.Helper()
	code, body := b.get(client(b.t), path)
	if code != http.StatusOK {
		b.t.Fatalf("%s: status %d: %.300s", path, code, body)
	}
	if err := json.Unmarshal([]byte(body), into); err != nil {
		b.t.Fatalf("%s: %v", path, err)
	}
}

// wave opens a rehearsal, which may run beside others, and closes it.
func (b *bench) wave(name string, end bool) survey.Survey {
	b.t.Helper()
	b.ahead.Add(int64(time.Minute)) // two surveys of one second have no order
	ctx := b.t.Context()
	sv, err := b.life.Create(ctx, life.Draft{Name: name, BuiltIn: "P6", Rehearsal: true}, life.CommandLine)
	if err == nil {
		sv, err = b.life.Open(ctx, sv.ID, life.CommandLine)
	}
	if err == nil && end {
		sv, err = b.life.Close(ctx, sv.ID, "a test", life.CommandLine)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return sv
}

func TestWhoeverKeptACheckpointCanCheckThatTheLogOnlyGrew(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		b.wave("First", true)
		var kept, now ballot.Checkpoint
		b.fetch("/verify/log/checkpoint", &kept)
		b.wave("Second", true)
		b.wave("Third", false)
		b.fetch("/verify/log/checkpoint", &now)
		for _, c := range []ballot.Checkpoint{kept, now} {
			if again, err := ballot.OpenCheckpoint(c.Note, kept.VerifierKey); err != nil || again != c {
				t.Errorf("%+v opens as %+v, %v", c, again, err)
			}
		}
		if kept.Size != 2 || now.Size != 5 {
			t.Fatalf("from %d to %d leaves", kept.Size, now.Size)
		}
		var grew ballot.ConsistencyProof
		b.fetch(fmt.Sprintf("/verify/log/consistency?from=%d&to=%d", kept.Size, now.Size), &grew)
		if err := grew.Check(); err != nil || grew.FromRootHash != kept.RootHash || grew.RootHash != now.RootHash {
			t.Errorf("%+v: %v", grew, err)
		}
		var earlier ballot.Checkpoint
		b.fetch("/verify/log/checkpoint?size=2", &earlier)
		if earlier != kept {
			t.Errorf("the earlier one is now %+v", earlier)
		}
	})
}

func TestEveryLeafOfTheLogIsProvedByHashAndByNumber(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		first, second := b.wave("First", true), b.wave("Second", false)
		var list wireList
		b.fetch("/verify?format=json", &list)
		closings := map[string]string{}
		for _, sv := range list.Surveys {
			closings[sv.Survey] = sv.ClosingHash
		}
		want := []string{first.ManifestHash, closings[first.ID], second.ManifestHash}
		if strings.Join(list.Log, " ") != strings.Join(want, " ") || closings[second.ID] != "" || list.Checkpoint.Size != 3 {
			t.Fatalf("the list is %+v", list)
		}
		for i, leaf := range list.Log {
			for _, name := range []string{leaf, fmt.Sprint(i)} {
				var p ballot.InclusionProof
				b.fetch("/verify/log/proof?leaf="+name+"&size=3", &p)
				if err := p.Check(); err != nil || p.Leaf != leaf || p.Index != i || p.RootHash != list.Checkpoint.RootHash {
					t.Errorf("%s: %+v, %v", name, p, err)
				}
			}
		}
		_, page := b.get(client(t), "/verify")
		for _, want := range append(want, list.Checkpoint.RootHash, list.Checkpoint.VerifierKey, "closed:", "Signed state of the log") {
			if !strings.Contains(strings.ReplaceAll(page, "&#43;", "+"), want) {
				t.Errorf("the page lacks %s", want)
			}
		}
	})
}

func TestQuestionsThatTheLogCannotAnswerAreRefusedAsJSON(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		ask := func(path string, want survey.Code) {
			t.Helper()
			res, err := client(t).Get(b.url + "/verify/log/" + path)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			if got := failure(t, res); got != want {
				t.Errorf("%s: %s, want %s", path, got, want)
			}
		}
		ask("checkpoint", survey.CodeNotFound)
		b.wave("First", true)
		for path, want := range map[string]survey.Code{
			"checkpoint?size=9": survey.CodeNotFound, "checkpoint?size=x": survey.CodeBadRequest,
			"proof": survey.CodeBadRequest, "proof?leaf=" + strings.Repeat("0", 64): survey.CodeNotFound, "proof?leaf=0&size=3": survey.CodeBadRequest,
			"proof?leaf=2": survey.CodeNotFound, "proof?leaf=-1": survey.CodeNotFound, "consistency": survey.CodeBadRequest,
			"consistency?from=2&to=1": survey.CodeBadRequest, "consistency?from=1&to=+2": survey.CodeBadRequest, "consistency?from=0": survey.CodeBadRequest,
		} {
			ask(path, want)
		}
	})
}

func TestALogThatWasRewrittenInTheDatabaseIsShownAsSuch(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		b.wave("First", true)
		if _, page := b.get(client(t), "/verify"); strings.Contains(page, "does not fit the log") {
			t.Fatal("a whole log is called rewritten")
		}
		for _, change := range []string{
			"UPDATE log SET leaf = '" + strings.Repeat("0", 64) + "' WHERE position = 0",
			"DELETE FROM log WHERE position = 1",
			"UPDATE checkpoints SET verifier_key = 'another' WHERE size = 2",
		} {
			if _, err := b.store.SQL().Exec(change); err != nil {
				t.Fatal(err)
			}
			if _, page := b.get(client(t), "/verify"); !strings.Contains(page, "does not fit the log") {
				t.Errorf("%s is not shown", change)
			}
		}
	})
}
