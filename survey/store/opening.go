package store

import (
	"context"

	"gorm.io/gorm"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

// OpenSurvey writes in one transaction everything that is frozen, the
// manifest, its leaf in the log with the signed checkpoint, and the transition. CodeRefused where the
// survey is no draft any more, or where a real one would invite somebody who
// is invited to another real one that is open; two openings at once cannot
// both pass.
func (s *Store) OpenSurvey(ctx context.Context, o life.Opening) error {
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		if err := s.lockLog(tx); err != nil {
			return err
		}
		if err := mayOpen(tx, o.Survey); err != nil {
			return err
		}
		if o.Ready != nil {
			if err := o.Ready(); err != nil {
				return err
			}
		}
		if err := freeze(tx, o); err != nil {
			return err
		}
		if err := invite(tx, o.Survey, o.Invitations); err != nil {
			return err
		}
		manifest := ballot.LogEntry{Survey: o.Survey.ID, Kind: ballot.LogManifest, Leaf: o.Survey.ManifestHash}
		if err := grow(tx, o.Sign, manifest); err != nil {
			return err
		}
		return transit(tx, survey.Draft, o.Survey, o.Survey.Opens, o.By, "")
	})
	return wrap(err, "the opening's transaction")
}

func mayOpen(tx *gorm.DB, after survey.Survey) error {
	before, err := lockSurvey(tx, after.ID)
	if err != nil {
		return err
	}
	if before.State != survey.Draft {
		return survey.Errorf(survey.CodeRefused, "Survey %s is %s; only a draft can be opened, so make a new one.", before.ID, before.State)
	}
	if after.State != survey.Open || after.Opens.IsZero() || after.ManifestHash == "" {
		return misuse("an opening needs the state open, its time and the manifest's hash")
	}
	return nil
}

// invite writes the invitations and refuses people whose other survey is open.
func invite(tx *gorm.DB, sv survey.Survey, invitations []life.Invitation) error {
	if err := insert(tx, invitationRows(sv.ID, invitations)); err != nil {
		return err
	}
	if sv.Rehearsal {
		return nil
	}
	return refuseOverlap(tx, sv.ID)
}
