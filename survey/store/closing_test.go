package store_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"teamtrust/migrations"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

// onPostgres runs a sentence about what SQLite does not have.
func onPostgres(t *testing.T, do func(t *testing.T, s *store.Store, url string)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store, url string) {
		if s.Dialect() == migrations.Postgres {
			do(t, s, url)
		}
	})
}

func TestCloseSurvey(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		o := open(t, s, "S1", 12)
		value(s.Collect(ctx, "S1", o.Invitations[1].Hash, "x"))(t)
		keys := []string{hexHash("3"), hexHash("1"), hexHash("2")}
		for _, k := range keys {
			must(t, s.Stage(ctx, "S1", sealed(k)))
		}
		var made life.Closing
		t.Run("results of an open survey do not exist", func(t *testing.T) {
			_, err := s.Release(ctx, "S1")
			wantCode(t, err, survey.CodeNotFound)
			_, err = s.ClosingRecord(ctx, "S1")
			wantCode(t, err, survey.CodeNotFound)
		})
		must(t, s.CloseSurvey(ctx, "S1", func(b life.Box) (life.Closing, error) {
			sales := survey.Path("Sales").ID()
			if !reflect.DeepEqual(b.Survey, o.Survey) || string(b.Manifest) != string(o.Manifest) || !reflect.DeepEqual(b.Tree, o.Tree) ||
				!reflect.DeepEqual(b.Units, o.Units) || !reflect.DeepEqual(b.People, o.People) {
				t.Errorf("box %+v", b)
			}
			if b.Invited[sales] != 6 || b.Collected[sales] != 1 || b.Replaced[sales] != 0 {
				t.Errorf("counts %v %v %v", b.Invited, b.Collected, b.Replaced)
			}
			var seen []string
			for row, err := range b.Staged {
				must(t, err)
				seen = append(seen, row.Key)
			}
			if !reflect.DeepEqual(seen, slices.Sorted(slices.Values(keys))) {
				t.Errorf("staged %v", seen)
			}
			var err error
			made, err = closing(b) // the box can be read again
			made.Comments = []life.Comment{
				{ID: "bb", Team: "Sales", Prompt: "T1", Text: "a\x00b"},
				{ID: "aa", Prompt: "T1", Text: "für alle"},
			}
			return made, err
		}))
		t.Run("the survey is closed and says so", func(t *testing.T) {
			if got := value(s.Survey(ctx, "S1"))(t); !reflect.DeepEqual(got, made.Survey) {
				t.Errorf("got %+v, want %+v", got, made.Survey)
			}
			got := value(s.Transitions(ctx, "S1"))(t)
			want := survey.Transition{At: made.Survey.ClosedAt, From: survey.Open, To: survey.Closed, By: "hr@example.org", Reason: "everybody answered"}
			if len(got) != 3 || got[2] != want {
				t.Errorf("transitions %+v", got)
			}
		})
		t.Run("what was counted comes back", func(t *testing.T) {
			var ballots []ballot.Stored
			for b, err := range s.Ballots(ctx, "S1") {
				must(t, err)
				ballots = append(ballots, b)
			}
			slices.SortFunc(made.Ballots, func(a, b ballot.Stored) int { return compare(a.ID, b.ID) })
			if !reflect.DeepEqual(ballots, made.Ballots) {
				t.Errorf("ballots %+v, want %+v", ballots, made.Ballots)
			}
			var spent []ballot.Spent
			for x, err := range s.Spent(ctx, "S1") {
				must(t, err)
				spent = append(spent, x)
			}
			slices.SortFunc(made.Spent, func(a, b ballot.Spent) int { return compare(a.Nonce, b.Nonce) })
			if !reflect.DeepEqual(spent, made.Spent) {
				t.Errorf("spent %+v, want %+v", spent, made.Spent)
			}
			want := []life.Comment{{ID: "aa", Prompt: "T1", Text: "für alle"}, {ID: "bb", Team: "Sales", Prompt: "T1", Text: "ab"}}
			if got := value(s.Comments(ctx, "S1"))(t); !reflect.DeepEqual(got, want) {
				t.Errorf("comments %+v", got)
			}
			if n := value(s.CommentCount(ctx, "S1"))(t); n != len(want) {
				t.Errorf("%d comments", n)
			}
			if got := value(s.Tallies(ctx, "S1"))(t); !reflect.DeepEqual(got, made.Tallies) {
				t.Errorf("tallies %s", got)
			}
			if got := value(s.Release(ctx, "S1"))(t); string(got) != string(made.Release) {
				t.Errorf("release %s", got)
			}
			if got := value(s.ClosingRecord(ctx, "S1"))(t); string(got) != string(made.Record) {
				t.Errorf("record %s", got)
			}
		})
		t.Run("staging is empty", func(t *testing.T) {
			if n := count(t, s, "staging"); n != 0 {
				t.Errorf("%d rows", n)
			}
		})
		t.Run("there is no way back", func(t *testing.T) {
			wantCode(t, s.CloseSurvey(ctx, "S1", closing), survey.CodeClosed)
			wantCode(t, s.OpenSurvey(ctx, o), survey.CodeRefused)
			wantCode(t, s.Stage(ctx, "S1", sealed(hexHash("late"))), survey.CodeClosed)
		})
		t.Run("a draft and an unknown survey cannot be closed", func(t *testing.T) {
			draft(t, s, "S2")
			wantCode(t, s.CloseSurvey(ctx, "S2", closing), survey.CodeClosed)
			wantCode(t, s.CloseSurvey(ctx, "S9", closing), survey.CodeNotFound)
		})
	})
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func TestReadingBallotsMayStopEarly(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		open(t, s, "S1", 12)
		for i := range 20 {
			must(t, s.Stage(ctx, "S1", sealed(hexHash("%d", i))))
		}
		must(t, s.CloseSurvey(ctx, "S1", func(b life.Box) (life.Closing, error) {
			for range b.Staged {
				break
			}
			return closing(b)
		}))
		for range 20 { // more than there are connections
			for _, err := range s.Ballots(ctx, "S1") {
				must(t, err)
				break
			}
		}
		value(s.Survey(ctx, "S1"))(t)
	})
}

func TestOfTwoClosingsAtOnceExactlyOneCounts(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		open(t, s, "S1", 12)
		must(t, s.Stage(t.Context(), "S1", sealed(hexHash("a"))))
		answers := make(chan error)
		for range 4 {
			go func() { answers <- s.CloseSurvey(t.Context(), "S1", closing) }()
		}
		closed := 0
		for range 4 {
			if err := <-answers; err == nil {
				closed++
			} else if survey.CodeOf(err) != survey.CodeClosed {
				t.Errorf("refused with %v", err)
			}
		}
		if closed != 1 || count(t, s, "ballots") != 1 {
			t.Errorf("%d closings, %d ballots", closed, count(t, s, "ballots"))
		}
	})
}

func TestTheServersLimitsOfTimeDoNotEndALongCount(t *testing.T) {
	onPostgres(t, func(t *testing.T, s *store.Store, url string) {
		open(t, s, "S1", 12)
		must(t, s.Stage(t.Context(), "S1", sealed(hexHash("a"))))
		limited := storetest.Open(t, url+"&idle_in_transaction_session_timeout=100")
		must(t, limited.CloseSurvey(t.Context(), "S1", func(b life.Box) (life.Closing, error) {
			time.Sleep(300 * time.Millisecond)
			return closing(b)
		}))
	})
}

func TestDeleteBallots(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, url string) {
		ctx := t.Context()
		open(t, s, "S1", 12)
		for i := range 3 {
			must(t, s.Stage(ctx, "S1", sealed(hexHash("%d", i))))
		}
		must(t, s.CloseSurvey(ctx, "S1", closing))
		at := value(s.Survey(ctx, "S1"))(t).ClosedAt
		var id string
		must(t, s.SQL().QueryRow("SELECT id FROM ballots").Scan(&id))
		if n := value(s.DeleteBallots(ctx, at))(t); n != 0 {
			t.Errorf("%d ballots of a survey that did not close before were deleted", n)
		}
		if n := value(s.DeleteBallots(ctx, at.Add(time.Second)))(t); n != 3 || count(t, s, "ballots") != 0 {
			t.Errorf("%d ballots were deleted", n)
		}
		list := value(s.Commitments(ctx, "S1"))(t)
		if want := slices.Sorted(slices.Values([]string{hexHash("%s", hexHash("0")), hexHash("%s", hexHash("1")), hexHash("%s", hexHash("2"))})); !slices.Equal(list, want) {
			t.Errorf("the commitments are %v, want %v", list, want)
		}
		if count(t, s, "spent") != 3 || count(t, s, "tallies") != 1 || count(t, s, "releases") != 1 {
			t.Error("the public record and the tallies have to stay")
		}
		if s.Dialect() == migrations.SQLite && onDisk(t, url, []byte(id)) {
			t.Error("a deleted ballot is still in the files")
		}
	})
}

func TestTheListOfCommitmentsMayBeEmptyAndMayHaveTwoOfAKind(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		_, err := s.Commitments(ctx, "S1")
		wantCode(t, err, survey.CodeNotFound)
		for id, want := range map[string][]string{"S0": {}, "S1": {"aa", "bb", "bb"}} {
			rehearse(t, s, id, 12)
			must(t, s.CloseSurvey(ctx, id, func(b life.Box) (life.Closing, error) {
				c, err := closing(b)
				for _, x := range []string{"bb", "aa", "bb"}[:len(want)] {
					c.Ballots = append(c.Ballots, ballot.Stored{ID: randomHex(16), Block: "block", Commitment: x})
				}
				return c, err
			}))
			if got := value(s.Commitments(ctx, id))(t); got == nil || !slices.Equal(got, want) {
				t.Errorf("%s has %v, want %v", id, got, want)
			}
		}
	})
}
