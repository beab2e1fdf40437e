package store_test

import (
	"reflect"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/store"
)

func TestCutsAreStoredWithTheDraftAndReachTheBox(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		if got := value(s.Cuts(ctx, draft(t, s, "plain").ID))(t); got != nil {
			t.Errorf("a survey without cuts has %v", got)
		}
		cuts := []survey.Cut{
			{Name: "site", Teams: map[survey.Path]string{"Operations": "Bremen", "Operations / Plant A": "Győr", "Sales": "Bremen"}},
			{Name: "tenure", Teams: map[survey.Path]string{"Sales": "new"}},
		}
		sv := draft(t, s, "none")
		sv.ID = "cut"
		must(t, s.CreateSurvey(ctx, sv, "hr@example.org", cuts...))
		if got := value(s.Cuts(ctx, "cut"))(t); !reflect.DeepEqual(got, cuts) {
			t.Errorf("stored were %v", got)
		}
		must(t, s.OpenSurvey(ctx, opening(sv, hire(t, s, 12))))
		must(t, s.CloseSurvey(ctx, "cut", func(b life.Box) (life.Closing, error) {
			if !reflect.DeepEqual(b.Cuts, cuts) {
				t.Errorf("the box has %v", b.Cuts)
			}
			return closing(b)
		}))
		if got := value(s.Cuts(ctx, "cut"))(t); !reflect.DeepEqual(got, cuts) {
			t.Errorf("after the close there are %v", got)
		}
	})
}
