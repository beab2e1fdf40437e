package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"teamtrust/survey"
)

// standardOutput is the name that stands for it where a file can be named.
const standardOutput = "-"

// writeFile writes a file whole or not at all: beside its place first, renamed
// when everything is in it. Only the owner can read it. Where nothing can be
// written, write is not called. What is there and is no file, such as
// /dev/stdout or a pipe, stays what it is and is written to directly, and so is
// standardOutput.
func (a *app) writeFile(path string, write func(io.Writer) error) error {
	if path == standardOutput {
		return write(a.stdout)
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return cannotWrite(path, errors.New("it is a directory"))
	case err == nil && !info.Mode().IsRegular():
		return writeThrough(path, write)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".teamtrust-*")
	if err != nil {
		return cannotWrite(path, err)
	}
	defer os.Remove(f.Name())
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return cannotWrite(path, err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return cannotWrite(path, err)
	}
	return nil
}

func writeThrough(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return cannotWrite(path, err)
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return cannotWrite(path, err)
	}
	return nil
}

// writeBook is writeFile of a workbook, which no terminal can show.
func (a *app) writeBook(path string, write func(io.Writer) error) error {
	if path == standardOutput && isTerminal(a.stdout) {
		return survey.Errorf(survey.CodeBadRequest, "A workbook is nothing to read on a terminal; name a file after -o.")
	}
	return a.writeFile(path, write)
}

// place is where writeFile writes, for a sentence.
func place(path string) string {
	if path == standardOutput {
		return "standard output"
	}
	return path
}

// cannotWrite leaves out the name of the file that was to be renamed: nobody
// asked for it.
func cannotWrite(path string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fmt.Errorf("cannot write %s: %w; choose another place", path, err)
}

// outlet is the standard output of a command. It remembers the first failure,
// so that a command whose words went nowhere does not end as if they had been
// read.
type outlet struct {
	to io.Writer

	mu     sync.Mutex
	failed error
}

func (o *outlet) Write(b []byte) (int, error) {
	n, err := o.to.Write(b)
	if err != nil {
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.failed == nil {
			o.failed = err
		}
	}
	return n, err
}

// failure says that something was not printed; what the command did is done.
func (o *outlet) failure() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.failed == nil {
		return nil
	}
	err := o.failed
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fmt.Errorf("the command did its work, but not everything could be printed: %w", err)
}
