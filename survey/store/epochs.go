package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"teamtrust/survey/life"
)

// epochRow is an epoch that a box has left.
type epochRow struct {
	Survey    string `gorm:"primaryKey"`
	Epoch     string `gorm:"primaryKey"`
	Destroyed moment
}

func (epochRow) TableName() string { return "epochs" }

// Epochs returns the epochs that the box of a survey has left, in no order.
func (s *Store) Epochs(ctx context.Context, id string) ([]life.Epoch, error) {
	return listEpochs(s.read.WithContext(ctx).Where("survey = ?", id))
}

// Left returns the epochs that boxes have left and whose keys are not recorded
// as destroyed.
func (s *Store) Left(ctx context.Context) ([]life.Epoch, error) {
	return listEpochs(s.read.WithContext(ctx).Where("destroyed IS NULL"))
}

func listEpochs(query *gorm.DB) ([]life.Epoch, error) {
	var rows []epochRow
	if err := query.Order("survey, epoch").Find(&rows).Error; err != nil {
		return nil, wrap(err, "list epochs")
	}
	out := make([]life.Epoch, len(rows))
	for i, r := range rows {
		out[i] = life.Epoch{Survey: r.Survey, Epoch: r.Epoch, Destroyed: time.Time(r.Destroyed)}
	}
	return out, nil
}

// EpochDestroyed records when the keys of an epoch were destroyed; the first
// time stays.
func (s *Store) EpochDestroyed(ctx context.Context, e life.Epoch) error {
	err := s.write.WithContext(ctx).Exec("UPDATE epochs SET destroyed = coalesce(destroyed, ?) WHERE survey = ? AND epoch = ?",
		moment(e.Destroyed), e.Survey, e.Epoch).Error
	return wrap(err, "record that keys of survey "+e.Survey+" are destroyed")
}
