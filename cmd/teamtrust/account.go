package main

import (
	"context"
	"errors"
	"fmt"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
)

type accountCmd struct {
	Add  accountAddCmd  `cmd:"" help:"Give somebody a role; prints a one-time sign-in link."`
	Link accountLinkCmd `cmd:"" help:"Print a new one-time sign-in link."`
}

func (accountCmd) Help() string { return "Example: teamtrust account add hr@example.org --role hr" }

type accountAddCmd struct {
	Email string   `arg:"" help:"The e-mail address that the account is known by."`
	Role  string   `required:"" enum:"admin,hr,manager,auditor" help:"admin, hr, manager or auditor."`
	Team  []string `help:"A team that a manager manages, e.g. \"Operations / Plant Bremen\"; may be repeated." placeholder:"PATH" sep:"none"`
}

func (accountAddCmd) Help() string {
	return "Example: teamtrust account add hr@example.org --role hr"
}

// Validate makes a role without its teams wrong usage.
func (c accountAddCmd) Validate() error {
	if manages := c.Role == string(people.Manager); manages != (len(c.Team) > 0) {
		return errors.New("--role manager needs at least one --team PATH, and only a manager has teams")
	}
	return nil
}

// Run prints the link alone.
func (c accountAddCmd) Run(ctx context.Context, a *app) error {
	var teams []survey.Path
	for _, p := range c.Team {
		team, err := people.ParseTeam(p)
		if err != nil {
			return err
		}
		teams = append(teams, team)
	}
	return a.with(ctx, func(o *opened) error {
		acc, err := o.life.AddAccount(ctx, c.Email, people.Role(c.Role), teams, life.CommandLine)
		if err != nil {
			return err
		}
		return a.printLink(ctx, o, acc)
	})
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
		return a.printLink(ctx, o, acc)
	})
}

func (a *app) printLink(ctx context.Context, o *opened, acc people.Account) error {
	link, _, err := o.life.SignInLink(ctx, acc, life.CommandLine)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.stdout, link)
	return nil
}
