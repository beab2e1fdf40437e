package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"gorm.io/gorm"

	"teamtrust/survey"
	"teamtrust/survey/life"
)

// bandsRow is one refresh of participation. Rows are only ever added: what was
// published once can be audited later.
type bandsRow struct {
	Survey string `gorm:"primaryKey"`
	At     moment `gorm:"primaryKey"`
	Bands  string // JSON
}

func (bandsRow) TableName() string { return "bands" }

func (r bandsRow) bands() (life.Bands, error) {
	b := life.Bands{At: time.Time(r.At)}
	return b, json.Unmarshal([]byte(r.Bands), &b.Teams)
}

// PublishBands records a refresh. It does nothing where one was published less
// than the given time before, so that of several processes one is heard;
// CodeClosed where the survey is not open.
func (s *Store) PublishBands(ctx context.Context, id string, b life.Bands, every time.Duration) error {
	raw, err := json.Marshal(b.Teams)
	if err != nil {
		return err
	}
	return wrap(s.transaction(ctx, func(tx *gorm.DB) error {
		sv, err := lockSurvey(tx, id)
		if err != nil {
			return err
		}
		if sv.State != survey.Open {
			return notOpen(sv)
		}
		last, err := lastBands(tx, id)
		if err != nil || !last.At.IsZero() && b.At.Sub(last.At) < every {
			return err
		}
		return tx.Create(&bandsRow{Survey: id, At: moment(b.At), Bands: string(raw)}).Error
	}), "publish participation")
}

// LastBands returns the newest refresh; the zero value before the first.
func (s *Store) LastBands(ctx context.Context, id string) (life.Bands, error) {
	b, err := lastBands(s.read.WithContext(ctx), id)
	return b, wrap(err, "read participation")
}

func lastBands(db *gorm.DB, id string) (life.Bands, error) {
	var row bandsRow
	err := db.Where("survey = ?", id).Order("at DESC").Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return life.Bands{}, nil
	}
	if err != nil {
		return life.Bands{}, err
	}
	return row.bands()
}

// PublishedBands returns every refresh of a survey, the earliest first.
func (s *Store) PublishedBands(ctx context.Context, id string) ([]life.Bands, error) {
	var rows []bandsRow
	if err := s.read.WithContext(ctx).Where("survey = ?", id).Order("at").Find(&rows).Error; err != nil {
		return nil, wrap(err, "read participation")
	}
	out := make([]life.Bands, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.bands(); err != nil {
			return nil, wrap(err, "read participation")
		}
	}
	return out, nil
}
