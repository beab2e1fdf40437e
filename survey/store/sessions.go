package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"github.com/alexedwards/scs/v2"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// sessionRow holds the hash of a token: who reads the table cannot take a
// session over.
type sessionRow struct {
	Hash    string `gorm:"primaryKey"`
	Data    []byte
	Expires moment
}

func (sessionRow) TableName() string { return "sessions" }

// sessions is the Store as scs wants it. Its interface has no clock, so this is
// the one place that looks at the time itself.
type sessions struct{ store *Store }

// Sessions keeps the sessions of signed-in accounts. Expired ones are not
// found, and are deleted when another one is committed.
func (s *Store) Sessions() scs.CtxStore { return sessions{s} }

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// FindCtx is part of scs.CtxStore.
func (x sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var row sessionRow
	err := x.store.read.WithContext(ctx).Where("hash = ? AND expires > ?", hashToken(token), moment(time.Now())).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, false, nil
	}
	return row.Data, err == nil, wrap(err, "find session")
}

// CommitCtx is part of scs.CtxStore.
func (x sessions) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	return wrap(x.store.transaction(ctx, func(tx *gorm.DB) error {
		if err := tx.Where("expires <= ?", moment(time.Now())).Delete(&sessionRow{}).Error; err != nil {
			return err
		}
		return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&sessionRow{Hash: hashToken(token), Data: data, Expires: moment(expires)}).Error
	}), "store session")
}

// DeleteCtx is part of scs.CtxStore.
func (x sessions) DeleteCtx(ctx context.Context, token string) error {
	return wrap(x.store.write.WithContext(ctx).Where("hash = ?", hashToken(token)).Delete(&sessionRow{}).Error, "delete session")
}

// Find is FindCtx without a context.
func (x sessions) Find(token string) ([]byte, bool, error) {
	return x.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (x sessions) Commit(token string, data []byte, expires time.Time) error {
	return x.CommitCtx(context.Background(), token, data, expires)
}

// Delete is DeleteCtx without a context.
func (x sessions) Delete(token string) error { return x.DeleteCtx(context.Background(), token) }
