package store

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm/logger"
	"gorm.io/gorm/schema"
)

// ballotSide are the rows that hold ballots or what stays of them, with every
// column that they may have (docs/anonymity.md, what is stored).
func ballotSide() map[reflect.Type][]string {
	return map[reflect.Type][]string{
		reflect.TypeFor[stagingRow](): {"survey", "key", "sealed"},
		reflect.TypeFor[ballotRow]():  {"id", "survey", "block", "answers", "salt", "commitment"},
		reflect.TypeFor[commentRow](): {"id", "survey", "label", "prompt", "text"},
		reflect.TypeFor[spentRow]():   {"survey", "block", "nonce", "token"},
	}
}

func TestRowsOfTheBallotSideHaveNoTimeAndNoOrder(t *testing.T) {
	for row, allowed := range ballotSide() {
		if got := columnsOf(row); !slices.Equal(got, allowed) {
			t.Errorf("%s has the columns %v, it may have %v", row, got, allowed)
		}
		for f := range fields(row) {
			if reason := leaks(f); reason != "" {
				t.Errorf("%s.%s %s", row, f.Name, reason)
			}
		}
	}
}

func TestAnInvitationKeepsNoTime(t *testing.T) {
	row := reflect.TypeFor[invitationRow]()
	if got, want := columnsOf(row), []string{"survey", "hash", "person", "unit", "blinded", "replaced"}; !slices.Equal(got, want) {
		t.Errorf("it has the columns %v, it may have %v", got, want)
	}
	for f := range fields(row) {
		if f.Name != "Person" && f.Name != "Unit" && f.Name != "Replaced" && leaks(f) != "" {
			t.Errorf("%s %s", f.Name, leaks(f))
		}
	}
}

func TestNothingIsLogged(t *testing.T) {
	if config().Logger != logger.Discard {
		t.Error("GORM would write values, and slow queries, to the log")
	}
}

// The check itself has to be able to fail.
func TestTheCheckFindsColumnsThatLeak(t *testing.T) {
	type bad struct {
		ID        string
		CreatedAt string
		At        moment
		Seq       int64
		Person    string
		Unit      string
		Float     float64
	}
	var found []string
	for f := range fields(reflect.TypeFor[bad]()) {
		if leaks(f) != "" {
			found = append(found, f.Name)
		}
	}
	if want := []string{"CreatedAt", "At", "Seq", "Person", "Unit", "Float"}; !slices.Equal(found, want) {
		t.Errorf("found %v, want %v", found, want)
	}
}

func fields(row reflect.Type) func(yield func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for _, f := range reflect.VisibleFields(row) {
			if !yield(f) {
				return
			}
		}
	}
}

func columnsOf(row reflect.Type) (out []string) {
	for f := range fields(row) {
		out = append(out, schema.NamingStrategy{}.ColumnName("", f.Name))
	}
	return out
}

// leaks says why a column may not be on the ballot side. Only texts and bytes
// can be: every number is a time or an order in disguise.
func leaks(f reflect.StructField) string {
	texts := []reflect.Type{reflect.TypeFor[string](), reflect.TypeFor[[]byte](), reflect.TypeFor[nullable]()}
	if !slices.Contains(texts, f.Type) {
		return "is neither text nor bytes"
	}
	name := strings.ToLower(f.Name)
	for _, word := range []string{"time", "date", "created", "updated", "deleted", "seq", "order", "position", "address", "agent"} {
		if strings.Contains(name, word) {
			return "is called like a time, an order or a place"
		}
	}
	if name == "person" || name == "unit" {
		return "names somebody"
	}
	return ""
}
