package web

// ErrorPage says what happened and what to do: page "error".
type ErrorPage struct {
	Base
	Status    int    // 400, 403, 404, 405, 410, 413, 500 or 503
	Message   string // one plain sentence; empty for the usual one
	Role      string // 403: the role that the page needs
	SignIn    bool   // nobody has signed in, and signing in would help
	Reference string // 500: what finds the failure in the log
}

func surveyPages() map[string]any {
	return map[string]any{
		"error": ErrorPage{},
	}
}
