package web

func dashboardPages() map[string]any { return map[string]any{} }

func dashboardSamples() map[string]map[string]any { return map[string]map[string]any{} }
