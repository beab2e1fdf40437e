package web

import "maps"

// Pages names every page and the zero value of the struct it is rendered
// with.
func Pages() map[string]any {
	return merged(surveyPages(), verifyPages(), dashboardPages(), guidePages(), presentPages(), styleguidePages())
}

// Samples holds values to render every page with, by page and state, each
// complete enough to be shown: tests render them all.
func Samples() map[string]map[string]any {
	return merged(surveySamples(), verifySamples(), dashboardSamples(), guideSamples(), presentSamples(), styleguideSamples())
}

func merged[V any](parts ...map[string]V) map[string]V {
	all := map[string]V{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}
