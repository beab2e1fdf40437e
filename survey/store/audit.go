package store

import (
	"context"
	"math"
	"time"

	"gorm.io/gorm"

	"teamtrust/survey/people"
)

type entryRow struct {
	Seq    int64 `gorm:"primaryKey;autoIncrement"`
	At     moment
	Actor  string
	Role   string
	Action string
	Object string
	Detail string
	Denied bool
}

func (entryRow) TableName() string { return "audit" }

// Record adds an entry to the audit log.
func (s *Store) Record(ctx context.Context, e people.Entry) error {
	return wrap(record(s.write.WithContext(ctx), e), "write audit log")
}

func record(db *gorm.DB, e people.Entry) error {
	row := entryRow{
		At: moment(e.At), Actor: e.Actor, Role: string(e.Role), Action: e.Action,
		Object: e.Object, Detail: e.Detail, Denied: e.Denied,
	}
	return db.Create(&row).Error
}

// Entries returns at most limit entries, the newest first, of those that were
// recorded before the entry with number before; 0 begins with the newest.
func (s *Store) Entries(ctx context.Context, limit int, before int64) ([]people.Entry, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	return s.entries(s.read.WithContext(ctx).Where("seq < ?", before).Limit(limit))
}

// EntriesOf returns at most limit entries with one action, the newest first.
func (s *Store) EntriesOf(ctx context.Context, action string, limit int) ([]people.Entry, error) {
	return s.entries(s.read.WithContext(ctx).Where("action = ? AND NOT denied", action).Limit(limit))
}

func (s *Store) entries(query *gorm.DB) ([]people.Entry, error) {
	var rows []entryRow
	if err := query.Order("seq DESC").Find(&rows).Error; err != nil {
		return nil, wrap(err, "read audit log")
	}
	out := make([]people.Entry, len(rows))
	for i, r := range rows {
		out[i] = people.Entry{
			Number: r.Seq, At: time.Time(r.At), Actor: r.Actor, Role: people.Role(r.Role), Action: r.Action,
			Object: r.Object, Detail: r.Detail, Denied: r.Denied,
		}
	}
	return out, nil
}
