package store

import (
	"errors"

	"gorm.io/gorm"

	"teamtrust/survey"
)

// found turns "no such row" into a *survey.Error with code CodeNotFound and
// the message, and wraps every other error with what was being done.
func found(err error, doing, message string, args ...any) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound):
		return survey.Errorf(survey.CodeNotFound, message, args...)
	}
	return wrap(err, doing)
}

// wrap says what was being done and why it failed, except where the error is
// for people already. The text is the Store's own (see describe), so that no log
// of whoever gets it can repeat a value.
func wrap(err error, doing string) error {
	if err == nil {
		return nil
	}
	var e *survey.Error
	if errors.As(err, &e) {
		return err
	}
	return &survey.Fault{Text: doing + ": " + describe(err), Err: err}
}

// misuse is an error of whoever calls the Store, told by a constant.
type misuse string

func (m misuse) Error() string { return string(m) }

// Reason is the text.
func (m misuse) Reason() string { return string(m) }
