package web

func surveySamples() map[string]map[string]any {
	return map[string]map[string]any{
		"error": {
			"400":            ErrorPage{Status: 400, Message: "The date 31.02.2026 does not exist; give another one."},
			"403":            ErrorPage{Status: 403, Role: "hr", Base: Base{Account: &AccountView{Email: "m@example.org", Roles: []string{"manager"}}}},
			"403 signed out": ErrorPage{Status: 403, Role: "manager", SignIn: true},
			"404":            ErrorPage{Status: 404},
			"405":            ErrorPage{Status: 405},
			"410":            ErrorPage{Status: 410},
			"413":            ErrorPage{Status: 413},
			"500":            ErrorPage{Status: 500, Reference: "7f3a91c2"},
			"503":            ErrorPage{Status: 503},
		},
	}
}
