package survey

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAPathKnowsItsPlaceInTheOrganisation(t *testing.T) {
	for _, test := range []struct {
		path, parent Path
		parts        []string
		name         string
	}{
		{Organisation, Organisation, nil, ""},
		{"Sales", Organisation, []string{"Sales"}, "Sales"},
		{"Sales / North", "Sales", []string{"Sales", "North"}, "North"},
		{"R/D / A/B / C", "R/D / A/B", []string{"R/D", "A/B", "C"}, "C"},
	} {
		p := test.path
		if p.Parent() != test.parent || p.Name() != test.name || !slices.Equal(p.Parts(), test.parts) || p.Depth() != len(test.parts) {
			t.Errorf("%q: parent %q, name %q, parts %q, depth %d", p, p.Parent(), p.Name(), p.Parts(), p.Depth())
		}
	}
}

func TestATeamContainsItselfAndWhatLiesBelowIt(t *testing.T) {
	for _, test := range []struct {
		name         string
		above, below Path
		want         bool
	}{
		{"itself", "Sales", "Sales", true},
		{"a team below", "Sales", "Sales / North", true},
		{"a team far below", "Sales", "Sales / North / A", true},
		{"the team above", "Sales / North", "Sales", false},
		{"a name that begins alike", "Sales", "Sales North", false},
		{"a path that begins alike", "Sales / North", "Sales / Northwest", false},
		{"everything is in the organisation", Organisation, "Sales / North", true},
		{"the organisation is in itself", Organisation, Organisation, true},
		{"the organisation is in no team", "Sales", Organisation, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.above.Contains(test.below); got != test.want {
				t.Errorf("%q contains %q: %v", test.above, test.below, got)
			}
		})
	}
}

func TestATeamsIdIsTheSameInEverySurveyAndRelease(t *testing.T) {
	for path, want := range map[Path]string{
		"Operations":                          "uhnmseq2r3a7tzy4",
		"Operations / Plant Bremen / Shift A": "zmajetjjdahgjyys",
		"مبيعات":                              "ku3unyjjf6pq6jxz",
	} {
		if got := path.ID(); got != want {
			t.Errorf("%q has the id %s, want %s: published manifests name it", path, got, want)
		}
	}
}

var somePath = rapid.Map(rapid.SliceOfN(rapid.StringMatching(`[A-C]( ?[a-b!/é])?`), 1, 4), func(parts []string) Path {
	return Path(strings.Join(parts, Separator))
})

func TestIdsFitUrlsAndTellTeamsApart(t *testing.T) {
	form := regexp.MustCompile(`^[a-z2-7]{16}$`)
	rapid.Check(t, func(t *rapid.T) {
		p, q := somePath.Draw(t, "p"), somePath.Draw(t, "q")
		if id := p.ID(); !form.MatchString(id) || !ValidID(id) || (id == q.ID()) != (p == q) {
			t.Errorf("%q %s, %q %s", p, id, q, q.ID())
		}
	})
}

func TestPathsHaveOneOrderWithParentsFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q, r := somePath.Draw(t, "p"), somePath.Draw(t, "q"), somePath.Draw(t, "r")
		if p.Less(q) && q.Less(p) || p != q && !p.Less(q) && !q.Less(p) || p.Less(p) {
			t.Errorf("%q and %q have no order", p, q)
		}
		if p.Less(q) && q.Less(r) && !p.Less(r) {
			t.Errorf("%q < %q < %q, but not the first < the last", p, q, r)
		}
		if p != q && p.Contains(q) && !p.Less(q) {
			t.Errorf("%q comes after %q, which lies below it", p, q)
		}
		if p.Less(q) && q.Less(r) && p.Contains(r) && !p.Contains(q) {
			t.Errorf("%q stands among what lies below %q", q, p)
		}
	})
}

func TestATreeIsTheSmallestThatHoldsItsPathsAndTheirParents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		paths := rapid.SliceOf(rapid.OneOf(somePath, rapid.Just(Organisation))).Draw(t, "paths")
		tree := NewTree(paths...)
		for i, p := range tree {
			if i > 0 && !tree[i-1].Less(p) {
				t.Errorf("%q does not come after %q", p, tree[i-1])
			}
			if p == Organisation || !slices.Contains(tree, p.Parent()) && p.Parent() != Organisation {
				t.Errorf("%q is in the tree without its parent", p)
			}
			if !slices.ContainsFunc(paths, p.Contains) {
				t.Errorf("%q leads to no path", p)
			}
			if found, ok := tree.ByID(p.ID()); !ok || found != p {
				t.Errorf("the id of %q finds %q", p, found)
			}
		}
		for _, p := range paths {
			if p != Organisation && !slices.Contains(tree, p) {
				t.Errorf("%q is not in its tree", p)
			}
		}
		if _, ok := tree.ByID(Organisation.ID()); ok {
			t.Error("the organisation is in the tree")
		}
	})
}
