package reports_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"teamtrust/analytics"
	"teamtrust/reports"
)

// header is a public contract: scripts find columns by it.
const header = "wave,team,n,invited,hidden,reason,dimension,mean,sd,score,clipped,ci_lo,ci_hi,favourable,neutral,unfavourable,rwg,awg,eb,rest_p_adjusted"

// csvOf writes the CSV and reads it back.
func csvOf(t testing.TB, r *analytics.Release) [][]string {
	t.Helper()
	var out bytes.Buffer
	if err := reports.WriteCSV(&out, r); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// find is the cell of a team and dimension.
func find(t testing.TB, rows [][]string, team, dimension, column string) string {
	t.Helper()
	at := slices.Index(rows[0], column)
	for _, row := range rows[1:] {
		if row[1] == team && row[6] == dimension {
			return row[at]
		}
	}
	t.Fatalf("no row of %q and %s", team, dimension)
	return ""
}

// handmade is a release with one shown team, one of two hidden ones each, and
// names that need care.
func handmade() *analytics.Release {
	shown := figure(map[string]analytics.Dimension{"COM": exact(62.5, 3.2, 3.8, 0.19, 0.35, 0.46), "RES": bound(92, analytics.AtLeast)})
	whole := figure(map[string]analytics.Dimension{"COM": exact(60, 3.1, 3.7, 0.2, 0.4, 0.4), "RES": {}})
	whole.Total = analytics.Total{Mean: ref(3.4), Score: ref(60.0), Clipped: analytics.Both}
	return &analytics.Release{Survey: "s1", Name: "Autumn", Questionnaire: "P10", MinimumGroup: 5, Invited: 40, Cast: ref(24), ReleaseHash: strings.Repeat("ab", 32),
		Waves: []analytics.Wave{{Wave: "s1", Figure: *whole, Teams: []analytics.Team{
			{Team: `Sales, "DACH"`, Figure: shown},
			{Team: `Sales, "DACH" / =1+1`, Hidden: true, Reason: analytics.ReasonFew},
			{Team: "Support", Hidden: true, Reason: analytics.ReasonMerged},
		}}}}
}

func TestCSV(t *testing.T) {
	rows := csvOf(t, handmade())

	t.Run("the columns are those that scripts rely on", func(t *testing.T) {
		if got := strings.Join(rows[0], ","); got != header {
			t.Errorf("the header is %s", got)
		}
		if got := strings.Join(reports.Columns(), ","); got != header {
			t.Errorf("Columns are %s", got)
		}
	})

	t.Run("every figure has its dimensions in order and then the total", func(t *testing.T) {
		var got []string
		for _, row := range rows[1:] {
			got = append(got, row[1]+"|"+row[6])
		}
		want := []string{"|COM", "|RES", "|total", `Sales, "DACH"|COM`, `Sales, "DACH"|RES`, `Sales, "DACH"|total`,
			`Sales, "DACH" / =1+1|COM`, `Sales, "DACH" / =1+1|RES`, `Sales, "DACH" / =1+1|total`, "Support|COM", "Support|RES", "Support|total"}
		if !slices.Equal(got, want) {
			t.Errorf("rows are %q", got)
		}
	})

	cells := []struct{ name, team, dimension, column, want string }{
		{"the organisation has no team", "", "COM", "score", "60.0"},
		{"a mean has two decimals", `Sales, "DACH"`, "COM", "mean", "3.50"},
		{"a share has two decimals", `Sales, "DACH"`, "COM", "favourable", "0.46"},
		{"an interval has both ends", `Sales, "DACH"`, "COM", "ci_lo", "3.20"},
		{"a bound says that it is one", `Sales, "DACH"`, "RES", "clipped", "at_least"},
		{"a bound has no interval", `Sales, "DACH"`, "RES", "ci_hi", "[c]"},
		{"an exact score is not marked", `Sales, "DACH"`, "COM", "clipped", ""},
		{"a withheld dimension is withheld", "", "RES", "score", "[c]"},
		{"the total may be a bound", "", "total", "clipped", "both"},
		{"the total has no shares", "", "total", "favourable", "[c]"},
		{"a shown team is not hidden", `Sales, "DACH"`, "COM", "hidden", "false"},
		{"a shown team has its ballots", `Sales, "DACH"`, "COM", "n", "24"},
		{"a small team is hidden with its reason", `Sales, "DACH" / =1+1`, "COM", "reason", "few"},
		{"a hidden team has no number of ballots", `Sales, "DACH" / =1+1`, "total", "n", "[c]"},
		{"nor of people", "Support", "COM", "invited", "[c]"},
		{"a merged team says so", "Support", "COM", "reason", "merged"},
		{"nothing that is not measured yet is 0", `Sales, "DACH"`, "COM", "rwg", "[c]"},
	}
	for _, c := range cells {
		t.Run(c.name, func(t *testing.T) {
			if got := find(t, rows, c.team, c.dimension, c.column); got != c.want {
				t.Errorf("%s of %q, %s is %q, want %q", c.column, c.team, c.dimension, got, c.want)
			}
		})
	}
}

func TestCSVFollowsRFC4180(t *testing.T) {
	var out bytes.Buffer
	if err := reports.WriteCSV(&out, handmade()); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(out.String(), "\r\n")
	if last := lines[len(lines)-1]; last != "" || strings.Count(out.String(), "\n") != len(lines)-1 {
		t.Errorf("a line does not end in CR LF; after the last one there is %q", last)
	}
	if !strings.Contains(out.String(), `s1,"Sales, ""DACH""",24,30,false,,COM`) {
		t.Errorf("a name with comma and quotes is not quoted:\n%s", out.String())
	}
}

func TestCSVForProgramsThatDoNotAsk(t *testing.T) {
	r := handmade()
	r.Waves[0].Teams[0].Team = `Süd; "Mitte"`
	for _, d := range []reports.Dialect{{}, {Semicolons: true}, {Mark: true}, {Semicolons: true, Mark: true}} {
		var out bytes.Buffer
		if err := d.Write(&out, r); err != nil {
			t.Fatal(err)
		}
		text, marked := strings.CutPrefix(out.String(), "\ufeff")
		in := csv.NewReader(strings.NewReader(text))
		if d.Semicolons {
			in.Comma = ';'
		}
		rows, err := in.ReadAll()
		if err != nil || marked != d.Mark {
			t.Fatalf("%+v: a mark is %v, %v", d, marked, err)
		}
		if !slices.EqualFunc(rows, csvOf(t, r), slices.Equal) {
			t.Errorf("%+v has other cells", d)
		}
	}
}

// A survey that nobody but a few answered.
func TestCSVOfAReleaseWithoutBlocks(t *testing.T) {
	w := small(t)
	w.rate = 0
	r := w.release(t)
	if !r.Hidden {
		t.Fatal("the release shows something")
	}
	rows := csvOf(t, r)
	for _, row := range rows[1:] {
		if row[1] != "" && (row[4] != "true" || row[5] == "") {
			t.Errorf("a team is not hidden with a reason: %q", row)
		}
		if row[1] == "" && row[4] != "true" {
			t.Errorf("the organisation is not hidden: %q", row)
		}
		for i, cell := range row {
			if i != 0 && i != 1 && i != 4 && i != 5 && i != 6 && i != 10 && cell != "[c]" {
				t.Errorf("%s of %q is %q", rows[0][i], row[1], cell)
			}
		}
	}
}

func TestCSVReportsAFailedWrite(t *testing.T) {
	if err := reports.WriteCSV(full{}, handmade()); !errors.Is(err, errFull) {
		t.Errorf("the error is %v", err)
	}
}

var errFull = errors.New("the disk is full")

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestSafe(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"a name stays", "Plant Bremen", "Plant Bremen"},
		{"nothing stays", "", ""},
		{"a sign inside stays", "R&D - Nord", "R&D - Nord"},
		{"a sign of withholding stays", "[c]", "[c]"},
		{"equals", "=1+1", "'=1+1"}, {"plus", "+1", "'+1"}, {"minus", "-1", "'-1"}, {"at", "@SUM(1)", "'@SUM(1)"},
		{"tab", "\t=1", "'\t=1"}, {"carriage return", "\r=1", "'\r=1"}, {"line feed", "\n=1", "'\n=1"}, {"NUL", "\x00=1", "'\x00=1"},
		{"full width", "＝1", "'＝1"},
		{"a space before", " =1", "' =1"},
		{"a no-break space before", "\u00a0=1", "'\u00a0=1"},
		{"a mark of direction before", "\u200f=1", "'\u200f=1"},
		{"a byte order mark before", "\ufeff=1", "'\ufeff=1"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := reports.Safe(c.in); got != c.want {
				t.Errorf("Safe(%q) is %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestNoTextBeginsAFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ \t\n=+@＝-]{0,4}[a-z0-9=]*`)).Draw(t, "text")
		got := reports.Safe(in)
		if got != in && got != "'"+in {
			t.Fatalf("%q became %q", in, got)
		}
		seen := strings.TrimLeftFunc(got, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r) })
		if strings.IndexAny(seen, "=+-@＝＋－＠") == 0 {
			t.Fatalf("%q can be taken for a formula", got)
		}
		if reports.Safe(got) != got {
			t.Fatalf("a second time %q became %q", got, reports.Safe(got))
		}
	})
}

// Numbers are never taken for text: a negative one keeps its sign.
func TestANegativeNumberStaysANumber(t *testing.T) {
	r := handmade()
	d := r.Waves[0].Dimensions["COM"]
	d.Mean = ref(-0.25)
	r.Waves[0].Dimensions["COM"] = d
	if got := find(t, csvOf(t, r), "", "COM", "mean"); got != "-0.25" {
		t.Errorf("the mean is %q", got)
	}
}

func TestRows(t *testing.T) {
	t.Run("an error of the receiver ends it", func(t *testing.T) {
		calls := 0
		err := reports.Rows(handmade(), func([]reports.Value) error { calls++; return errFull })
		if calls != 1 || err != errFull {
			t.Errorf("%d calls, error %v", calls, err)
		}
	})
	t.Run("every row has all columns", func(t *testing.T) {
		rows := 0
		err := reports.Rows(small(t).release(t), func(row []reports.Value) error {
			rows++
			if len(row) != len(reports.Columns()) {
				t.Errorf("row %d has %d cells", rows, len(row))
			}
			return nil
		})
		if err != nil || rows != 8*5 {
			t.Errorf("%d rows, %v", rows, err)
		}
	})
	t.Run("a value is a number, a text or withheld", func(t *testing.T) {
		v := 0.5
		for want, value := range map[string]reports.Value{"0.50": {Number: &v, Decimals: 2}, "[c]": {Withheld: true}, "'=1": {Text: "=1"}, "": {}} {
			if got := value.String(); got != want {
				t.Errorf("%+v is %q, want %q", value, got, want)
			}
		}
	})
}

// parse is a number of the CSV; nil where it is withheld.
func parse(t testing.TB, s string) *float64 {
	t.Helper()
	if s == reports.Withheld {
		return nil
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return &v
}

func everyTeam(r *analytics.Release) map[string]*analytics.Figure {
	teams := map[string]*analytics.Figure{"": &r.Waves[0].Figure}
	for i := range r.Waves[0].Teams {
		teams[r.Waves[0].Teams[i].Team] = r.Waves[0].Teams[i].Figure
	}
	return teams
}
