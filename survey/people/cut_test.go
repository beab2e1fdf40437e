package people

import (
	"maps"
	"strings"
	"testing"

	"teamtrust/survey"
)

func readCuts(file string) ([]survey.Cut, error) {
	tree := survey.NewTree("Operations / Plant Győr", "Sales")
	return ReadCuts("cuts.csv", strings.NewReader(file), int64(len(file)), tree)
}

func TestCutsAreReadFromTheirColumns(t *testing.T) {
	for name, file := range map[string]string{
		"comma":                    "team,site,Tenure\nOperations,Bremen,\nOperations / Plant Győr,Győr,new\nSales,Bremen,old\n",
		"semicolon, other order":   "site;Tenure;team\nBremen;;Operations\nGyőr;new;Operations / Plant Győr\n\n Bremen ;old;Sales\n",
		"mark, capitals, CRLF":     "\ufeffTEAM\tsite\tTenure\t\r\nOperations\tBremen\r\nOperations  /  Plant Győr\tGyőr\tnew\t\r\nSales\tBremen\told",
		"a value in quotes, NFD":   "team,site,Tenure\nOperations,\"Bremen\",\nOperations / Plant Gyo\u030br,Gyo\u030br,new\nSales,Bremen,old\n",
		"a team without any value": "team,site,Tenure\nOperations,Bremen,\nOperations / Plant Győr,Győr,new\nSales,Bremen,old\n",
	} {
		t.Run(name, func(t *testing.T) {
			cuts, err := readCuts(file)
			if err != nil || len(cuts) != 2 {
				t.Fatalf("read %+v, %v", cuts, err)
			}
			sites := map[survey.Path]string{"Operations": "Bremen", "Operations / Plant Győr": "Győr", "Sales": "Bremen"}
			tenures := map[survey.Path]string{"Operations / Plant Győr": "new", "Sales": "old"}
			if cuts[0].Name != "site" || !maps.Equal(cuts[0].Teams, sites) || cuts[1].Name != "Tenure" || !maps.Equal(cuts[1].Teams, tenures) {
				t.Errorf("read %+v", cuts)
			}
		})
	}
}

func TestWhatIsWrongWithCutsIsNamed(t *testing.T) {
	for _, test := range []struct{ file, want string }{
		{"", "cuts.csv is empty"},
		{"team\nSales\n", "cuts.csv, row 1: it needs the column team and one more for each cut"},
		{"unit,site\nSales,Bremen\n", "cuts.csv, row 1: it needs the column team"},
		{"team,site\n", "names no team"},
		{"team,site\nSales,\n", `column "site", has no value; fill it or leave it out.`},
		{"team,site\nSales,Bremen\nMarketing,Bremen\n", `cuts.csv, row 3, team: "Marketing" is no team of the staff list; write its full path as there.`},
		{"team,site\nSales,Bremen\n\nSales,Győr\n", `row 4, team: "Sales" is there twice`},
		{"team,site\nSales / ,x\n", "has an empty part"},
		{"team,site\nSales," + strings.Repeat("x", 61) + "\n", "row 2, site: "},
		{"team," + strings.Repeat("x", 61) + "\nSales,x\n", "row 1: the column "},
		{"team,a\x1bb\nSales,x\n", "row 1: the column "},
	} {
		_, err := readCuts(test.file)
		if survey.CodeOf(err) != survey.CodeBadRequest || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %v, want %q", test.file, err, test.want)
		}
	}
}

func TestACutHasNotTooManyValues(t *testing.T) {
	file, tree := "team,site\n", survey.NewTree()
	for i := range survey.MaxCutValues + 1 {
		team := "Sales / T" + strings.Repeat("x", i)
		file, tree = file+team+",v"+strings.Repeat("x", i)+"\n", append(tree, survey.Path(team))
	}
	if _, err := ReadCuts("cuts.csv", strings.NewReader(file), int64(len(file)), tree); err == nil || !strings.Contains(err.Error(), `column "site", has 51 different values`) {
		t.Errorf("too many values: %v", err)
	}
}
