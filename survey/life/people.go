package life

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

// ImportPeople carries a plan out in one transaction and records it.
func (l *Life) ImportPeople(ctx context.Context, plan *people.Plan, by Actor) error {
	if err := l.store.Import(ctx, plan.Import(by.Name, l.clock())); err != nil {
		return err
	}
	return l.record(ctx, by, people.ActionImport, "staff list", plan.Summary())
}

// AddAccount gives a role, and a manager's teams, to the holder of an e-mail
// address; the account is made where there is none. Teams must be on the staff
// list.
func (l *Life) AddAccount(ctx context.Context, email string, role people.Role, teams []survey.Path, by Actor) (people.Account, error) {
	email, err := people.NormalEmail(email)
	if err != nil {
		return people.Account{}, named(err, "email")
	}
	if !role.Valid() {
		return people.Account{}, field("role", "%q is no role; choose admin, hr, manager or auditor.", role)
	}
	if (role == people.Manager) != (len(teams) > 0) {
		return people.Account{}, field("team", "A manager needs at least one team, and only a manager has teams; name the team, or choose another role.")
	}
	tree, err := l.store.Tree(ctx)
	if err != nil {
		return people.Account{}, err
	}
	for _, t := range teams {
		if _, ok := tree.ByID(t.ID()); !ok {
			return people.Account{}, field("team", "The staff list has no team %q; write its full path as in the list.", t)
		}
	}
	acc, err := l.store.AddAccount(ctx, email, role, teams)
	if err != nil {
		return acc, err
	}
	return acc, l.record(ctx, by, "add account", email, string(role))
}

// named says which field of a form a failure belongs to.
func named(err error, name string) error {
	if e, ok := err.(*survey.Error); ok && e.Item == "" {
		return &survey.Error{Code: e.Code, Message: e.Message, Item: name}
	}
	return err
}

// SignInLife is how long a sign-in link works.
const SignInLife = 24 * time.Hour

// SignInLink makes a link that signs an account in once, before it expires.
func (l *Life) SignInLink(ctx context.Context, acc people.Account, by Actor) (url string, expires time.Time, err error) {
	secret, err := NewSecret(l.rand)
	if err != nil {
		return "", time.Time{}, err
	}
	expires = l.clock().Add(SignInLife)
	if err := l.store.AddSignInLink(ctx, HashSecret(secret), acc.ID, expires); err != nil {
		return "", time.Time{}, err
	}
	url = strings.TrimRight(l.url, "/") + "/sign-in/" + secret
	return url, expires, l.record(ctx, by, "make sign-in link", acc.Email, "")
}

// NewSecret returns the secret of a link: 32 random bytes in base64url.
func NewSecret(random io.Reader) (string, error) {
	b := make([]byte, 32)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", fmt.Errorf("make a secret: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// HashSecret is the form in which a link's secret is stored: hex SHA-256.
func HashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
