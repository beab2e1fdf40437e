package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
	"teamtrust/survey/store"
)

type restoreCmd struct {
	File         string `arg:"" help:"A file that teamtrust backup wrote." placeholder:"FILE" type:"path"`
	NothingSince bool   `help:"Nobody answered after the backup was made, because the server had been stopped: open surveys go on as if nothing had happened."`
}

func (restoreCmd) Help() string {
	return "Only into an empty database, of either kind; the file is checked whole before anything is written. Stop the server before. Nobody is signed in afterwards, and every key stays where it is. " +
		"In a survey that was open, ballots that were sent after the backup are lost; without --nothing-since every link that was unused then may be used twice, which raises the size that a group needs.\n\n" +
		"Example: teamtrust restore /mnt/backups/teamtrust-monday.backup --data new-data\n\nExample: teamtrust restore move.backup --nothing-since --database postgres://trust@db.example.org/trust"
}

// Run restores, and says what is missing.
func (c restoreCmd) Run(ctx context.Context, a *app) error {
	f, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("cannot read the backup: %w", err)
	}
	defer f.Close()
	s, err := store.Open(ctx, a.databaseURL())
	if err != nil {
		return err
	}
	defer s.Close()
	b, err := c.restore(ctx, a, s, f)
	if err != nil {
		return err
	}
	if err := migrate(ctx, s); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "Restored the state of %s: %s, %s, %s.\n",
		b.Made.Format(time.RFC3339), survey.Amount(int(b.Tables["people"]), "person", "people"), survey.Amount(int(b.Tables["surveys"]), "survey", "surveys"), survey.Amount(int(b.Rows), "row", "rows"))
	return c.after(ctx, a, s, b)
}

func (c restoreCmd) restore(ctx context.Context, a *app, s *store.Store, f *os.File) (store.Backup, error) {
	b, err := store.CheckBackup(f)
	if err != nil {
		return b, err
	}
	if _, err := f.Seek(0, 0); err != nil {
		return b, fmt.Errorf("a backup is restored from a file, not from a pipe: %w", err)
	}
	step, done := a.rows(b.Rows)
	defer done()
	detail := fmt.Sprintf("made %s, SHA-256 %s", b.Made.Format(time.RFC3339), b.SHA256)
	if c.NothingSince {
		detail += ", with --nothing-since"
	}
	return b, s.Restore(ctx, f, b, store.Restoring{Complete: c.NothingSince, Step: step,
		Entry: people.Entry{At: time.Now(), Actor: life.CommandLine.Name, Action: "restore backup", Object: "database", Detail: detail}})
}

// after tells what somebody has to do now.
func (c restoreCmd) after(ctx context.Context, a *app, s *store.Store, b store.Backup) error {
	keys, err := ballot.OpenDirectory(a.keysDir())
	if err != nil {
		return fmt.Errorf("open the keys: %w", err)
	}
	surveys, err := s.Surveys(ctx)
	if err != nil {
		return err
	}
	for _, sv := range surveys {
		if sv.State != survey.Open {
			continue
		}
		if _, err := keys.Load(sv.ID, sv.Epoch); err != nil {
			fmt.Fprintf(a.stdout, "Survey %s (%s) is open, and its ballots cannot be read: %v. Keys change while a survey is open and are destroyed when it closes, so an older backup has no ballots any more.\n", sv.ID, sv.Name, err)
			continue
		}
		fmt.Fprintf(a.stdout, "Survey %s (%s) is open until %s, and its keys are there.\n", sv.ID, sv.Name, sv.Closes.Format(time.RFC3339))
		if c.NothingSince {
			continue
		}
		unused, err := unusedLinks(ctx, s, sv.ID)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.stdout, "  Ballots that were sent after %s are lost: ask whoever answered since then to answer again. Links replaced since then have to be replaced again.\n", b.Made.Format(time.RFC3339))
		fmt.Fprintf(a.stdout, "  %d of %d links were unused then and may have been used since. Each may bring two ballots now, so a group needs one ballot more for each of its own. Where that leaves too little, begin anew: teamtrust survey close %s --without-ballots --reason TEXT, and a new survey for the same people.\n", unused, sv.Invited, sv.ID)
	}
	return sayUnknown(a, keys, surveys)
}

// unusedLinks is how many invitations had handed nothing out in the backup.
func unusedLinks(ctx context.Context, s *store.Store, id string) (n int, err error) {
	counts, err := s.Participation(ctx, id)
	for _, c := range counts {
		n += c.Eligible - c.Collected
	}
	return n, err
}

// sayUnknown names what the keys show of the time after the backup.
func sayUnknown(a *app, keys *ballot.Directory, surveys []survey.Survey) error {
	folders, err := keys.Surveys()
	if err != nil {
		return err
	}
	for _, id := range folders {
		if !slices.ContainsFunc(surveys, func(sv survey.Survey) bool { return sv.ID == id }) {
			fmt.Fprintf(a.stdout, "The key directory has keys of a survey %s that the backup does not know: it was opened later, or belongs to another installation.\n", id)
		}
	}
	if _, err := keys.KeptLogKey(); err != nil {
		fmt.Fprintf(a.stdout, "The key of the log cannot be read (%v). Put log.key back before the next opening or closing, which otherwise makes a new one; auditors would ask why.\n", err)
	}
	return nil
}
