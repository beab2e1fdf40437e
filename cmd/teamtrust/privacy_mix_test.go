package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"teamtrust/survey/ballot"
)

// clearOfTheHour waits where a server would mix in the middle of a test that
// looks at the rows of one epoch.
func clearOfTheHour(t *testing.T) {
	t.Helper()
	const needed = 90 * time.Second
	if next := (onTheHour{}).Next(time.Now()); time.Until(next) < needed {
		t.Logf("waiting for %s, when boxes are mixed", next.Format(time.TimeOnly))
		time.Sleep(time.Until(next.Add(5 * time.Second)))
	}
}

// idle waits until a server has looked, as each does once when it starts,
// whether there is something to mix.
func (a *administrator) idle() {
	a.t.Helper()
	done := "SELECT count(*) FROM river_job WHERE kind = 'mix' AND state = 'completed'"
	for deadline := time.Now().Add(2 * time.Minute); a.one(done) == "0"; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			a.t.Fatal("no server ever looked whether a box is to be mixed")
		}
	}
}

// opened is the program's database and keys in the process of the test: another
// node.
func (p *program) opened() *opened {
	p.t.Helper()
	a := &app{Config: Config{Data: filepath.Dir(p.keys), Keys: p.keys, Database: p.database}}
	o, err := a.open(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { o.Close() })
	return o
}

func TestBoxesAreMixedOnTheHour(t *testing.T) {
	for now, want := range map[string]string{
		"2026-03-02T08:00:00Z": "2026-03-02T09:00:00Z", "2026-03-02T08:59:59Z": "2026-03-02T09:00:00Z",
		"2026-03-02T23:30:00Z": "2026-03-03T00:00:00Z", "2026-03-02T08:12:00+02:00": "2026-03-02T07:00:00Z",
	} {
		at, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := (onTheHour{}).Next(at).UTC().Format(time.RFC3339); got != want {
			t.Errorf("after %s comes %s, want %s", now, got, want)
		}
	}
}

// The hour passed while no server ran.
func TestAMissedMixIsMadeGoodAtTheNextStart(t *testing.T) {
	eachProgram(t, func(t *testing.T, p *program) {
		a := p.administrator()
		e := openElection(t, p, staffList)
		s := p.serve("127.0.0.1:0")
		a.idle() // else ballots that come quickly are mixed by this server
		e.together(e.voters[:20], e.at(s.url))
		s.stop()
		before := a.epoch(e.id)
		p.serve("127.0.0.1:0")
		destroyed := "SELECT count(*) FROM epochs WHERE epoch = '" + before + "' AND destroyed IS NOT NULL"
		for deadline := time.Now().Add(2 * time.Minute); a.one(destroyed) == "0"; time.Sleep(50 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatal("the box was not mixed, or the keys that it left are still there")
			}
		}
		p.must("survey", "close", e.id, "--reason", "test")
		e.compare(a)
	})
}

// spy is an administrator who copies the box after every ballot and, once, the
// directory of keys.
type spy struct {
	*election
	a      *administrator
	names  map[string]int // names of rows by the copy in which they were first seen
	sealed map[string]seenRow
	copies int
}

type seenRow struct {
	key   string
	epoch string
	copy  int // in which these bytes were first seen
}

// look copies the box. The file of the database, its log and every system
// column hold no more than such copies do.
func (s *spy) look() {
	s.t.Helper()
	epoch := s.a.epoch(s.id)
	for _, row := range s.a.rows("SELECT key, sealed FROM staging WHERE survey = '" + s.id + "'") {
		if _, known := s.names[row[0]]; !known {
			s.names[row[0]] = s.copies
		}
		if _, known := s.sealed[row[1]]; !known {
			s.sealed[row[1]] = seenRow{row[0], epoch, s.copies}
		}
	}
	s.copies++
}

// known is what keys tell of the ballots that the copies hold: by commitment,
// the first copy in which the ballot's bytes, or a row with its name, were seen.
func (s *spy) known(keys *ballot.Keys, spent []byte, q *ballot.Manifest) map[string]int {
	s.t.Helper()
	out := map[string]int{}
	for sealed, row := range s.sealed {
		staged := []ballot.Staged{{Key: row.key, Sealed: []byte(sealed), Epoch: row.epoch}}
		opened, err := ballot.OpenAll(keys, q.Questionnaire.Survey(), each(staged), rand.Reader)
		if err != nil {
			continue // of another epoch
		}
		for _, o := range opened {
			first := row.copy
			if at, seen := s.names[name(spent, o.Nonce)]; seen {
				first = min(first, at)
			}
			if before, seen := out[o.Commitment]; !seen || first < before {
				out[o.Commitment] = first
			}
		}
	}
	return out
}

func name(spent, nonce []byte) string {
	h := hmac.New(sha256.New, spent)
	h.Write(nonce)
	return hex.EncodeToString(h.Sum(nil))
}

// Forward secrecy: the administrator has every copy of the box from its opening
// to the close, the final tables, and the keys as they lay there at one moment.
func TestKeysOfOneMomentTellTheOrderOfTheCurrentWindowOnly(t *testing.T) {
	eachProgram(t, func(t *testing.T, p *program) {
		clearOfTheHour(t)
		e := openElection(t, p, staffList)
		server := p.serve("127.0.0.1:0")
		s := &spy{election: e, a: p.administrator(), names: map[string]int{}, sealed: map[string]seenRow{}}
		s.a.idle()
		client, mixer := e.at(server.url), p.opened()
		mathrand.Shuffle(len(e.voters), func(i, j int) { e.voters[i], e.voters[j] = e.voters[j], e.voters[i] })
		windows := [][]*voter{e.voters[:70], e.voters[70:140], e.voters[140:210], e.voters[210:280]}
		var stolen *ballot.Keys
		var spent []byte
		for i, window := range windows {
			for _, v := range window {
				if err := e.vote(t.Context(), client, v); err != nil {
					t.Fatal(err)
				}
				s.look()
			}
			if i == 2 {
				stolen, spent = s.steal()
			}
			mixed, err := mixer.life.Mix(t.Context(), e.id)
			if err != nil || !mixed {
				t.Fatalf("window %d was not mixed: %v", i, err)
			}
			s.look()
		}
		server.stop()
		p.must("survey", "close", e.id, "--reason", "test")
		e.compare(s.a)
		s.judge(windows, s.known(stolen, spent, e.manifest))
		s.careless(windows, stolen, spent)
	})
}

// steal copies the keys as they lie there now.
func (s *spy) steal() (*ballot.Keys, []byte) {
	s.t.Helper()
	copied, epoch := s.t.TempDir(), s.a.epoch(s.id)
	if err := os.CopyFS(copied, os.DirFS(s.p.keys)); err != nil {
		s.t.Fatal(err)
	}
	directory, err := ballot.OpenDirectory(copied)
	if err != nil {
		s.t.Fatal(err)
	}
	keys, err := directory.LoadToOpen(s.id, epoch)
	if err != nil {
		s.t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(copied, s.id, epoch, "spent.key"))
	if err != nil {
		s.t.Fatal(err)
	}
	return keys, unbase64(s.t, strings.TrimSpace(string(raw)))
}

// judge says for each window what the order of arrival is known by.
func (s *spy) judge(windows [][]*voter, known map[string]int) {
	s.t.Helper()
	for i, window := range windows {
		var seen []sighting[int]
		for arrival, v := range window {
			if first, ok := known[commitmentOf(v)]; ok {
				seen = append(seen, sighting[int]{arrival, first})
			}
		}
		switch found := ordered(seen); {
		case i < 2 && (len(seen) != len(window) || found != ""): // they were in the box that the keys open, mixed
			s.t.Errorf("window %d, mixed before the keys were copied: %d of %d ballots are readable, and their order %q", i, len(seen), len(window), found)
		case i == 2 && (len(seen) != len(window) || found == ""):
			s.t.Errorf("window %d, in which the keys were copied: the attack finds %d of %d ballots and no order; it proves nothing", i, len(seen), len(window))
		case i == 3 && len(seen) > 0:
			s.t.Errorf("window %d, after the keys were copied: %d ballots are readable", i, len(seen))
		}
	}
	places := s.a.places("ballots", "commitment")["place"]
	var all []sighting[int]
	for arrival, v := range slices.Concat(windows...) {
		all = append(all, sighting[int]{arrival, places[commitmentOf(v)]})
	}
	if found := ordered(all); found != "" {
		s.t.Errorf("without keys the final tables tell the order: %s", found)
	}
}

// careless is the same attack on a mix that seals rows again and keeps their
// names: the names are those that the stolen spent key gives. It has to be found
// out; otherwise the attack proves nothing about ours.
func (s *spy) careless(windows [][]*voter, stolen *ballot.Keys, spent []byte) {
	s.t.Helper()
	kept := &spy{election: s.election, names: maps.Clone(s.names), sealed: s.sealed}
	for arrival, v := range windows[0] {
		kept.names[name(spent, v.credential.Nonce)] = arrival
	}
	known := kept.known(stolen, spent, s.manifest)
	var seen []sighting[int]
	for arrival, v := range windows[0] {
		seen = append(seen, sighting[int]{arrival, known[commitmentOf(v)]})
	}
	if ordered(seen) == "" {
		s.t.Error("rows that keep their names when they are mixed are not found out")
	}
}
