package analytics

import (
	"reflect"
	"testing"

	"teamtrust/survey"
)

func TestUnitsAreFormedByTheWalk(t *testing.T) {
	type people = map[survey.Path]int
	type want = map[survey.Path][]survey.Path // team of the unit → teams in it
	cases := map[string]struct {
		people people
		want   want
	}{
		"a team with k people is a unit of its own": {
			people{"A": 5, "B": 6}, want{"A": {"A"}, "B": {"B"}},
		},
		"people of small teams wait at their parent": {
			people{"A": 1, "A / X": 2, "A / Y": 4, "B": 5}, want{"A": {"A", "A / X", "A / Y"}, "B": {"B"}},
		},
		"a parent whose own people are too few goes up without its large child": {
			people{"A": 3, "A / X": 5, "B": 5}, want{"": {"A", "B"}, "A / X": {"A / X"}},
		},
		"who is left over joins the unit nearest to the root": {
			people{"A / X": 5, "B": 9, "C": 2}, want{"A / X": {"A / X"}, "": {"B", "C"}},
		},
		"of equally near units the smaller one is joined": {
			people{"A": 9, "B": 6, "C": 1}, want{"A": {"A"}, "": {"B", "C"}},
		},
		"of equally near and large units the lower path is joined": {
			people{"A": 6, "B": 6, "C": 1}, want{"": {"A", "C"}, "B": {"B"}},
		},
		"those left over may be enough together": {
			people{"A": 3, "B": 2, "C": 5}, want{"": {"A", "B"}, "C": {"C"}},
		},
		"teams without people are in no unit": {
			people{"A / X": 5, "A / Y / Z": 0}, want{"A / X": {"A / X"}},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			units, err := Units(treeOf(c.people), c.people, 5)
			if err != nil {
				t.Fatal(err)
			}
			got := want{}
			for i, u := range units {
				got[u.Team] = u.Teams
				n := 0
				for _, team := range u.Teams {
					n += c.people[team]
				}
				if u.ID != u.Team.ID() || u.Eligible != n || n < 5 || i > 0 && units[i-1].ID >= u.ID {
					t.Errorf("unit %+v has %d people", u, n)
				}
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func treeOf(people map[survey.Path]int) survey.Tree {
	var paths []survey.Path
	for p := range people {
		paths = append(paths, p)
	}
	return survey.NewTree(paths...)
}

func TestTooFewPeopleAreRefused(t *testing.T) {
	people := map[survey.Path]int{"A": 2, "B": 2}
	_, err := Units(treeOf(people), people, 5)
	if survey.CodeOf(err) != survey.CodeRefused {
		t.Fatalf("got %v", err)
	}
}

func TestUnitsRefuseContradictions(t *testing.T) {
	tree := survey.NewTree("A", "A / X")
	cases := map[string]struct {
		tree   survey.Tree
		people map[survey.Path]int
		k      int
	}{
		"a minimum group below five":      {tree, map[survey.Path]int{"A": 9}, 4},
		"people outside the tree":         {tree, map[survey.Path]int{"A": 9, "B": 1}, 5},
		"a negative number of people":     {tree, map[survey.Path]int{"A": 9, "A / X": -1}, 5},
		"a tree that is not sorted":       {survey.Tree{"B", "A"}, map[survey.Path]int{"A": 9}, 5},
		"a team without its parent":       {survey.Tree{"A / X"}, map[survey.Path]int{"A / X": 9}, 5},
		"a tree that has one path twice":  {survey.Tree{"A", "A"}, map[survey.Path]int{"A": 9}, 5},
		"the organisation among the tree": {survey.Tree{"", "A"}, map[survey.Path]int{"A": 9}, 5},
	}
	for name, c := range cases {
		if _, err := Units(c.tree, c.people, c.k); err == nil || survey.CodeOf(err) != survey.CodeInternal {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheUnitOfTheOrganisationHasAUniqueName(t *testing.T) {
	people := map[survey.Path]int{"Organisation": 5, "Organisation (all)": 6, "C": 3, "D": 3}
	units, err := Units(treeOf(people), people, 5)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]survey.Path{}
	for _, u := range units {
		names[u.Name] = u.Team
	}
	if team, ok := names["Organisation (all) (all)"]; !ok || team != survey.Organisation || len(names) != 3 {
		t.Errorf("names are %v", names)
	}
}
