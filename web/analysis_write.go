package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"maps"
	"regexp"
	"strings"
)

// analysisStyles are the styles of the report in their order; the browser gets
// them with the page.
func analysisStyles() []string {
	return []string{"tokens", "base", "dashboard/page", "dashboard/figure", "dashboard/table", "dashboard/part", "dashboard/media", "analysis/report"}
}

// WriteAnalysis writes the report on a file of answers as one HTML file that
// needs nothing else: its style is inside, there is no script, and a policy in
// the file forbids the browser to load anything. An unknown language means
// English. The page is complete before its first byte is written.
func WriteAnalysis(out io.Writer, lang string, page Analysis) error {
	t, err := analysisTemplate(lang)
	if err != nil {
		return err
	}
	var whole bytes.Buffer
	if err := t.ExecuteTemplate(&whole, "analysis", page); err != nil {
		return fmt.Errorf("render the report: %w", err)
	}
	_, err = whole.WriteTo(out)
	return err
}

func analysisTemplate(lang string) (*template.Template, error) {
	catalogue, err := loadCatalogue(languageFiles)
	if err != nil {
		return nil, err
	}
	style, err := inlineStyle()
	if err != nil {
		return nil, err
	}
	w := &Web{catalogue: catalogue, assets: &assets{}}
	l := catalogue.language(lang)
	funcs := w.funcs(l)
	maps.Copy(funcs, l.analysisFuncs())
	funcs["style"] = func() template.CSS { return style }
	funcs["policy"] = func() string { return policy(style) }
	return template.New("analysis").Funcs(funcs).ParseFS(templateFiles, "templates/shared/*.html", "templates/analysis/*.html")
}

// analysisFuncs are the template functions that only the report has:
//
//	signed v digits, pvalue p   a difference with its sign, a probability
//	count n, int n              a count that may be behind a pointer: as text, and as it is
//	direction up                "up" or "down"
//	dict "Name" value …         several values for one template
func (l Language) analysisFuncs() template.FuncMap {
	return template.FuncMap{
		"signed":    l.signed,
		"pvalue":    l.pvalue,
		"count":     func(n int) string { return l.number(n) },
		"int":       func(n int) int { return n },
		"direction": func(up bool) string { return map[bool]string{true: "up", false: "down"}[up] },
		"dict":      dict,
	}
}

func dict(pairs ...any) map[string]any {
	values := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return values
}

// inlineStyle is the whole style in one piece, without comments.
func inlineStyle() (template.CSS, error) {
	var all strings.Builder
	for _, name := range analysisStyles() {
		raw, err := styleFiles.ReadFile("styles/" + name + ".css")
		if err != nil {
			return "", err
		}
		all.Write(raw)
	}
	text := regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(all.String(), "")
	return template.CSS(strings.TrimSpace(regexp.MustCompile(`\s+`).ReplaceAllString(text, " "))), nil
}

// policy allows this one style and the drawing in the tab, and nothing else.
func policy(style template.CSS) string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; img-src data:; base-uri 'none'; form-action 'none'"
}

// pvalue writes a probability as people quote it.
func (l Language) pvalue(p float64) string {
	if p < 0.001 {
		return "< " + l.fixed(0.001, 3)
	}
	return l.fixed(p, 3)
}
