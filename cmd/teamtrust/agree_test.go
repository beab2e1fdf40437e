package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"math"
	"net/http"
	"net/http/cookiejar"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"teamtrust/survey"
)

// What one cell says in five places is the same: the page, the drawing on it,
// the JSON, the CSV and the workbook. Read are all teams of a survey of the
// demo, with hidden teams, bounds, and shares that are shown and withheld.
func TestPageDrawingJSONCSVAndWorkbookAgreeCellForCell(t *testing.T) {
	s := newScene(t)
	f := s.fetcher(t)
	release := decodedRelease(t, f.get("/hr/surveys/"+s.closed+"/results.json"))
	rows := f.csv("/hr/surveys/" + s.closed + "/results.csv")
	if sheet := f.data("/hr/surveys/" + s.closed + "/workbook"); fmt.Sprint(sheet) != fmt.Sprint(rows) {
		t.Error("the sheet Data is not the CSV")
	}
	a := agreement{t: t, rows: byTeamAndDimension(rows)}
	a.page("", f.page("/org?survey="+s.closed), release.whole(), "")
	for _, team := range release.teams() {
		reason, _ := team["reason"].(string)
		path := team["team"].(string)
		a.page(path, f.page("/team/"+survey.Path(path).ID()+"?survey="+s.closed), team, reason)
	}
	t.Logf("%d cells, of them %d hidden, %d bounds, %d with shares, %d drawn", a.cells, a.hidden, a.bounds, a.shares, a.drawn)
	if a.cells < 80 || a.hidden == 0 || a.bounds == 0 || a.shares == 0 || a.withheld == 0 || a.drawn == 0 {
		t.Error("the survey lacks a kind of cell")
	}
}

// fetcher reads what HR reads.
type fetcher struct {
	t      *testing.T
	url    string
	client *http.Client
}

func (s *scene) fetcher(t *testing.T) fetcher {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	f := fetcher{t, s.url, &http.Client{Jar: jar}}
	f.get(strings.TrimPrefix(s.links["HR"], s.url))
	return f
}

func (f fetcher) get(path string) []byte {
	f.t.Helper()
	res, err := f.client.Get(f.url + path)
	if err != nil {
		f.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		f.t.Fatalf("%s: %s, %v", path, res.Status, err)
	}
	return raw
}

func (f fetcher) csv(path string) [][]string {
	f.t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(f.get(path), []byte("\ufeff")))).ReadAll()
	if err != nil {
		f.t.Fatal(err)
	}
	return rows
}

// data is the sheet Data of a workbook as somebody reads it, from its header on.
func (f fetcher) data(path string) [][]string {
	f.t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(f.get(path)))
	if err != nil {
		f.t.Fatal(err)
	}
	rows, err := book.GetRows("Data")
	if err != nil {
		f.t.Fatal(err)
	}
	for i, row := range rows {
		if len(row) > 1 && row[0] == "wave" {
			rows = rows[i:]
			break
		}
	}
	for i := range rows {
		for len(rows[i]) < len(rows[0]) {
			rows[i] = append(rows[i], "") // the library leaves out empty cells at the end
		}
	}
	return rows
}

// resultPage is what a page of results holds: the rows of its table of all figures by
// name, and the drawings by kind.
type resultPage struct {
	rows   map[string][]string
	charts map[string]drawnChart
	text   string
}

type drawnChart struct {
	YAxis  []struct{ Data []string }
	Series []struct {
		Type, Name string
		Data       []struct{ Value any }
	}
}

var (
	figuresTable = regexp.MustCompile(`(?s)<table class="figures">.*?</table>`)
	tableRow     = regexp.MustCompile(`(?s)<tr[^>]*><th scope="row">(.*?)</th>(.*?)</tr>`)
	tableCell    = regexp.MustCompile(`(?s)<td[^>]*>(.*?)</td>`)
	anyTag       = regexp.MustCompile(`<[^>]*>`)
	chartOption  = regexp.MustCompile(`(?s)<script type="application/json" id="chart-([a-z]+)">(.*?)</script>`)
)

func plainText(markup string) string {
	return strings.Join(strings.Fields(html.UnescapeString(anyTag.ReplaceAllString(markup, ""))), " ")
}

func (f fetcher) page(path string) resultPage {
	f.t.Helper()
	raw := string(f.get(path))
	p := resultPage{rows: map[string][]string{}, charts: map[string]drawnChart{}, text: plainText(raw)}
	for _, row := range tableRow.FindAllStringSubmatch(figuresTable.FindString(raw), -1) {
		var cells []string
		for _, cell := range tableCell.FindAllStringSubmatch(row[2], -1) {
			cells = append(cells, plainText(cell[1]))
		}
		p.rows[plainText(row[1])] = cells
	}
	for _, found := range chartOption.FindAllStringSubmatch(raw, -1) {
		var c drawnChart
		if err := json.Unmarshal([]byte(found[2]), &c); err != nil {
			f.t.Fatal(err)
		}
		p.charts[found[1]] = c
	}
	return p
}

// object is JSON as it is documented, not as our types are.
type object map[string]any

func decodedRelease(t *testing.T, raw []byte) object {
	t.Helper()
	var r object
	if err := json.Unmarshal(raw, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func (o object) whole() object { return object(o["waves"].([]any)[0].(map[string]any)) }

func (o object) teams() []object {
	var out []object
	for _, team := range o.whole()["teams"].([]any) {
		out = append(out, object(team.(map[string]any)))
	}
	return out
}

func byTeamAndDimension(rows [][]string) map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, row := range rows[1:] {
		cells := map[string]string{}
		for i, name := range rows[0] {
			cells[name] = row[i]
		}
		out[cells["team"]+"|"+cells["dimension"]] = cells
	}
	return out
}

// agreement compares, and counts what it has seen.
type agreement struct {
	t                                              *testing.T
	rows                                           map[string]map[string]string
	cells, hidden, bounds, shares, withheld, drawn int
}

var shownAs = map[string]string{"COM": "Communication", "REL": "Reliability", "TRA": "Transparency", "RES": "Respect", "total": "Trust"}

func (a *agreement) page(team string, p resultPage, figure object, reason string) {
	a.t.Helper()
	for id, name := range shownAs {
		row := a.rows[team+"|"+id]
		if reason != "" {
			a.hiddenTeam(team, id, row, p, reason)
			continue
		}
		level, _ := figure["total"].(map[string]any)
		if id != "total" {
			level = figure["dimensions"].(map[string]any)[id].(map[string]any)
		}
		a.cell(team, id, name, row, level, p)
	}
}

func (a *agreement) hiddenTeam(team, id string, row map[string]string, p resultPage, reason string) {
	a.t.Helper()
	a.hidden++
	for _, column := range []string{"n", "mean", "score", "ci_lo", "favourable"} {
		if row[column] != "[c]" {
			a.t.Errorf("%s, %s, %s: the CSV says %q of a hidden team", team, id, column, row[column])
		}
	}
	if row["hidden"] != "true" || row["reason"] != reason || len(p.rows) > 0 || len(p.charts) > 0 {
		a.t.Errorf("%s is hidden (%s), but CSV or page show %v %v", team, reason, row, p.rows)
	}
}

func (a *agreement) cell(team, id, name string, row map[string]string, level map[string]any, p resultPage) {
	a.t.Helper()
	a.cells++
	cells := p.rows[name]
	if len(cells) != 8 && len(cells) != 7 {
		a.t.Errorf("%s: the page's row of %s is %q", team, name, cells)
		return
	}
	clipped, _ := level["clipped"].(string)
	if clipped != "" {
		a.bounds++
	}
	mark := map[string]string{"at_least": "≥ ", "at_most": "≤ ", "both": "≈ "}[clipped]
	a.same(team+" "+id+" score", written(level["score"], 1, mark, "Hidden"), cells[0])
	a.same(team+" "+id+" score in the CSV", written(level["score"], 1, "", "[c]"), row["score"])
	a.same(team+" "+id+" mean", written(level["mean"], 2, mark, "Hidden"), cells[2])
	a.same(team+" "+id+" mean in the CSV", written(level["mean"], 2, "", "[c]"), row["mean"])
	a.same(team+" "+id+" clipped in the CSV", clipped, row["clipped"])
	a.interval(team+" "+id, level, row, cells[1])
	if id == "total" {
		return
	}
	a.same(team+" "+id+" sd", written(level["sd"], 2, "", "Hidden"), cells[3])
	for i, share := range []string{"favourable", "neutral", "unfavourable"} {
		a.same(team+" "+id+" "+share, percentOf(level[share]), cells[4+i])
		a.same(team+" "+id+" "+share+" in the CSV", written(level[share], 2, "", "[c]"), row[share])
	}
	a.drawings(team, name, level, clipped, p)
}

// interval compares the ends, which the page has on 0–100.
func (a *agreement) interval(what string, level map[string]any, row map[string]string, shown string) {
	a.t.Helper()
	ci, there := level["ci"].([]any)
	if !there {
		a.same(what+" interval in the CSV", "[c] [c]", row["ci_lo"]+" "+row["ci_hi"])
		if strings.Contains(shown, "–") {
			a.t.Errorf("%s: the page has the interval %q", what, shown)
		}
		return
	}
	a.same(what+" interval in the CSV", written(ci[0], 2, "", "")+" "+written(ci[1], 2, "", ""), row["ci_lo"]+" "+row["ci_hi"])
	point := func(v any) float64 { return math.RoundToEven(min(100, max(0, (v.(float64)-1)/4*100))) }
	low, high, _ := strings.Cut(shown, "–")
	for i, text := range []string{low, high} {
		if got, err := strconv.ParseFloat(text, 64); err != nil || math.Abs(got-point(ci[i])) > 0 {
			a.t.Errorf("%s: the page's interval is %q, the JSON's %v", what, shown, ci)
		}
	}
}

// drawings compares the dot and the bars with the release.
func (a *agreement) drawings(team, name string, level map[string]any, clipped string, p resultPage) {
	a.t.Helper()
	dot, labelled := p.charts["scores"].dot(name)
	score, known := level["score"].(float64)
	switch {
	case known && clipped == "" && (dot == nil || *dot != score):
		a.t.Errorf("%s, %s: the dot is at %v, the score %v", team, name, dot, score)
	case (!known || clipped != "") && (dot != nil || len(p.charts["scores"].YAxis) > 0 && labelled == name):
		a.t.Errorf("%s, %s: a hidden score or a bound has a dot or no word: %q", team, name, labelled)
	}
	if dot != nil {
		a.drawn++
	}
	bars := p.charts["shares"].bars(name)
	if level["favourable"] == nil {
		a.withheld++
		if bars != nil {
			a.t.Errorf("%s, %s: withheld shares are drawn: %v", team, name, bars)
		}
		return
	}
	a.shares++
	for side, key := range map[string]string{"Favourable (%)": "favourable", "Neutral (%)": "neutral", "Unfavourable (%)": "unfavourable"} {
		if want := math.Round(100 * level[key].(float64)); bars[side] != want {
			a.t.Errorf("%s, %s: the bar %s is %v, want %v", team, name, side, bars[side], want)
		}
	}
}

// dot is the score that is drawn in the row of a name, and what the row is
// called.
func (c drawnChart) dot(name string) (*float64, string) {
	for at, label := range c.labels() {
		if label != name && !strings.HasPrefix(label, name+":") {
			continue
		}
		for _, s := range c.Series {
			for _, d := range s.Data {
				if v, ok := d.Value.([]any); ok && s.Type == "scatter" && v[1] == float64(at) {
					score := v[0].(float64)
					return &score, label
				}
			}
		}
		return nil, label
	}
	return nil, ""
}

// bars are the shares that are drawn in the row of a name, by side.
func (c drawnChart) bars(name string) map[string]float64 {
	for at, label := range c.labels() {
		if label != name {
			continue
		}
		out := map[string]float64{}
		for _, s := range c.Series {
			out[s.Name] = s.Data[at].Value.(float64)
		}
		return out
	}
	return nil
}

func (c drawnChart) labels() []string {
	if len(c.YAxis) == 0 {
		return nil
	}
	return c.YAxis[0].Data
}

func (a *agreement) same(what, want, got string) {
	a.t.Helper()
	if got != want {
		a.t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// written is a number of the JSON with a mark before it, or what stands for
// none.
func written(v any, decimals int, mark, none string) string {
	if v == nil {
		return none
	}
	return mark + strconv.FormatFloat(v.(float64), 'f', decimals, 64)
}

func percentOf(v any) string {
	if v == nil {
		return "Hidden"
	}
	return fmt.Sprintf("%.0f%%", math.Round(100*v.(float64)))
}
