package reports

import (
	"time"

	"teamtrust/analytics"
	"teamtrust/survey"
)

// Earlier is the release of a survey that closed before another one.
type Earlier struct {
	*analytics.Released
	Closed time.Time
}

// EarlierThan are the releases of those surveys that survey.Earlier finds, in
// its order. An error of released ends it and is returned as it is.
func EarlierThan(than survey.Survey, all []survey.Survey, released func(survey.Survey) (*analytics.Released, error)) ([]Earlier, error) {
	var list []Earlier
	for _, sv := range survey.Earlier(all, than) {
		r, err := released(sv)
		if err != nil {
			return nil, err
		}
		list = append(list, Earlier{Released: r, Closed: sv.ClosedAt})
	}
	return list, nil
}
