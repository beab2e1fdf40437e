package people

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"teamtrust/survey"
)

func nordwind(t testing.TB) *List {
	t.Helper()
	data, err := os.ReadFile("testdata/people.csv")
	if err != nil {
		t.Fatal(err)
	}
	l, err := ReadList("people.csv", bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// apply does to a staff what the store does.
func apply(staff []Person, i Import) []Person {
	byID := map[string]Person{}
	for _, p := range append(slices.Clone(staff), i.Put...) {
		byID[p.ID] = p
	}
	for _, id := range i.Leave {
		p := byID[id]
		p.Left = true
		byID[id] = p
	}
	after := []Person{}
	for _, p := range byID {
		after = append(after, p)
	}
	slices.SortFunc(after, func(a, b Person) int { return cmp.Compare(a.ID, b.ID) })
	return after
}

func TestTheStaffOfNordwind(t *testing.T) {
	l := nordwind(t)
	plan, err := NewPlan(nil, l, false)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := plan.Summary(), "355 people, 58 teams: 355 new, 0 changed, 0 leaving"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	staff := apply(nil, plan.Import("hr@nordwind.example", time.Unix(0, 0)))
	for _, full := range []bool{false, true} {
		again, err := NewPlan(staff, l, full)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := again.Summary(), "355 people, 58 teams: 0 new, 0 changed, 0 leaving"; got != want || again.Unchanged != 355 {
			t.Errorf("the second time: %s", got)
		}
	}
}

func staffOf(t *testing.T, rows string) []Person {
	t.Helper()
	plan, err := NewPlan(nil, readOK(t, "employee_id,name,email,team,manages,language\n"+rows), true)
	if err != nil {
		t.Fatal(err)
	}
	return apply(nil, plan.Import("", time.Time{}))
}

func TestRowsThatDoNotFitTogether(t *testing.T) {
	staff := staffOf(t, "S1,,s1@x.example,Sales,Sales,\nS2,,s2@x.example,Sales / North,,\n")
	staff = append(staff, Person{ID: "Old1", Email: "old@x.example", Team: "SALES", Left: true})
	tests := []struct {
		name string
		full bool
		rows string
		want []string
	}{
		{"an id twice", false, "1,,,Ops,\n1,,,Ops,", []string{`row 3, employee_id: "1" is also in row 2; delete`}},
		{"an id twice, in other case", false, "n1,,,Ops,\nN1,,,Ops,", []string{`row 3, employee_id: "N1" is also in row 2, written "n1"`}},
		{"an id twice, composed differently", false, "J\u00f61,,,Ops,\nJo\u03081,,,Ops,", []string{`row 3, employee_id: "Jö1" is also in row 2`}},
		{"ß and ss are one spelling", false, "ß1,,,Ops,\nSS1,,,Ops,", []string{`row 3, employee_id: "SS1" is also in row 2, written "ß1"`}},
		{"an id of the staff in other case", false, "s1,,,Sales,", []string{`row 2, employee_id: "s1" is already known as "S1"; write`}},
		{"an id of somebody who has left in other case", true, "old1,,,Sales,", []string{`row 2, employee_id: "old1" is already known as "Old1"`}},
		{"an address twice, in other case", false, "1,,a@x.example,Ops,\n2,,A@X.example,Ops,", []string{`row 3, email: "a@x.example" is also in row 2; two people cannot`}},
		{"an address of the staff", false, "1,,s1@x.example,Ops,", []string{`row 2, email: "s1@x.example" is the address of "S1" on the staff list`}},
		{"an address of somebody who leaves", true, "1,,s1@x.example,Ops,", nil},
		{"an address of somebody who has left", false, "1,,old@x.example,Ops,", nil},
		{"addresses that change hands", false, "S1,,s2@x.example,Sales,\nS2,,s1@x.example,Sales,", nil},
		{"a team in two spellings", false, "1,,,Ops / Shift a,\n2,,,Ops / Shift A,\n3,,,Ops / Shift A / x,\n4,,,Ops,", []string{
			`row 3, team: "Ops / Shift A" names a team that is written "Ops / Shift a" in row 2; choose`, `row 4, team: "Ops / Shift A / x" names a team that is written "Ops / Shift a" in row 2`}},
		{"two teams that look alike", false, "1,,,Ops / A,\n2,,,Ops / A\u200b,", []string{`row 3, team: "Ops / A\u200b" names a team that is written "Ops / A" in row 2; choose`}},
		{"a team above in two spellings", false, "1,,,Ops / A,\n2,,,OPS / B,", []string{`row 3, team: "OPS / B" names a team that is written "Ops" in row 2`}},
		{"a team of the staff in another spelling", false, "1,,,sales / South,", []string{`row 2, team: "sales / South" names a team that is written "Sales" on the staff list`}},
		{"a team of people who leave in another spelling", true, "1,,,sales / South,", nil},
		{"a team of people who all change to another spelling", false, "S1,,,SALES,\nS2,,,SALES,", nil},
		{"a manager without an address", false, "1,,,Ops,Ops", []string{`row 2, email: the cell is empty and the person manages "Ops"; managers need an address`}},
		{"a manager with a bad address has one error", false, "1,,x,Ops,Ops", []string{`row 2, email: "x" is not`}},
		{"a managed team above the teams of people", false, "1,,a@x.example,Ops / A,Ops", nil},
		{"a managed team that stands in a later row", false, "1,,a@x.example,Ops,Dev / A\n2,,,Dev / A,", nil},
		{"a managed team of the staff", false, "1,,a@x.example,Ops,Sales / North", nil},
		{"a managed team of people who leave", true, "1,,a@x.example,Ops,Sales", []string{`row 2, manages: "Sales" is nobody's team and not above one; write`}},
		{"a managed team that nobody is in", false, "1,,a@x.example,Ops,Dev;Ops", []string{`row 2, manages: "Dev" is nobody's team`}},
		{"a managed team in another spelling", false, "1,,a@x.example,Ops,OPS", []string{`row 2, manages: "OPS" is written "Ops" in row 2; write`}},
		{"errors of cells and of rows come in the order of rows", false, "1,,,Ops,\n2,,b,Ops,\n1,,,Ops,\n4,,b,Ops,", []string{
			`row 3, email`, `row 4, employee_id`, `row 5, email`}},
		{"rows with a bad id do not meet", false, ",,,Ops,\n,,,Ops,", []string{`row 2, employee_id: the cell is empty`, `row 3, employee_id: the cell is empty`}},
		{"a bad row's good team still counts", false, "1,,a@x.example,Ops,Dev\n2,,b,Dev,", []string{`row 3, email: "b"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plan, err := NewPlan(staff, readOK(t, "employee_id,name,email,team,manages\n"+tt.rows), tt.full)
			var bad *BadRows
			if (plan != nil) == errors.As(err, &bad) || (err != nil) != (len(tt.want) > 0) {
				t.Fatalf("plan %v, error %v", plan, err)
			}
			if bad != nil {
				wantErrors(t, bad.Rows, tt.want...)
				if survey.CodeOf(err) != survey.CodeBadRequest || bad.File != "people.csv" {
					t.Errorf("code %s, file %q", survey.CodeOf(err), bad.File)
				}
			}
		})
	}
}

func TestWhatAPlanSays(t *testing.T) {
	staff := staffOf(t, "1,Anna,a@x.example,Ops / A,Ops,de\n2,Ben,,Ops / B,,\n3,Cem,c@x.example,Ops / B,,ar\n")
	staff = append(staff, Person{ID: "4", Name: "Dora", Team: "Gone", Left: true})
	l := readOK(t, "employee_id,name,email,team,manages,language\n"+
		"5,Eva,,Dev,,\n1,Anna,a@x.example,Ops / A,Ops,de\n2,Benno,b@x.example,Dev,Dev;Ops,en\n4,Dora,,Dev,,\n")
	plan, err := NewPlan(staff, l, true)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := plan.Summary(), "4 people, 3 teams: 2 new, 1 changed, 1 leaving"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if plan.Unchanged != 1 || plan.New[0].ID != "5" || plan.New[1].ID != "4" || plan.Leaving[0].ID != "3" || plan.Staff != 4 || plan.StaffTeams != 3 {
		t.Errorf("got %+v", plan)
	}
	if got, want := plan.Changed[0].Columns(), []string{"name", "email", "team", "manages", "language"}; !slices.Equal(got, want) {
		t.Errorf("changed %q, want %q", got, want)
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	i := plan.Import("hr@x.example", at)
	if len(i.Put) != 3 || !slices.Equal(i.Leave, []string{"3"}) || i.By != "hr@x.example" || !i.At.Equal(at) {
		t.Errorf("import %+v", i)
	}
	partial, err := NewPlan(staff, l, false)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := partial.Summary(), "4 people, 3 teams: 2 new, 1 changed, 0 leaving"; got != want || partial.Staff != 5 || partial.StaffTeams != 4 {
		t.Errorf("partial: %s, staff %d in %d teams", got, partial.Staff, partial.StaffTeams)
	}
}

func TestTheOrderOfManagedTeamsIsNoChange(t *testing.T) {
	staff := []Person{{ID: "1", Email: "a@x.example", Team: "Ops / A", Manages: []survey.Path{"Ops / A", "Ops"}}}
	plan, err := NewPlan(staff, readOK(t, "employee_id,team,email,manages\n1,Ops / A,A@x.example,Ops / A;Ops;Ops\n"), true)
	if err != nil || plan.Unchanged != 1 {
		t.Errorf("plan %+v, %v", plan, err)
	}
	if staff[0].Manages[0] != "Ops / A" {
		t.Error("the caller's staff was changed")
	}
}

func TestAColumnThatTheFileLacksKeepsItsValues(t *testing.T) {
	staff := staffOf(t, "1,Anna,a@x.example,Ops,Ops,de\n")
	plan, err := NewPlan(staff, readOK(t, "employee_id,team\n1,Ops / A\n"), true)
	if err != nil {
		t.Fatal(err)
	}
	if got := plan.Changed[0].Columns(); !slices.Equal(got, []string{"team"}) {
		t.Errorf("without the columns: changed %q", got)
	}
	plan, err = NewPlan(staff, readOK(t, "employee_id,team,name,email,manages,language\n1,Ops,,,,\n"), true)
	if err != nil {
		t.Fatal(err)
	}
	if got := plan.Changed[0].Columns(); !slices.Equal(got, []string{"name", "email", "manages", "language"}) {
		t.Errorf("with empty cells: changed %q", got)
	}
	_, err = NewPlan(staff, readOK(t, "employee_id,team,email\n1,Ops,\n"), true)
	var bad *BadRows
	if !errors.As(err, &bad) {
		t.Fatalf("a manager who loses the address: %v", err)
	}
	wantErrors(t, bad.Rows, `row 2, email: the cell is empty and the person manages "Ops"`)
}

func TestLeavingOfMoreThanATenthNeedsConfirmation(t *testing.T) {
	for leaving, want := range map[int]bool{0: false, 2: false, 3: true, 19: true} {
		var before, file strings.Builder
		file.WriteString("employee_id,team\n")
		for i := range 20 {
			fmt.Fprintf(&before, "%d,,,Ops,,\n", i)
			if i >= leaving {
				fmt.Fprintf(&file, "%d,Ops\n", i)
			}
		}
		staff := append(staffOf(t, before.String()), Person{ID: "gone", Team: "Ops", Left: true})
		full, err := NewPlan(staff, readOK(t, file.String()), true)
		if err != nil || full.NeedsConfirmation() != want {
			t.Errorf("%d of 20 leave: needs confirmation %v, %v", leaving, full.NeedsConfirmation(), err)
		}
		if partial, err := NewPlan(staff, readOK(t, file.String()), false); err != nil || partial.NeedsConfirmation() {
			t.Errorf("a partial import needs confirmation, %v", err)
		}
	}
}

func TestTheRefusalOfAFileIsOneSentence(t *testing.T) {
	one, two := &BadRows{File: "a.csv", Rows: make([]RowError, 1)}, &BadRows{File: "a.csv", Rows: make([]RowError, 2)}
	if got := one.Error(); got != "a.csv has one error and nothing was imported; correct the row and import the file again." {
		t.Error(got)
	}
	if got := two.Error(); got != "a.csv has 2 errors and nothing was imported; correct the rows and import the file again." {
		t.Error(got)
	}
}

// drawStaff draws a staff list that is right.
func drawStaff(t *rapid.T, label string) []Person {
	teams := []survey.Path{"Ops", "Ops / A", "Ops / A / x", "Dev", "Dev / B", "Sales / C"}
	ids := rapid.SliceOfNDistinct(rapid.IntRange(1, 12), 1, 10, rapid.ID).Draw(t, label)
	var staff []Person
	for _, id := range ids {
		p := Person{ID: fmt.Sprintf("N%d", id), Team: rapid.SampledFrom(teams).Draw(t, "team")}
		p.Name = rapid.SampledFrom([]string{"", "Anna", "Zoë \"Z\" Ö", "Berg, Ben; jr"}).Draw(t, "name")
		p.Language = rapid.SampledFrom([]string{"", "de", "ar"}).Draw(t, "language")
		if rapid.Bool().Draw(t, "email") {
			p.Email = fmt.Sprintf("n%d@x.example", id)
		}
		staff = append(staff, p)
	}
	for i := range staff {
		if staff[i].Email != "" && rapid.Bool().Draw(t, "manages") {
			staff[i].Manages = canonical([]survey.Path{staff[0].Team, staff[len(staff)-1].Team})
		}
	}
	return staff
}

// written is a staff list as a file.
func written(t *rapid.T, staff []Person) *List {
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	w.Comma = rapid.SampledFrom([]rune{',', ';', '\t'}).Draw(t, "separator")
	w.UseCRLF = rapid.Bool().Draw(t, "crlf")
	rows := [][]string{{"employee_id", "name", "email", "team", "manages", "language"}}
	for _, p := range staff {
		var manages []string
		for _, m := range p.Manages {
			manages = append(manages, string(m))
		}
		rows = append(rows, []string{p.ID, p.Name, p.Email, string(p.Team), strings.Join(manages, ";"), p.Language})
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	l, err := ReadList("x.csv", bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func planned(t *rapid.T, staff []Person, l *List, full bool) *Plan {
	plan, err := NewPlan(staff, l, full)
	if err != nil {
		t.Fatalf("%v: %v", err, err.(*BadRows).Rows)
	}
	return plan
}

func TestAFullImportMakesTheStaffTheList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := apply(nil, Import{Put: drawStaff(t, "before")})
		for i := range before {
			before[i].Left = rapid.Bool().Draw(t, "left")
		}
		want := drawStaff(t, "list")
		l := written(t, want)
		plan := planned(t, before, l, true)
		after := apply(before, plan.Import("", time.Time{}))
		present := slices.DeleteFunc(slices.Clone(after), func(p Person) bool { return p.Left })
		if got, want := present, apply(nil, Import{Put: want}); !reflect.DeepEqual(got, want) {
			t.Fatalf("staff %+v\nlist  %+v", got, want)
		}
		if plan.People != len(plan.New)+len(plan.Changed)+plan.Unchanged || plan.Staff != len(present) || len(after) < len(before) {
			t.Fatalf("the numbers do not add up: %+v", plan)
		}
		again := planned(t, after, l, true)
		if len(again.New)+len(again.Changed)+len(again.Leaving) > 0 {
			t.Fatalf("the second time: %s", again.Summary())
		}
	})
}

func TestAPartialImportLeavesOthersAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := apply(nil, Import{Put: drawStaff(t, "before")})
		list := drawStaff(t, "list")
		plan := planned(t, before, written(t, list), false)
		after := apply(before, plan.Import("", time.Time{}))
		if want := apply(before, Import{Put: list}); !reflect.DeepEqual(after, want) {
			t.Fatalf("staff %+v\nwant  %+v", after, want)
		}
		if plan.Staff != len(after) {
			t.Fatalf("%d people afterwards, the plan says %d", len(after), plan.Staff)
		}
	})
}

func ExampleNewPlan() {
	file := "employee_id,name,email,team,manages\n" +
		"N1,Anna Berg,anna@nordwind.example,Operations,Operations\n" +
		"N2,Zoë Schmidt,,Operations / Plant Bremen,\n"
	list, err := ReadList("people.csv", strings.NewReader(file), int64(len(file)))
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := NewPlan(nil, list, false)
	var bad *BadRows
	if errors.As(err, &bad) {
		for _, row := range bad.Rows {
			fmt.Println(row)
		}
		return
	}
	fmt.Println(plan.Summary())
	// Output: 2 people, 2 teams: 2 new, 0 changed, 0 leaving
}
