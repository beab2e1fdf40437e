package server

import (
	"errors"
	"html/template"
	"strings"
	"testing"

	"teamtrust/survey"
	"teamtrust/web"
)

func TestATableIsRenderedOnceForEachSurveyLanguageAndOrder(t *testing.T) {
	m, rendered := new(tables), 0
	table := &web.Heatmap{Rows: make([]web.HeatRow, tableRows)}
	ask := func(key tableKey) template.HTML {
		html, err := m.of(key, table, func() (template.HTML, error) {
			rendered++
			return template.HTML(key.survey + key.lang + key.order), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return html
	}
	keys := []tableKey{{"a", "en", ""}, {"a", "de", ""}, {"a", "en", "-COM"}, {"b", "en", ""}}
	for range 3 {
		for _, key := range keys {
			if got := ask(key); string(got) != key.survey+key.lang+key.order {
				t.Errorf("%v is %q", key, got)
			}
		}
	}
	if rendered != len(keys) {
		t.Errorf("%d tables were rendered, want %d", rendered, len(keys))
	}
}

func TestATableThatWasRenderedTwiceAtOnceIsKeptOnce(t *testing.T) {
	m := new(tables)
	for range 2 {
		m.keep(keptTable{tableKey{survey: "a"}, "rows"})
	}
	if len(m.kept) != 1 || m.bytes != len("rows") {
		t.Errorf("%d are kept with %d bytes", len(m.kept), m.bytes)
	}
}

func TestOnlyOrdersThatThereAreAreKept(t *testing.T) {
	form, _, err := survey.BuiltIn("P10")
	if err != nil {
		t.Fatal(err)
	}
	for asked, want := range map[string]string{"": "", "COM": "COM", "-TRA": "-TRA", "total": "total", "-answered": "-answered", "team": "", "-": "", "--COM": "", "x": ""} {
		if got := sorting(asked, form); got != want {
			t.Errorf("%q is %q, want %q", asked, got, want)
		}
	}
}

func TestSmallTablesAndFailuresAreNotKept(t *testing.T) {
	m := new(tables)
	if html, err := m.of(tableKey{}, &web.Heatmap{}, func() (template.HTML, error) { return "rows", nil }); html != "" || err != nil {
		t.Errorf("a small table is %q, %v", html, err)
	}
	wrong := errors.New("broken")
	if _, err := m.of(tableKey{}, &web.Heatmap{Rows: make([]web.HeatRow, tableRows)}, func() (template.HTML, error) { return "half", wrong }); !errors.Is(err, wrong) || len(m.kept) > 0 {
		t.Errorf("a failure is kept: %v, %d", err, len(m.kept))
	}
}

func TestTablesAreKeptInBoundedMemory(t *testing.T) {
	m := new(tables)
	large := template.HTML(strings.Repeat("x", tableBytes/3))
	for _, id := range []string{"a", "b", "c", "a", "d"} {
		if _, ok := m.find(tableKey{survey: id}); !ok {
			m.keep(keptTable{tableKey{survey: id}, large})
		}
	}
	var got []string
	total := 0
	for _, k := range m.kept {
		got, total = append(got, k.survey), total+len(k.html)
	}
	if strings.Join(got, "") != "cad" || total != m.bytes || total > tableBytes {
		t.Errorf("kept are %v, %d bytes of %d", got, total, tableBytes)
	}
}
