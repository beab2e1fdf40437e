package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/alecthomas/kong"

	"teamtrust/survey"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// commands is the whole command line.
type commands struct {
	Config

	Demo        demoCmd        `cmd:"" help:"Start an example organisation with past surveys and one that is open now."`
	Serve       serveCmd       `cmd:"" help:"Start the server."`
	People      peopleCmd      `cmd:"" help:"The staff list."`
	Survey      surveyCmd      `cmd:"" help:"The life of surveys."`
	Results     resultsCmd     `cmd:"" help:"Print the released results of a survey."`
	Report      reportCmd      `cmd:"" help:"Write the workbook of a survey."`
	Analyze     analyzeCmd     `cmd:"" help:"Analyse an existing file of answers, without a server."`
	Verify      verifyCmd      `cmd:"" help:"Check the ballot box of a survey, on the server or from a file."`
	Audit       auditCmd       `cmd:"" help:"Try to work out answers from everything that was published."`
	Simulate    simulateCmd    `cmd:"" help:"Cast ballots in a rehearsal through the real protocol."`
	Account     accountCmd     `cmd:"" help:"Accounts of people who sign in."`
	Backup      backupCmd      `cmd:"" help:"Write a copy of the database, without keys."`
	Restore     restoreCmd     `cmd:"" help:"Fill an empty database from a backup."`
	Migrate     migrateCmd     `cmd:"" help:"Bring the database to this version's schema."`
	Doctor      doctorCmd      `cmd:"" help:"Look at database, keys, jobs and machine, and say what to do."`
	Healthcheck healthcheckCmd `cmd:"" help:"Ask a running server whether it is well."`
	Settings    settingsCmd    `cmd:"" name:"config" help:"Print the effective configuration, secrets hidden."`
	Version     versionCmd     `cmd:"" help:"Print the version."`
}

// exited carries kong's wish to end (after --help) out of the parser.
type exited int

// run is the program without the process: arguments in, exit code out.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) (code int) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(exited)
			if !ok {
				panic(r)
			}
			code = int(e)
		}
	}()
	var c commands
	env, err := newEnvironment(getenv)
	if err != nil {
		return usage(stderr, err)
	}
	parser, err := newParser(&c, env, stdout, stderr)
	if err != nil {
		fmt.Fprintf(stderr, "teamtrust: %v\n", err)
		return exitFailed
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return usage(stderr, err)
	}
	out := &outlet{to: stdout}
	a := &app{Config: c.Config, env: env, stdout: out, stderr: stderr}
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := cmp.Or(parsed.Run(a), out.failure()); err != nil {
		return report(stderr, err)
	}
	return exitDone
}

func newParser(c *commands, env *environment, stdout, stderr io.Writer) (*kong.Kong, error) {
	return kong.New(c,
		kong.Name("teamtrust"),
		kong.Description("Measures trust in teams with anonymous pulse surveys, and tells managers honestly what can be known.\n\nExample: teamtrust demo"),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true}),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { panic(exited(code)) }),
		kong.Resolvers(env),
	)
}

// usage reports a command line that cannot be understood.
func usage(stderr io.Writer, err error) int {
	command := "teamtrust"
	var parse *kong.ParseError
	if errors.As(err, &parse) && parse.Context != nil {
		if path := parse.Context.Command(); path != "" {
			command += " " + strings.TrimSpace(strings.SplitN(path, "<", 2)[0])
		}
	}
	fmt.Fprintf(stderr, "teamtrust: %s. See %s --help.\n", strings.TrimSuffix(err.Error(), "."), command)
	return exitUsage
}

// report prints a failure as one plain sentence.
func report(stderr io.Writer, err error) int {
	if errors.Is(err, errReported) {
		return exitFailed
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(stderr, "teamtrust: stopped before it was done.")
		return exitFailed
	}
	text := err.Error()
	var e *survey.Error
	if errors.As(err, &e) {
		text = e.Message
	}
	fmt.Fprintf(stderr, "teamtrust: %s\n", harmless(text))
	return exitFailed
}

// harmless shows what would control a terminal as the code point it is: a
// sentence may hold a name from a file that somebody else wrote.
func harmless(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) {
			fmt.Fprintf(&b, "%U", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// errReported says that the command has already told what is wrong.
var errReported = errors.New("already reported")
