package server

import (
	"html/template"
	"slices"
	"sync"

	"teamtrust/web"
)

// tables keeps the tables of large organisations as they were rendered: ten
// thousand rows take longer to write than everything else of their page
// together. A release never changes and every HR account has the same links, so
// nothing that is kept goes stale. It is safe for concurrent use.
type tables struct {
	mu    sync.Mutex
	kept  []keptTable // the one used last at the end
	bytes int
}

// tableKey is all that the table of the organisation depends on.
type tableKey struct{ survey, lang, order string }

type keptTable struct {
	tableKey
	html template.HTML
}

const (
	tableRows  = 500      // smaller tables are rendered anew: that takes no time
	tableBytes = 48 << 20 // a few orders of ten thousand teams in two languages
)

// of is a table as it was rendered with its key, or as render makes it.
func (m *tables) of(key tableKey, table *web.Heatmap, render func() (template.HTML, error)) (template.HTML, error) {
	if len(table.Rows) < tableRows {
		return "", nil
	}
	if html, ok := m.find(key); ok {
		return html, nil
	}
	html, err := render()
	if err == nil {
		m.keep(keptTable{key, html})
	}
	return html, err
}

func (m *tables) find(key tableKey) (template.HTML, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, k := range m.kept {
		if k.tableKey == key {
			m.kept = append(append(m.kept[:i:i], m.kept[i+1:]...), k)
			return k.html, true
		}
	}
	return "", false
}

// keep makes room by dropping what was not used for the longest time. The
// newest stays whatever its size. Of two that were rendered at once one stays.
func (m *tables) keep(k keptTable) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if slices.ContainsFunc(m.kept, func(other keptTable) bool { return other.tableKey == k.tableKey }) {
		return
	}
	for len(m.kept) > 0 && m.bytes+len(k.html) > tableBytes {
		m.bytes -= len(m.kept[0].html)
		m.kept = m.kept[1:]
	}
	m.kept, m.bytes = append(m.kept, k), m.bytes+len(k.html)
}
