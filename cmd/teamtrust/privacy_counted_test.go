package main

import "slices"

// compare holds the ballots that were counted against what people have
// receipts for: the last ballot of everybody, once, and no other. Where the
// answer to somebody's last request was lost, what they asked for may be so too.
func (e *election) compare(a *administrator) {
	e.t.Helper()
	of := map[string]*voter{}
	for _, v := range e.voters {
		for _, commitment := range v.filled {
			of[commitment] = v
		}
	}
	counted := map[*voter]string{}
	for _, commitment := range a.column("SELECT commitment FROM ballots WHERE survey = '" + e.id + "'") {
		v := of[commitment]
		if v == nil {
			e.t.Errorf("nobody cast the ballot %s", commitment)
			continue
		}
		if counted[v] != "" {
			e.t.Errorf("%s has two ballots in the count", v.person)
		}
		counted[v] = commitment
	}
	for _, v := range e.voters {
		if !slices.Contains(v.counted(), counted[v]) {
			e.t.Errorf("%s has the ballot %q in the count, want one of %q", v.person, counted[v], v.counted())
		}
	}
}

// counted are the ballots of which one has to be in the count; "" is none.
func (v *voter) counted() []string {
	acknowledged := ""
	if v.receipt != "" {
		acknowledged = v.box.Commitment
	}
	return append(slices.Clone(v.unanswered), acknowledged)
}
