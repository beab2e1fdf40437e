package audit_test

import (
	"crypto/rand"
	"fmt"
	"io"
	"maps"
	"slices"
	"testing"

	"teamtrust/analytics"
	"teamtrust/analytics/audit"
	"teamtrust/reports"
	"teamtrust/survey"
)

// These are holes in the anonymity rules of products that people know. Each
// test shows that the hole gives something away in a naive release, and that it
// is not there in ours.

// office is an organisation with one team of each name and so many people, all
// of whom answer two questions as they are told to.
func office(answer func(team survey.Path, person, item int) int, teams ...team) *poll {
	c := &company{k: survey.MinimumGroup, q: twoItems()}
	for _, t := range teams {
		c.teams = append(c.teams, t.path)
		for range t.people {
			c.people = append(c.people, &person{number: len(c.people), team: t.path})
		}
	}
	return c.poll(func(x *person) survey.Answers {
		return survey.Answers{"A": {Value: answer(x.team, x.number, 0)}, "B": {Value: answer(x.team, x.number, 1)}}
	})
}

type team struct {
	path   survey.Path
	people int
}

func twoItems() *survey.Questionnaire {
	extra := []survey.Extra{{Code: survey.OptOut}}
	return &survey.Questionnaire{ID: "two", Version: "1", Scale: survey.Scale{Lo: 1, Hi: 5},
		Dimensions: []survey.Dimension{{ID: "COM", Items: []string{"A", "B"}}},
		Items:      []survey.Item{{ID: "A", Dimension: "COM", Extra: extra}, {ID: "B", Dimension: "COM", Extra: extra}},
		Comments:   []survey.Prompt{{ID: "helps"}, {ID: "raise"}}}
}

// mixed are answers from 2 to 4 that differ within every team.
func mixed(_ survey.Path, person, item int) int { return 2 + (person+item*2)%3 }

// kinds are the kinds of findings about some waves.
func kinds(t *testing.T, waves ...*audit.Wave) []audit.Kind {
	t.Helper()
	var out []audit.Kind
	for _, f := range audited(t, waves...).Findings {
		t.Logf("%s: %s", f.Kind, f.Says)
		out = append(out, f.Kind)
	}
	return slices.Compact(slices.Sorted(slices.Values(out)))
}

// leaks wants the naive waves to be caught for some reason and ours not at all.
func leaks(t *testing.T, want audit.Kind, naive, ours []*audit.Wave) {
	t.Helper()
	if got := kinds(t, naive...); !slices.Contains(got, want) {
		t.Errorf("the naive release is caught for %v, not for %s", got, want)
	}
	if got := kinds(t, ours...); got != nil {
		t.Errorf("ours is caught for %v", got)
	}
}

func waves(w ...*audit.Wave) []*audit.Wave { return w }

func TestH01ARemainderOfTwo(t *testing.T) {
	p := office(mixed, team{"A / Large", 10}, team{"A / One", 1}, team{"A / Other", 1}, team{"B", 9})
	leaks(t, audit.Group, waves(p.byTeam().with(0, naive{least: 5}.release(p.byTeam()))), waves(p.published(0)))
}

func TestH02ABigSiblingExemptsFromTheRule(t *testing.T) {
	teams := []team{{"A / Lone", 1}, {"B", 8}}
	for i := range 40 {
		teams = append(teams, team{survey.Path(fmt.Sprintf("A / Team %d", i)), 11})
	}
	p := office(mixed, teams...)
	leaks(t, audit.Group, waves(p.byTeam().with(0, naive{least: 5}.release(p.byTeam()))), waves(p.published(0)))
}

func TestH03LateAnswersMoveTheAverages(t *testing.T) {
	p := office(mixed, team{"A", 9}, team{"B", 8})
	late := p.without(0)
	w := p.published(0)
	w.Releases = append([]*analytics.Release{count(late)}, w.Releases...)
	leaks(t, audit.Time, waves(w), waves(p.published(0)))
}

func TestH04ARollingWindowLosesOneOldAnswer(t *testing.T) {
	p := office(mixed, team{"A", 5}, team{"B", 8})
	w := p.published(0)
	w.Releases = append(w.Releases, count(p.without(0)))
	w.ReleaseHash, w.Counts, w.Spent = w.Releases[1].ReleaseHash, nil, nil
	leaks(t, audit.Time, waves(w), waves(p.published(0)))
}

func TestH05TheAnswersOfSomebodyAreDeletedLater(t *testing.T) {
	p := office(mixed, team{"A", 9}, team{"B", 8})
	w := p.published(0)
	w.Releases = append(w.Releases, count(p.without(3)))
	w.ReleaseHash, w.Counts, w.Spent = w.Releases[1].ReleaseHash, nil, nil
	leaks(t, audit.Time, waves(w), waves(p.published(0)))
}

func TestH06TheThresholdIsLoweredAfterwards(t *testing.T) {
	p := office(mixed, team{"A", 9}, team{"B", 8}, team{"A / Small", 3}, team{"A / Other", 6})
	r := naive{least: 3}.release(p.byTeam())
	r.MinimumGroup = 3
	w := p.byTeam().with(0, rehash(r))
	leaks(t, audit.Group, waves(w), waves(p.published(0)))
	if !slices.Contains(kinds(t, w), audit.Record) {
		t.Error("nothing is said of the threshold itself")
	}
}

func TestH07TheThresholdCountsMembersAndNotAnswers(t *testing.T) {
	p := office(mixed, team{"A", 9}, team{"B", 8})
	p = p.onlyFirst("A", 2)
	leaks(t, audit.Group, waves(p.with(0, naive{least: 1}.release(p))), waves(p.published(0)))
}

func TestH08CommentsOfTwoWritersAmongTenBallots(t *testing.T) {
	p := office(mixed, team{"A", 12}, team{"B", 8})
	for i := range 2 {
		p.in.Comments = append(p.in.Comments, analytics.UnitComment{Unit: p.in.Ballots[i].Unit, Prompt: "helps", Text: "text", Writer: i})
	}
	w := p.published(0)
	w.Comments = []audit.Comments{{Team: "A", Prompt: "helps", Number: 2}}
	leaks(t, audit.Writers, waves(w), waves(p.published(0)))
}

func TestH09CountsOfHiddenGroupsAreShown(t *testing.T) {
	p := office(mixed, team{"A", 9}, team{"A / Small", 3}, team{"B", 8})
	w := p.published(0)
	r := count(p)
	for i, x := range r.Waves[0].Teams {
		if x.Hidden {
			r.Waves[0].Teams[i].Figure = &analytics.Figure{N: ref(3), Blocks: []string{}}
		}
	}
	w.Releases = []*analytics.Release{rehash(r)}
	w.ReleaseHash = r.ReleaseHash
	leaks(t, audit.Hidden, waves(w), waves(p.published(0)))
}

// Each of the two trees keeps to the rule: departments have 7 and 13 ballots, and
// what is left of the sites has 6, 7 and 7. Together they leave one person.
func TestH10TwoTreesAtOnce(t *testing.T) {
	teams := []team{{"Sales / North", 6}, {"Sales / South", 1}, {"Support / North", 7}, {"Support / South", 6}}
	p := office(mixed, teams...).byTeam()
	n := naive{least: 5}
	r := n.release(p)
	for i := range r.Blocks {
		r.Blocks[i].N = 0 // no team of both is shown
	}
	shown := map[string][]survey.Path{
		"Sales": {"Sales / North", "Sales / South"}, "Support": {"Support / North", "Support / South"},
		"North": {"Sales / North", "Support / North"}, "South": {"Sales / South", "Support / South"}, "North / Support": {"Support / North"},
	}
	r.Waves[0].Teams = nil
	for _, name := range slices.Sorted(maps.Keys(shown)) {
		var units []string
		for _, path := range shown[name] {
			units = append(units, path.ID())
		}
		r.Waves[0].Teams = append(r.Waves[0].Teams, analytics.Team{Team: name, Figure: n.figure(p, units)})
	}
	leaks(t, audit.Group, waves(p.with(0, rehash(r))), waves(office(mixed, teams...).published(0)))
	for name, tree := range map[string][]string{"departments": {"Sales", "Support"}, "sites": {"North", "North / Support", "South"}} {
		one := *r
		one.Waves = slices.Clone(r.Waves)
		one.Waves[0].Teams = slices.DeleteFunc(slices.Clone(r.Waves[0].Teams), func(x analytics.Team) bool { return !slices.Contains(tree, x.Team) })
		if slices.Contains(kinds(t, p.with(0, rehash(&one))), audit.Group) {
			t.Errorf("the tree of %s leaks alone", name)
		}
	}
}

func TestH11TheManagerLooksAfterEachAnswer(t *testing.T) {
	p := office(mixed, team{"A", 9}, team{"B", 8})
	w := p.published(0)
	w.Releases = nil
	for n := 14; n <= len(p.in.Ballots); n++ {
		w.Releases = append(w.Releases, count(p.first(n)))
	}
	open := p.opened(0) // all that ours says before the close
	open.Survey.ClosedAt = open.Survey.Opens.AddDate(0, 0, 7)
	leaks(t, audit.Time, waves(w), waves(open))
}

func TestH12EverybodyAgrees(t *testing.T) {
	p := office(func(at survey.Path, person, item int) int {
		if at == "A" {
			return 5
		}
		return mixed(at, person, item)
	}, team{"A", 5}, team{"B", 8})
	leaks(t, audit.Answer, waves(p.with(0, naive{least: 1}.patched(takeClipped)(p))), waves(p.published(0)))
}

// Whoever knows the writer of one comment must not find their other one.
func TestH13OnePseudonymForAllQuestions(t *testing.T) {
	p := office(mixed, team{"A", 12}, team{"B", 8})
	for i, b := range p.in.Ballots {
		for _, prompt := range []string{"helps", "raise"} {
			p.in.Comments = append(p.in.Comments, analytics.UnitComment{Unit: b.Unit, Prompt: prompt, Text: fmt.Sprint("writer ", i), Writer: i})
		}
	}
	inOrder := 0
	for _, c := range p.in.Comments {
		if c.Prompt == "helps" {
			inOrder += linked(p.in.Comments, c.Text, func(c analytics.UnitComment) (string, string) { return c.Prompt, c.Text })
		}
	}
	const rounds = 200
	shuffled := 0
	p.in.Random = rand.Reader
	for range rounds {
		c, err := analytics.Count(p.in)
		if err != nil {
			t.Fatal(err)
		}
		for i := range p.in.Ballots {
			shuffled += linked(c.Comments, fmt.Sprint("writer ", i), func(c analytics.PlacedComment) (string, string) { return c.Prompt, c.Text })
		}
	}
	if inOrder != len(p.in.Ballots) {
		t.Errorf("in the order of the ballots %d of %d writers are linked", inOrder, len(p.in.Ballots))
	}
	// By chance it is one of the prompt's comments each time: expected 1 a round.
	if mean := float64(shuffled) / rounds; mean > 1.5 {
		t.Errorf("shuffled, %.2f writers are linked each time", mean)
	}
}

// linked is 1 where the writer's comments are at the same place of both lists.
func linked[C any](comments []C, text string, of func(C) (prompt, text string)) int {
	at := map[string]int{}
	seen := map[string]int{}
	for _, c := range comments {
		prompt, x := of(c)
		if x == text {
			at[prompt] = seen[prompt]
		}
		seen[prompt]++
	}
	if at["helps"] == at["raise"] {
		return 1
	}
	return 0
}

func TestH14TheExportSkipsTheRules(t *testing.T) {
	p := office(mixed, team{"A", 9}, team{"A / Small", 3}, team{"B", 8})
	ours, export := p.published(0), p.published(0)
	for _, w := range waves(ours, export) {
		w.Columns = reports.Columns()
		w.Exported = rowsOf(w.Releases[0], nil)
	}
	export.Exported = rowsOf(export.Releases[0], func(row []string) {
		if row[slices.Index(export.Columns, "team")] == "A / Small" {
			row[slices.Index(export.Columns, "mean")] = "3.33"
		}
	})
	leaks(t, audit.Hidden, waves(export), waves(ours))
	if n := audited(t, ours).Compared.Exported; n < 50 {
		t.Errorf("only %d cells were compared", n)
	}
}

// rowsOf are the rows of CSV and workbook, altered.
func rowsOf(r *analytics.Release, alter func(row []string)) func(func([]string, error) bool) {
	return func(yield func([]string, error) bool) {
		err := reports.Rows(r, func(cells []reports.Value) error {
			var row []string
			for _, c := range cells {
				row = append(row, c.String())
			}
			if alter != nil {
				alter(row)
			}
			if !yield(row, nil) {
				return io.EOF
			}
			return nil
		})
		if err != nil && err != io.EOF {
			yield(nil, err)
		}
	}
}

func TestH15SomebodyJoinsBetweenTwoRounds(t *testing.T) {
	before := office(mixed, team{"A", 9}, team{"B", 8})
	after := office(mixed, team{"A", 9}, team{"B", 8}, team{"A", 1})
	after.in.Survey.ID = "s2"
	soon := after.published(0)
	soon.Survey.ClosedAt = soon.Survey.ClosedAt.AddDate(0, 0, 3)
	leaks(t, audit.Time, waves(before.published(0), soon), waves(before.published(0), after.published(1)))
}
