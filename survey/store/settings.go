package store

import (
	"context"
	"slices"
	"unicode/utf8"

	"gorm.io/gorm"
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
	return wrap(setSetting(s.write.WithContext(ctx), key, value), "store setting")
}

func setSetting(db *gorm.DB, key, value string) error {
	return db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&settingRow{Key: key, Value: value}).Error
}

// useSetting deletes a setting that has the given value: of several callers at
// once exactly one succeeds. CodeNotFound where it has another value or none.
func useSetting(db *gorm.DB, key, value string) error {
	result := db.Where("key = ? AND value = ?", key, value).Delete(&settingRow{})
	if result.Error == nil && result.RowsAffected == 0 {
		return survey.Errorf(survey.CodeNotFound, "There is no setting %s with this value.", key)
	}
	return result.Error
}

// SettingKeys lists the keys that begin with a prefix, sorted bytewise.
func (s *Store) SettingKeys(ctx context.Context, prefix string) ([]string, error) {
	var keys []string
	err := s.read.WithContext(ctx).Model(&settingRow{}).
		Where("substr(key, 1, ?) = ?", utf8.RuneCountInString(prefix), prefix).Pluck("key", &keys).Error
	slices.Sort(keys)
	return keys, wrap(err, "list settings")
}

// DeleteSetting deletes a setting. One that there is not is deleted already.
func (s *Store) DeleteSetting(ctx context.Context, key string) error {
	return wrap(s.write.WithContext(ctx).Where("key = ?", key).Delete(&settingRow{}).Error, "delete setting")
}
