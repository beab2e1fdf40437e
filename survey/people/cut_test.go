package people

import (
	"maps"
	"strings"
	"testing"

	"teamtrust/survey"
)

func readCut(name, file string) (survey.Cut, error) {
	tree := survey.NewTree("Operations / Plant Győr", "Sales")
	return ReadCut(name, "site.csv", strings.NewReader(file), int64(len(file)), tree)
}

func TestACutIsReadFromTeamAndValue(t *testing.T) {
	for name, file := range map[string]string{
		"comma":                  "team,value\nOperations,Bremen\nOperations / Plant Győr,Győr\nSales,Bremen\n",
		"semicolon, other order": "value;notes;team\nBremen;x;Operations\nGyőr;;Operations / Plant Győr\n\n Bremen ;;Sales\n",
		"mark, capitals, CRLF":   "\ufeffTeam\tValue\r\nOperations\tBremen\r\nOperations  /  Plant Győr\tGyőr\r\nSales\tBremen",
		"a value in quotes, NFD": "team,value\nOperations,\"Bremen\"\nOperations / Plant Gyo\u030br,Gyo\u030br\nSales,Bremen\n",
	} {
		t.Run(name, func(t *testing.T) {
			c, err := readCut(" site ", file)
			want := map[survey.Path]string{"Operations": "Bremen", "Operations / Plant Győr": "Győr", "Sales": "Bremen"}
			if err != nil || c.Name != "site" || !maps.Equal(c.Teams, want) {
				t.Errorf("read %+v, %v", c, err)
			}
		})
	}
}

func TestWhatIsWrongWithACutIsNamed(t *testing.T) {
	many := "team,value\n"
	for i := range survey.MaxCutValues + 1 {
		many += "Sales / T" + strings.Repeat("x", i) + ",v" + strings.Repeat("x", i) + "\n"
	}
	for _, test := range []struct{ name, file, want string }{
		{"site", "", "site.csv is empty"},
		{"site", "team,site\nSales,Bremen\n", "needs the columns team and value"},
		{"site", "team,value\n", "names no team"},
		{"site", "team,value\nSales,Bremen\nMarketing,Bremen\n", `site.csv, row 3, team: "Marketing" is no team of the staff list; write its full path as there.`},
		{"site", "team,value\nSales,Bremen\n\nSales,Győr\n", `row 4, team: "Sales" is there twice`},
		{"site", "team,value\nSales,\n", `row 2, value: "" is empty`},
		{"site", "team,value\nSales / ,x\n", "has an empty part"},
		{"site", "team,value\nSales," + strings.Repeat("x", 61) + "\n", "more than 60 characters"},
		{"", "team,value\nSales,x\n", "The name of a cut"},
		{"a\x1bb", "team,value\nSales,x\n", "The name of a cut"},
	} {
		_, err := readCut(test.name, test.file)
		if survey.CodeOf(err) != survey.CodeBadRequest || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %v, want %q", test.file, err, test.want)
		}
	}
	tree := survey.NewTree()
	for i := range survey.MaxCutValues + 1 {
		tree = append(tree, survey.Path("Sales / T"+strings.Repeat("x", i)))
	}
	if _, err := ReadCut("site", "site.csv", strings.NewReader(many), int64(len(many)), tree); err == nil || !strings.Contains(err.Error(), "51 different values") {
		t.Errorf("too many values: %v", err)
	}
}
