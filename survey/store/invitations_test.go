package store_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"teamtrust/migrations"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/survey/store"
)

// The store is what the rooms that use it ask for.
var (
	_ life.Store     = (*store.Store)(nil)
	_ ballot.Roll    = (*store.Store)(nil)
	_ ballot.Staging = (*store.Store)(nil)
)

func TestCollect(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		o := open(t, s, "S1", 12)
		draft(t, s, "S2")
		in := o.Invitations[3]

		t.Run("an invitation is known by its hash, without a person", func(t *testing.T) {
			want := ballot.Invitation{Survey: "S1", Hash: in.Hash, Unit: in.Unit}
			if got := value(s.Invitation(ctx, "S1", in.Hash))(t); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
		t.Run("the first blinded element stays", func(t *testing.T) {
			want := ballot.Invitation{Survey: "S1", Hash: in.Hash, Unit: in.Unit, Blinded: "first"}
			for _, blinded := range []string{"first", "second", "first"} {
				if got := value(s.Collect(ctx, "S1", in.Hash, blinded))(t); got != want {
					t.Errorf("after %s: got %+v, want %+v", blinded, got, want)
				}
			}
			if got := value(s.Invitation(ctx, "S1", in.Hash))(t); got != want {
				t.Errorf("stored %+v", got)
			}
		})
		t.Run("an unknown secret is not found", func(t *testing.T) {
			_, err := s.Collect(ctx, "S1", hexHash("guess"), "x")
			wantCode(t, err, survey.CodeNotFound)
			_, err = s.Invitation(ctx, "S1", hexHash("guess"))
			wantCode(t, err, survey.CodeNotFound)
		})
		t.Run("an unknown survey is not found", func(t *testing.T) {
			_, err := s.Collect(ctx, "S9", in.Hash, "x")
			wantCode(t, err, survey.CodeNotFound)
		})
		t.Run("a draft hands out nothing", func(t *testing.T) {
			_, err := s.Collect(ctx, "S2", in.Hash, "x")
			wantCode(t, err, survey.CodeClosed)
		})
		t.Run("participation counts by unit", func(t *testing.T) {
			value(s.Collect(ctx, "S1", o.Invitations[5].Hash, "x"))(t)
			got := value(s.Participation(ctx, "S1"))(t)
			want := map[string]life.Count{
				survey.Path("Operations / Plant A").ID(): {Eligible: 6},
				survey.Path("Sales").ID():                {Eligible: 6, Collected: 2},
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
		must(t, s.CloseSurvey(ctx, "S1", closing))
		t.Run("a closed survey hands out nothing, also not again", func(t *testing.T) {
			_, err := s.Collect(ctx, "S1", in.Hash, "first")
			wantCode(t, err, survey.CodeClosed)
		})
		t.Run("after the close the invitation still says whether something was handed out", func(t *testing.T) {
			if got := value(s.Invitation(ctx, "S1", in.Hash))(t); got.Blinded != "first" {
				t.Errorf("got %+v", got)
			}
		})
	})
}

func TestOfTwoElementsAtOnceExactlyOneIsStored(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		o := open(t, s, "S1", 12)
		for _, in := range o.Invitations {
			seen := make(chan string)
			for n := range 6 {
				go func() {
					got, err := s.Collect(ctx, "S1", in.Hash, fmt.Sprint("element ", n%2))
					if err != nil {
						t.Error(err)
					}
					seen <- got.Blinded
				}()
			}
			all := map[string]bool{}
			for range 6 {
				all[<-seen] = true
			}
			stored := value(s.Invitation(ctx, "S1", in.Hash))(t).Blinded
			if len(all) != 1 || !all[stored] || stored == "" {
				t.Fatalf("the callers saw %v, stored is %q", all, stored)
			}
		}
	})
}

func TestReplace(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx, at := t.Context(), start().Add(2*time.Hour)
		o := open(t, s, "S1", 12)
		in := o.Invitations[0]
		value(s.Collect(ctx, "S1", in.Hash, "old element"))(t)
		must(t, s.Replace(ctx, "S1", in.Person, "new", "hr@example.org", "phone lost", at))

		t.Run("the new link works from the start", func(t *testing.T) {
			want := life.Invitation{Person: in.Person, Unit: in.Unit, Hash: "new", Replaced: true}
			if got := value(s.Invited(ctx, "S1", in.Person))(t); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
			if got := value(s.Collect(ctx, "S1", "new", "new element"))(t); got.Blinded != "new element" {
				t.Errorf("collected %+v", got)
			}
		})
		t.Run("the old link is dead", func(t *testing.T) {
			_, err := s.Collect(ctx, "S1", in.Hash, "old element")
			wantCode(t, err, survey.CodeNotFound)
		})
		t.Run("who did it and why is kept", func(t *testing.T) {
			var actor, reason string
			must(t, s.SQL().QueryRow("SELECT actor, reason FROM replacements").Scan(&actor, &reason))
			if actor != "hr@example.org" || reason != "phone lost" {
				t.Errorf("kept %q, %q", actor, reason)
			}
		})
		t.Run("a person's invitation is replaced at most once", func(t *testing.T) {
			wantCode(t, s.Replace(ctx, "S1", in.Person, "newer", "hr@example.org", "again", at), survey.CodeRefused)
			if got := value(s.Invited(ctx, "S1", in.Person))(t); got.Hash != "new" {
				t.Errorf("it was: %+v", got)
			}
		})
		t.Run("somebody who is not invited has nothing to replace", func(t *testing.T) {
			wantCode(t, s.Replace(ctx, "S1", "nobody", "x", "hr", "r", at), survey.CodeNotFound)
			wantCode(t, s.Replace(ctx, "S9", in.Person, "x", "hr", "r", at), survey.CodeNotFound)
		})
		t.Run("the close sees it counted by unit", func(t *testing.T) {
			must(t, s.CloseSurvey(ctx, "S1", func(b life.Box) (life.Closing, error) {
				if want := map[string]int{in.Unit: 1}; b.Replaced[in.Unit] != want[in.Unit] || b.Collected[in.Unit] != 1 || b.Invited[in.Unit] != 6 {
					t.Errorf("box %v %v %v", b.Replaced, b.Collected, b.Invited)
				}
				return closing(b)
			}))
		})
		t.Run("after the close nothing is replaced", func(t *testing.T) {
			wantCode(t, s.Replace(ctx, "S1", o.Invitations[1].Person, "x", "hr", "r", at), survey.CodeClosed)
		})
	})
}

func TestInvitationsAreSortedByPerson(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, "S1", 12)
		if got := value(s.Invitations(t.Context(), "S1"))(t); !reflect.DeepEqual(got, o.Invitations) {
			t.Errorf("got %+v", got)
		}
		_, err := s.Invited(t.Context(), "S1", "nobody")
		wantCode(t, err, survey.CodeNotFound)
	})
}

// withoutEmail opens a survey in which every third person has no address and
// returns the cards for them.
func withoutEmail(t *testing.T, s *store.Store, id string) []life.Invitation {
	t.Helper()
	staff := hire(t, s, 12)
	var cards []life.Invitation
	for i := 0; i < len(staff); i += 3 {
		staff[i].Email = ""
		cards = append(cards, life.Invitation{Person: staff[i].ID, Unit: staff[i].Team.ID(), Hash: hexHash("card %d", i)})
	}
	must(t, s.Import(t.Context(), people.Import{Put: staff}))
	must(t, s.OpenSurvey(t.Context(), opening(draft(t, s, id), staff)))
	return cards
}

func TestCards(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		cards := withoutEmail(t, s, "S1")
		must(t, s.MarkExport(ctx, "S1", life.Cards))
		must(t, s.DrawCards(ctx, "S1", cards))

		t.Run("a card has no person and works", func(t *testing.T) {
			all := value(s.Invitations(ctx, "S1"))(t)
			hashes := map[string]bool{}
			for i, in := range all {
				if (in.Person == "") != (i < len(cards)) {
					t.Errorf("invitation %d: %+v", i, in)
				}
				hashes[in.Hash] = true
			}
			if len(all) != 12 {
				t.Errorf("%d invitations, want 12", len(all))
			}
			for _, c := range cards {
				if !hashes[c.Hash] {
					t.Errorf("card %s is missing", c.Hash)
				}
				if got := value(s.Collect(ctx, "S1", c.Hash, "x"))(t); got.Unit != c.Unit {
					t.Errorf("card %+v collected %+v", c, got)
				}
			}
		})
		t.Run("its person has no other invitation", func(t *testing.T) {
			_, err := s.Invited(ctx, "S1", cards[0].Person)
			wantCode(t, err, survey.CodeNotFound)
		})
		t.Run("drawing again changes nothing", func(t *testing.T) {
			before := value(s.Invitations(ctx, "S1"))(t)
			must(t, s.DrawCards(ctx, "S1", []life.Invitation{{Person: cards[0].Person, Unit: cards[0].Unit, Hash: "other"}}))
			if got := value(s.Invitations(ctx, "S1"))(t); !reflect.DeepEqual(got, before) {
				t.Errorf("it changed to %+v", got)
			}
		})
		t.Run("the others still get personal links", func(t *testing.T) {
			must(t, s.MarkExport(ctx, "S1", life.Links))
			if kind, n := value(s.ExportKind(ctx, "S1"))(t), value(s.Exports(ctx, "S1"))(t); kind != life.Cards || n != 2 {
				t.Errorf("kind %q, %d exports", kind, n)
			}
		})
		t.Run("a survey with cards overlaps whoever left", func(t *testing.T) {
			draft(t, s, "S2")
			for _, p := range value(s.Staff(ctx))(t) {
				leave(t, s, p.ID)
			}
			if got := value(s.Overlaps(ctx, "S2"))(t); len(got) != 1 {
				t.Errorf("overlaps %+v", got)
			}
		})
	})
}

func TestCardsAfterPersonalLinksAreRefused(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		cards := withoutEmail(t, s, "S1")
		if kind := value(s.ExportKind(ctx, "S1"))(t); kind != "" {
			t.Errorf("before any export the kind is %q", kind)
		}
		must(t, s.MarkExport(ctx, "S1", life.Links))
		wantCode(t, s.MarkExport(ctx, "S1", life.Cards), survey.CodeRefused)
		wantCode(t, s.DrawCards(ctx, "S1", cards), survey.CodeRefused)
		if kind, n := value(s.ExportKind(ctx, "S1"))(t), value(s.Exports(ctx, "S1"))(t); kind != life.Links || n != 1 {
			t.Errorf("kind %q, %d exports", kind, n)
		}
		wantCode(t, s.MarkExport(ctx, "S9", life.Links), survey.CodeNotFound)
	})
}

func TestCardsAfterAPersonalLinkInPlaceOfALostOneAreRefused(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		cards := withoutEmail(t, s, "S1")
		must(t, s.Replace(ctx, "S1", cards[1].Person, "new", "hr", "r", start()))
		wantCode(t, s.DrawCards(ctx, "S1", cards), survey.CodeRefused)
		for _, in := range value(s.Invitations(ctx, "S1"))(t) {
			if in.Person == "" {
				t.Fatal("some cards were drawn")
			}
		}
	})
}

func TestForeignKeysAreEnforced(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		open(t, s, "S1", 12)
		bytes := map[migrations.Dialect]string{migrations.SQLite: "x'00'", migrations.Postgres: `'\x00'`}[s.Dialect()]
		for table, statement := range map[string]string{
			"staging":     "INSERT INTO staging (survey, key, sealed) VALUES ('nowhere', 'k', " + bytes + ")",
			"ballots":     "INSERT INTO ballots (id, survey, block, answers, salt, commitment) VALUES ('i', 'nowhere', 'b', '{}', 's', 'c')",
			"invitations": "INSERT INTO invitations (survey, person, unit, hash, replaced) VALUES ('S1', NULL, 'nowhere', 'h', '0')",
			"people":      "DELETE FROM people",
			"surveys":     "DELETE FROM surveys",
		} {
			if _, err := s.SQL().Exec(statement); err == nil {
				t.Errorf("%s: %s was done", table, statement)
			} else if !foreignKey(err) {
				t.Errorf("%s: %v", table, err)
			}
		}
	})
}

func foreignKey(err error) bool {
	var lite interface{ Code() int }
	var pg interface{ SQLState() string }
	return errors.As(err, &lite) && lite.Code() == 787 || errors.As(err, &pg) && pg.SQLState() == "23503"
}
