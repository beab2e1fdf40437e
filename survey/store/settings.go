package store

import (
	"context"

	"gorm.io/gorm/clause"

	"teamtrust/survey"
)

type settingRow struct {
	Key   string `gorm:"primaryKey"`
	Value string
}

func (settingRow) TableName() string { return "settings" }

// Setting returns a setting; CodeNotFound before SetSetting.
func (s *Store) Setting(ctx context.Context, key string) (string, error) {
	var row settingRow
	err := s.read.WithContext(ctx).Where("key = ?", key).Take(&row).Error
	return row.Value, found(err, "read setting", "There is no setting %s.", key)
}

// SetSetting stores a setting, in place of an earlier value.
func (s *Store) SetSetting(ctx context.Context, key, value string) error {
	row := settingRow{Key: key, Value: value}
	return wrap(s.write.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error, "store setting")
}

// UseSetting deletes a setting that has the given value: of several callers at
// once exactly one succeeds. CodeNotFound where it has another value or none.
func (s *Store) UseSetting(ctx context.Context, key, value string) error {
	result := s.write.WithContext(ctx).Where("key = ? AND value = ?", key, value).Delete(&settingRow{})
	if result.Error == nil && result.RowsAffected == 0 {
		return survey.Errorf(survey.CodeNotFound, "There is no setting %s with this value.", key)
	}
	return wrap(result.Error, "use setting")
}
