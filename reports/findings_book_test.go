package reports_test

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
)

var findingsSheetNames = []string{"Read me", "Summary", "Waves", "Dimensions", "Teams", "Items", "Changes", "Incident", "Recovery", "Method", "Data"}

func writeFindings(t testing.TB, f reports.Findings) written {
	t.Helper()
	var out bytes.Buffer
	if err := reports.WriteAnalysisWorkbook(&out, f); err != nil {
		t.Fatal(err)
	}
	return opened(t, out.Bytes())
}

// raw are the cells of a sheet's table as a program reads them.
func (w written) rawTable(t testing.TB, sheet string) [][]string {
	t.Helper()
	rows, err := w.book.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows[2:]
}

func TestAnalysisWorkbook(t *testing.T) {
	w := writeFindings(t, pulse(t, 1))

	t.Run("it has eleven sheets, each with one named table of unique headings", func(t *testing.T) {
		if got := w.book.GetSheetList(); !slices.Equal(got, findingsSheetNames) {
			t.Fatalf("sheets are %q", got)
		}
		for i, name := range findingsSheetNames {
			checkTable(t, w, i, name)
		}
	})
	t.Run("no formula, no merged cells, no link out", func(t *testing.T) {
		checkHarmless(t, w)
	})
	t.Run("it prints with its header and names what it is of", func(t *testing.T) {
		for i, name := range findingsSheetNames {
			for _, want := range []string{`fitToWidth="1"`, `orientation="landscape"`, "&amp;Lpulse", "&amp;Ranswers.csv"} {
				if !strings.Contains(w.sheet(i), want) {
					t.Errorf("%s lacks %s", name, want)
				}
			}
		}
	})
	t.Run("its charts are native and have a text each", func(t *testing.T) {
		drawings := w.parts["xl/drawings/drawing1.xml"]
		if n := len(regexp.MustCompile(`descr="[^"]{20,}"`).FindAllString(drawings, -1)); n != 4 {
			t.Errorf("%d charts with a text, want 4", n)
		}
		if !strings.Contains(w.parts["xl/charts/chart3.xml"], "<c:lineChart>") && !strings.Contains(w.parts["xl/charts/chart3.xml"], "<lineChart>") {
			t.Error("the third is no line over the waves")
		}
	})
	t.Run("the file has a title and a language", func(t *testing.T) {
		p, err := w.book.GetDocProps()
		if err != nil || p.Title != "Analysis: pulse" || p.Language != "en" || p.Created != "2026-10-05T09:30:00Z" {
			t.Errorf("properties are %+v, %v", p, err)
		}
	})
	t.Run("the same findings give the same bytes", func(t *testing.T) {
		if again := writeFindings(t, pulse(t, 1)); !bytes.Equal(again.raw, w.raw) {
			t.Error("two workbooks of the same findings differ")
		}
	})
}

// checkTable checks title, lead, header and table of a sheet.
func checkTable(t *testing.T, w written, i int, name string) {
	t.Helper()
	rows := w.rows(t, name)
	if rows[0][0] == "" || rows[1][0] == "" || len(rows) < 4 {
		t.Errorf("%s begins with %q and has %d rows", name, rows[:2], len(rows))
	}
	seen := map[string]bool{}
	for _, h := range rows[2] {
		if h == "" || seen[strings.ToLower(h)] {
			t.Errorf("%s has the heading %q twice or empty: %q", name, h, rows[2])
		}
		seen[strings.ToLower(h)] = true
	}
	tables, err := w.book.GetTables(name)
	end, _ := excelize.CoordinatesToCellName(len(rows[2]), len(rows))
	want := "tbl_" + strings.ReplaceAll(strings.ToLower(name), " ", "_")
	if err != nil || len(tables) != 1 || tables[0].Name != want || tables[0].Range != "A3:"+end {
		t.Errorf("the tables of %s are %+v, %v; want %s on A3:%s", name, tables, err, want, end)
	}
}

func checkHarmless(t *testing.T, w written) {
	t.Helper()
	for name, content := range w.parts {
		wellFormed(t, name, content)
		if strings.HasPrefix(name, "xl/worksheets/") && regexp.MustCompile(`<f[ >]|<mergeCell|<hyperlink`).MatchString(content) {
			t.Errorf("%s holds a formula, merged cells or a link", name)
		}
		if strings.Contains(content, `TargetMode="External"`) {
			t.Errorf("%s leads out of the file", name)
		}
	}
}

// same reports whether a cell holds exactly a value, or the sign where there
// is none.
func same(cell string, v *float64, absent string) bool {
	if v == nil {
		return cell == absent
	}
	got, err := strconv.ParseFloat(cell, 64)
	return err == nil && got == *v
}

func whole(n *int64) *float64 {
	if n == nil {
		return nil
	}
	v := float64(*n)
	return &v
}

// TestEveryNumberOfTheAnalysisIsInTheWorkbook goes through the sheet Data,
// with and without suppression.
func TestEveryNumberOfTheAnalysisIsInTheWorkbook(t *testing.T) {
	for minimum, absent := range map[int]string{1: "[z]", 5: "[c]"} {
		t.Run(fmt.Sprintf("minimum group %d", minimum), func(t *testing.T) {
			f := pulse(t, minimum)
			w := writeFindings(t, f)
			rows := w.rawTable(t, "Data")
			column := map[string]int{}
			for i, name := range rows[0] {
				column[name] = i
			}
			at := 1
			compare := func(wave, team, dimension string, want map[string]*float64) {
				row := rows[at]
				at++
				if row[0] != wave || row[1] != team || row[column["dimension"]] != dimension {
					t.Fatalf("row %d is %q, want wave %s, team %s, %s", at, row, wave, team, dimension)
				}
				for name, v := range want {
					if !same(row[column[name]], v, absent) {
						t.Fatalf("%s of %s in wave %s, %s is %q", name, team, wave, dimension, row[column[name]])
					}
				}
			}
			for _, wave := range f.Analysis.Waves {
				for _, id := range []string{"COM", "REL", "RES", "TRA"} {
					d := wave.Dimensions[id]
					compare(*wave.Wave, "", id, measuredCells(d.Measured, d.Shares, d.CI, wave.N))
				}
				compare(*wave.Wave, "", "total", measuredCells(wave.Total.Measured, analytics.Shares{}, wave.Total.CI, wave.N))
				for _, team := range wave.Teams {
					for _, id := range []string{"COM", "REL", "RES", "TRA"} {
						d := team.Dimensions[id]
						want := measuredCells(d.Measured, d.Shares, d.CI, team.N)
						want["rwg"], want["awg"], want["polarisation"], want["eb"] = d.RWG, d.AWG, d.Polarisation, d.EB
						compare(*wave.Wave, team.Team, id, withRest(want, d.Rest))
					}
					total := analytics.TeamTotal{}
					if team.Total != nil {
						total = *team.Total
					}
					compare(*wave.Wave, team.Team, "total", withRest(measuredCells(total.Measured, analytics.Shares{}, total.CI, team.N), total.Rest))
				}
			}
			if at != len(rows) {
				t.Errorf("%d rows of the analysis, %d of the sheet", at, len(rows))
			}
		})
	}
}

func measuredCells(m analytics.Measured, s analytics.Shares, ci *[2]float64, n *int64) map[string]*float64 {
	all := map[string]*float64{"n": whole(n), "values": whole(m.N), "mean": m.Mean, "sd": m.SD, "score": m.Score,
		"favourable": s.Favourable, "neutral": s.Neutral, "unfavourable": s.Unfavourable, "ci_lo": nil, "ci_hi": nil}
	if ci != nil {
		all["ci_lo"], all["ci_hi"] = &ci[0], &ci[1]
	}
	return all
}

func withRest(all map[string]*float64, r *analytics.Rest) map[string]*float64 {
	if r == nil {
		r = &analytics.Rest{}
	}
	for name, v := range map[string]*float64{"rest_t": r.T, "rest_df": r.DF, "rest_p": r.P, "rest_p_adjusted": r.PAdjusted, "rest_g": r.G, "rest_delta": r.Delta} {
		all[name] = v
	}
	return all
}

func TestTheWorkbookHasEveryChangeQuestionAndDimension(t *testing.T) {
	f := pulse(t, 1)
	w := writeFindings(t, f)
	changes := w.rawTable(t, "Changes")[1:]
	if len(changes) != len(f.Analysis.Changes) {
		t.Fatalf("%d changes, want %d", len(changes), len(f.Analysis.Changes))
	}
	for i, c := range f.Analysis.Changes {
		r := changes[i]
		for column, v := range map[int]*float64{4: c.Points, 8: c.Smallest, 9: c.T, 10: c.DF, 11: c.P, 13: c.G, 16: c.W, 17: c.WP, 18: c.Delta} {
			if !same(r[column], v, "[z]") {
				t.Fatalf("change %d, column %d is %q: %+v", i, column, r[column], c)
			}
		}
		if c.Team == nil && r[12] != "[z]" || c.Team != nil && !same(r[12], c.PAdjusted, "[z]") {
			t.Fatalf("change %d has the adjusted p %q", i, r[12])
		}
	}
	items := w.rawTable(t, "Items")[1:]
	for i, r := range items {
		wave, it := f.Analysis.Waves[i/12], f.Form.Items[i%12]
		x := wave.Items[it.ID]
		if r[0] != *wave.Wave || r[1] != it.ID || !same(r[4], whole(x.N), "") || !same(r[6], x.Score, "") || !same(r[9], x.Favourable, "") {
			t.Fatalf("question %d is %q", i, r)
		}
		for v := 1; v <= 5; v++ {
			if c := x.Histogram[strconv.Itoa(v)]; !same(r[11+v], &c, "") {
				t.Fatalf("question %d is answered %d %s times", i, v, r[11+v])
			}
		}
		share := math.Round(*x.Favourable * float64(*x.N))
		if ci, _ := analytics.Wilson(int64(share), int64(*x.N)); !same(r[17], &ci[0], "") || !same(r[18], &ci[1], "") {
			t.Fatalf("question %d has the interval %s to %s of its favourable share %v of %d", i, r[17], r[18], *x.Favourable, *x.N)
		}
	}
	dimensions := w.rawTable(t, "Dimensions")[1:]
	if len(items) != 8*12 || len(dimensions) != 8*5 {
		t.Errorf("%d questions and %d dimensions", len(items), len(dimensions))
	}
	for i, r := range dimensions {
		if i%5 == 0 {
			continue // the total
		}
		d := f.Analysis.Waves[i/5].Dimensions[f.Form.Dimensions[i%5-1].ID]
		for column, v := range map[int]*float64{11: d.Alpha, 12: d.Omega, 13: d.ICC1, 14: d.ICC2, 15: d.Tau2, 16: d.Sigma2, 17: d.Grand} {
			if !same(r[column], v, "[z]") {
				t.Errorf("dimension %d, column %d is %q", i, column, r[column])
			}
		}
	}
}

func TestTheWorkbookTellsAnIncidentInWords(t *testing.T) {
	f := pulse(t, 1)
	w := writeFindings(t, f)
	if got := w.rawTable(t, "Incident"); len(got) != 8 || !same(got[5][4], &f.Analysis.DID.Estimate, "") || !same(got[5][6], &f.Analysis.DID.CR2.SE, "") {
		t.Errorf("the incident is %q", got)
	}
	recovery := w.table(t, "Recovery")
	if len(recovery) != 1+9 || recovery[1][0] != "All teams of the incident" || recovery[2][0] != "T08" {
		t.Fatalf("the recovery is %q", recovery)
	}
	if got := recovery[2][13]; got != "Exponential curve: not given, because the rate of recovery may as well be zero." {
		t.Errorf("a refusal reads %q", got)
	}
	for minimum, want := range map[int]string{5: "Not given under a minimum group"} {
		w := writeFindings(t, pulse(t, minimum))
		for _, sheet := range []string{"Incident", "Recovery"} {
			if got := w.table(t, sheet)[1][0]; !strings.HasPrefix(got, want) {
				t.Errorf("%s says %q", sheet, got)
			}
		}
	}
}

func TestAHiddenTeamIsNowhereInTheWorkbookOfAnAnalysis(t *testing.T) {
	f := pulse(t, 5)
	w := writeFindings(t, f)
	hidden := 0
	for _, row := range w.table(t, "Teams")[1:] {
		if !strings.HasPrefix(row[8], "Hidden") {
			continue
		}
		hidden++
		for _, cell := range row[2:8] {
			if cell != "[c]" {
				t.Fatalf("a hidden team has the row %q", row)
			}
		}
	}
	want := 0
	for _, wave := range f.Analysis.Waves {
		for _, team := range wave.Teams {
			if team.Hidden {
				want++
			}
		}
	}
	if hidden != want || want == 0 {
		t.Errorf("%d hidden teams, want %d", hidden, want)
	}
	if got := w.fact(t, "Hidden: fewer than 5 answers"); got != strconv.Itoa(want) {
		t.Errorf("the first sheet counts %s", got)
	}
}

func TestHostileNamesStayTextInTheWorkbookOfAnAnalysis(t *testing.T) {
	for _, name := range hostileNames() {
		t.Run(name, func(t *testing.T) {
			f := hostileFindings(t, name)
			w := writeFindings(t, f)
			checkHarmless(t, w)
			safe := reports.Safe(name)
			if !slices.ContainsFunc(w.table(t, "Data"), func(row []string) bool { return row[0] == safe && row[1] == safe }) {
				t.Errorf("no row is of the wave and team: %q", w.table(t, "Data"))
			}
			if got := w.table(t, "Items")[1][3]; got != safe {
				t.Errorf("the question is %q", got)
			}
			if got := w.fact(t, "File of answers"); got != safe {
				t.Errorf("the file is %q", got)
			}
		})
	}
}

// hostileFindings have that name wherever somebody can write one.
func hostileFindings(t testing.TB, name string) reports.Findings {
	t.Helper()
	form := hostileForm(name)
	form.Columns, form.MinimumGroup, form.Incident = survey.Columns{Team: "team", Wave: "wave"}, 1, &survey.Incident{Teams: []string{name}, After: 1}
	study, err := analytics.NewStudy(form)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		wave := name
		if i%2 == 1 {
			wave += "!"
		}
		if err := study.Add(wave, []string{name, "Z"}[i/2%2], []int8{int8(i % 5), int8(i % 3)}); err != nil {
			t.Fatal(err)
		}
	}
	f := reports.Findings{Form: form, Answers: name, Ignored: []string{name}, Language: "en"}
	if f.Analysis, err = analytics.Analyse(study); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAnswersThatSayHardlyAnythingHaveAWorkbook(t *testing.T) {
	key := regexp.MustCompile(`NaN|[+-]Inf\b|\b(analysis|recovery|incident|why|note)\.[a-z_]+`)
	for name, files := range strange() {
		languages := []string{"en"}
		if strings.HasPrefix(name, "two camps") {
			languages = []string{"en", "de", "ar"}
		}
		for _, lang := range languages {
			t.Run(name+lang, func(t *testing.T) {
				f := found(t, files[0], []byte(files[1]))
				f.Language = lang
				w := writeFindings(t, f)
				checkHarmless(t, w)
				for i, sheet := range findingsSheetNames {
					checkTable(t, w, i, sheet)
					if wrong := key.FindString(w.sheet(i)); wrong != "" {
						t.Errorf("%s holds %q", sheet, wrong)
					}
				}
			})
		}
	}
}

func TestAnalysisWorkbookCellByCell(t *testing.T) {
	form, answers := strange()["two camps minimum_group: 1 "][0], strange()["two camps minimum_group: 1 "][1]
	w := writeFindings(t, found(t, form, []byte(answers+strings.Repeat("N,2,4,5,4,2,3\nS,2,3,2,2,1,3\nS,2,3,3,2,1,3\nN,2,1,1,2,2,3\n", 5))))
	var dump strings.Builder
	for _, name := range findingsSheetNames {
		fmt.Fprintf(&dump, "# %s\n", name)
		for _, row := range w.rows(t, name) {
			fmt.Fprintln(&dump, strings.TrimRight(strings.Join(row, " | "), " |"))
		}
		dump.WriteByte('\n')
	}
	golden(t, "analysis.golden.txt", []byte(dump.String()))
}

// TestTheWorkbookOfManyTeamsTakesLittleMemory writes 10,000 teams in 12 waves.
func TestTheWorkbookOfManyTeamsTakesLittleMemory(t *testing.T) {
	teams := 1_000
	if os.Getenv("TEAMTRUST_TEST_ALL") != "" {
		teams = 10_000
	}
	f := pulse(t, 1)
	one := f.Analysis.Waves[7].Teams[20]
	many := *f.Analysis
	many.Waves, many.Changes = nil, nil
	for w := range 12 {
		wave := f.Analysis.Waves[w%8]
		wave.Teams = slices.Repeat([]analytics.AnalysedTeam{one}, teams)
		many.Waves = append(many.Waves, wave)
	}
	for range 11 * 5 {
		many.Changes = append(many.Changes, slices.Repeat(f.Analysis.Changes[:1], teams)...)
	}
	f.Analysis = &many
	if extra := peak(func() error { return reports.WriteAnalysisWorkbook(io.Discard, f) }) / (1 << 20); extra > 24 {
		t.Errorf("it takes %.0f MB", extra)
	}
}
