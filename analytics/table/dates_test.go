package table_test

import (
	"fmt"
	"strings"
	"testing"
)

// formats are number formats of cells: 0 is plain, 1 and 2 are built in, the
// others as written here.
var formats = []string{`yyyy\-mm\-dd`, `[$-407]d. mmm yy;@`, `[Red]0.0;"d"0`, `"day "0`, `0\d`, `h:mm`}

func styles() [2]string {
	var own, cells strings.Builder
	for i, f := range formats {
		fmt.Fprintf(&own, `<numFmt numFmtId="%d" formatCode="%s"/>`, 164+i, strings.ReplaceAll(f, `"`, "&quot;"))
		fmt.Fprintf(&cells, `<xf numFmtId="%d"/>`, 164+i)
	}
	return [2]string{"xl/styles.xml", `<styleSheet><numFmts>` + own.String() + `</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>` +
		`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/>` + cells.String() + `</cellXfs><cellStyles><xf numFmtId="14"/></cellStyles></styleSheet>`}
}

func TestDatesOfAWorkbookAreTheDaysThatPeopleRead(t *testing.T) {
	for cell, want := range map[string]string{
		`<c s="1"><v>45688</v></c>`:                     "2025-01-31",
		`<c s="3"><v>45716.0</v></c>`:                   "2025-02-28",
		`<c s="4" t="n"><v>45688.75</v></c>`:            "2025-01-31T18:00:00",
		`<c s="1"><v>1</v></c>`:                         "1900-01-01",
		`<c s="1"><v>61</v></c>`:                        "1900-03-01",
		`<c t="d"><v>2025-01-31T00:00:00</v></c>`:       "2025-01-31",
		`<c t="d"><v>2025-01-31</v></c>`:                "2025-01-31",
		`<c t="d"><v>2025-01-31T08:30:00.000Z</v></c>`:  "2025-01-31T08:30:00",
		`<c><v>45688</v></c>`:                           "45688",
		`<c s="0"><v>45688</v></c>`:                     "45688",
		`<c s="2"><v>45688</v></c>`:                     "45688",
		`<c s="5"><v>45688</v></c>`:                     "45688",
		`<c s="6"><v>45688</v></c>`:                     "45688",
		`<c s="7"><v>45688</v></c>`:                     "45688",
		`<c s="8"><v>45688</v></c>`:                     "45688",
		`<c s="9"><v>45688</v></c>`:                     "45688",
		`<c s="1"><v>-3</v></c>`:                        "-3",
		`<c s="1"><v>1e300</v></c>`:                     "1e300",
		`<c s="1" t="inlineStr"><is><t>Q1</t></is></c>`: "Q1",
	} {
		rows, _, err := read("answers.xlsx", workbook(t, strings.Replace(sheet("team,wave,a,b", "N,77,1,5"), "<c><v>77</v></c>", cell, 1), styles()), form(t))
		if got := fmt.Sprint(rows); err != nil || got != "[2|N|"+want+"|[0 4]]" {
			t.Errorf("%s is read as %s (%v)", cell, got, err)
		}
	}
}

func TestAnAnswerThatIsADateIsRefusedAsPeopleReadIt(t *testing.T) {
	data := workbook(t, strings.Replace(sheet("team,wave,a,b", "N,1,4,5"), "<c><v>4</v></c>", `<c s="1"><v>45750</v></c>`, 1), styles())
	if _, _, err := read("answers.xlsx", data, form(t)); err == nil || !strings.Contains(err.Error(), `column a: "2025-04-03" is not a whole number`) {
		t.Errorf("got %v", err)
	}
}

func TestAWorkbookOfAnOldMacCountsDaysFrom1904(t *testing.T) {
	book := [2]string{"xl/workbook.xml", `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="1"/>` +
		`<sheets><sheet name="Data" r:id="r1"/></sheets></workbook>`}
	data := workbook(t, strings.Replace(sheet("team,wave,a,b", "N,77,1,5"), "<c><v>77</v></c>", `<c s="1"><v>44226</v></c>`, 1), styles(), book)
	rows, _, err := read("answers.xlsx", data, form(t))
	if got := fmt.Sprint(rows); err != nil || got != "[2|N|2025-01-31|[0 4]]" {
		t.Errorf("got %s (%v)", got, err)
	}
}

func TestFormatsThatAreCutOffAreRefused(t *testing.T) {
	cut := styles()
	cut[1] = cut[1][:200]
	if _, _, err := read("answers.xlsx", workbook(t, sheet("team,wave,a,b", "N,1,4,5"), cut), form(t)); err == nil || !strings.Contains(err.Error(), "save it again") {
		t.Errorf("got %v", err)
	}
}
