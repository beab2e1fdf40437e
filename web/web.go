package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"time"
)

// Web renders pages and serves the files they load. It is made once and is
// safe for concurrent use.
type Web struct {
	catalogue *Catalogue
	assets    *assets
	pages     map[string]map[string]*template.Template // language, page
}

// New parses every page in every language. dist is the bundle: Dist() in the
// product. A bundle without a manifest is ErrNoBundle.
func New(dist fs.FS) (*Web, error) {
	files, err := readAssets(dist)
	if err != nil {
		return nil, err
	}
	catalogue, err := loadCatalogue(languageFiles)
	if err != nil {
		return nil, err
	}
	w := &Web{catalogue: catalogue, assets: files, pages: map[string]map[string]*template.Template{}}
	for _, l := range catalogue.languages {
		if w.pages[l.Tag], err = parsePages(templateFiles, w.funcs(l)); err != nil {
			return nil, fmt.Errorf("parse pages in %s: %w", l.Tag, err)
		}
	}
	return w, nil
}

// Render writes one page. page is a name in Pages() and data a value of the
// type named there. An unknown language means the first of Languages(). The
// page is complete before its first byte is written: an error other than one
// of out leaves out untouched.
func (w *Web) Render(out io.Writer, page, lang string, data any) error {
	t, ok := w.pages[w.catalogue.language(lang).Tag][page]
	if !ok {
		return fmt.Errorf("render: there is no page %q", page)
	}
	var whole bytes.Buffer
	if err := t.ExecuteTemplate(&whole, "layout", data); err != nil {
		return fmt.Errorf("render page %s: %w", page, err)
	}
	_, err := whole.WriteTo(out)
	return err
}

// Table is a heatmap as the page of the organisation shows it, for one that is
// rendered once and shown often.
func (w *Web) Table(lang string, m *Heatmap) (template.HTML, error) {
	var out bytes.Buffer
	if err := w.pages[w.catalogue.language(lang).Tag]["org"].ExecuteTemplate(&out, "dash-heatmap", m); err != nil {
		return "", fmt.Errorf("render a table: %w", err)
	}
	return template.HTML(out.String()), nil
}

// Assets serves the bundle below AssetPath: immutable, and compressed where
// the browser accepts it.
func (w *Web) Assets() http.Handler { return w.assets }

// Text is one message of the catalogue as plain text, for what is not a
// template: a flash, a mail. Arguments are pairs of a name and a value as in
// the template function t.
func (w *Web) Text(lang, key string, args ...any) (string, error) {
	return w.catalogue.plain(w.catalogue.language(lang), key, args...)
}

// Date is a day in UTC as the pages of a language write it: "2 March 2026".
func (w *Web) Date(lang string, at time.Time) (string, error) {
	return w.catalogue.date(w.catalogue.language(lang), at)
}
