package main

import "strings"

// goesWithPeople compares the columns of the sealed rows with the staff list.
func (w *watched) goesWithPeople(a *administrator) (found []string) {
	place := map[string]int{} // on the staff list
	for i, v := range w.election.voters {
		if v.credential.Nonce != nil {
			place[w.rowKey(v)] = i
		}
	}
	var names, contents []sighting[string]
	for _, row := range a.rows("SELECT key, sealed FROM staging") {
		at, known := place[row[0]]
		if !known {
			a.t.Fatalf("the row %s belongs to nobody", row[0])
		}
		names, contents = append(names, sighting[string]{at, row[0]}), append(contents, sighting[string]{at, row[1]})
	}
	for column, seen := range map[string][]sighting[string]{"key": names, "sealed": contents} {
		if text := ordered(seen); text != "" {
			found = append(found, column+" "+text)
		}
	}
	return found
}

// namesPeople looks in tables for anything that the people's side calls a
// person, an invitation or a unit by.
func (w *watched) namesPeople(a *administrator, tables ...string) (found []string) {
	n := newNeedles()
	for kind, query := range map[string]string{
		"an e-mail address": "SELECT email FROM people WHERE email <> ''",
		"a person's name":   "SELECT name FROM people WHERE length(name) >= 8",
		"an invitation":     "SELECT hash FROM invitations",
		"a blinded element": "SELECT blinded FROM invitations WHERE blinded IS NOT NULL",
		"a unit":            "SELECT id FROM units",
	} {
		for _, text := range a.column(query) {
			n.addText(kind, -1, text)
		}
	}
	for _, table := range tables {
		if hits := n.find([]byte(strings.Join(a.dump(table), "\n"))); len(hits) > 0 {
			found = append(found, kinds(hits)+" is in table "+table)
		}
	}
	return found
}
