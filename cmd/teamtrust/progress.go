package main

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress is a bar on a terminal and plain lines elsewhere.
type progress struct {
	bar   *progressbar.ProgressBar
	out   io.Writer
	what  string
	total int64
	count atomic.Int64
}

func newProgress(out io.Writer, what string, total int) *progress {
	p := &progress{out: out, what: what, total: int64(total)}
	if isTerminal(out) {
		p.bar = newBar(out, what, int64(total), progressbar.OptionShowCount())
	}
	return p
}

// add counts one; elsewhere than on a terminal every tenth of the whole is a
// line.
func (p *progress) add() {
	n := p.count.Add(1)
	if p.bar != nil {
		_ = p.bar.Add(1)
		return
	}
	if step := max(p.total/10, 1); n%step == 0 || n == p.total {
		fmt.Fprintf(p.out, "%s: %d of %d\n", p.what, n, p.total)
	}
}

func (p *progress) done() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

func isTerminal(out io.Writer) bool {
	f, ok := fileOf(out)
	return ok && term.IsTerminal(int(f.Fd()))
}

// fileOf is the file that is written to in the end, if it is one.
func fileOf(out io.Writer) (*os.File, bool) {
	if o, ok := out.(*outlet); ok {
		out = o.to
	}
	f, ok := out.(*os.File)
	return f, ok
}

// newBar is a bar that goes away when it is done.
func newBar(out io.Writer, what string, total int64, more ...progressbar.Option) *progressbar.ProgressBar {
	return progressbar.NewOptions64(total, append(more, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what),
		progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))...)
}

// longFile is from how many bytes on it is said how far the reading of a file
// has come.
const longFile = 8 << 20

// reading is a file that says how much of it has been read: a bar on a
// terminal and every tenth a plain line elsewhere.
type reading struct {
	in         io.ReaderAt
	bar        *progressbar.ProgressBar
	out        io.Writer
	name       string
	size, read int64
}

func newReading(out io.Writer, name string, in io.ReaderAt, size int64) *reading {
	r := &reading{in: in, out: out, name: name, size: size}
	if size >= longFile && isTerminal(out) {
		r.bar = newBar(out, name, size, progressbar.OptionShowBytes(true))
	}
	return r
}

// ReadAt reads from the file. What is read twice, such as the directory of an
// archive, never counts as more than all of it.
func (r *reading) ReadAt(p []byte, at int64) (int, error) {
	n, err := r.in.ReadAt(p, at)
	before := r.read
	r.read = min(r.read+int64(n), r.size)
	switch {
	case r.size < longFile:
	case r.bar != nil:
		_ = r.bar.Set64(r.read)
	case before*10/r.size < r.read*10/r.size:
		fmt.Fprintf(r.out, "%s: %d of %d MB read\n", r.name, r.read/1e6, r.size/1e6)
	}
	return n, err
}

func (r *reading) done() {
	if r.bar != nil {
		_ = r.bar.Finish()
	}
}

// writing is a long file that says how much of it has been written: a bar
// without an end on a terminal, and a line for every writtenStep elsewhere.
type writing struct {
	to      io.Writer
	bar     *progressbar.ProgressBar
	out     io.Writer
	name    string
	written int64
}

// writtenStep is after how many bytes a line is written.
const writtenStep = 50_000_000

func newWriting(out io.Writer, name string, to io.Writer) *writing {
	w := &writing{to: to, out: out, name: name}
	if isTerminal(out) {
		w.bar = newBar(out, name, -1, progressbar.OptionShowBytes(true))
	}
	return w
}

func (w *writing) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	before := w.written
	w.written += int64(n)
	switch {
	case w.bar != nil && w.written >= longFile: // a short one is not worth a word
		_ = w.bar.Set64(w.written)
	case w.bar == nil && before/writtenStep < w.written/writtenStep:
		fmt.Fprintf(w.out, "%s: %d MB written\n", w.name, w.written/1_000_000)
	}
	return n, err
}

func (w *writing) done() {
	if w.bar != nil {
		_ = w.bar.Finish()
	}
}
