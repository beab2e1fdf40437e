package life_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"teamtrust/analytics"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
)

func TestParseCloses(t *testing.T) {
	for _, test := range []struct {
		in    string
		after time.Duration
		at    string
		bad   bool
	}{
		{in: "", after: 7 * 24 * time.Hour},
		{in: "7d", after: 7 * 24 * time.Hour},
		{in: " 12h ", after: 12 * time.Hour},
		{in: "1d12h", after: 36 * time.Hour},
		{in: "90m", after: 90 * time.Minute},
		{in: "2026-03-05T17:00:00+01:00", at: "2026-03-05T16:00:00Z"},
		{in: "2026-03-02T07:59:59Z", bad: true}, // past
		{in: "2029-03-02T08:00:00Z", bad: true}, // too far
		{in: "30s", bad: true},
		{in: "400d", bad: true},
		{in: "-7d", bad: true},
		{in: "d", bad: true},
		{in: "7", bad: true},
		{in: "7days", bad: true},
		{in: "soon", bad: true},
		{in: "99999999999999999999d", bad: true},
		{in: "31.12.2026", bad: true},
	} {
		after, at, err := life.ParseCloses(test.in, start)
		if test.bad {
			if code(err) != survey.CodeBadRequest {
				t.Errorf("%q: %v, want a sentence for people", test.in, err)
			}
			continue
		}
		if err != nil || after != test.after || test.at != "" && at.Format(time.RFC3339) != test.at {
			t.Errorf("%q: %v, %v, %v", test.in, after, at, err)
		}
	}
}

func TestADraftNeedsANameAndAMinimumGroup(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for field, d := range map[string]life.Draft{
			"name":          {Name: " \t ", BuiltIn: "P6"},
			"minimum_group": {Name: "x", BuiltIn: "P6", MinimumGroup: 4},
			"closes":        {Name: "x", BuiltIn: "P6", Closes: "never"},
		} {
			_, err := w.life.Create(t.Context(), d, life.CommandLine)
			e, ok := err.(*survey.Error)
			if !ok || e.Item != field {
				t.Errorf("%+v: %v, want a problem with %s", d, err, field)
			}
		}
		if _, err := w.life.Create(t.Context(), life.Draft{Name: strings.Repeat("é", 121), BuiltIn: "P6"}, life.CommandLine); code(err) != survey.CodeBadRequest {
			t.Errorf("a name of 121 characters: %v", err)
		}
	})
}

func TestOpeningFreezesTheStaff(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 6, "Beta": 3, "Beta / One": 4, "Beta / Two": 2})
		sv := w.draft("Pulse", "7d", false)
		f, err := w.life.Forecast(t.Context(), sv.ID)
		w.check(err)
		if len(f.Units) != 2 || len(f.NoResult) != 2 || f.Invited != 15 {
			t.Errorf("forecast: %d people, units %v, without result %v; want 15, Alpha and Beta, One and Two", f.Invited, f.Units, f.NoResult)
		}
		opened, err := w.life.Open(t.Context(), sv.ID, life.CommandLine)
		w.check(err)
		if opened.Closes != start.Add(7*24*time.Hour) || opened.Invited != 15 || len(opened.ManifestHash) != 64 {
			t.Errorf("opened: %+v", opened)
		}
		w.staff(map[string]int{"Gamma": 9})
		tree, units, err := w.store.Frozen(t.Context(), sv.ID)
		w.check(err)
		if fmt.Sprint(tree) != "[Alpha Beta Beta / One Beta / Two]" || len(units) != 2 {
			t.Errorf("the frozen tree followed the staff list: %v, %v", tree, units)
		}
		if links := w.links(sv.ID); len(links) != 15 {
			t.Errorf("%d links after everybody left, want 15", len(links))
		}
		if _, err := w.life.Open(t.Context(), sv.ID, life.CommandLine); code(err) != survey.CodeRefused {
			t.Errorf("opening twice: %v", err)
		}
	})
}

func TestTooFewPeopleCannotOpen(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 4})
		if _, err := w.life.Open(t.Context(), w.draft("Pulse", "", false).ID, life.CommandLine); code(err) != survey.CodeRefused {
			t.Errorf("4 people: %v", err)
		}
	})
}

func TestSurveysOfTheSamePeopleKeepTheirDistance(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 6})
		first := w.open("7d")
		for name, test := range map[string]struct {
			closes    string
			rehearsal bool
			want      survey.Code
		}{
			"another open survey":                       {"60d", false, survey.CodeRefused},
			"a rehearsal neither counts nor is counted": {"1d", true, ""},
		} {
			if _, err := w.life.Open(t.Context(), w.draft("Next", test.closes, test.rehearsal).ID, life.CommandLine); code(err) != test.want {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.now = first.Closes
		w.check(w.life.CloseDue(t.Context()))
		if _, err := w.life.Open(t.Context(), w.draft("Near", "13d", false).ID, life.CommandLine); code(err) != survey.CodeRefused {
			t.Errorf("13 days after the last close: %v", err)
		}
		next, err := w.life.Open(t.Context(), w.draft("Far", "14d", false).ID, life.CommandLine)
		if err != nil {
			t.Errorf("14 days after the last close: %v", err)
		}
		w.now = w.now.Add(24 * time.Hour)
		if _, err := w.life.Close(t.Context(), next.ID, "in a hurry", life.CommandLine); code(err) != survey.CodeRefused {
			t.Errorf("closing early, one day after the last close: %v", err)
		}
	})
}

// HR decides what the staff list says. It must not be a way round the distance,
// neither with new ids for the same people nor with another list for an hour.
func TestAnotherStaffListIsNoWayRoundTheDistance(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 6})
		first := w.open("7d")
		w.now = first.Closes
		w.check(w.life.CloseDue(t.Context()))
		staff, err := w.store.Staff(t.Context())
		w.check(err)
		renamed := people.Import{By: "hr", At: w.now}
		for _, p := range staff {
			renamed.Leave = append(renamed.Leave, p.ID)
			p.ID = "new-" + p.ID
			renamed.Put = append(renamed.Put, p)
		}
		w.check(w.store.Import(t.Context(), renamed))
		if _, err := w.life.Open(t.Context(), w.draft("Near", "13d", false).ID, life.CommandLine); code(err) != survey.CodeRefused {
			t.Errorf("under new ids, 13 days after the last close: %v", err)
		}
		next, err := w.life.Open(t.Context(), w.draft("Far", "14d", false).ID, life.CommandLine)
		w.check(err)
		w.staff(map[string]int{"Elsewhere": 6})
		w.now = w.now.Add(24 * time.Hour)
		if _, err := w.life.Close(t.Context(), next.ID, "in a hurry", life.CommandLine); code(err) != survey.CodeRefused {
			t.Errorf("early, while the staff list is of others: %v", err)
		}
	})
}

func TestClosingCountsReleasesAndDestroysKeys(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 8, "Beta": 7})
		sv := w.open("7d")
		cast := 0
		for i, l := range w.links(sv.ID) {
			if i%5 == 4 {
				continue
			}
			w.check(w.answer(l.URL, 2+i%3))
			cast++
		}
		if _, err := w.life.Close(t.Context(), sv.ID, "", life.CommandLine); code(err) != survey.CodeRefused {
			t.Errorf("early without a reason: %v", err)
		}
		w.now = sv.Closes
		w.check(w.life.CloseDue(t.Context()))
		raw, err := w.store.Release(t.Context(), sv.ID)
		w.check(err)
		var r analytics.Release
		w.check(json.Unmarshal(raw, &r))
		if r.Cast == nil || *r.Cast != cast || r.Invited != 15 {
			t.Errorf("cast %v of %d, want %d of 15", r.Cast, r.Invited, cast)
		}
		if _, err := w.keys.LoadToOpen(sv.ID, sv.Epoch); err == nil {
			t.Error("the sealing key is still there")
		}
		if _, err := w.keys.LoadKept(sv.ID); err != nil {
			t.Errorf("the keys that stay are gone: %v", err)
		}
		if _, err := w.life.Close(t.Context(), sv.ID, "again", life.CommandLine); code(err) != survey.CodeClosed {
			t.Errorf("closing twice: %v", err)
		}
		if err := w.answer(fmt.Sprintf("https://x/surveys/%s#%s.%s", sv.ID, strings.Repeat("A", 43), sv.ManifestHash), 3); code(err) != survey.CodeClosed {
			t.Errorf("a ballot after the close: %v", err)
		}
		again, err := w.store.Release(t.Context(), sv.ID)
		w.check(err)
		if string(again) != string(raw) {
			t.Error("the release changed")
		}
	})
}

// The server may have been down at the planned end, and the count may be late:
// what comes meanwhile counts nowhere.
func TestLateBallotsCountNowhere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 12})
		sv := w.open("7d")
		links := w.links(sv.ID)
		w.now = sv.Closes.Add(-time.Second)
		for _, l := range links[:6] {
			w.check(w.answer(l.URL, 4))
		}
		for _, late := range []time.Duration{0, 2 * time.Second} {
			w.now = sv.Closes.Add(late)
			for _, l := range links[6:] {
				if err := w.answer(l.URL, 1); code(err) != survey.CodeClosed {
					t.Errorf("a ballot %s after the planned end: %v", late, err)
				}
			}
		}
		w.check(w.life.CloseDue(t.Context()))
		cast, err := w.life.Cast(t.Context(), sv.ID)
		w.check(err)
		if cast == nil || *cast != 6 {
			t.Errorf("cast %v, want the 6 that came in time", cast)
		}
	})
}

// A row that does not open stops the close as a whole, and the error says once
// what was being done.
func TestACloseThatFailsSaysWhereAndLeavesTheSurveyOpen(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 8})
		sv := w.open("7d")
		for _, l := range w.links(sv.ID) {
			w.check(w.answer(l.URL, 3))
		}
		key := strings.Repeat("0", 64)
		w.check(w.store.Stage(t.Context(), sv.ID, ballot.Staged{Key: key, Sealed: []byte("not sealed by this survey"), Epoch: sv.Epoch}))
		w.now = sv.Closes
		_, err := w.life.Close(t.Context(), sv.ID, "", life.System)
		if want := "close survey " + sv.ID + ": open the ballots: row " + key + ": "; err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v\nwant %s…", err, want)
		}
		if now, err := w.store.Survey(t.Context(), sv.ID); err != nil || now.State != survey.Open {
			t.Errorf("the survey is %s (%v)", now.State, err)
		}
		if _, err := w.keys.LoadToOpen(sv.ID, sv.Epoch); err != nil {
			t.Errorf("its keys: %v", err)
		}
	})
}

func TestFewBallotsShowNothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 8})
		sv := w.open("7d")
		for _, l := range w.links(sv.ID)[:4] {
			w.check(w.answer(l.URL, 3))
		}
		w.now = sv.Closes
		w.check(w.life.CloseDue(t.Context()))
		raw, err := w.store.Release(t.Context(), sv.ID)
		w.check(err)
		var r analytics.Release
		w.check(json.Unmarshal(raw, &r))
		if !r.Hidden || r.Cast != nil || len(r.Blocks) != 0 {
			t.Errorf("four ballots: hidden %v, cast %v, blocks %v", r.Hidden, r.Cast, r.Blocks)
		}
	})
}

func TestALinkIsReplacedOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 8})
		sv := w.open("7d")
		old := w.links(sv.ID)[0]
		if _, err := w.life.Replace(t.Context(), sv.ID, old.Person, " ", life.CommandLine); code(err) != survey.CodeBadRequest {
			t.Errorf("without a reason: %v", err)
		}
		link, err := w.life.Replace(t.Context(), sv.ID, old.Person, "lost", life.CommandLine)
		w.check(err)
		if code(w.answer(old.URL, 3)) != survey.CodeNotFound {
			t.Error("the old link still works")
		}
		w.check(w.answer(link, 3))
		if _, err := w.life.Replace(t.Context(), sv.ID, old.Person, "lost again", life.CommandLine); code(err) != survey.CodeRefused {
			t.Errorf("a second time: %v", err)
		}
		if _, err := w.life.Replace(t.Context(), sv.ID, "nobody", "lost", life.CommandLine); code(err) != survey.CodeNotFound {
			t.Errorf("somebody who is not invited: %v", err)
		}
		if got := w.links(sv.ID)[0]; got.URL != link {
			t.Errorf("the export has %s, want the new link", got.URL)
		}
	})
}

func TestBandsAreRefreshedOnceADayAndNotAtTheEnd(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Alpha": 20, "Beta": 19})
		sv := w.open("4d")
		band := func() string {
			w.check(w.life.RefreshBands(t.Context()))
			b, err := w.life.Bands(t.Context(), sv.ID)
			w.check(err)
			if _, ok := b.Of("Beta"); ok {
				t.Error("a team of 19 has a band")
			}
			got, _ := b.Of("Alpha")
			return got
		}
		links := w.links(sv.ID)
		collect := func(n int) {
			for _, l := range links {
				if n > 0 && l.Team == "Alpha" && w.answer(l.URL, 3) == nil {
					n--
				}
			}
		}
		for _, step := range []struct {
			what  string
			wait  time.Duration
			more  int
			after string
		}{
			{"at once there is none", 0, 4, ""},
			{"not before a day", 23 * time.Hour, 0, ""},
			{"4 of 20", time.Hour, 0, "<25"},
			{"not again within a day", 12 * time.Hour, 6, "<25"},
			{"10 of 20", 12 * time.Hour, 0, "50-75"},
			{"the last one is a day before the close", 24 * time.Hour, 9, "50-75"},
			{"nothing in the last 24 hours", 23 * time.Hour, 0, "50-75"},
		} {
			w.now = w.now.Add(step.wait)
			got := band()
			if got != step.after {
				t.Errorf("%s: %q, want %q", step.what, got, step.after)
			}
			collect(step.more)
		}
	})
}
