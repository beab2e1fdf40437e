package store

import (
	"context"
	"time"

	"teamtrust/migrations"
	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// Collect stores the hash of a blinded element with an invitation that has
// none yet, and returns the invitation as it is afterwards: of two elements at
// once exactly one is stored, and both callers see that one. CodeClosed where
// the survey is not open, CodeNotFound where survey or invitation does not
// exist.
func (s *Store) Collect(ctx context.Context, id, hash, blinded string) (ballot.Invitation, error) {
	in := ballot.Invitation{Survey: id, Hash: hash}
	for {
		got, err := s.collect(ctx, id, hash, blinded)
		switch {
		case err != nil:
			return ballot.Invitation{}, wrap(err, "collect")
		case got.Unit != "":
			in.Unit, in.Blinded = got.Unit, got.Blinded
			return in, nil
		case !got.Busy:
			return ballot.Invitation{}, s.uncollected(ctx, id)
		}
		// It is being closed: whether that succeeds is not known yet, and a
		// waiting request must not keep a connection from others.
		if err := pause(ctx); err != nil {
			return ballot.Invitation{}, wrap(err, "collect")
		}
	}
}

// patience is how long something waits that meets a survey being closed before
// it asks again.
const patience = 50 * time.Millisecond

func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(patience):
		return nil
	}
}

type collected struct {
	Busy          bool
	Unit, Blinded string
}

func (s *Store) collect(ctx context.Context, id, hash, blinded string) (got collected, err error) {
	db := s.write.WithContext(ctx)
	if s.dialect == migrations.SQLite {
		return got, db.Raw(collectSQLite, blinded, id, hash).Scan(&got).Error
	}
	return got, db.Raw(collectPostgres, closingLock, lockNumber(id), id, blinded, hash).Scan(&got).Error
}

const collectSQLite = `
UPDATE invitations SET blinded = coalesce(blinded, ?)
WHERE survey = ? AND hash = ? AND EXISTS (SELECT 1 FROM surveys WHERE id = survey AND state = 'open' AND ended IS NULL)
RETURNING unit, blinded`

// FOR SHARE looks at the newest state of the survey, and the UPDATE at the
// newest state of the invitation, whatever the statement saw when it began.
const collectPostgres = `
WITH free AS MATERIALIZED (
	SELECT pg_try_advisory_xact_lock_shared(?, ?) AS ok
), open AS MATERIALIZED (
	SELECT s.id FROM surveys s CROSS JOIN free WHERE free.ok AND s.id = ? AND s.state = 'open' AND s.ended IS NULL FOR SHARE OF s
), put AS (
	UPDATE invitations i SET blinded = coalesce(i.blinded, ?) FROM open WHERE i.survey = open.id AND i.hash = ?
	RETURNING i.unit, i.blinded
)
SELECT NOT free.ok AS busy, coalesce(put.unit, '') AS unit, coalesce(put.blinded, '') AS blinded FROM free LEFT JOIN put ON true`

// uncollected says why nothing was collected.
func (s *Store) uncollected(ctx context.Context, id string) error {
	sv, err := readSurvey(s.read.WithContext(ctx), id)
	switch {
	case err != nil:
		return err
	case sv.State != survey.Open, !sv.Ended.IsZero():
		return notOpen(sv)
	}
	return survey.Errorf(survey.CodeNotFound, "This link is not valid for survey %s; perhaps it was replaced by another one.", id)
}
