package store

import (
	"errors"
	"fmt"

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

// wrap says what was being done, except where the error is for people already.
func wrap(err error, doing string) error {
	if err == nil {
		return nil
	}
	var e *survey.Error
	if errors.As(err, &e) {
		return err
	}
	return fmt.Errorf("%s: %w", doing, err)
}
