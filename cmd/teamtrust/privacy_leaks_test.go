package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The attacks of a database administrator. Each returns what it found out, in
// words; nothing is the best answer.

// readable looks for needles in every table and in every file.
func (a *administrator) readable(n *needles) (found []string) {
	a.t.Helper()
	for _, table := range a.tables() {
		if hits := n.find([]byte(strings.Join(a.dump(table), "\n"))); len(hits) > 0 {
			found = append(found, fmt.Sprintf("%s can be read in table %s", kinds(hits), table))
		}
	}
	for file, content := range a.files() {
		if hits := n.find(content); len(hits) > 0 {
			found = append(found, fmt.Sprintf("%s can be read in file %s", kinds(hits), file))
		}
	}
	return found
}

// places is where a table keeps each value of a column: its place among the
// rows, and on PostgreSQL everything that the system notes about a row.
func (a *administrator) places(table, column string) map[string]map[string]int {
	a.t.Helper()
	query := fmt.Sprintf("SELECT %s FROM %s NOT INDEXED", column, table)
	if a.sqlite == "" {
		query = fmt.Sprintf("SELECT %s, xmin, cmin, cmax FROM %s ORDER BY ctid", column, table)
	}
	out := map[string]map[string]int{"place": {}, "xmin": {}, "cmin": {}, "cmax": {}}
	for i, row := range a.rows(query) {
		out["place"][row[0]] = i
		for j, system := range []string{"xmin", "cmin", "cmax"}[:len(row)-1] {
			n, err := strconv.Atoi(row[1+j])
			if err != nil {
				a.t.Fatal(err)
			}
			out[system][row[0]] = n
		}
	}
	return out
}

// inOrder compares the places of a table's values with the order in which they
// arrived. Every value of the table has to be known.
func (a *administrator) inOrder(table, column string, arrival map[string]int) (found []string) {
	a.t.Helper()
	places := a.places(table, column)
	for system, place := range places {
		var seen []sighting[int]
		for value, key := range place {
			at, known := arrival[value]
			if !known {
				a.t.Fatalf("%s has %s %q, which nobody cast", table, column, value)
			}
			seen = append(seen, sighting[int]{at, key})
		}
		if len(seen) == 0 && system != "place" {
			continue
		}
		if text := ordered(seen); text != "" {
			found = append(found, fmt.Sprintf("%s of %s %s", system, table, text))
		}
	}
	if n := distinct(places["xmin"]); n > 1 {
		found = append(found, fmt.Sprintf("%s was written in %d transactions", table, n))
	}
	return found
}

func distinct(of map[string]int) int {
	seen := map[int]bool{}
	for _, n := range of {
		seen[n] = true
	}
	return len(seen)
}

// inFileOrder compares where in each file the needles lie with the order in
// which they arrived, for every kind of which enough is there.
func (a *administrator) inFileOrder(n *needles) (found []string) {
	a.t.Helper()
	for file, content := range a.files() {
		first := map[string]map[int]int{}
		for _, h := range n.find(content) {
			if first[h.kind] == nil {
				first[h.kind] = map[int]int{}
			}
			if _, known := first[h.kind][h.of]; !known {
				first[h.kind][h.of] = h.offset
			}
		}
		for kind, offsets := range first {
			if text := fileOrder(offsets); text != "" {
				found = append(found, fmt.Sprintf("the place of the %s in file %s %s", kind, file, text))
			}
		}
	}
	slices.Sort(found)
	return found
}

func fileOrder(offsets map[int]int) string {
	if len(offsets) < enough {
		return ""
	}
	var seen []sighting[int]
	for arrival, offset := range offsets {
		seen = append(seen, sighting[int]{arrival, offset})
	}
	return ordered(seen)
}

// tied lists the tables with a row that holds a credential and, in the same
// row, something of the ballot that was cast with it.
func (a *administrator) tied(n *needles) (found []string) {
	a.t.Helper()
	for _, table := range a.tables() {
		for _, row := range a.dump(table) {
			credential, content := map[int]bool{}, map[int]bool{}
			for _, h := range n.find([]byte(row)) {
				if h.kind == "nonce" || h.kind == "token" {
					credential[h.of] = true
				} else {
					content[h.of] = true
				}
			}
			// A table of whole lists, such as a release, holds everybody's.
			if len(credential) == 1 && len(content) > 0 {
				found = append(found, "a row of "+table+" ties a credential to a ballot")
				break
			}
		}
	}
	return found
}
