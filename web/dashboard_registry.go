package web

// dashboardPages are the pages of people who sign in, and the results that an
// employee reads.
func dashboardPages() map[string]any {
	return map[string]any{}
}

func dashboardSamples() map[string]map[string]any {
	return map[string]map[string]any{}
}
