package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	shellBlock  = regexp.MustCompile("(?s)```sh\n(.*?)```")
	commandSpan = regexp.MustCompile("`((?:bin/teamtrust|make) [^`…]+)`")
)

// TestEveryCommandOfTheReadmeWorks runs what README.md tells people to type,
// in its order, against one installation. Targets of make are asked for their
// recipe only: they run this test themselves.
func TestEveryCommandOfTheReadmeWorks(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	in := newInstallation(t, "sqlite:"+filepath.Join(t.TempDir(), "readme.db"))
	t.Chdir(t.TempDir())
	if err := os.Symlink(filepath.Join(root, "docs"), "docs"); err != nil {
		t.Fatal(err)
	}
	id, ran := "", 0
	for _, line := range readmeCommands(string(raw)) {
		line = strings.ReplaceAll(strings.ReplaceAll(line, " ID", " "+id), "TEXT", "reason")
		ran++
		switch words := split(line); {
		case words[0] == "make":
			if out, err := exec.Command("make", append([]string{"-n", "-C", root}, words[1:]...)...).CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", line, err, out)
			}
		case words[1] == "serve":
			in.serve(words[1:]...)
		default:
			if out := in.must(words[1:]...); strings.HasPrefix(line, "bin/teamtrust survey create") {
				id = out
			}
		}
	}
	if ran < 10 {
		t.Errorf("only %d commands were found in README.md", ran)
	}
	for _, file := range []string{"links.csv", "trust.xlsx", "report.html"} {
		if _, err := os.Stat(file); err != nil {
			t.Errorf("after all commands: %v", err)
		}
	}
}

// readmeCommands are the lines of the shell blocks and then the commands in
// running text.
func readmeCommands(text string) []string {
	var out []string
	for _, block := range shellBlock.FindAllStringSubmatch(text, -1) {
		out = append(out, strings.Split(strings.TrimSpace(block[1]), "\n")...)
	}
	for _, span := range commandSpan.FindAllStringSubmatch(shellBlock.ReplaceAllString(text, ""), -1) {
		out = append(out, span[1])
	}
	return out
}

// split splits a line as a shell does, as far as README.md needs it: at
// spaces outside double quotes.
func split(line string) []string {
	var words []string
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			words = append(words, part)
			continue
		}
		words = append(words, strings.Fields(part)...)
	}
	return words
}
