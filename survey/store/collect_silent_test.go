package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"teamtrust/survey/store"
)

// What the database has to do for a collect is the same for every secret that no
// invitation has, and the same for every invitation, in whatever state it is: how
// long an answer takes tells nobody more than the answer.
func TestCollectAsksTheDatabaseTheSameWhateverTheInvitationIs(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		o := open(t, s, "S1", 12)
		other := rehearse(t, s, "R1", 12)
		value(s.Collect(ctx, "S1", o.Invitations[1].Hash, "element"))(t)
		value(s.Collect(ctx, "S1", o.Invitations[2].Hash, "element"))(t)
		for _, i := range []int{2, 3} {
			must(t, s.Replace(ctx, "S1", o.Invitations[i].Person, hexHash("new %d", i), "hr@example.org", "lost", start()))
		}
		asked := func(hash, blinded string) string {
			var statements []string
			stop := s.Watch(func(statement string) { statements = append(statements, statement) })
			defer stop()
			_, err := s.Collect(ctx, "S1", hash, blinded)
			return strings.Join(append(statements, fmt.Sprint(err)), ";\n")
		}
		for of, secrets := range map[string][][2]string{
			"secrets that are none": {
				{hexHash("guess"), "element"}, {hexHash("another"), "element"}, {strings.Repeat("0", 64), "element"},
				{o.Invitations[2].Hash, "element"}, {o.Invitations[2].Hash, "another"}, {o.Invitations[3].Hash, "element"}, // replaced, used or not
				{other.Invitations[4].Hash, "element"},
			},
			"invitations": {{o.Invitations[0].Hash, "element"}, {o.Invitations[1].Hash, "element"}, {o.Invitations[1].Hash, "another"}, {hexHash("new 2"), "element"}},
		} {
			var seen []string
			for _, secret := range secrets {
				seen = append(seen, asked(secret[0], secret[1]))
			}
			if slices.Contains(seen, "<nil>") {
				t.Fatal("a collect asks nothing; this sees no statements")
			}
			slices.Sort(seen)
			if seen = slices.Compact(seen); len(seen) != 1 {
				t.Errorf("%s are told apart by what is asked:\n%s", of, strings.Join(seen, "\n---\n"))
			}
		}
	})
}
