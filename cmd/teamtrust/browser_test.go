package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// chromiumVariable names the browser of the page tests.
const chromiumVariable = "TEAMTRUST_TEST_CHROMIUM"

// chromium is the one browser process of this package's tests. The first test
// that opens a tab starts it.
var chromium browser

// together is how many tests use the browser at a time. They wait more than
// they compute: between its two requests a ballot pauses for seconds.
const together = "4"

func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", together); err != nil {
		panic(err)
	}
	code := m.Run()
	chromium.quit()
	os.Exit(code)
}

// browser is a Chromium without a window and with a directory of its own.
type browser struct {
	once sync.Once
	ctx  context.Context
	dir  string
	err  error
}

// browserWanted reports whether a test is to run in a browser: always, and
// with -short only where there is one. Elsewhere the test fails.
func browserWanted(t *testing.T) bool {
	t.Helper()
	_, err := chromiumPath()
	if err != nil && testing.Short() {
		t.Log("there is no browser; this test was left out")
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	return true
}

func chromiumPath() (string, error) {
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}
	if named := os.Getenv(chromiumVariable); named != "" {
		names = []string{named}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no browser is among %v: run make test, or name one in %s", names, chromiumVariable)
}

// start starts the process once; every caller gets the same answer.
func (b *browser) start() (context.Context, error) {
	b.once.Do(func() {
		path, err := chromiumPath()
		if err != nil {
			b.err = err
			return
		}
		if b.dir, b.err = os.MkdirTemp("", "teamtrust-browser-"); b.err != nil {
			return
		}
		options := append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(path),
			chromedp.UserDataDir(b.dir),
			chromedp.NoSandbox,
			chromedp.DisableGPU,
			chromedp.Flag("disable-quic", true),
			chromedp.Flag("disable-component-update", true),
			chromedp.Flag("lang", "en"),
		)
		ctx, _ := chromedp.NewExecAllocator(context.Background(), options...)
		b.ctx, _ = chromedp.NewContext(ctx)
		b.err = chromedp.Do(b.ctx)
	})
	return b.ctx, b.err
}

// quit closes the browser, if there is one, and leaves nothing of it.
func (b *browser) quit() {
	if b.ctx != nil {
		ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
		defer cancel()
		_ = chromedp.Cancel(ctx) // the process ends with this one in any case
	}
	if b.dir != "" {
		_ = os.RemoveAll(b.dir)
	}
}
