//go:build unix

package main

import (
	"io/fs"
	"os"
	"syscall"
)

// owner is the user that a file belongs to.
func owner(info fs.FileInfo) (uid int, known bool) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return int(st.Uid), true
}

// sameDevice reports whether two places are on one file system.
func sameDevice(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	if err != nil {
		return false
	}
	p, ok := x.Sys().(*syscall.Stat_t)
	q, also := y.Sys().(*syscall.Stat_t)
	return ok && also && p.Dev == q.Dev
}
