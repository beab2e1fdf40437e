package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Passwords are pasted as they are: with signs that would have to be encoded,
// and into any place that the database driver reads.
func TestConfigHidesSecrets(t *testing.T) {
	for name, c := range map[string]struct{ database, want string }{
		"before the host":               {"postgres://u:sec%20ret@127.0.0.1/x", "postgres://u:hidden@127.0.0.1/x"},
		"with an at sign":               {"postgres://u:sec@ret@h/d", "postgres://u:hidden@h/d"},
		"with a lone percent sign":      {"postgres://u:sec%ret@h/d", "postgres://(hidden)"},
		"with a slash":                  {"postgres://u:1/secret@h/d", "postgres://(hidden)"},
		"with a question mark":          {"postgres://u:1?secret@h/d", "postgres://(hidden)"},
		"with a number sign":            {"postgres://u:1#secret@h/d", "postgres://(hidden)"},
		"as a parameter":                {"postgres://h/d?user=u&password=secret", "postgres://h/d?password=hidden&user=u"},
		"as a parameter in capitals":    {"postgres://h/d?PASSWORD=secret", "postgres://h/d?PASSWORD=hidden"},
		"of the client's key":           {"postgresql://u@h/d?sslpassword=secret&sslkey=k", "postgresql://u@h/d?sslkey=k&sslpassword=hidden"},
		"in parameters that are broken": {"postgres://h/d?user=u;password=secret", "postgres://(hidden)"},
		"of an address without slashes": {"postgres:u:secret@h/d", "postgres://(hidden)"},
		"of a list of parameters":       {"host=h user=u password=secret", "postgres://(hidden)"},
		"none":                          {"postgres://u@h/d?sslmode=disable", "postgres://u@h/d?sslmode=disable"},
		"none in a file's path":         {"sqlite:/srv/100%/data@work.db", "sqlite:/srv/100%/data@work.db"},
	} {
		t.Run(name, func(t *testing.T) {
			got := newInstallation(t, c.database).must("config")
			if !strings.Contains(got, fmt.Sprintf("database = %q\n", c.want)) || strings.Contains(got, "secret") || strings.Contains(got, "ret@") {
				t.Errorf("config prints\n%s\nwant %s", got, c.want)
			}
		})
	}
}

func TestRetentionIsAWholeNumberOfDays(t *testing.T) {
	in := newInstallation(t, "sqlite:x.db")
	for value, want := range map[string]int{"1": exitDone, "365": exitDone, "0": exitUsage, "-3": exitUsage, "36501": exitUsage, "a week": exitUsage} {
		for _, command := range []string{"config", "serve", "demo"} {
			if want == exitDone && command != "config" {
				continue // it would serve
			}
			if _, stderr, code := in.run(command, "--retention="+value); code != want {
				t.Errorf("%s --retention=%s: exit code %d, want %d\n%s", command, value, code, want, stderr)
			}
		}
	}
}

func TestAListenerForEmployeesNeedsItsAddress(t *testing.T) {
	in := newInstallation(t, "sqlite:x.db")
	for _, command := range []string{"config", "serve", "demo"} {
		_, stderr, code := in.run(command, "--ballot-listen", "127.0.0.1:0")
		if code != exitUsage || !strings.Contains(stderr, "--ballot-listen needs --ballot-url") {
			t.Errorf("%s: exit code %d, %q", command, code, stderr)
		}
	}
	for _, address := range []string{"ballots.example.org", "ftp://ballots.example.org", "https://ballots.example.org/#x"} {
		if _, stderr, code := in.run("config", "--ballot-url", address); code != exitUsage || !strings.Contains(stderr, "--ballot-url") {
			t.Errorf("%s: exit code %d, %q", address, code, stderr)
		}
	}
}

func TestSettingsComeFromFlagEnvironmentAndFile(t *testing.T) {
	t.Chdir(t.TempDir())
	secret := filepath.Join(t.TempDir(), "secret")
	for file, text := range map[string]string{
		"teamtrust.toml": "data = \"/from-file\"\nkeys = \"/keys-from-file\"\npublic-url = \"https://file.example\"\nretention = 60\n",
		secret:           "postgres://u:p@127.0.0.1/from-secret\n",
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	variables := map[string]string{"TEAMTRUST_KEYS": "/keys-from-environment", "TEAMTRUST_DATABASE_FILE": secret, "TEAMTRUST_PUBLIC_URL": "https://environment.example", "TEAMTRUST_LISTEN": "0.0.0.0:9000", "TEAMTRUST_BALLOT_LISTEN": "0.0.0.0:9001", "TEAMTRUST_METRICS_LISTEN": "127.0.0.1:9100"}
	var out, errs strings.Builder
	getenv := func(name string) string { return variables[name] }
	if code := run(t.Context(), []string{"config", "--public-url", "https://flag.example", "--ballot-url", "https://ballots.example/"}, getenv, &out, &errs); code != exitDone {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	want := "data = \"/from-file\"\ndatabase = \"postgres://u:hidden@127.0.0.1/from-secret\"\nkeys = \"/keys-from-environment\"\npublic-url = \"https://flag.example\"\nballot-url = \"https://ballots.example\"\nlisten = \"0.0.0.0:9000\"\nballot-listen = \"0.0.0.0:9001\"\nmetrics-listen = \"127.0.0.1:9100\"\nretention = 60\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
	if err := os.WriteFile("teamtrust.toml", []byte("dta = \"x\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	errs.Reset()
	if code := run(t.Context(), []string{"config"}, noEnvironment, &out, &errs); code != exitUsage || !strings.Contains(errs.String(), "dta") {
		t.Errorf("a misspelt setting: exit code %d, %q", code, errs.String())
	}
}

func TestASettingIsOneValue(t *testing.T) {
	t.Chdir(t.TempDir())
	for file, want := range map[string]string{
		"data = 2026":             "data = \"" + filepath.Join(mustWD(t), "2026") + "\"",
		"data = [\"a\", \"b\"]":   "--data: the configuration has several values there; write one, in quotes",
		"[data]\nx = 1":           "--data: the configuration has several values there; write one, in quotes",
		"retention = \"forever\"": "--retention: expected a valid 64 bit int but got \"forever\"",
	} {
		if err := os.WriteFile("teamtrust.toml", []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		run(t.Context(), []string{"config"}, noEnvironment, &out, &out)
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s: got\n%swant %s", file, out.String(), want)
		}
	}
}

func mustWD(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
