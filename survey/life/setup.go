package life

import (
	"context"
	"strings"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

// Settings that belong to the first start.
const (
	SettingSetup        = "setup"        // hash of the one-time setup secret while nobody can administer the installation
	SettingOrganisation = "organisation" // the organisation's name; may be empty
)

// maxOrganisation is the longest name of an organisation, in characters.
const maxOrganisation = 120

// FirstStart is what the holder of the setup secret leaves behind. The store
// writes it in the transaction that uses the secret up.
type FirstStart struct {
	Secret       string // hash of the setup secret
	Organisation string
	Email        string
	Roles        []people.Role
	Entries      []people.Entry // for the audit log
}

// SetUp uses the setup secret up and makes the first account, which is
// administrator and HR in one: both or neither, so that no failure locks
// everybody out, and of several holders of the secret exactly one comes in.
// CodeNotFound for a secret that is not the one, or was used; CodeBadRequest,
// with the field as Item, for what can be mended, before the secret is used.
func (l *Life) SetUp(ctx context.Context, secret, email, organisation string) (people.Account, error) {
	email, err := people.NormalEmail(email)
	if err != nil {
		return people.Account{}, named(err, "email")
	}
	if organisation, err = cleanOrganisation(organisation); err != nil {
		return people.Account{}, err
	}
	first := FirstStart{Secret: HashSecret(secret), Organisation: organisation, Email: email, Roles: []people.Role{people.Admin, people.HR}}
	for _, role := range first.Roles {
		first.Entries = append(first.Entries, people.Entry{
			At: l.clock(), Actor: email, Role: people.Admin, Action: "add account", Object: email, Detail: string(role),
		})
	}
	return l.store.SetUp(ctx, first)
}

func cleanOrganisation(name string) (string, error) {
	name = strings.TrimSpace(name)
	return name, readable("organisation", "The organisation's name", name, maxOrganisation)
}

// MaySetUp reports whether a secret is the one that the last start printed and
// nobody has used. A *survey.Error with CodeNotFound says that it is not.
func (l *Life) MaySetUp(ctx context.Context, secret string) error {
	want, err := l.store.Setting(ctx, SettingSetup)
	if survey.CodeOf(err) == survey.CodeNotFound || err == nil && want != HashSecret(secret) {
		return survey.Errorf(survey.CodeNotFound, "This setup link was used already or is not the newest; start the server again for a new one.")
	}
	return err
}
