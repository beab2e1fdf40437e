package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

type surveyShareCmd struct {
	ID    string `arg:"" help:"The survey's id."`
	Take  string `enum:",hr,auditor" default:"" help:"Before it opens: print the share of hr or of the auditor, once." placeholder:"hr|auditor"`
	Renew bool   `help:"Before it opens: make new shares for both; the old ones are good for nothing then."`
	Lost  string `enum:",hr,auditor" default:"" help:"After its end: hr or the auditor says that a share is lost. Once both have, the survey can be closed without its ballots." placeholder:"hr|auditor"`
	Give  string `help:"After its end: give the share that is in this file." placeholder:"FILE" type:"path"`
}

func (surveyShareCmd) Help() string {
	return "A survey that was created with --split-key opens once HR and the auditor have taken their shares, and is counted once both have given them. A share is shown once and kept on paper or in a password store. If one is lost, the ballots are lost.\n\n" +
		"Example: teamtrust survey share ID --take auditor\n\nExample: teamtrust survey share ID --give share.txt (/dev/stdin to type it)"
}

// Validate makes a command that does nothing, or two things, wrong usage.
func (c surveyShareCmd) Validate() error {
	n := 0
	for _, asked := range []bool{c.Take != "", c.Renew, c.Lost != "", c.Give != ""} {
		if asked {
			n++
		}
	}
	if n != 1 {
		return errors.New("give one of --take, --renew, --lost and --give")
	}
	return nil
}

// Run prints the share alone, or what became of the survey.
func (c surveyShareCmd) Run(ctx context.Context, a *app) error {
	return a.with(ctx, func(o *opened) error {
		switch {
		case c.Take != "":
			return c.take(ctx, a, o)
		case c.Renew:
			if err := o.life.RenewShares(ctx, c.ID, life.CommandLine); err != nil {
				return err
			}
			fmt.Fprintln(a.stdout, "New shares are ready; HR and the auditor each take theirs.")
			return nil
		case c.Lost != "":
			if err := o.life.LoseShare(ctx, c.ID, ballot.Holder(c.Lost), life.CommandLine); err != nil {
				return err
			}
			fmt.Fprintf(a.stdout, "Noted. Once HR and the auditor have both said so: teamtrust survey close %s --without-ballots --reason TEXT\n", c.ID)
			return nil
		}
		return c.give(ctx, a, o)
	})
}

func (c surveyShareCmd) take(ctx context.Context, a *app, o *opened) error {
	share, err := o.life.TakeShare(ctx, c.ID, ballot.Holder(c.Take), life.CommandLine)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.stdout, share)
	fmt.Fprintln(a.stderr, "This share is shown once. Keep it until the survey is counted: without both shares its ballots are lost.")
	return nil
}

func (c surveyShareCmd) give(ctx context.Context, a *app, o *opened) error {
	text, err := readShare(c.Give)
	if err != nil {
		return err
	}
	sv, err := o.life.GiveShare(ctx, c.ID, text, "", life.CommandLine)
	if err != nil {
		return err
	}
	return a.printClosing(ctx, o, sv)
}

// shareLetters is how many letters and digits a share has.
const shareLetters = 60

// readShare reads a share that may stand on several lines. Somebody who types it
// need not say that it ends.
func readShare(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", survey.Errorf(survey.CodeBadRequest, "The share cannot be read: %v.", err)
	}
	defer f.Close()
	var text strings.Builder
	lines := bufio.NewScanner(io.LimitReader(f, 4096))
	for lines.Scan() {
		text.WriteString(lines.Text())
		if len(strings.ReplaceAll(text.String(), "-", "")) >= shareLetters {
			break
		}
	}
	return text.String(), lines.Err()
}

// printClosing says what became of a survey that was to be closed.
func (a *app) printClosing(ctx context.Context, o *opened, sv survey.Survey) error {
	if sv.State != survey.Closed {
		return a.printWaiting(o, sv)
	}
	r, err := o.release(ctx, sv.ID)
	if err != nil {
		return err
	}
	if r.Lost {
		fmt.Fprintln(a.stdout, "Closed without its ballots: what was in the box was removed unread. There is no result, and the public record says why. The same people may be asked again at once, unless it had been counted before an older state was put back.")
		return nil
	}
	if r.Hidden {
		fmt.Fprintf(a.stdout, "Closed: too few ballots for any result.\n")
		return nil
	}
	fmt.Fprintf(a.stdout, "Closed: %d of %d answered, %s released.\n", *r.Cast, r.Invited, survey.Amount(len(r.Blocks), "block", "blocks"))
	return nil
}

func (a *app) printWaiting(o *opened, sv survey.Survey) error {
	missing, err := o.life.MissingShares(sv)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "Ended: it takes no more ballots and is counted once every share has been given (teamtrust survey share %s --give FILE). Missing: %s.\n",
		sv.ID, strings.Join(holderNames(missing), ", "))
	return nil
}

func holderNames(holders []ballot.Holder) []string {
	out := make([]string, len(holders))
	for i, h := range holders {
		out[i] = string(h)
	}
	return out
}
