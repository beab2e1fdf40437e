package store_test

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/store"
)

func TestWhatCanBeCountedOfACloseIsCounted(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		o := open(t, s, "s1", 12)
		if comments, spent := value(s.CommentCounts(ctx, "s1"))(t), value(s.SpentCounts(ctx, "s1"))(t); len(comments)+len(spent) != 0 {
			t.Errorf("before the close there are %v and %v", comments, spent)
		}
		must(t, s.CloseSurvey(ctx, o.Survey.ID, func(b life.Box) (life.Closing, error) {
			c, err := closing(b)
			for i, team := range []survey.Path{"", "Sales", "Sales", "Sales"} {
				c.Comments = append(c.Comments, life.Comment{ID: randomHex(32), Team: team, Prompt: []string{"helps", "raise"}[i/3], Text: "text"})
			}
			for _, block := range []string{"b1", "b2", "b2"} {
				c.Spent = append(c.Spent, ballot.Spent{Block: block, Nonce: randomHex(43), Token: "t"})
			}
			return c, err
		}))
		want := []store.CommentCount{{Team: "", Prompt: "helps", Number: 1}, {Team: "Sales", Prompt: "helps", Number: 2}, {Team: "Sales", Prompt: "raise", Number: 1}}
		got := value(s.CommentCounts(ctx, "s1"))(t)
		ours := slices.DeleteFunc(got, func(c store.CommentCount) bool { return !slices.Contains([]string{"helps", "raise"}, c.Prompt) })
		if !reflect.DeepEqual(ours, want) {
			t.Errorf("comments: %+v", got)
		}
		spent := value(s.SpentCounts(ctx, "s1"))(t)
		if spent["b2"] < 2 || spent["b1"] < 1 || len(slices.Collect(maps.Keys(spent))) < 2 {
			t.Errorf("spent: %v", spent)
		}
	})
}
