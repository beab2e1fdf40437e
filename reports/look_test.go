package reports_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"teamtrust/analytics"
	"teamtrust/reports"
	"teamtrust/survey"
)

// looks are workbooks that look different: by language, by size, and by what
// is in them.
func looks(t *testing.T) map[string]written {
	t.Helper()
	list := map[string]written{"hostile": write(t, hostileBook(hostileNames()[0]))}
	for _, language := range []string{"en", "de", "ar"} {
		b := small(t).book(t)
		b.Language = language
		list[language] = write(t, b)
	}
	long := company(t)
	long.form, long.survey.Questionnaire = builtIn(t, "L28"), "L28"
	list["a company"] = write(t, long.book(t))
	list["two surveys"] = write(t, withEarlier(t))
	for _, minimum := range []int{1, 5} {
		f := pulse(t, minimum)
		f.Language = "de"
		list[fmt.Sprintf("an analysis with the minimum %d", minimum)] = writeFindings(t, f)
	}
	return list
}

// withEarlier is a book with two surveys before its own.
func withEarlier(t testing.TB) reports.Book {
	t.Helper()
	w := small(t)
	_, first := w.wave(t, "one", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), 11)
	_, second := w.wave(t, "two", time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), 12)
	latest, _ := w.wave(t, "three", time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), 4)
	b := latest.book(t)
	b.Earlier = []reports.Earlier{second, first}
	return b
}

func TestNoWordOfAHeadingIsCut(t *testing.T) {
	for name, w := range looks(t) {
		for _, sheet := range w.book.GetSheetList() {
			for i, heading := range w.table(t, sheet)[0] {
				column, err := excelize.ColumnNumberToName(i + 1)
				if err != nil {
					t.Fatal(err)
				}
				width, err := w.book.GetColWidth(sheet, column)
				if err != nil {
					t.Fatal(err)
				}
				for _, word := range strings.Fields(heading) {
					if n := utf8.RuneCountInString(word); float64(n)+1 > width && n < 20 {
						t.Errorf("%s, %s: %q needs %d digits and column %s has %v", name, sheet, word, n, column, width)
					}
				}
			}
		}
	}
}

// The button of a filter stands at the lower end of a heading, so the words
// begin at the top and leave a line for it.
func TestAFilterDoesNotCoverItsHeading(t *testing.T) {
	for name, w := range looks(t) {
		for i, sheet := range w.book.GetSheetList() {
			if !strings.Contains(w.parts[fmt.Sprintf("xl/tables/table%d.xml", i+1)], "<autoFilter") {
				continue
			}
			height, err := w.book.GetRowHeight(sheet, 3)
			if err != nil || height < 2*13 {
				t.Errorf("%s: the heading of %s is %v points high, %v", name, sheet, height, err)
			}
			id, err := w.book.GetCellStyle(sheet, "A3")
			if err != nil {
				t.Fatal(err)
			}
			if style, err := w.book.GetStyle(id); err != nil || style.Alignment.Vertical != "top" {
				t.Errorf("%s: the words of a heading of %s stand at the %s, %v", name, sheet, style.Alignment.Vertical, err)
			}
		}
	}
}

// A spreadsheet takes no row that is higher than 409 points, and a heading of
// many lines leaves no room for the table.
func TestRowsAreNeverTooHigh(t *testing.T) {
	name := strings.Repeat("Very long name ", 40)
	b := hostileBook(strings.TrimSpace(name))
	b.Form.Items[0].Text = survey.Text{"en": strings.Repeat(name, 8)}
	w, highest := write(t, b), 0.0
	for i, sheet := range sheetNames {
		if h, err := w.book.GetRowHeight(sheet, 3); err != nil || h > 8*13+20 {
			t.Errorf("the heading of %s is %v points high, %v", sheet, h, err)
		}
		for _, m := range regexp.MustCompile(` ht="([0-9.]+)"`).FindAllStringSubmatch(w.sheet(i), -1) {
			h, err := strconv.ParseFloat(m[1], 64)
			if err != nil || h > 409 {
				t.Errorf("%s has a row of %s points", sheet, m[1])
			}
			highest = max(highest, h)
		}
	}
	if highest < 300 {
		t.Errorf("no row is higher than %v, so this test proves little", highest)
	}
}

// Widths of columns are counted in the digits of the workbook's own font, and
// charts are placed by the height of its rows.
func TestWidthsAndHeightsDoNotDependOnTheProgram(t *testing.T) {
	w := write(t, small(t).book(t))
	if font := regexp.MustCompile(`<fonts[^>]*><font>.*?</font>`).FindString(w.parts["xl/styles.xml"]); !strings.Contains(font, `<sz val="10">`) || !strings.Contains(font, `"Arial"`) {
		t.Errorf("columns are counted in digits of %s", font)
	}
	for i := range sheetNames {
		if format := regexp.MustCompile(`<sheetFormatPr[^>]*>`).FindString(w.sheet(i)); !strings.Contains(format, `customHeight="true"`) || !strings.Contains(format, `defaultRowHeight="15"`) {
			t.Errorf("%s has rows of %s", sheetNames[i], format)
		}
	}
}

var anchor = regexp.MustCompile(`<xdr:from><xdr:col>(\d+)</xdr:col><xdr:colOff>(\d+)</xdr:colOff><xdr:row>(\d+)</xdr:row>.*?</xdr:from><xdr:to><xdr:col>(\d+)</xdr:col><xdr:colOff>\d+</xdr:colOff><xdr:row>(\d+)</xdr:row>`)

// box is where a chart stands, in columns and rows from 0.
type box struct{ left, within, top, right, bottom int }

func boxes(t *testing.T, w written) []box {
	t.Helper()
	var list []box
	for _, m := range anchor.FindAllStringSubmatch(w.parts["xl/drawings/drawing1.xml"], -1) {
		list = append(list, box{row(t, m[1]), row(t, m[2]), row(t, m[3]), row(t, m[4]), row(t, m[5])})
	}
	return list
}

func TestChartsStandBelowTheTableAndClearOfEachOther(t *testing.T) {
	for name, w := range looks(t) {
		table, list := w.table(t, "Summary"), boxes(t, w)
		if len(list) != len(w.nativeCharts()) || len(list) < 2 {
			t.Fatalf("%s: %d places of %d charts", name, len(list), len(w.nativeCharts()))
		}
		for i, b := range list {
			if b.top < len(table)+2 || b.right >= len(table[0]) {
				t.Errorf("%s: chart %d reaches from row %d to column %d, the table is %d rows and %d columns", name, i, b.top, b.right, len(table), len(table[0]))
			}
			for _, c := range list[:i] {
				beside := c.right < b.left || c.right == b.left && b.within > 0 || b.right < c.left
				if !beside && b.top <= c.bottom {
					t.Errorf("%s: chart %d stands over another one: %+v, %+v", name, i, b, c)
				}
			}
		}
	}
}

// A page is about 0.62 times as high as the table is wide, and breaks where
// the sheet says so.
func TestNoChartIsCutByThePageBreak(t *testing.T) {
	broken := 0
	for name, w := range looks(t) {
		wide := 0.0
		for i := range w.table(t, "Summary")[0] {
			column, _ := excelize.ColumnNumberToName(i + 1)
			width, err := w.book.GetColWidth("Summary", column)
			if err != nil {
				t.Fatal(err)
			}
			wide += width * 7
		}
		breaks := map[int]bool{}
		for _, m := range regexp.MustCompile(`<brk id="(\d+)"`).FindAllStringSubmatch(w.sheet(1), -1) {
			breaks[row(t, m[1])] = true
			broken++
		}
		page, at, height := 0, 0.0, max(wide, 1046)*0.622*3/4
		list := boxes(t, w)
		ends := list[len(list)-1].bottom
		begins := map[int]float64{}
		for r := range ends + 2 {
			if breaks[r] {
				page, at = page+1, 43 // the heading is repeated
			}
			begins[r] = float64(page) + at/height
			h, err := w.book.GetRowHeight("Summary", r+1)
			if err != nil {
				t.Fatal(err)
			}
			at += h
		}
		for i, b := range list {
			if from, to := begins[b.top], begins[b.bottom+1]; int(from) != int(to) {
				t.Errorf("%s: chart %d is printed from %.2f to %.2f pages", name, i, from, to)
			}
		}
	}
	if broken == 0 {
		t.Error("no page breaks, so this test proves little")
	}
}

// What a table marks as a bound is no full bar, and its number has the sign.
func TestABoundIsDrawnAsOne(t *testing.T) {
	hollow := regexp.MustCompile(`<dPt><idx val="(\d+)"></idx>`)
	signed := regexp.MustCompile(`<dLbl><idx val="(\d+)"></idx><numFmt formatCode="&#34;([^&]*)&#34;0.0"`)
	seen := 0
	for name, w := range looks(t) {
		for _, chart := range w.nativeCharts() {
			for _, series := range strings.Split(chart, "<ser>")[1:] {
				cells := cellsReached(t, series)
				var want, got []string
				for i, c := range cells {
					shown, err := w.book.GetCellValue(c.sheet, c.name)
					if err != nil {
						t.Fatal(err)
					}
					if sign := strings.TrimRight(shown, "0123456789.%"); sign != "" {
						want = append(want, fmt.Sprintf("%d %s", i, sign))
					}
				}
				for _, m := range signed.FindAllStringSubmatch(series, -1) {
					got = append(got, m[1]+" "+m[2])
				}
				if strings.Contains(chart, "<lineChart>") {
					got = want // points have no numbers
				}
				if !slices.Equal(got, want) || len(hollow.FindAllString(series, -1)) != len(want) {
					t.Errorf("%s: bars marked as bounds are %q, the cells say %q", name, got, want)
				}
				seen += len(want)
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d bounds were drawn, so this test proves little", seen)
	}
}

type reached struct{ sheet, name string }

// cellsReached are the cells of a series in their order.
func cellsReached(t *testing.T, series string) []reached {
	t.Helper()
	var list []reached
	values := chartValues.FindStringSubmatch(strings.ReplaceAll(series, "&#39;", "'"))
	for _, r := range chartCell.FindAllStringSubmatch(values[1], -1) {
		for n := row(t, r[3]); n <= row(t, r[5]); n++ {
			list = append(list, reached{r[1], r[2] + strconv.Itoa(n)})
		}
	}
	return list
}

func TestTheSummaryDrawsEverySurveyBesideTheOneBefore(t *testing.T) {
	b := withEarlier(t)
	w := write(t, b)
	charts := w.nativeCharts()
	i := slices.IndexFunc(charts, func(c string) bool { return strings.Contains(c, "every survey and the one before") })
	if i < 0 {
		t.Fatal("there is no such chart")
	}
	var got []string
	for _, series := range strings.Split(charts[i], "<ser>")[1:] {
		for _, c := range cellsReached(t, series) {
			v, err := w.book.GetCellValue(c.sheet, c.name, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, v)
		}
	}
	var want []string
	of := func(r *analytics.Release) string {
		return strconv.FormatFloat(*r.Waves[0].Total.Score, 'f', -1, 64)
	}
	for _, r := range []*analytics.Release{b.Release, b.Earlier[0].Release, b.Earlier[0].Release, b.Earlier[1].Release} {
		want = append(want, of(r))
	}
	if !slices.Equal(got, want) {
		t.Errorf("the chart draws %q, want %q", got, want)
	}
	b.Earlier[0].Release.Waves[0].Total.Score = nil
	for _, c := range write(t, b).nativeCharts() {
		if strings.Contains(c, "every survey and the one before") {
			t.Error("a hidden survey is drawn")
		}
	}
}

func TestTheTextsOfChartsAreInTheLanguageOfTheWorkbook(t *testing.T) {
	b := small(t).book(t)
	b.Language = "ar"
	for _, c := range write(t, b).nativeCharts() {
		if strings.Contains(c, "en-US") || !strings.Contains(c, `<lang val="ar">`) {
			t.Error("a chart says that it is in another language")
		}
		if !strings.Contains(c, `<valAx><axId val="100000001"></axId><scaling><orientation val="maxMin">`) {
			t.Error("bars do not begin where one reads from")
		}
	}
}

// A number that is wider than its column is printed as ####.
func TestEveryNumberFitsItsColumn(t *testing.T) {
	numbers := 0
	for name, w := range looks(t) {
		for _, sheet := range w.book.GetSheetList() {
			numbers += numbersFit(t, name, w, sheet)
		}
	}
	if numbers < 1000 {
		t.Errorf("only %d numbers were looked at", numbers)
	}
}

// numbersFit looks at the numbers of a sheet and counts them.
func numbersFit(t *testing.T, name string, w written, sheet string) int {
	t.Helper()
	shown := w.rows(t, sheet)
	raw, err := w.book.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	widths := make([]float64, len(shown[2]))
	for i := range widths {
		column, _ := excelize.ColumnNumberToName(i + 1)
		if widths[i], err = w.book.GetColWidth(sheet, column); err != nil {
			t.Fatal(err)
		}
	}
	numbers := 0
	for r := 3; r < len(raw); r++ {
		for i, cell := range raw[r] {
			if _, err := strconv.ParseFloat(cell, 64); err != nil {
				continue
			}
			numbers++
			room := 1.0
			if strings.Count(shown[r][i], "-") == 2 {
				room = 2.5 // a date stands off the edge
			}
			if n := len([]rune(strings.ReplaceAll(shown[r][i], "\u200e", ""))); float64(n)+room > widths[i] {
				t.Errorf("%s: %s, column %d: %q needs more than %v digits", name, sheet, i+1, shown[r][i], widths[i])
			}
		}
	}
	return numbers
}

// The signs of the legend stand as those in the cells do: on one line, where
// no program turns them round.
func TestTheSignsOfTheLegendAreNotTurnedRound(t *testing.T) {
	b := small(t).book(t)
	b.Language = "ar"
	w := write(t, b)
	found := 0
	for r, cells := range w.rows(t, "Read me") {
		if sign := strings.Trim(cells[1], "\u200e"); sign != "≥" && sign != "≤" && sign != "[c]" {
			continue
		}
		found++
		id, err := w.book.GetCellStyle("Read me", fmt.Sprintf("B%d", r+1))
		if err != nil {
			t.Fatal(err)
		}
		if style, err := w.book.GetStyle(id); err != nil || style.Alignment.WrapText || style.Alignment.ReadingOrder != 1 {
			t.Errorf("%q stands in %+v, %v", cells[1], style.Alignment, err)
		}
	}
	if found != 3 {
		t.Errorf("%d signs were found", found)
	}
}

func TestTheFirstSheetSaysWhereCutsAre(t *testing.T) {
	b := small(t).book(t)
	for _, row := range write(t, b).table(t, "Read me") {
		if row[1] == "Extra cuts" {
			t.Errorf("a survey without cuts says %q", row[2])
		}
	}
	b.Release.Cuts = []analytics.CutFigures{{Cut: "=Site"}, {Cut: "Tenure"}}
	if got, want := write(t, b).fact(t, "Extra cuts"), "'=Site, Tenure: on HR’s page of the organisation and in the results as JSON, not in this file."; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}

// A change from or to a bound is one itself, in both workbooks.
func TestABoundedChangeHasItsSignInAnAnalysis(t *testing.T) {
	f := pulse(t, 5)
	table, seen := writeFindings(t, f).table(t, "Changes"), 0
	for i, c := range f.Analysis.Changes {
		sign := map[string]string{analytics.AtLeast: "≥ ", analytics.AtMost: "≤ ", analytics.Both: "≈ "}[c.Clipped]
		if shown := table[i+1][4]; c.Points != nil && strings.TrimLeft(shown, "+\u22120123456789.") != "" != (sign != "") || !strings.HasPrefix(shown, sign) {
			t.Errorf("a change that is %q reads %q", c.Clipped, shown)
		}
		if sign != "" {
			seen++
		}
	}
	if seen == 0 {
		t.Error("no change is a bound, so this test proves nothing")
	}
}

// Read from the right, 2026-03-31 would stand as 31-03-2026.
func TestNamesKeepTheirDirectionInArabicSentences(t *testing.T) {
	f := pulse(t, 5)
	f.Language = "ar"
	waves := f.Analysis.Waves
	last := *waves[len(waves)-1].Wave
	if title := writeFindings(t, f).rows(t, "Summary")[0][0]; !strings.HasSuffix(title, "\u200e"+last+"\u200e") {
		t.Errorf("the title is %q", title)
	}
	b := small(t).book(t)
	b.Language = "ar"
	b.Team = "Operations"
	w := write(t, b)
	if title := w.rows(t, "Summary")[0][0]; !strings.HasSuffix(title, "\u200eOperations\u200e") {
		t.Errorf("the title is %q", title)
	}
	b.Team = ""
	if title := write(t, b).rows(t, "Summary")[0][0]; strings.Contains(title, "\u200e") {
		t.Errorf("the title is %q", title)
	}
}

// Names of questions are long, and a chart of shares is for the dimensions.
func TestSharesAreDrawnOfDimensionsAndElseOfQuestions(t *testing.T) {
	categories := regexp.MustCompile(`<cat><strRef><f>([^<]*)</f>`)
	drawn := func(w written) (rows []int) {
		for _, c := range w.nativeCharts() {
			if !strings.Contains(c, `<grouping val="percentStacked">`) {
				continue
			}
			for _, r := range chartCell.FindAllStringSubmatch(strings.ReplaceAll(categories.FindStringSubmatch(c)[1], "&#39;", "'"), -1) {
				for n := row(t, r[3]); n <= row(t, r[5]); n++ {
					rows = append(rows, n)
				}
			}
		}
		return rows
	}
	b := small(t).book(t)
	for id := range b.Release.Waves[0].Dimensions {
		b.Release.Waves[0].Dimensions[id] = exact(50, 2.8, 3.2, 0.3, 0.3, 0.4)
	}
	for id, x := range b.Release.Waves[0].Items {
		x.Level = exact(50, 2.8, 3.2, 0.3, 0.3, 0.4).Level
		b.Release.Waves[0].Items[id] = x
	}
	if got, want := drawn(write(t, b)), []int{5, 6, 7, 8}; !slices.Equal(got, want) {
		t.Errorf("rows %v are drawn, want the dimensions %v", got, want)
	}
	for id, d := range b.Release.Waves[0].Dimensions {
		d.Favourable, d.Neutral, d.Unfavourable = nil, nil, nil
		b.Release.Waves[0].Dimensions[id] = d
	}
	if got, want := drawn(write(t, b)), []int{9, 10}; !slices.Equal(got, want) {
		t.Errorf("rows %v are drawn, want the questions %v", got, want)
	}
}

// A workbook of a team says nothing that the one of everybody does not say of
// the same teams.
func TestEveryRowOfATeamIsOneOfTheWholeWorkbook(t *testing.T) {
	b := withEarlier(t)
	whole := write(t, b)
	for _, team := range []survey.Path{"Operations", "Commercial", "Operations / Shift A", "Board Office"} {
		b.Team = team
		part := write(t, b)
		for _, sheet := range []string{"Dimensions", "Items", "Trend", "Data"} {
			at := slices.Index(whole.table(t, sheet)[0], map[bool]string{true: "team", false: "Team"}[sheet == "Data"])
			var want [][]string
			for _, r := range whole.table(t, sheet)[1:] {
				if r[at] != "" && team.Contains(survey.Path(r[at])) {
					want = append(want, r)
				}
			}
			got := part.table(t, sheet)[1:]
			if len(got) == 0 || !slices.EqualFunc(got, want, slices.Equal) {
				t.Errorf("%s: %s has %d rows, in the whole workbook there are %d, or others", team, sheet, len(got), len(want))
			}
		}
		summarised(t, part, team)
	}
}

// summarised checks that a summary repeats what Dimensions says of its team.
func summarised(t *testing.T, w written, team survey.Path) {
	t.Helper()
	for _, measure := range []string{"Trust", "Communication", "Reliability", "Transparency", "Respect"} {
		if got, want := w.cell(t, "Summary", "Score", measure), w.cell(t, "Dimensions", measure, string(team)); got != want {
			t.Errorf("%s of %s is %q, on Dimensions %q", measure, team, got, want)
		}
	}
}
