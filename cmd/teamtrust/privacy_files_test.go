package main

import (
	"io/fs"
	"os"
	"path/filepath"
)

// files are the contents of everything that the database keeps on the disk.
func (a *administrator) files() map[string][]byte {
	a.t.Helper()
	paths := []string{a.sqlite, a.sqlite + "-wal", a.sqlite + "-shm", a.sqlite + "-journal"}
	if a.sqlite == "" {
		paths = a.clusterFiles()
	}
	out := map[string][]byte{}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			continue // a table's file may go while it is looked at
		}
		if err != nil {
			a.t.Fatal(err)
		}
		out[filepath.Base(path)] = content
	}
	return out
}

// clusterFiles are the files of this one database of the cluster, and the part
// of the shared write-ahead log that was written since the test began.
func (a *administrator) clusterFiles() (paths []string) {
	a.t.Helper()
	a.exec("CHECKPOINT")
	folder := a.one("SHOW data_directory")
	base := filepath.Join(folder, "base", a.one("SELECT oid FROM pg_database WHERE datname = current_database()"))
	err := filepath.WalkDir(base, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		a.t.Fatal(err)
	}
	last := a.one("SELECT pg_walfile_name(pg_current_wal_lsn())")
	log, err := os.ReadDir(filepath.Join(folder, "pg_wal"))
	if err != nil {
		a.t.Fatal(err)
	}
	for _, f := range log {
		if f.Type().IsRegular() && f.Name() >= a.from && f.Name() <= last {
			paths = append(paths, filepath.Join(folder, "pg_wal", f.Name()))
		}
	}
	return paths
}
