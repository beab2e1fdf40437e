package main

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"teamtrust/migrations"
	"teamtrust/survey/store/storetest"
)

// PostgreSQL is killed while people vote and while HR closes, and comes back
// after its crash recovery. The server goes on as it is; what it was asked
// meanwhile it says to try again.
func TestPostgreSQLKilledLosesNoBallotAndTheServerGoesOn(t *testing.T) {
	if len(storetest.Dialects(t)) < 2 {
		t.Log("no PostgreSQL; this test was left out")
		return
	}
	db := newCluster(t, os.TempDir()) // t.TempDir is closed to other users
	p := newProgram(t, db.address())
	p.must("people", "import", staffList)
	c := newCampaign(t, p)
	c.kill = func() {
		db.kill()
		time.Sleep(rand.N(300 * time.Millisecond)) // what is asked now meets no database
		db.start()
	}
	c.revive = func() {}
	for c.left = killings(); c.left > 0; {
		c.survey()
	}
	c.report()
	c.server.stop()
	said := c.server.log.String()
	if !strings.Contains(said, "requests of the employees' side failed since the last report") || strings.Contains(said, "an error of type") {
		t.Errorf("the log does not say in words what failed:\n%s", said)
	}
	if !strings.Contains(db.log.String(), "was not properly shut down") {
		t.Errorf("%s was never recovered:\n%s", migrations.Postgres, db.log)
	}
}
