package main

import (
	"fmt"
	"runtime"
	"syscall"
	"testing"
	"time"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// study is the processor time of the whole analysis of 10,000 teams in twelve
// waves, beside ten times that of 1,000 teams: much more would say that it grows
// faster than the teams do. The count of one survey of so many teams stands
// beside its range.
func (t *table) study(b *testing.B) {
	const turns = 3
	for _, minimum := range []int{1, survey.MinimumGroup} {
		large, small := drawnStudy(b, minimum, manyTeams), drawnStudy(b, minimum, manyTeams/10)
		var took, tenth []float64
		for range turns {
			took = append(took, processor(func() { analyse(b, large) }))
			tenth = append(tenth, 10*processor(func() { analyse(b, small) }))
		}
		t.compare(fmt.Sprintf("processor time of analysing %d teams in 12 waves, minimum group %d", manyTeams, minimum), seconds, took, tenth, -1.5)
	}
	in := drawnSurvey(b, "S")
	var counted []float64
	for range turns {
		counted = append(counted, processor(func() {
			if _, err := analytics.Count(in); err != nil {
				b.Fatal(err)
			}
		}))
	}
	t.atMost(fmt.Sprintf("processor time of counting a survey of %d teams", manyTeams), seconds, counted, 0)
}

// drawnStudy has eight rows for each team and wave.
func drawnStudy(b *testing.B, minimum, teams int) *analytics.Study {
	b.Helper()
	q := tenItems()
	q.MinimumGroup, q.Columns = minimum, survey.Columns{Team: "team", Wave: "wave"}
	s, err := analytics.NewStudy(q)
	if err != nil {
		b.Fatal(err)
	}
	rows, _ := drawnRows(q, 7919)
	for i := range 12 * teams * 8 {
		if err := s.Add(fmt.Sprint(i/(8*teams)), fmt.Sprint("Team ", i%teams), rows[i%len(rows)]); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

// processor is how many seconds of processor time this process spent on
// something, its garbage included.
func processor(do func()) float64 {
	before := spent()
	do()
	return (spent() - before).Seconds()
}

func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func analyse(b *testing.B, s *analytics.Study) {
	b.Helper()
	runtime.GC() // of what is no longer needed
	if _, err := analytics.Analyse(s); err != nil {
		b.Fatal(err)
	}
}
