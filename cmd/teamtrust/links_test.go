package main

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	markdownLink = regexp.MustCompile(`\]\(([^)\s]+)(?: "[^"]*")?\)`)
	markdownHead = regexp.MustCompile(`(?m)^#{1,6} +(.+?) *#*$`)
	codeBlock    = regexp.MustCompile("(?s)```.*?```")
	headMarks    = regexp.MustCompile(`[^\p{L}\p{N}\p{M} _-]`)
)

// TestEveryRelativeLinkOfTheDocumentsLeadsSomewhere follows links to files,
// pictures, folders and headings.
func TestEveryRelativeLinkOfTheDocumentsLeadsSomewhere(t *testing.T) {
	const root = "../.."
	var files []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	followed := 0
	for _, file := range files {
		for _, link := range markdownLink.FindAllStringSubmatch(codeBlock.ReplaceAllString(document(t, file), ""), -1) {
			target, err := url.Parse(link[1])
			if err != nil {
				t.Errorf("%s: %s: %v", file, link[1], err)
				continue
			}
			if target.Scheme != "" {
				continue
			}
			followed++
			follow(t, file, target)
		}
	}
	if followed < 10 {
		t.Errorf("only %d relative links were found in %d documents", followed, len(files))
	}
}

func follow(t *testing.T, file string, target *url.URL) {
	t.Helper()
	path := file
	if target.Path != "" {
		path = filepath.Join(filepath.Dir(file), filepath.FromSlash(target.Path))
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("%s links to %s: %v", file, target, err)
		return
	}
	if target.Fragment == "" {
		return
	}
	for _, head := range markdownHead.FindAllStringSubmatch(codeBlock.ReplaceAllString(document(t, path), ""), -1) {
		if anchor(head[1]) == target.Fragment {
			return
		}
	}
	t.Errorf("%s links to %s, which has no such heading", file, target)
}

// anchor is the name that a heading gets where the documents are read.
func anchor(head string) string {
	return strings.ReplaceAll(headMarks.ReplaceAllString(strings.ToLower(head), ""), " ", "-")
}

func document(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
