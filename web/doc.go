// Package web is everything a browser sees: page templates and the structs
// they are typed by, styles, scripts, and the language catalogues.
//
// What is not here: routes, sessions and the decision who may see what
// (server), every number (analytics makes it, reports draws it), and the
// protocol's server side (survey/ballot). The package imports no other room:
// whoever fills a page hands over plain values. There is no inline script or
// style anywhere, so that pages work under
//
//	default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;
//	connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
//
// One page is not served: the report of an analysis (WriteAnalysis) is a file
// that stands on its own, with its style inside and a policy that allows
// nothing but that style.
package web
