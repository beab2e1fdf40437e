package survey

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"strings"
)

// Fault is an internal failure whose text repeats nothing that somebody sent
// and nothing that is stored: logs, jobs and metrics may carry it, also where
// ballots are handled. What caused it stays reachable for errors.Is and As.
type Fault struct {
	Text string
	Err  error // nil after a panic
}

func (f *Fault) Error() string { return f.Text }

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.Err }

// Reason is the text.
func (f *Fault) Reason() string { return f.Text }

// Faultf says what was being done when err happened, by its Reason.
func Faultf(err error, doing string, args ...any) *Fault {
	return &Fault{Text: fmt.Sprintf(doing, args...) + ": " + Reason(err), Err: err}
}

// Reason says what failed in words that any log may carry: the text of a Fault
// or of another error with a method Reason, of a context that ended or of a
// file that could not be used, the code of an Error, and otherwise only the type. "" for nil.
func Reason(err error) string {
	var told interface{ Reason() string }
	var file *fs.PathError
	var forPeople *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &told):
		return told.Reason()
	case errors.Is(err, context.Canceled):
		return context.Canceled.Error()
	case errors.Is(err, context.DeadlineExceeded):
		return context.DeadlineExceeded.Error()
	case errors.As(err, &file):
		return file.Error()
	case errors.As(err, &forPeople):
		return string(forPeople.Code) // the message may carry what was sent
	}
	return fmt.Sprintf("an error of type %T", innermost(err))
}

func innermost(err error) error {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err
		}
		err = next
	}
}

// framesOfAPanic is how many calls a Recovered fault names.
const framesOfAPanic = 8

// Recovered turns the value of a panic into a Fault that names its type and
// the places in the source that led to it. The value itself is left out, and so
// are the arguments that a stack trace would show. It is called by the deferred function.
func Recovered(value any) *Fault {
	var callers [64]uintptr
	frames := runtime.CallersFrames(callers[:runtime.Callers(3, callers[:])])
	var at []string
	for frame, more := frames.Next(); len(at) < framesOfAPanic; frame, more = frames.Next() {
		if !strings.HasPrefix(frame.Function, "runtime.") && frame.Function != "" {
			at = append(at, fmt.Sprintf("%s:%d", frame.Function, frame.Line))
		}
		if !more {
			break
		}
	}
	return &Fault{Text: fmt.Sprintf("panic of type %T in %s", value, strings.Join(at, " < "))}
}
