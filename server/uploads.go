package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"teamtrust/survey/life"
	"teamtrust/survey/people"
)

// upload is a staff list between its dry run and the confirmation. One is kept
// for each account, so that any node can carry it out, and no longer than
// uploadLife.
type upload struct {
	Name    string `json:"name"`
	Full    bool   `json:"full"`
	Summary string `json:"summary"` // what the page showed; a confirmation is for exactly this
	File    []byte `json:"file"`
}

// id confirms exactly this plan.
func (u upload) id() string {
	return life.HashSecret(fmt.Sprint(u.Name, "\n", u.Full, "\n", u.Summary, "\n", string(u.File)))[:32]
}

// uploadLife is how long a staff list waits for its confirmation.
const uploadLife = time.Hour

// uploadPrefix begins the name of every upload: upload:ACCOUNT:SECONDS. The time
// is in the name so that nobody has to read the file to know it.
const uploadPrefix = "upload:"

func uploadsOf(account string) string { return uploadPrefix + account + ":" }

// uploadedAt is the time in the name of an upload; zero where there is none.
func uploadedAt(key string) time.Time {
	seconds, err := strconv.ParseInt(key[strings.LastIndexByte(key, ':')+1:], 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(seconds, 0)
}

// Uploads is where uploaded staff lists wait.
type Uploads interface {
	SettingKeys(ctx context.Context, prefix string) ([]string, error)
	DeleteSetting(ctx context.Context, key string) error
}

// ExpireUploads deletes staff lists that nobody confirmed for an hour. It goes
// on after a failure and returns all of them.
func ExpireUploads(ctx context.Context, store Uploads, now time.Time) error {
	return deleteUploads(ctx, store, uploadPrefix, func(key string) bool { return now.Sub(uploadedAt(key)) >= uploadLife })
}

func deleteUploads(ctx context.Context, store Uploads, prefix string, over func(key string) bool) error {
	keys, err := store.SettingKeys(ctx, prefix)
	if err != nil {
		return fmt.Errorf("look for uploaded staff lists: %w", err)
	}
	for _, key := range keys {
		if !over(key) {
			continue
		}
		if e := store.DeleteSetting(ctx, key); e != nil {
			err = errors.Join(err, fmt.Errorf("delete an uploaded staff list: %w", e))
		}
	}
	return err
}

// dropUploads deletes what an account uploaded.
func (s *Server) dropUploads(ctx context.Context, account string) error {
	return deleteUploads(ctx, s.Store, uploadsOf(account), func(string) bool { return true })
}

// keepUpload stores an upload in place of the account's earlier one.
func (s *Server) keepUpload(ctx context.Context, acc people.Account, u upload) error {
	raw, err := json.Marshal(u)
	if err != nil {
		return err
	}
	if err := s.dropUploads(ctx, acc.ID); err != nil {
		return err
	}
	return s.Store.SetSetting(ctx, uploadsOf(acc.ID)+strconv.FormatInt(s.Now().Unix(), 10), string(raw))
}

// findUpload returns the account's upload. Without one, or where it has waited
// too long, found is false.
func (s *Server) findUpload(ctx context.Context, acc people.Account) (u upload, found bool, err error) {
	keys, err := s.Store.SettingKeys(ctx, uploadsOf(acc.ID))
	if err != nil || len(keys) == 0 {
		return u, false, err
	}
	key := keys[len(keys)-1]
	if s.Now().Sub(uploadedAt(key)) >= uploadLife {
		return u, false, nil
	}
	raw, err := s.Store.Setting(ctx, key)
	if err != nil {
		return u, false, err
	}
	if err := json.Unmarshal([]byte(raw), &u); err != nil {
		return u, false, fmt.Errorf("read the uploaded staff list: %w", err)
	}
	return u, true, nil
}
