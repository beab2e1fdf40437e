package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

// sealedIn is a row of an epoch.
func sealedIn(epoch, key string) ballot.Staged {
	row := sealed(key)
	row.Epoch = epoch
	return row
}

// renamed is the name that mixing gives to a row.
func renamed(epoch, key string) string { return hexHash("%s in %s", key, epoch) }

// mixing mixes a box the way life does, as far as storage goes: every row gets
// another name and other bytes.
func mixing(epoch string) func(life.Mixing) (life.Mixed, error) {
	return func(m life.Mixing) (life.Mixed, error) {
		var rows []ballot.Staged
		for row, err := range m.Staged {
			if err != nil {
				return life.Mixed{}, err
			}
			rows = append(rows, sealedIn(epoch, renamed(epoch, row.Key)))
		}
		slices.SortFunc(rows, func(a, b ballot.Staged) int { return compare(a.Key, b.Key) })
		return life.Mixed{Epoch: epoch, Rows: inOrder(rows)}, nil
	}
}

func inOrder(rows []ballot.Staged) iter.Seq2[ballot.Staged, error] {
	return func(yield func(ballot.Staged, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

func TestMixBox(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		open(t, s, "S1", 12)
		rehearse(t, s, "R1", 12)
		draft(t, s, "D1")
		untouched := sealed(hexHash("of another survey"))
		must(t, s.Stage(ctx, "R1", untouched))
		for i := range 2500 {
			if i%500 == 0 { // rows are written in parts
				must(t, s.Stage(ctx, "S1", sealed(hexHash("%d", i))))
			}
		}
		t.Run("it hands out the box and how many rows are new", func(t *testing.T) {
			must(t, s.MixBox(ctx, "S1", func(m life.Mixing) (life.Mixed, error) {
				if m.Survey.ID != "S1" || m.New != 5 {
					t.Errorf("survey %s, %d new", m.Survey.ID, m.New)
				}
				for row, err := range m.Staged {
					must(t, err)
					if row.Epoch != "" || len(row.Sealed) != 9000 {
						t.Errorf("row %+v", row)
					}
				}
				return life.Mixed{}, nil
			}))
			if n := count(t, s, "staging"); n != 6 || value(s.Survey(ctx, "S1"))(t).Epoch != "" {
				t.Error("a box that was not mixed has changed")
			}
		})
		t.Run("what comes back takes the place of all its rows", func(t *testing.T) {
			must(t, s.MixBox(ctx, "S1", mixing("1-a")))
			for i := range 5 {
				stagedRow(t, s, "S1", renamed("1-a", hexHash("%d", 500*i)))
			}
			if n := count(t, s, "staging"); n != 6 || value(s.Survey(ctx, "S1"))(t).Epoch != "1-a" {
				t.Errorf("%d rows, survey %+v", n, value(s.Survey(ctx, "S1"))(t))
			}
			if !bytes.Equal(stagedRow(t, s, "R1", untouched.Key), untouched.Sealed) {
				t.Error("another survey's row has changed")
			}
		})
		t.Run("a row of the epoch that it left is refused, one of the new epoch is stored", func(t *testing.T) {
			if err := s.Stage(ctx, "S1", sealedIn("", hexHash("late"))); !errors.Is(err, ballot.ErrMixed) {
				t.Errorf("answered %v", err)
			}
			must(t, s.Stage(ctx, "S1", sealedIn("1-a", hexHash("in time"))))
			must(t, s.MixBox(ctx, "S1", func(m life.Mixing) (life.Mixed, error) {
				if m.New != 1 {
					t.Errorf("%d rows are new, want 1", m.New)
				}
				return life.Mixed{}, nil
			}))
		})
		t.Run("a mix that fails leaves the box as it was", func(t *testing.T) {
			broken := errors.New("broken")
			if err := s.MixBox(ctx, "S1", func(life.Mixing) (life.Mixed, error) { return life.Mixed{}, broken }); !errors.Is(err, broken) {
				t.Errorf("answered %v", err)
			}
			half := func(yield func(ballot.Staged, error) bool) {
				if yield(sealedIn("2-b", hexHash("half")), nil) {
					yield(ballot.Staged{}, broken)
				}
			}
			if err := s.MixBox(ctx, "S1", func(life.Mixing) (life.Mixed, error) { return life.Mixed{Epoch: "2-b", Rows: half}, nil }); !errors.Is(err, broken) {
				t.Errorf("answered %v", err)
			}
			if n := count(t, s, "staging"); n != 7 || value(s.Survey(ctx, "S1"))(t).Epoch != "1-a" {
				t.Errorf("%d rows, survey %+v", n, value(s.Survey(ctx, "S1"))(t))
			}
		})
		t.Run("the epochs that were left wait for their record", func(t *testing.T) {
			left := life.Epoch{Survey: "S1"}
			if got := value(s.Left(ctx))(t); !slices.Equal(got, []life.Epoch{left}) {
				t.Fatalf("left %v", got)
			}
			for _, at := range []time.Time{start(), start().Add(time.Hour)} { // the first time stays
				must(t, s.EpochDestroyed(ctx, life.Epoch{Survey: "S1", Destroyed: at}))
			}
			left.Destroyed = start()
			if got := value(s.Epochs(ctx, "S1"))(t); !slices.Equal(got, []life.Epoch{left}) || len(value(s.Left(ctx))(t)) != 0 {
				t.Errorf("recorded %v", got)
			}
		})
		t.Run("only an open survey has a box", func(t *testing.T) {
			wantCode(t, s.MixBox(ctx, "D1", mixing("1-a")), survey.CodeClosed)
			wantCode(t, s.MixBox(ctx, "S9", mixing("1-a")), survey.CodeNotFound)
			must(t, s.CloseSurvey(ctx, "S1", closing))
			wantCode(t, s.MixBox(ctx, "S1", mixing("3-c")), survey.CodeClosed)
			if got := value(s.Survey(ctx, "S1"))(t).Epoch; got != "1-a" {
				t.Errorf("the closed survey is in epoch %q", got)
			}
		})
	})
}

func TestAMixOfManyRowsWritesThemAll(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		open(t, s, "S1", 12)
		const n = 2345 // more than two parts
		rows := make([]ballot.Staged, n)
		for i := range rows {
			rows[i] = ballot.Staged{Key: hexHash("%d", i), Sealed: []byte{byte(i)}, Epoch: "1-a"}
		}
		slices.SortFunc(rows, func(a, b ballot.Staged) int { return compare(a.Key, b.Key) })
		must(t, s.MixBox(t.Context(), "S1", func(life.Mixing) (life.Mixed, error) {
			return life.Mixed{Epoch: "1-a", Rows: inOrder(rows)}, nil
		}))
		var got []ballot.Staged
		must(t, s.MixBox(t.Context(), "S1", func(m life.Mixing) (life.Mixed, error) {
			for row, err := range m.Staged {
				must(t, err)
				got = append(got, row)
			}
			if m.New != 0 {
				t.Errorf("%d rows are new", m.New)
			}
			return life.Mixed{}, nil
		}))
		if !slices.EqualFunc(got, rows, func(a, b ballot.Staged) bool {
			return a.Key == b.Key && bytes.Equal(a.Sealed, b.Sealed) && a.Epoch == b.Epoch
		}) {
			t.Errorf("%d rows came back, want %d", len(got), n)
		}
	})
}

// People vote at two nodes, each with the epoch that it last heard of, while a
// third mixes again and again. The counter-examples that this guards against: a
// node that writes a row of an epoch whose keys are about to be destroyed, and a
// mix that does not see a ballot that was just acknowledged.
func TestNoBallotIsLostBetweenTwoEpochs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, url string) {
		open(t, s, "S1", 12)
		m := &mixers{t: t, acknowledged: map[string]string{}}
		m.race(s, storetest.Open(t, url), storetest.Open(t, url))
		rows := map[string]bool{}
		must(t, s.MixBox(t.Context(), "S1", func(b life.Mixing) (life.Mixed, error) {
			for row, err := range b.Staged {
				must(t, err)
				rows[row.Key] = true
			}
			return life.Mixed{}, nil
		}))
		if len(rows) != len(m.acknowledged) || len(rows) == 0 || len(m.epochs) < 2 {
			t.Errorf("%d rows, %d acknowledged, %d epochs", len(rows), len(m.acknowledged), len(m.epochs))
		}
		for key, epoch := range m.acknowledged {
			if at := slices.Index(m.epochs, epoch); !rows[rename(key, m.epochs[at+1:])] {
				t.Errorf("a ballot that was acknowledged in epoch %q is not in the box", epoch)
			}
		}
		t.Logf("%d ballots in %d epochs, %d were refused and tried again", len(rows), len(m.epochs), m.again)
	})
}

// rename is the name of a row after it went through epochs.
func rename(key string, epochs []string) string {
	for _, epoch := range epochs {
		key = renamed(epoch, key)
	}
	return key
}

type mixers struct {
	t            *testing.T
	mu           sync.Mutex
	acknowledged map[string]string // epoch by name of the row
	epochs       []string          // in their order; the first is that of the opening
	again        int
}

func (m *mixers) race(s *store.Store, nodes ...*store.Store) {
	m.epochs = []string{""}
	stop := make(chan struct{})
	var voting sync.WaitGroup
	for c := range 16 {
		voting.Go(func() { m.vote(c, nodes[c%len(nodes)], stop) })
	}
	for i := range 6 {
		time.Sleep(50 * time.Millisecond)
		epoch := fmt.Sprintf("%d-x", i+1)
		must(m.t, s.MixBox(m.t.Context(), "S1", mixing(epoch)))
		m.mu.Lock()
		m.epochs = append(m.epochs, epoch)
		m.mu.Unlock()
	}
	time.Sleep(50 * time.Millisecond)
	close(stop)
	voting.Wait()
}

func (m *mixers) vote(c int, node *store.Store, stop chan struct{}) {
	epoch := ""
	for i := 0; ; i++ {
		select {
		case <-stop:
			return
		default:
		}
		key := hexHash("%d %d", c, i)
		err := node.Stage(m.t.Context(), "S1", sealedIn(epoch, key))
		if errors.Is(err, ballot.ErrMixed) {
			epoch = value(node.Survey(m.t.Context(), "S1"))(m.t).Epoch
			m.mu.Lock()
			m.again++
			m.mu.Unlock()
			continue
		}
		if err != nil {
			m.t.Error(err)
			return
		}
		m.mu.Lock()
		m.acknowledged[key] = epoch
		m.mu.Unlock()
	}
}

func TestRowsOfTwoEpochsInOneBatchAreToldApart(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		open(t, s, "S1", 12)
		must(t, s.MixBox(t.Context(), "S1", mixing("1-a")))
		errs := make(chan error)
		for i := range 100 {
			go func() {
				epoch := []string{"1-a", ""}[i%2]
				err := s.Stage(t.Context(), "S1", sealedIn(epoch, hexHash("%d", i)))
				if (epoch == "") != errors.Is(err, ballot.ErrMixed) {
					errs <- fmt.Errorf("a row of epoch %q: %v", epoch, err)
					return
				}
				errs <- nil
			}()
		}
		for range 100 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		if n := count(t, s, "staging"); n != 50 {
			t.Errorf("%d rows, want 50", n)
		}
	})
}

// What the table says of its rows after a mix, against the order of arrival.
func TestAfterAMixNoOrderOfArrivalIsLeftInTheBox(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		open(t, s, "S1", 12)
		const n = 300
		arrived := map[string]int{}
		for i := range n {
			key := hexHash("ballot %d", i)
			arrived[renamed("1-a", key)] = i
			must(t, s.Stage(t.Context(), "S1", sealed(key)))
		}
		must(t, s.MixBox(t.Context(), "S1", mixing("1-a")))
		uncorrelated(t, "staging", physical(t, s, "staging", "key"), arrived)
	})
}

// Keys are destroyed after the commit, so it must be one that a power cut
// cannot take back.
func TestWhatKeysAreDestroyedAfterIsCommittedForGood(t *testing.T) {
	onPostgres(t, func(t *testing.T, s *store.Store, url string) {
		ctx := t.Context()
		open(t, s, "S1", 12)
		careless := storetest.Open(t, url+"&options=-c%20synchronous_commit%3Doff")
		for _, statement := range []string{
			"CREATE TABLE seen (setting text)",
			`CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS
				$$ BEGIN INSERT INTO seen VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$`,
			"CREATE TRIGGER see AFTER INSERT ON epochs EXECUTE FUNCTION see()",
			"CREATE TRIGGER see AFTER INSERT ON releases EXECUTE FUNCTION see()",
			"CREATE TRIGGER see AFTER INSERT ON settings EXECUTE FUNCTION see()",
		} {
			_, err := s.SQL().Exec(statement)
			must(t, err)
		}
		must(t, careless.SetSetting(ctx, "any", "thing"))
		must(t, careless.MixBox(ctx, "S1", mixing("1-a")))
		must(t, careless.CloseSurvey(ctx, "S1", closing))
		var seen string
		must(t, s.SQL().QueryRow("SELECT string_agg(setting, ' ') FROM seen").Scan(&seen))
		if seen != "off on on" {
			t.Errorf("the settings were %q, want off for others and on for the mix and the close", seen)
		}
	})
}
