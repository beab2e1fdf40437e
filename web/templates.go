package web

import (
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"time"
)

// parsePages clones the layout and the shared parts for each page, so that
// every page may fill the blocks "title", "head", "width" and "main" in its own
// way.
func parsePages(files fs.FS, funcs template.FuncMap) (map[string]*template.Template, error) {
	frame, err := template.New("frame").Funcs(funcs).ParseFS(files, "templates/*.html", "templates/shared/*.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "templates/pages/*.html")
	if err != nil {
		return nil, err
	}
	pages := map[string]*template.Template{}
	for _, name := range names {
		clone, err := frame.Clone()
		if err != nil {
			return nil, err
		}
		page, err := clone.ParseFS(files, name)
		if err != nil {
			return nil, err
		}
		pages[strings.TrimSuffix(path.Base(name), ".html")] = page
	}
	return pages, nil
}

// funcs are the template functions, bound to one language:
//
//	t "key" "Name" value …      a message; strings are isolated in <bdi>, integers and
//	                            floats written as the language does, "Count" picks the plural
//	plain "key" "Name" value …  the same without markup, for <title>
//	num v, fixed v digits, percent share   numbers
//	date time, datetime time    "5 June 2026", and with the time in UTC
//	moment time                 datetime in a <time> element, which scripts turn to local time
//	asset "survey.css"          the URL of a bundled file
//	lang, dir                   of the page
func (w *Web) funcs(l Language) template.FuncMap {
	c := w.catalogue
	return template.FuncMap{
		"t":        func(key string, args ...any) (template.HTML, error) { return c.html(l, key, args...) },
		"plain":    func(key string, args ...any) (string, error) { return c.plain(l, key, args...) },
		"num":      func(v any) string { return l.number(v) },
		"fixed":    func(v float64, digits int) string { return l.fixed(v, digits) },
		"percent":  func(share float64) string { return l.percent(share) },
		"date":     func(at time.Time) (string, error) { return c.date(l, at) },
		"datetime": func(at time.Time) (string, error) { return c.datetime(l, at) },
		"moment":   func(at time.Time) (template.HTML, error) { return c.moment(l, at) },
		"asset":    w.assets.url,
		"lang":     func() string { return l.Tag },
		"dir":      func() string { return l.Dir },
	}
}

// moment is a point in time that a script may turn to the reader's time zone.
func (c *Catalogue) moment(l Language, at time.Time) (template.HTML, error) {
	text, err := c.datetime(l, at)
	if err != nil {
		return "", err
	}
	return template.HTML(fmt.Sprintf(`<time datetime="%s">%s</time>`,
		at.UTC().Format(time.RFC3339), template.HTMLEscapeString(text))), nil
}
