package survey

import "slices"

// Earlier are those of some surveys that can be compared with another one as
// being before it, the latest first: closed earlier, with results, and of the same sort.
// Rehearsals and real surveys are never compared.
func Earlier(all []Survey, than Survey) []Survey {
	var earlier []Survey
	for _, sv := range all {
		if sv.State == Closed && !sv.Lost && sv.Rehearsal == than.Rehearsal && sv.ClosedAt.Before(than.ClosedAt) {
			earlier = append(earlier, sv)
		}
	}
	slices.SortStableFunc(earlier, func(a, b Survey) int { return b.ClosedAt.Compare(a.ClosedAt) })
	return earlier
}
