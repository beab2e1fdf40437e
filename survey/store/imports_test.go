package store_test

import (
	"fmt"
	"sync"
	"testing"

	"teamtrust/survey"
	"teamtrust/survey/people"
	"teamtrust/survey/store"
	"teamtrust/survey/store/storetest"
)

// Managers' accounts follow the whole list, so that imports at the same time
// could take each other's grants away.
func TestImportsAtTheSameTimeAllCount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, url string) {
		handles := []*store.Store{s, storetest.Open(t, url), storetest.Open(t, url)}
		var all sync.WaitGroup
		for w := range 6 {
			own := person(w)
			own.Manages = []survey.Path{"Sales", survey.Path(fmt.Sprint("Team ", w))}
			all.Go(func() {
				for range 5 {
					in := people.Import{Put: []people.Person{own}, By: "test", At: start()}
					if err := handles[w%len(handles)].Import(t.Context(), in); err != nil {
						t.Errorf("import %d: %v", w, err)
					}
				}
			})
		}
		all.Wait()
		accounts := value(s.Accounts(t.Context()))(t)
		if len(accounts) != 6 {
			t.Errorf("%d accounts of managers, want 6", len(accounts))
		}
		for _, a := range accounts {
			if len(a.Teams) != 2 {
				t.Errorf("%s manages %v, want two teams", a.Email, a.Teams)
			}
		}
	})
}
