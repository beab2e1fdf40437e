package store_test

import (
	"reflect"
	"sync"
	"testing"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

const day = 24 * time.Hour

func refreshed(after time.Duration, band string) life.Bands {
	return life.Bands{At: start().Add(after), Teams: map[survey.Path]string{survey.Organisation: band, "Sales": band}}
}

func TestEveryRefreshOfParticipationIsKept(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		o := open(t, s, "s1", 12)
		if got := value(s.LastBands(ctx, o.Survey.ID))(t); !reflect.DeepEqual(got, life.Bands{}) {
			t.Errorf("before the first there is %+v", got)
		}
		first, second := refreshed(day, "<25"), refreshed(2*day, ">75")
		for _, b := range []life.Bands{first, refreshed(day+time.Hour, "25-50"), second, second} {
			must(t, s.PublishBands(ctx, o.Survey.ID, b, day))
		}
		if got := value(s.LastBands(ctx, o.Survey.ID))(t); !reflect.DeepEqual(got, second) {
			t.Errorf("the last is %+v", got)
		}
		if got := value(s.PublishedBands(ctx, o.Survey.ID))(t); !reflect.DeepEqual(got, []life.Bands{first, second}) {
			t.Errorf("published were %+v, not the first and the one a day later", got)
		}
	})
}

func TestParticipationOfASurveyThatIsNotOpenIsNotPublished(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		sv := draft(t, s, "s1")
		wantCode(t, s.PublishBands(t.Context(), sv.ID, refreshed(day, "<25"), day), survey.CodeClosed)
		wantCode(t, s.PublishBands(t.Context(), "nosuch", refreshed(day, "<25"), day), survey.CodeNotFound)
	})
}

func TestOfSeveralRefreshesAtOnceOneIsPublished(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, url string) {
		o := open(t, s, "s1", 12)
		handles := []*store.Store{s, storetest.Open(t, url)}
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				b := refreshed(day+time.Duration(i)*time.Second, "<25")
				if err := handles[i%2].PublishBands(t.Context(), o.Survey.ID, b, day); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if got := value(s.PublishedBands(t.Context(), o.Survey.ID))(t); len(got) != 1 {
			t.Errorf("%d refreshes were published", len(got))
		}
	})
}
