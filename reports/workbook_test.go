package reports_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
)

var sheetNames = []string{"Read me", "Summary", "Dimensions", "Items", "Trend", "Promises", "Method", "Data"}

// written is a workbook that was written and opened again.
type written struct {
	raw   []byte
	parts map[string]string
	book  *excelize.File
}

func write(t testing.TB, b reports.Book) written {
	t.Helper()
	var out bytes.Buffer
	if err := reports.WriteWorkbook(&out, b); err != nil {
		t.Fatal(err)
	}
	return opened(t, out.Bytes())
}

// opened opens a workbook that was written.
func opened(t testing.TB, raw []byte) written {
	t.Helper()
	w := written{raw: raw, parts: map[string]string{}}
	archive, err := zip.NewReader(bytes.NewReader(w.raw), int64(len(w.raw)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w.parts[f.Name] = string(content)
	}
	if w.book, err = excelize.OpenReader(bytes.NewReader(w.raw)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.book.Close() })
	return w
}

// rows are the cells of a sheet as a reader sees them, every row as long as
// the header.
func (w written) rows(t testing.TB, sheet string) [][]string {
	t.Helper()
	rows, err := w.book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		for len(rows[i]) < len(rows[2]) {
			rows[i] = append(rows[i], "")
		}
	}
	return rows
}

// table is a sheet's table: the header and the rows below it.
func (w written) table(t testing.TB, sheet string) [][]string { return w.rows(t, sheet)[2:] }

// cell is what stands in a column of the first row that holds what is asked
// for in its first columns.
func (w written) cell(t testing.TB, sheet, column string, first ...string) string {
	t.Helper()
	table := w.table(t, sheet)
	at := slices.Index(table[0], column)
	if at < 0 {
		t.Fatalf("%s has no column %q: %q", sheet, column, table[0])
	}
	for _, row := range table[1:] {
		if slices.Equal(row[:len(first)], first) {
			return row[at]
		}
	}
	t.Fatalf("%s has no row %q", sheet, first)
	return ""
}

// fact is a value of the first sheet.
func (w written) fact(t testing.TB, what string) string {
	t.Helper()
	for _, row := range w.table(t, "Read me") {
		if row[1] == what {
			return row[2]
		}
	}
	t.Fatalf("the first sheet does not speak of %q", what)
	return ""
}

func TestWorkbook(t *testing.T) {
	w := write(t, small(t).book(t))

	t.Run("it has eight sheets in their order, opens on the first and at A1", func(t *testing.T) {
		if got := w.book.GetSheetList(); !slices.Equal(got, sheetNames) {
			t.Errorf("sheets are %q", got)
		}
		if got := w.book.GetActiveSheetIndex(); got != 0 {
			t.Errorf("it opens on sheet %d", got)
		}
		for i := range sheetNames {
			if got := w.sheet(i); !strings.Contains(got, `activeCell="A1"`) {
				t.Errorf("the cursor of %s is not at A1", sheetNames[i])
			}
		}
	})

	t.Run("every sheet begins with a title, what is here, and one header of unique words", func(t *testing.T) {
		for _, name := range sheetNames {
			rows := w.rows(t, name)
			if rows[0][0] == "" || rows[1][0] == "" || strings.Join(rows[0][1:], "")+strings.Join(rows[1][1:], "") != "" {
				t.Errorf("%s begins with %q", name, rows[:2])
			}
			seen := map[string]bool{}
			for _, h := range rows[2] {
				if h == "" || seen[strings.ToLower(h)] {
					t.Errorf("%s has the heading %q twice or empty: %q", name, h, rows[2])
				}
				seen[strings.ToLower(h)] = true
			}
		}
	})

	t.Run("every sheet has one named table from the header to the last row", func(t *testing.T) {
		for i, name := range sheetNames {
			tables, err := w.book.GetTables(name)
			if err != nil || len(tables) != 1 {
				t.Fatalf("%s has %d tables, %v", name, len(tables), err)
			}
			rows := w.rows(t, name)
			end, err := excelize.CoordinatesToCellName(len(rows[2]), len(rows))
			if err != nil {
				t.Fatal(err)
			}
			want := "tbl_" + strings.ReplaceAll(strings.ToLower(name), " ", "_")
			if tables[0].Name != want || tables[0].Range != "A3:"+end {
				t.Errorf("the table of %s is %s on %s, want %s on A3:%s", name, tables[0].Name, tables[0].Range, want, end)
			}
			for _, h := range rows[2] {
				if !strings.Contains(w.parts[fmt.Sprintf("xl/tables/table%d.xml", i+1)], `name="`+escaped(h)+`"`) {
					t.Errorf("the table of %s does not name its column %q", name, h)
				}
			}
		}
	})

	t.Run("filters and a frozen header only where one looks for rows", func(t *testing.T) {
		for i, name := range sheetNames {
			want := name == "Items" || name == "Trend" || name == "Data"
			if got := strings.Contains(w.parts[fmt.Sprintf("xl/tables/table%d.xml", i+1)], "<autoFilter"); got != want {
				t.Errorf("%s: filters are %v", name, got)
			}
			if got := regexp.MustCompile(`<pane [^>]*state="frozen"[^>]*topLeftCell="A4"[^>]*ySplit="3"`).MatchString(w.sheet(i)); got != want {
				t.Errorf("%s: a frozen header is %v", name, got)
			}
		}
	})

	t.Run("no formula, no merged cells, no link out", func(t *testing.T) {
		for name, content := range w.parts {
			if strings.HasPrefix(name, "xl/worksheets/") && regexp.MustCompile(`<f[ >]|<mergeCell|<hyperlink`).MatchString(content) {
				t.Errorf("%s holds a formula, merged cells or a link", name)
			}
			if strings.Contains(content, `TargetMode="External"`) {
				t.Errorf("%s leads out of the file", name)
			}
		}
	})

	t.Run("scores are coloured by fixed limits", func(t *testing.T) {
		scale := regexp.MustCompile(`<cfRule type="colorScale".*?</cfRule>`)
		for i, columns := range map[int]int{1: 1, 2: 5, 3: 1, 7: 1} {
			rules := scale.FindAllString(w.sheet(i), -1)
			if len(rules) != columns {
				t.Errorf("%s has %d coloured columns, want %d", sheetNames[i], len(rules), columns)
			}
			for _, r := range rules {
				if !strings.Contains(r, `type="num" val="0"`) || !strings.Contains(r, `type="num" val="50"`) || !strings.Contains(r, `type="num" val="100"`) {
					t.Errorf("%s is coloured by %s", sheetNames[i], r)
				}
			}
		}
	})

	t.Run("it prints on landscape A4, as wide as the table, with the header on every page", func(t *testing.T) {
		for i, name := range sheetNames {
			s := w.sheet(i)
			for _, want := range []string{`fitToWidth="1"`, `orientation="landscape"`, `paperSize="9"`, `fitToPage="true"`, "&amp;LAutumn pulse", "Confidential", "Page &amp;P of &amp;N"} {
				if !strings.Contains(s, want) {
					t.Errorf("%s lacks %s", name, want)
				}
			}
			if !strings.Contains(w.parts["xl/workbook.xml"], fmt.Sprintf("localSheetId=\"%d\" name=\"_xlnm.Print_Titles\">&#39;%s&#39;!$3:$3", i, name)) {
				t.Errorf("%s does not repeat its header", name)
			}
		}
	})

	t.Run("every page names the release", func(t *testing.T) {
		hash := small(t).release(t).ReleaseHash
		for i, name := range sheetNames {
			if !strings.Contains(w.sheet(i), hash) {
				t.Errorf("%s does not name it", name)
			}
		}
	})

	t.Run("the file has a title, a language and a maker, and no other time than its own", func(t *testing.T) {
		p, err := w.book.GetDocProps()
		if err != nil {
			t.Fatal(err)
		}
		if p.Title != "Trust survey: Autumn pulse – Whole organisation" || p.Language != "en" || p.Creator != "teamtrust" || p.LastModifiedBy != "teamtrust" ||
			p.Created != "2026-10-05T09:30:00Z" || p.Modified != p.Created {
			t.Errorf("properties are %+v", p)
		}
		if app := w.parts["docProps/app.xml"]; strings.Contains(app, "xcelize") {
			t.Errorf("the file names another program: %s", app)
		}
	})

	t.Run("the same book gives the same bytes", func(t *testing.T) {
		if again := write(t, small(t).book(t)); !bytes.Equal(again.raw, w.raw) {
			t.Error("two workbooks of one book differ")
		}
	})
}

// sheet is the part of a sheet, from 0.
func (w written) sheet(i int) string { return w.parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] }

// escaped is a text as the library writes it into an attribute.
func escaped(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;").Replace(s)
}

func TestWorkbookCellByCell(t *testing.T) {
	w := write(t, small(t).book(t))
	var dump strings.Builder
	for _, name := range sheetNames {
		fmt.Fprintf(&dump, "# %s\n", name)
		for _, row := range w.rows(t, name) {
			fmt.Fprintln(&dump, strings.TrimRight(strings.Join(row, " | "), " |"))
		}
		dump.WriteByte('\n')
	}
	golden(t, "workbook.golden.txt", []byte(dump.String()))
}

func TestDimensionsSheet(t *testing.T) {
	world := small(t)
	w, r := write(t, world.book(t)), world.release(t)
	names := map[string]string{reports.Total: "Trust", "COM": "Communication", "REL": "Reliability", "TRA": "Transparency", "RES": "Respect"}
	for team, f := range everyTeam(r) {
		label := team
		if team == "" {
			label = "Whole organisation"
		}
		for id, name := range names {
			got := w.cell(t, "Dimensions", name, label)
			want := "[c]"
			if f != nil {
				if l := level(f, id); l.Score != nil {
					want = shownScore(l)
				}
			}
			if got != want {
				t.Errorf("%s of %s is %q, want %q", name, label, got, want)
			}
		}
	}
	if got := w.cell(t, "Dimensions", "Note", "Board Office"); got != "Hidden: fewer than 5 answers. Counted in: Whole organisation." {
		t.Errorf("a hidden team says %q", got)
	}
}

func level(f *analytics.Figure, id string) analytics.Level {
	if id == reports.Total {
		return analytics.Level{Score: f.Total.Score, Clipped: f.Total.Clipped}
	}
	return f.Dimensions[id].Level
}

// shownScore is a score as the sheets show it.
func shownScore(l analytics.Level) string {
	sign := map[string]string{"": "", analytics.AtLeast: "≥ ", analytics.AtMost: "≤ ", analytics.Both: "≈ "}[l.Clipped]
	return fmt.Sprintf("%s%.1f", sign, *l.Score)
}

func TestABoundIsANumberWithASign(t *testing.T) {
	world := small(t)
	b := world.book(t)
	b.Release.Waves[0].Dimensions["RES"] = bound(92, analytics.AtLeast)
	w := write(t, b)
	if got := w.cell(t, "Dimensions", "Respect", "Whole organisation"); got != "≥ 92.0" {
		t.Errorf("it reads %q", got)
	}
	raw, err := w.book.GetCellValue("Dimensions", "I4", excelize.Options{RawCellValue: true})
	if err != nil || raw != "92" {
		t.Errorf("the cell holds %q, %v", raw, err)
	}
	if got := w.cell(t, "Summary", "Mean", "Respect"); !strings.HasPrefix(got, "≥ ") {
		t.Errorf("its mean reads %q", got)
	}
	if got := w.cell(t, "Summary", "Note", "Respect"); !strings.HasPrefix(got, "At least this") {
		t.Errorf("the note says %q", got)
	}
	if got := w.cell(t, "Summary", "Interval from", "Respect"); got != "[c]" {
		t.Errorf("a bound has the interval %q", got)
	}
}

func TestSheetsThatComeLater(t *testing.T) {
	w := write(t, small(t).book(t))
	for sheet, says := range map[string]string{"Trend": "Trend needs two surveys.", "Promises": "No promise recorded."} {
		rows := w.rows(t, sheet)
		if !strings.HasPrefix(rows[1][0], says) || len(rows) != 4 || len(rows[2]) < 8 {
			t.Errorf("%s is %q", sheet, rows)
		}
		for _, cell := range rows[3] {
			if cell != "[x]" {
				t.Errorf("%s holds %q", sheet, cell)
			}
		}
	}
}

func TestMethodSaysWhatScoresAreNotFor(t *testing.T) {
	for lang, word := range map[string]string{"en": "not for pay, promotion, ranking or dismissal", "de": "nicht für Gehalt", "ar": "ليست للأجور"} {
		b := small(t).book(t)
		b.Language = lang
		text := fmt.Sprint(write(t, b).rows(t, "Method"))
		if !strings.Contains(text, word) {
			t.Errorf("%s: Method does not say it", lang)
		}
	}
}

func TestEveryBuiltInQuestionnaireHasAWorkbook(t *testing.T) {
	for _, id := range survey.BuiltIns() {
		for _, lang := range []string{"en", "de", "ar"} {
			w := small(t)
			w.form, w.survey.Questionnaire = builtIn(t, id), id
			b := w.book(t)
			b.Language = lang
			items := write(t, b).table(t, "Items")
			if want := 1 + 8*len(w.form.Items); len(items) != want {
				t.Errorf("%s in %s: %d rows of questions, want %d", id, lang, len(items), want)
			}
		}
	}
}
