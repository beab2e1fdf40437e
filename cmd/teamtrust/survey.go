package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/life"
	"teamtrust/survey/people"
)

type surveyCmd struct {
	Create      surveyCreateCmd      `cmd:"" help:"Make a draft; prints its id."`
	Open        surveyOpenCmd        `cmd:"" help:"Freeze the staff list and invite everybody."`
	Close       surveyCloseCmd       `cmd:"" help:"Count and release at once."`
	Replace     surveyReplaceCmd     `cmd:"" help:"Withdraw a person's link and print a new one."`
	List        surveyListCmd        `cmd:"" help:"List surveys."`
	Invitations surveyInvitationsCmd `cmd:"" help:"Write the personal links, or the printed cards, as CSV."`
	Share       surveyShareCmd       `cmd:"" help:"Take and give the shares of a split key."`
}

func (surveyCmd) Help() string {
	return "A survey is a draft, then open, then closed: counted and released in one step.\n\nExample: teamtrust survey create --questionnaire P10 --name \"Autumn pulse\""
}

type surveyCreateCmd struct {
	Questionnaire string `required:"" help:"P10, P6, L28, I12 or a questionnaire file." placeholder:"P10|FILE"`
	Name          string `required:"" help:"The name that people will see."`
	Closes        string `default:"7d" help:"How long it stays open (7d, 12h), or when it closes (RFC 3339)."`
	MinimumGroup  int    `default:"5" help:"The smallest group that a result may speak of; at least 5."`
	Cuts          string `help:"Show the results of the whole organisation also by site, tenure and the like: a file (CSV, XLSX) with the column team and one more for each, with its name above it." placeholder:"FILE"`
	Rehearsal     bool   `help:"A rehearsal: answers may be simulated, and it is marked everywhere."`
	SplitKey      bool   `help:"Split the key of the ballot box between HR and the auditor: only both together open it (see survey share)."`
}

func (surveyCreateCmd) Help() string {
	return "What the columns of --cuts name is shown for the whole organisation only, from 10 answers on, and people read of it before they answer. A team without a value has that of the nearest team above it.\n\nExample: teamtrust survey create --questionnaire P10 --name \"Autumn pulse\" --closes 7d --cuts sites.csv"
}

// Validate makes wrong values wrong usage.
func (c surveyCreateCmd) Validate() error {
	if c.MinimumGroup < survey.MinimumGroup {
		return fmt.Errorf("--minimum-group is %d; the smallest group is %d", c.MinimumGroup, survey.MinimumGroup)
	}
	_, _, err := life.ParseCloses(c.Closes, time.Now())
	return err
}

// Run makes the draft and prints its id alone.
func (c surveyCreateCmd) Run(ctx context.Context, a *app) error {
	d := life.Draft{Name: c.Name, Closes: c.Closes, MinimumGroup: c.MinimumGroup, Rehearsal: c.Rehearsal, Split: c.SplitKey}
	if builtIn(c.Questionnaire) {
		d.BuiltIn = c.Questionnaire
	} else {
		source, err := os.ReadFile(c.Questionnaire)
		if err != nil {
			return survey.Errorf(survey.CodeBadRequest, "%q is neither a built-in questionnaire (%s) nor a file that can be read.",
				c.Questionnaire, strings.Join(survey.BuiltIns(), ", "))
		}
		if err := readable(source); err != nil {
			return inFile(c.Questionnaire, err)
		}
		d.Source = source
	}
	return a.with(ctx, func(o *opened) (err error) {
		if d.Cuts, err = o.readCuts(ctx, c.Cuts); err != nil {
			return err
		}
		sv, err := o.life.Create(ctx, d, life.CommandLine)
		if err != nil {
			return err
		}
		fmt.Fprintln(a.stdout, sv.ID)
		return nil
	})
}

// readable checks a questionnaire file where its name is known, so that what
// is wrong can be found.
func readable(source []byte) error {
	q, err := survey.ParseQuestionnaire(source)
	if err != nil {
		return err
	}
	return q.ForSurvey()
}

// readCuts reads the file of cuts, if there is one.
func (o *opened) readCuts(ctx context.Context, path string) ([]survey.Cut, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, survey.Errorf(survey.CodeBadRequest, "The file of cuts cannot be read: %v.", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	tree, err := o.store.Tree(ctx)
	if err != nil {
		return nil, err
	}
	return people.ReadCuts(filepath.Base(path), f, info.Size(), tree)
}

func builtIn(name string) bool {
	for _, id := range survey.BuiltIns() {
		if id == name {
			return true
		}
	}
	return false
}

type surveyOpenCmd struct {
	ID string `arg:"" help:"The survey's id."`
}

func (surveyOpenCmd) Help() string { return "Example: teamtrust survey open ID" }

// Run opens the survey and says who will have no result of their own.
func (c surveyOpenCmd) Run(ctx context.Context, a *app) error {
	return a.with(ctx, func(o *opened) error {
		f, err := o.life.Forecast(ctx, c.ID)
		if err != nil {
			return err
		}
		sv, err := o.life.Open(ctx, c.ID, life.CommandLine)
		if err != nil {
			return err
		}
		if err := o.schedule(ctx, sv); err != nil {
			return err
		}
		for _, t := range f.NoResult {
			fmt.Fprintf(a.stderr, "%s: no result of its own (%s; counted with %s)\n", t.Team, survey.Amount(t.People, "person", "people"), nodeName(t.Unit))
		}
		fmt.Fprintf(a.stdout, "Open until %s: %d people invited in %s.\n", sv.Closes.Format(time.RFC3339), sv.Invited, survey.Amount(len(f.Units), "unit", "units"))
		return nil
	})
}

func nodeName(p survey.Path) string {
	if p == survey.Organisation {
		return "the organisation"
	}
	return string(p)
}

type surveyCloseCmd struct {
	ID     string `arg:"" help:"The survey's id."`
	Reason string `help:"Why it is closed before its time, or without its ballots; kept in the audit log."`

	WithoutBallots bool `help:"Where a key is lost and nobody can open the ballot box: end the survey without any result. Refused while the box can be opened, unless it was put back from a backup. The public record says so, with the reason."`
	NoKeysLeft     bool `help:"With --without-ballots: the key directory has no key of this survey, and that is right. Where the survey was counted before they were lost, its results stay."`
}

func (surveyCloseCmd) Help() string {
	return "A survey whose key is split takes no more ballots from then on and is counted once both shares have been given.\n\n" +
		"Example: teamtrust survey close ID --reason \"everybody has answered\"\n\n" +
		"Example: teamtrust survey close ID --without-ballots --reason \"the disk with the keys failed\""
}

// Validate makes a loss without its reason wrong usage.
func (c surveyCloseCmd) Validate() error {
	switch {
	case c.WithoutBallots && strings.TrimSpace(c.Reason) == "":
		return errors.New("--without-ballots needs --reason TEXT, which everybody can read")
	case c.NoKeysLeft && !c.WithoutBallots:
		return errors.New("--no-keys-left belongs to --without-ballots")
	}
	return nil
}

// Run closes the survey: counted and released in one step.
func (c surveyCloseCmd) Run(ctx context.Context, a *app) error {
	if c.WithoutBallots {
		return a.withLost(ctx, func(o *opened) error { return c.lose(ctx, a, o) })
	}
	return a.with(ctx, func(o *opened) error {
		sv, err := o.life.Close(ctx, c.ID, strings.TrimSpace(c.Reason), life.CommandLine)
		if err != nil {
			return err
		}
		return a.printClosing(ctx, o, sv)
	})
}

func (c surveyCloseCmd) lose(ctx context.Context, a *app, o *opened) error {
	sv, err := o.life.CloseWithoutBallots(ctx, c.ID, life.Without{Reason: c.Reason, NoKeys: c.NoKeysLeft}, life.CommandLine)
	if err != nil {
		return err
	}
	return a.printClosing(ctx, o, sv)
}

type surveyReplaceCmd struct {
	ID         string `arg:"" help:"The survey's id."`
	EmployeeID string `arg:"" help:"Whose link is withdrawn."`
	Reason     string `required:"" help:"Why; kept in the audit log."`
}

func (surveyReplaceCmd) Help() string {
	return "At most once a person, while the survey is open. A group then needs one ballot more.\n\nExample: teamtrust survey replace ID N00012 --reason \"phone lost\""
}

// Run prints the new link alone.
func (c surveyReplaceCmd) Run(ctx context.Context, a *app) error {
	return a.with(ctx, func(o *opened) error {
		link, err := o.life.Replace(ctx, c.ID, c.EmployeeID, c.Reason, life.CommandLine)
		if err != nil {
			return err
		}
		fmt.Fprintln(a.stdout, link)
		return nil
	})
}

type surveyListCmd struct {
	Format string `enum:"text,json" default:"text" help:"text or json."`
}

func (surveyListCmd) Help() string { return "Example: teamtrust survey list --format json" }

// listed is one survey as scripts read it.
type listed struct {
	ID            string       `json:"id"`
	Name          string       `json:"name"`
	Questionnaire string       `json:"questionnaire"`
	State         survey.State `json:"state"`
	Rehearsal     bool         `json:"rehearsal"`
	MinimumGroup  int          `json:"minimum_group"`
	Opens         *time.Time   `json:"opens"`
	Closes        *time.Time   `json:"closes"` // planned, or when it was closed where that was earlier
	Invited       int          `json:"invited"`
	Band          *string      `json:"band"`                // participation before the close, in percent: "<25", "25-50", "50-75", ">75"; null before the first day's end
	WaitsFor      []string     `json:"waits_for,omitempty"` // whose share of the key is missing: "hr", "auditor"; only of a split survey that has ended
	Lost          bool         `json:"lost,omitempty"`      // closed without its ballots, because keys or ballots were lost
	Cast          **int        `json:"cast,omitempty"`      // ballots counted, or null where too few came for any result; only after the close
}

// Run lists all surveys, newest first.
func (c surveyListCmd) Run(ctx context.Context, a *app) error {
	return a.with(ctx, func(o *opened) error {
		surveys, err := o.store.Surveys(ctx)
		if err != nil {
			return err
		}
		list := make([]listed, len(surveys))
		for i, sv := range surveys {
			if list[i], err = o.listed(ctx, sv); err != nil {
				return err
			}
		}
		if c.Format == "json" {
			return writeJSON(a.stdout, list)
		}
		return printList(a, list)
	})
}

func (o *opened) listed(ctx context.Context, sv survey.Survey) (listed, error) {
	l := listed{ID: sv.ID, Name: sv.Name, Questionnaire: sv.Questionnaire, State: sv.State, Rehearsal: sv.Rehearsal,
		MinimumGroup: sv.MinimumGroup, Opens: when(sv.Opens), Closes: when(sv.Closes), Invited: sv.Invited}
	switch sv.State {
	case survey.Open:
		bands, err := o.life.Bands(ctx, sv.ID)
		if err != nil {
			return l, err
		}
		if b, ok := bands.Of(survey.Organisation); ok {
			l.Band = &b
		}
		if sv.Waits(time.Now()) {
			missing, err := o.life.MissingShares(sv)
			if err != nil {
				return l, err
			}
			l.State, l.Closes, l.WaitsFor = survey.Closed, when(sv.Ends()), holderNames(missing)
		}
	case survey.Closed:
		r, err := o.release(ctx, sv.ID)
		if err != nil {
			return l, err
		}
		l.Cast, l.Lost = &r.Cast, sv.Lost
		if sv.ClosedAt.Before(sv.Closes) {
			l.Closes = when(sv.ClosedAt)
		}
	}
	return l, nil
}

func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func writeJSON(w interface{ Write([]byte) (int, error) }, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func printList(a *app, list []listed) error {
	if len(list) == 0 {
		fmt.Fprintln(a.stdout, "No survey yet. Make one with: teamtrust survey create --questionnaire P10 --name NAME")
		return nil
	}
	w := tabwriter.NewWriter(a.stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tNAME\tSTATE\tCLOSES\tINVITED\tANSWERED")
	for _, l := range list {
		answered, closes, name := "–", "–", l.Name
		if l.Band != nil {
			answered = *l.Band + " %"
		}
		if l.Cast != nil && *l.Cast != nil {
			answered = fmt.Sprint(**l.Cast)
		}
		if l.Closes != nil {
			closes = l.Closes.Format(time.RFC3339)
		}
		if l.Rehearsal {
			name += " (rehearsal)"
		}
		state := string(l.State)
		if l.Lost {
			state += " without its ballots"
		}
		if len(l.WaitsFor) > 0 {
			state += ", waits for the share of " + strings.Join(l.WaitsFor, " and ")
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\n", l.ID, name, state, closes, l.Invited, answered)
	}
	return w.Flush()
}

type surveyInvitationsCmd struct {
	ID     string `arg:"" help:"The survey's id."`
	Output string `short:"o" required:"" help:"The CSV file to write; - is standard output." placeholder:"FILE" type:"path"`
	Cards  bool   `help:"Printed cards for people without e-mail, drawn by lot within their unit."`
	Codes  bool   `help:"With --cards: also a code that can be typed, and the page to type it on."`
}

func (surveyInvitationsCmd) Help() string {
	return "The first kind that is made for a survey decides: after --cards those people are left out of the other file; after personal links --cards is refused.\n\nExample: teamtrust survey invitations ID -o links.csv\n\nExample: teamtrust survey invitations ID --cards --codes -o cards.csv"
}

// Validate refuses codes without the cards that they are printed on.
func (c surveyInvitationsCmd) Validate() error {
	if c.Codes && !c.Cards {
		return errors.New("--codes are those of printed cards; give --cards too")
	}
	return nil
}

// Run writes the file and says how many links are in it. An export counts, and
// the first decides about cards, so it is made only where it can be written.
func (c surveyInvitationsCmd) Run(ctx context.Context, a *app) error {
	return a.with(ctx, func(o *opened) error {
		export, write := o.life.Links, life.WriteLinks
		switch {
		case c.Cards && c.Codes:
			export, write = o.life.Cards, life.WriteCodes
		case c.Cards:
			export, write = o.life.Cards, life.WriteCards
		}
		var links []life.Link
		err := a.writeFile(c.Output, func(w io.Writer) (err error) {
			if links, err = export(ctx, c.ID, life.CommandLine); err != nil {
				return err
			}
			return write(w, links)
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(a.stderr, "%d links written to %s.\n", len(links), place(c.Output))
		return nil
	})
}
