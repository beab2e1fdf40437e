package main

import (
	"testing"
)

// killings is how often a server is killed in a campaign.
func killings() int {
	if everything() {
		return 200
	}
	return 8
}

// A server is killed again and again, from the first collect to the destruction
// of the keys, while people vote, change their mind and withdraw. Nobody notices
// but by trying again.
func TestAServerKilledAnywhereLosesNoBallotAndLocksNobodyOut(t *testing.T) {
	eachProgram(t, func(t *testing.T, p *program) {
		p.must("people", "import", staffList)
		c := newCampaign(t, p)
		c.kill = func() { c.server.kill() }
		c.revive = func() { c.server = p.serve(c.server.address()) }
		for c.left = killings(); c.left > 0; {
			c.survey()
		}
		c.report()
	})
}

// report says where the kills hit, and fails where they hit too little to prove
// anything: every place in a long campaign, most of them in a short one.
func (c *campaign) report() {
	c.t.Helper()
	c.t.Logf("%d kills, and what each cut off or left half done: %s", c.kills, c.hits)
	least, missed := 1, 0
	if everything() {
		least = 5
	}
	for _, place := range places() {
		if c.hits[place] < least {
			missed++
		}
	}
	if missed > 3 || everything() && missed > 0 {
		c.t.Errorf("%d of %d places were hit less than %d times; nothing is proved of them", missed, len(places()), least)
	}
}

// survey is one survey from its opening to its end, with kills at its requests
// and its mixes, and then at its close.
func (c *campaign) survey() {
	c.t.Helper()
	r := c.open()
	voted := r.voting()
	for _, place := range c.hits.leastFirst(append(requests(), inMix)) {
		if c.left > 2 {
			r.strike(place)
		}
	}
	r.until(func() bool { return r.receipts.Load() >= 40 })
	for c.left > 0 && r.strikeAtTheClose() {
		continue
	}
	r.close()
	<-voted
	r.compare(r.administrator)
	r.keysAreGone()
	c.p.must("verify", r.id)
}
