package life

import (
	"testing"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// leaking is a release of two blocks whose cut shows one of seven ballots.
func leaking(t *testing.T) (analytics.Input, *analytics.Release) {
	t.Helper()
	in := analytics.Input{
		Survey: survey.Survey{ID: "s1", MinimumGroup: 5},
		Questionnaire: &survey.Questionnaire{ID: "q", Scale: survey.Scale{Lo: 1, Hi: 5},
			Dimensions: []survey.Dimension{{ID: "COM", Items: []string{"A"}}}, Items: []survey.Item{{ID: "A", Dimension: "COM"}}},
		Tree: survey.NewTree("A", "B"), People: map[survey.Path]int{"A": 7, "B": 20}, Invited: map[string]int{},
		Cuts: []survey.Cut{{Name: "site", Teams: map[survey.Path]string{"A": "north", "B": "south"}}},
	}
	var err error
	if in.Units, err = analytics.Units(in.Tree, in.People, 5); err != nil {
		t.Fatal(err)
	}
	for _, u := range in.Units {
		in.Invited[u.ID] = u.Eligible
		for i := range u.Eligible {
			in.Ballots = append(in.Ballots, analytics.UnitBallot{Unit: u.ID, Answers: survey.Answers{"A": {Value: 1 + i%5}}})
		}
	}
	c, err := analytics.Count(in)
	if err != nil {
		t.Fatal(err)
	}
	return in, c.Release
}

func TestACutThatTheAuditorFindsFaultWithIsWithheld(t *testing.T) {
	in, r := leaking(t)
	if found, err := faults(in, r); err != nil || len(found) > 0 {
		t.Fatalf("our own release: %v, %v", found, err)
	}
	n := 7
	r.Cuts[0].Values[0] = analytics.CutValue{Value: "north", Figure: &analytics.Figure{N: &n, Blocks: []string{r.Blocks[0].ID}}}
	found, err := faults(in, r)
	if err != nil || len(found) == 0 {
		t.Fatalf("a value of seven ballots: %v, %v", found, err)
	}
	before, err := r.Hash()
	if err != nil {
		t.Fatal(err)
	}
	withhold(r)
	if hash, err := r.Hash(); err != nil || hash == before {
		t.Errorf("the hash is still %s, %v", hash, err)
	}
	for _, v := range r.Cuts[0].Values {
		if !v.Hidden || v.Figure != nil || v.Reason != analytics.ReasonMerged {
			t.Errorf("%s is still shown: %+v", v.Value, v)
		}
	}
	if found, err := faults(in, r); err != nil || len(found) > 0 {
		t.Errorf("withheld: %v, %v", found, err)
	}
}

func TestTheHashOfACountedReleaseIsItsOwn(t *testing.T) {
	in, r := leaking(t)
	c, err := counted(in)
	if err != nil {
		t.Fatal(err)
	}
	if hash, err := c.Release.Hash(); err != nil || hash != c.Release.ReleaseHash || hash != r.ReleaseHash {
		t.Errorf("the hash is %s, %v, the release says %s, Count %s", hash, err, c.Release.ReleaseHash, r.ReleaseHash)
	}
}

func TestCuttingIsLimited(t *testing.T) {
	var d Draft
	for range survey.MaxCuts + 1 {
		d.Cuts = append(d.Cuts, survey.Cut{Name: "site"})
	}
	if err := d.checkCuts(); survey.CodeOf(err) != survey.CodeBadRequest {
		t.Errorf("too many: %v", err)
	}
	if d.Cuts = d.Cuts[:2]; survey.CodeOf(d.checkCuts()) != survey.CodeBadRequest {
		t.Error("two of one name are taken")
	}
	if d.Cuts = d.Cuts[:1]; d.checkCuts() != nil {
		t.Error("one is refused")
	}
}
