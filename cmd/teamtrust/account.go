package main

import (
	"context"
	"fmt"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/people"
)

// linkLife is how long a printed or mailed sign-in link works.
const linkLife = 24 * time.Hour

type accountCmd struct {
	Add  accountAddCmd  `cmd:"" help:"Give somebody a role; prints a one-time sign-in link."`
	Link accountLinkCmd `cmd:"" help:"Print a new one-time sign-in link."`
}

type accountAddCmd struct {
	Email string   `arg:"" help:"The e-mail address that the account is known by."`
	Role  string   `required:"" enum:"admin,hr,manager,auditor" help:"admin, hr, manager or auditor."`
	Team  []string `help:"A team that a manager manages, e.g. \"Operations / Plant Bremen\"; may be repeated." placeholder:"PATH" sep:"none"`
}

func (accountAddCmd) Help() string {
	return "Example: teamtrust account add hr@example.org --role hr"
}

// Run prints the link alone.
func (c accountAddCmd) Run(ctx context.Context, a *app) error {
	email, err := people.NormalEmail(c.Email)
	if err != nil {
		return err
	}
	return a.with(ctx, func(o *opened) error {
		teams, err := o.managed(ctx, people.Role(c.Role), c.Team)
		if err != nil {
			return err
		}
		acc, err := o.store.AddAccount(ctx, email, people.Role(c.Role), teams)
		if err != nil {
			return err
		}
		entry := people.Entry{At: time.Now(), Actor: "command line", Action: "add account", Object: email, Detail: c.Role}
		if err := o.store.Record(ctx, entry); err != nil {
			return err
		}
		return a.printLink(ctx, o, acc)
	})
}

// managed checks the team paths of a new manager against the staff list.
func (o *opened) managed(ctx context.Context, role people.Role, paths []string) ([]survey.Path, error) {
	if (role == people.Manager) != (len(paths) > 0) {
		return nil, survey.Errorf(survey.CodeBadRequest, "A manager needs at least one --team, and only a manager has teams.")
	}
	tree, err := o.store.Tree(ctx)
	if err != nil {
		return nil, err
	}
	var teams []survey.Path
	for _, p := range paths {
		team, err := people.ParseTeam(p)
		if err != nil {
			return nil, err
		}
		if _, ok := tree.ByID(team.ID()); !ok {
			return nil, survey.Errorf(survey.CodeNotFound, "The staff list has no team %q; write its full path as in the list.", p)
		}
		teams = append(teams, team)
	}
	return teams, nil
}

type accountLinkCmd struct {
	Email string `arg:"" help:"The account's e-mail address."`
}

func (accountLinkCmd) Help() string { return "Example: teamtrust account link hr@example.org" }

// Run prints the link alone.
func (c accountLinkCmd) Run(ctx context.Context, a *app) error {
	email, err := people.NormalEmail(c.Email)
	if err != nil {
		return err
	}
	return a.with(ctx, func(o *opened) error {
		acc, err := o.store.AccountByEmail(ctx, email)
		if err != nil {
			return err
		}
		entry := people.Entry{At: time.Now(), Actor: "command line", Action: "make sign-in link", Object: email}
		if err := o.store.Record(ctx, entry); err != nil {
			return err
		}
		return a.printLink(ctx, o, acc)
	})
}

func (a *app) printLink(ctx context.Context, o *opened, acc people.Account) error {
	link, err := o.signInLink(ctx, a.publicURL(), acc, time.Now())
	if err != nil {
		return err
	}
	fmt.Fprintln(a.stdout, link)
	return nil
}

// signInLink makes a link that signs in once.
func (o *opened) signInLink(ctx context.Context, url string, acc people.Account, now time.Time) (string, error) {
	secret, hash, err := newSecret()
	if err != nil {
		return "", err
	}
	if err := o.store.AddSignInLink(ctx, hash, acc.ID, now.Add(linkLife)); err != nil {
		return "", err
	}
	return url + "/sign-in/" + secret, nil
}
