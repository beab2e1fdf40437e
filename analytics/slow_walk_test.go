package analytics_test

import (
	"cmp"
	"slices"

	"teamtrust/survey"
)

// lot is things that are counted together and the path where they are.
type lot struct {
	at     survey.Path
	things []int
}

// slowClimb is the walk by recursion over paths, without what happens to
// things that are left over. at says where each thing is.
func slowClimb(tree survey.Tree, at []survey.Path, enough func([]int) bool) (lots []lot, left []int) {
	var visit func(p survey.Path) []int
	visit = func(p survey.Path) []int {
		var wait []int
		for _, q := range tree {
			if q.Parent() == p {
				wait = append(wait, visit(q)...)
			}
		}
		for i, a := range at {
			if a == p {
				wait = append(wait, i)
			}
		}
		if len(wait) > 0 && enough(wait) {
			lots = append(lots, lot{p, wait})
			return nil
		}
		return wait
	}
	left = visit(survey.Organisation)
	return lots, left
}

// slowJoin lets what is left over join the nearest lots until it is enough.
func slowJoin(lots []lot, left []int, size func([]int) int, enough func([]int) bool) []lot {
	sortByNearness(lots, size)
	for len(lots) > 0 {
		left = append(left, lots[0].things...)
		if lots = lots[1:]; enough(left) {
			return append(lots, lot{survey.Organisation, left})
		}
	}
	return nil
}

func sortByNearness(lots []lot, size func([]int) int) {
	slices.SortFunc(lots, func(a, b lot) int {
		return cmp.Or(cmp.Compare(a.at.Depth(), b.at.Depth()), cmp.Compare(size(a.things), size(b.things)),
			slices.Compare(a.at.Parts(), b.at.Parts()))
	})
}

// slowWalk is the walk where everything that is left over joins.
func slowWalk(tree survey.Tree, at []survey.Path, size func([]int) int, enough func([]int) bool) []lot {
	lots, left := slowClimb(tree, at, enough)
	if len(left) > 0 {
		return slowJoin(lots, left, size, enough)
	}
	return lots
}

// slowBlocks is the walk over units: those left over without a ballot go to
// the nearest lot that stays large enough, which stays where it is.
func slowBlocks(tree survey.Tree, at []survey.Path, size func([]int) int, enough func([]int) bool) []lot {
	lots, left := slowClimb(tree, at, enough)
	if len(left) == 0 {
		return lots
	}
	sortByNearness(lots, size)
	for i := range lots {
		if with := append(slices.Clone(lots[i].things), left...); size(left) == 0 && enough(with) {
			lots[i].things = with
			return lots
		}
	}
	return slowJoin(lots, left, size, enough)
}
