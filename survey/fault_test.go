package survey

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"
)

const sent = "what-somebody-sent"

// careless is an error whose text repeats a value, as drivers make them.
type careless struct{ value string }

func (c careless) Error() string { return "invalid input: " + c.value }

func TestReasonsRepeatNothingThatWasSent(t *testing.T) {
	cause := careless{sent}
	fault := &Fault{Text: "stage ballot: the disk is full", Err: cause}
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"nothing":           {nil, ""},
		"a fault":           {fmt.Errorf("cast %s: %w", sent, fault), "stage ballot: the disk is full"},
		"a request's end":   {fmt.Errorf("%s: %w", sent, context.Canceled), "context canceled"},
		"a time-out":        {fmt.Errorf("%s: %w", sent, context.DeadlineExceeded), "context deadline exceeded"},
		"a file":            {fmt.Errorf("%s: %w", sent, &fs.PathError{Op: "open", Path: "/keys/s/sealing.key", Err: syscall.EACCES}), "open /keys/s/sealing.key: permission denied"},
		"a text for people": {Errorf(CodeBadAnswer, "The answer %s does not fit.", sent), "bad_answer"},
		"any other":         {fmt.Errorf("decode %s: %w", sent, cause), "an error of type survey.careless"},
		"two at once":       {errors.Join(cause, fault), "stage ballot: the disk is full"},
	} {
		if got := Reason(tt.err); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	if !errors.Is(fmt.Errorf("x: %w", fault), cause) {
		t.Error("the cause of a fault cannot be found any more")
	}
}

func TestAPanicIsToldByItsPlaceAlone(t *testing.T) {
	var fault *Fault
	func() {
		defer func() { fault = Recovered(recover()) }()
		panicWith([]string{sent, "another"})
	}()
	if strings.Contains(fault.Error(), sent) {
		t.Errorf("it repeats the value: %s", fault)
	}
	for _, want := range []string{"panic of type *errors.errorString", "survey.panicWith:", "survey.TestAPanicIsToldByItsPlaceAlone"} {
		if !strings.Contains(fault.Error(), want) {
			t.Errorf("it lacks %q: %s", want, fault)
		}
	}
}

//go:noinline
func panicWith(values []string) { panic(errors.New(values[0])) }
