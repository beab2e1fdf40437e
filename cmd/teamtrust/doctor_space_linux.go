package main

import "syscall"

// freeSpace is how many bytes this user may still write to the disk of a place.
func freeSpace(path string) (free uint64, known bool) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(path, &st); err != nil {
		return 0, false
	}
	return st.Bavail * uint64(st.Bsize), true
}
