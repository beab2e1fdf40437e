package web

import "net/url"

// Base is what every page has. Page structs embed it.
type Base struct {
	Home      string // where the product's name leads; "" is "/"
	Languages []LanguageLink
	Nav       []NavLink
	Account   *AccountView // nil for people who have not signed in
	Rehearsal bool         // the page speaks of a rehearsal
	Demo      bool         // the organisation is invented
	ViewAs    *ViewAs      // HR sees the page as others do; nil: it is the reader's own
	Flash     *Flash       // what the last action did; nil for nothing
}

// LanguageLink leads to the same page in another language.
type LanguageLink struct {
	Language
	Href    string
	Current bool
}

// NavLink is one place of the main navigation. Name picks the message
// "nav.<Name>": surveys, people, organisation, team, shares, audit,
// accounts.
type NavLink struct {
	Name    string
	Href    string
	Current bool
}

// AccountView is the account that is signed in.
type AccountView struct {
	Email string
	Roles []string // admin, hr, manager, auditor: the messages "role.<Role>"
}

// Flash is one sentence about what has just been done, in the page's language.
type Flash struct {
	Kind string // good, bad or note
	Text string
}

// Base makes the part of a page that follows from its language and address:
// the links to the same page in the other languages.
func (w *Web) Base(lang string, here *url.URL) Base {
	current := w.catalogue.language(lang)
	var b Base
	for _, l := range w.catalogue.languages {
		q := here.Query()
		q.Set("lang", l.Tag)
		b.Languages = append(b.Languages, LanguageLink{
			Language: l,
			Href:     here.Path + "?" + q.Encode(),
			Current:  l.Tag == current.Tag,
		})
	}
	return b
}
