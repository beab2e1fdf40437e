package survey

import (
	"errors"
	"fmt"
)

// Code says what kind of failure an Error is. The first seven are part of the
// protocol teamtrust/1 and map to the HTTP status named beside them.
type Code string

const (
	CodeBadRequest Code = "bad_request" // 400: malformed, or a check failed before anything was looked up
	CodeForbidden  Code = "forbidden"   // 403: known, but not allowed
	CodeNotFound   Code = "not_found"   // 404
	CodeUsed       Code = "used"        // 409: the invitation was used with another blinded element
	CodeClosed     Code = "closed"      // 410: the survey takes no ballots (any more)
	CodeTooLarge   Code = "too_large"   // 413
	CodeBadAnswer  Code = "bad_answer"  // 422: an answer or a commitment does not fit; Item names it
	CodeRefused    Code = "refused"     // 409: the state of the thing does not allow it; Message says what would
	CodeInternal   Code = "internal"    // 500: anything that is not an Error
)

// Error is a failure that may be shown to people: Message is one plain
// sentence that says what is wrong, where, and what to do. Everything that is
// not an Error is internal and is never shown.
type Error struct {
	Code    Code
	Message string
	Item    string // the item or field concerned, where there is one
}

func (e *Error) Error() string { return e.Message }

// Errorf makes an Error.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// CodeOf returns the code of the first Error in err's chain, CodeInternal for any
// other error, and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}
