package main

// compare holds the ballots that were counted against what people have
// receipts for: the last ballot of everybody, once, and no other.
func (e *election) compare(a *administrator) {
	e.t.Helper()
	of := map[string]*voter{}
	for _, v := range e.voters {
		for _, commitment := range v.filled {
			of[commitment] = v
		}
	}
	counted := map[*voter]int{}
	for _, commitment := range a.column("SELECT commitment FROM ballots WHERE survey = '" + e.id + "'") {
		v := of[commitment]
		if v == nil {
			e.t.Errorf("nobody cast the ballot %s", commitment)
			continue
		}
		if counted[v]++; commitment != v.box.Commitment {
			e.t.Errorf("%s: another ballot was counted than the one of the last receipt", v.person)
		}
	}
	for _, v := range e.voters {
		want := 0
		if v.receipt != "" {
			want = 1
		}
		if counted[v] != want {
			e.t.Errorf("%s has %d ballots in the count, want %d", v.person, counted[v], want)
		}
	}
}
