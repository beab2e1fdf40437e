package audit_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"teamtrust/analytics/audit"
	"teamtrust/survey"
)

// campaign counts what an attacker achieves who bounds the answers of everybody
// else, group by group and item by item.
type campaign struct {
	bounds  int // each from one attacker's place
	extreme int // nobody else gave the lowest, or nobody the highest answer
	agreed  int // what everybody else answered is known, and they are a whole group that agrees
	known   int // what somebody answered is known otherwise
	wrong   []string
}

// judge compares bounds with what people really answered. me is the ballot of
// the attacker, or −1.
func (c *campaign) judge(p *poll, bounds []audit.Bound, me int) {
	for _, b := range bounds {
		others := p.others(b, me)
		if len(others) == 0 {
			continue
		}
		c.bounds++
		for _, v := range others {
			if !slices.Contains(b.Possible, v) {
				c.wrong = append(c.wrong, fmt.Sprintf("%s of %v: somebody answered %d, which is not in %v", b.Item, b.Units, v, b.Possible))
			}
		}
		if s := p.in.Questionnaire.Scale; !slices.Contains(b.Possible, s.Lo) || !slices.Contains(b.Possible, s.Hi) {
			c.extreme++
		}
		switch {
		case len(b.Possible) != 1:
		case len(others) >= p.in.Survey.MinimumGroup-1 && slices.Max(others) == slices.Min(others):
			c.agreed++
		default:
			c.known++
		}
	}
}

func (c *campaign) String() string {
	return fmt.Sprintf("%d bounds; an extreme answer can be ruled out in %.1f %%; all others of a group of k agree and show it in %d; an answer is known otherwise in %d",
		c.bounds, 100*float64(c.extreme)/float64(c.bounds), c.agreed, c.known)
}

// others are the answers of everybody else whose ballot counts for the item in
// the units of a bound.
func (p *poll) others(b audit.Bound, me int) []int {
	items := []string{b.Item}
	for _, d := range p.in.Questionnaire.Dimensions {
		if slices.Contains(d.Items, b.Item) {
			items = d.Items
		}
	}
	var out []int
	for i, x := range p.in.Ballots {
		if i != me && slices.Contains(b.Units, x.Unit) && values(x.Answers, items) == len(items) {
			out = append(out, x.Answers[b.Item].Value)
		}
	}
	return out
}

// insiders draws one ballot of each unit.
func (p *poll) insiders(c *company) []int {
	byUnit := map[string][]int{}
	for i, b := range p.in.Ballots {
		byUnit[b.Unit] = append(byUnit[b.Unit], i)
	}
	var out []int
	for _, u := range p.in.Units {
		if of := byUnit[u.ID]; len(of) > 0 {
			out = append(out, of[c.r.IntN(len(of))])
		}
	}
	return out
}

// attack lets somebody outside and somebody in each unit attack a wave.
func attack(c *company, p *poll, w *audit.Wave, outside, inside *campaign) {
	a := audit.NewAttacker(w)
	outside.judge(p, a.Outside(), -1)
	for _, me := range p.insiders(c) {
		inside.judge(p, a.Inside(p.in.Ballots[me].Unit, p.in.Ballots[me].Answers), me)
	}
}

// An attacker who knows their own answers, everything released and the roster
// of every wave must not learn what somebody else answered, unless a whole group
// agrees, which no rule can hide.
func TestNobodysAnswerFollowsFromEverythingReleased(t *testing.T) {
	var outside, inside campaign
	var joiners guesses
	for seed := range organisations() {
		c := newCompany(source(seed), 15)
		var before *poll
		for n := range 3 {
			p := c.vote()
			attack(c, p, p.published(n), &outside, &inside)
			joiners.difference(before, p)
			before = p
			c.pass()
		}
	}
	for who, c := range map[string]*campaign{"outside": &outside, "inside": &inside} {
		for _, w := range c.wrong {
			t.Errorf("from %s the attack is wrong: %s", who, w)
		}
		if c.known > 0 || c.bounds < 1000 {
			t.Errorf("from %s: %v", who, c)
		}
		t.Logf("from %s: %v", who, c)
	}
	t.Logf("from wave to wave: %v", joiners)
}

// The same attacker finds answers in a naive release.
func TestTheAttackFindsAnswersInANaiveRelease(t *testing.T) {
	var outside, inside campaign
	for seed := range uint64(40) {
		c := newCompany(source(seed), 15)
		p := c.vote().byTeam()
		attack(c, p, p.with(0, printedN(naive{least: survey.MinimumGroup}.release)(p)), &outside, &inside)
	}
	for who, c := range map[string]*campaign{"outside": &outside, "inside": &inside} {
		if c.known == 0 || len(c.wrong) > 0 {
			t.Errorf("from %s: %v %v", who, c, c.wrong)
		}
		t.Logf("from %s: %v", who, c)
	}
}

// guesses counts how often the answers of somebody who joined a team are
// guessed from two waves, and from the later one alone.
type guesses struct{ tried, byDifference, byMean int }

func (g guesses) String() string {
	return fmt.Sprintf("of %d answers of people who joined, %.1f %% are guessed from the difference of the team's sums, %.1f %% from its mean alone",
		g.tried, 100*float64(g.byDifference)/float64(g.tried), 100*float64(g.byMean)/float64(g.tried))
}

// difference guesses wherever one person more than before has answered in a
// unit, and all others are the same.
func (g *guesses) difference(before, after *poll) {
	if before == nil {
		return
	}
	old, now := before.byUnit(), after.byUnit()
	for unit, ballots := range now {
		joined := slices.DeleteFunc(slices.Clone(ballots), func(i int) bool {
			return slices.ContainsFunc(old[unit], func(o int) bool { return before.voter[o] == after.voter[i] })
		})
		if len(joined) != 1 || len(ballots) != len(old[unit])+1 || len(old[unit]) < survey.MinimumGroup {
			continue
		}
		for _, it := range after.in.Questionnaire.Items {
			g.guess(before, after, it.ID, old[unit], ballots, joined[0])
		}
	}
}

func (p *poll) byUnit() map[string][]int {
	out := map[string][]int{}
	for i, b := range p.in.Ballots {
		out[b.Unit] = append(out[b.Unit], i)
	}
	return out
}

func (g *guesses) guess(before, after *poll, item string, old, now []int, joined int) {
	earlier, all := before.sum(item, old)
	later, allNow := after.sum(item, now)
	if !all || !allNow {
		return
	}
	s := after.in.Questionnaire.Scale
	truth := after.in.Ballots[joined].Answers[item].Value
	g.tried++
	if min(s.Hi, max(s.Lo, later-earlier)) == truth {
		g.byDifference++
	}
	if int(math.Round(float64(later)/float64(len(now)))) == truth {
		g.byMean++
	}
}

// sum adds up the answers of some ballots; false where one has no value.
func (p *poll) sum(item string, ballots []int) (sum int, all bool) {
	for _, i := range ballots {
		if values(p.in.Ballots[i].Answers, []string{item}) == 0 {
			return 0, false
		}
		sum += p.in.Ballots[i].Answers[item].Value
	}
	return sum, true
}
