package store

import (
	"context"
	"math"
	"time"

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
	row := entryRow{
		At: moment(e.At), Actor: e.Actor, Role: string(e.Role), Action: e.Action,
		Object: e.Object, Detail: e.Detail, Denied: e.Denied,
	}
	return wrap(s.write.WithContext(ctx).Create(&row).Error, "write audit log")
}

// Entries returns at most limit entries, the newest first, of those that were
// recorded before the entry with number before; 0 begins with the newest.
func (s *Store) Entries(ctx context.Context, limit int, before int64) ([]people.Entry, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	var rows []entryRow
	err := s.read.WithContext(ctx).Where("seq < ?", before).Order("seq DESC").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, wrap(err, "read audit log")
	}
	out := make([]people.Entry, len(rows))
	for i, r := range rows {
		out[i] = people.Entry{
			At: time.Time(r.At), Actor: r.Actor, Role: people.Role(r.Role), Action: r.Action,
			Object: r.Object, Detail: r.Detail, Denied: r.Denied,
		}
	}
	return out, nil
}
