package store

import (
	"context"

	"gorm.io/gorm"

	"teamtrust/survey"
)

type leafRow struct {
	Position int64 `gorm:"primaryKey;autoIncrement:false"`
	Survey   string
	Leaf     string
}

func (leafRow) TableName() string { return "log" }

// addLeaf appends a manifest's hash. The caller's transaction keeps others
// from appending.
func addLeaf(tx *gorm.DB, sv survey.Survey) error {
	var n int64
	if err := tx.Model(&leafRow{}).Count(&n).Error; err != nil {
		return err
	}
	return tx.Create(&leafRow{Position: n, Survey: sv.ID, Leaf: sv.ManifestHash}).Error
}

// LogLeaves returns the leaves of the transparency log from the first: the
// manifest hashes, in lower-case hex, in the order in which surveys opened.
func (s *Store) LogLeaves(ctx context.Context) ([]string, error) {
	var leaves []string
	err := s.read.WithContext(ctx).Model(&leafRow{}).Order("position").Pluck("leaf", &leaves).Error
	return leaves, wrap(err, "read the log")
}
