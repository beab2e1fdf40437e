package main

import (
	"context"
	"net"
	"net/url"
	"path/filepath"
	"strings"

	"teamtrust/server"
	"teamtrust/survey"
)

// lookAtSurroundings looks at what a server noted of its surroundings.
func (d *doctor) lookAtSurroundings(ctx context.Context) {
	day, err := d.store.Setting(ctx, server.SettingForwarded)
	switch {
	case survey.CodeOf(err) == survey.CodeNotFound, err == nil && day == "":
		d.well("forwarded addresses", "no proxy passes on addresses of employees")
	case err != nil:
		d.unknown("forwarded addresses", err)
	default:
		d.warn("forwarded addresses", "See docs/proxies.md; then dismiss the warning on the admin page.", "a proxy passed on addresses of employees, last on %s", day)
	}
}

// lookAtPlaces looks whether keys lie where the database is copied.
func (d *doctor) lookAtPlaces() {
	const apart = "Name a directory elsewhere with --keys, best on a volume of its own without snapshots, and move the keys there."
	problems := len(d.found)
	if where := d.keysAmongData(); where != "" {
		d.warn("places", apart, "the keys lie inside %s: whoever copies it has both", where)
	}
	if d.backups != "" && (liesIn(d.keysDir(), d.backups) || liesIn(d.backups, d.keysDir())) {
		d.fail("places", apart, "keys and backups lie in one place, %s", d.backups)
	}
	if file, is := d.sqliteFile(); is && len(d.found) == problems && sameDevice(filepath.Dir(file), d.keysDir()) {
		d.warn("places", apart, "keys and database are on one file system: a copy or a snapshot of it has both")
	}
	if len(d.found) == problems {
		d.well("places", "keys and database are apart")
	}
}

// sqliteFile is the file of the embedded database.
func (a *app) sqliteFile() (string, bool) { return strings.CutPrefix(a.databaseURL(), "sqlite:") }

// keysAmongData is the folder of the database that the keys lie in; empty where
// they lie elsewhere.
func (a *app) keysAmongData() string {
	folders := []string{a.dataDir()}
	if file, is := a.sqliteFile(); is {
		folders = append(folders, filepath.Dir(file))
	}
	for _, folder := range folders {
		if liesIn(a.keysDir(), folder) {
			return folder
		}
	}
	return ""
}

// lookAtAddress looks whether links can be opened, and by nobody else.
func (d *doctor) lookAtAddress() {
	problems := len(d.found)
	for _, address := range []string{d.publicURL(), d.ballotURL()} {
		u, err := url.Parse(address)
		if err != nil || u.Scheme == "https" || len(d.found) > problems {
			continue
		}
		if ip := net.ParseIP(u.Hostname()); u.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
			d.warn("address", "Give the server and this command --public-url https://…, the address that people type.", "links begin with %s, which opens on this computer alone", address)
			continue
		}
		d.fail("address", "Put a proxy with a certificate before it (docs/proxies.md) and use --public-url https://….", "%s has no encryption: links and answers can be read on the way, and browsers refuse the survey page", address)
	}
	if len(d.found) == problems {
		d.well("address", "links begin with %s", d.ballotURL())
	}
}

// Free space below which a disk is nearly full, and full.
const (
	littleSpace = 1 << 30
	noSpace     = 100 << 20
)

func (d *doctor) lookAtDisks() {
	const do = "Make room: ballots are refused once the disk is full."
	places := []string{d.keysDir()}
	if file, is := d.sqliteFile(); is {
		places = append(places, filepath.Dir(file))
	}
	problems := len(d.found)
	for _, place := range places {
		free, known := freeSpace(place)
		switch {
		case known && free < noSpace:
			d.fail("disk space", do, "%d MB are free at %s", free>>20, place)
		case known && free < littleSpace:
			d.warn("disk space", do, "%d MB are free at %s", free>>20, place)
		}
	}
	if len(d.found) == problems {
		d.well("disk space", "at least %d MB", littleSpace>>20)
	}
}
