package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"teamtrust/migrations"
	"teamtrust/server"
	"teamtrust/survey/ballot"
	"teamtrust/survey/store/storetest"
)

// proxied is an election behind a proxy.
type proxied struct {
	*election
	proxy   *proxy
	server  *process
	direct  string // address of the program's own listener for employees
	browser *http.Transport
	traces  *needles
}

// markSource is where the browsers of the test call from.
const markSource = "127.0.0.77"

// vote lets a few people vote through the proxy, with everything on their
// requests that a log could keep.
func behind(t *testing.T, x example, naive bool) *proxied {
	t.Helper()
	p := newProgram(t, storetest.URL(t, migrations.SQLite))
	main, ballots := freeAddress(t), freeAddress(t)
	if x.hosts == 1 {
		ballots = main
	}
	proxy := x.run(t, main, ballots, naive)
	if proxy == nil {
		return nil
	}
	p.flags = append(p.flags, "--public-url", "https://"+proxy.main, "--ballot-url", "https://"+proxy.employees)
	b := &proxied{proxy: proxy, direct: "http://" + ballots, traces: newNeedles(), election: openElection(t, p, staffList)}
	if x.hosts == 2 {
		b.server = p.serve(main, "--ballot-listen", ballots)
	} else {
		b.server = p.serve(main)
	}
	b.browser = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: proxy.roots}}
	if runtime.GOOS == "linux" { // elsewhere 127.0.0.1 is all there is
		b.browser.DialContext = (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(markSource)}}).DialContext
		b.traces.addText("where somebody called from", -1, markSource)
	}
	t.Cleanup(b.browser.CloseIdleConnections)
	for _, mark := range []string{markAgent, markAddress, markCookie} {
		b.traces.addText("a mark of the browser", -1, mark)
	}
	return b
}

// everything is a whole ballot of one voter: with a long comment, changed,
// withdrawn, cast again.
func (b *proxied) everything(client *ballot.Client, v *voter) {
	b.t.Helper()
	comments := map[string]string{}
	for _, prompt := range b.manifest.Questionnaire.Comments {
		comments[prompt.ID] = "A remark of " + v.person + " " + strings.Repeat("☀", 900)
	}
	if err := b.collect(b.t.Context(), client, v); err != nil {
		b.t.Fatal(err)
	}
	for step, do := range []func() error{
		func() error { return b.fill(v, comments) },
		func() error { return b.vote(b.t.Context(), client, v) },
		func() error { return client.Withdraw(b.t.Context(), b.manifest, v.credential) },
		func() error { return b.fill(v, comments) },
		func() error { return b.vote(b.t.Context(), client, v) },
	} {
		if err := do(); err != nil {
			b.t.Fatalf("step %d of %s: %v", step, v.person, err)
		}
	}
	b.traces.addBytes("an invitation's secret", -1, v.link.Secret)
	b.traces.addBytes("a nonce", -1, v.credential.Nonce)
	b.traces.addBytes("a token", -1, v.credential.Token)
	b.traces.addText("a comment", -1, "A remark of "+v.person)
}

// ask is one request through the proxy, as a browser behind another proxy
// would send it.
func (b *proxied) ask(method, address, body string) *http.Response {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	for _, name := range server.AddressHeaders() {
		r.Header.Set(name, markAddress)
	}
	res, err := (&marking{RoundTripper: b.browser}).RoundTrip(r)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { res.Body.Close() })
	return res
}

func (b *proxied) ballots(path string) string {
	return "https://" + b.proxy.employees + "/api/ballot/" + b.id + path
}

func TestTheExamplesOfProxiesKeepThePromise(t *testing.T) {
	for _, x := range examples() {
		t.Run(x.file, func(t *testing.T) {
			b := behind(t, x, false)
			if b == nil {
				return
			}
			client := b.through(&marking{RoundTripper: b.browser}, "https://"+b.proxy.employees)
			bodies := b.bodiesOnDisk()
			for _, v := range b.voters[:4] {
				b.everything(client, v)
			}
			if after := b.bodiesOnDisk(); after != bodies {
				t.Error("a ballot was written into a file on its way")
			}
			b.protocol(t)
			b.silence(t)
		})
	}
}

// bodiesOnDisk is when nginx last made a file for a request's body; the
// moment at which it made the directory where it made none.
func (b *proxied) bodiesOnDisk() string {
	b.t.Helper()
	info, err := os.Stat(filepath.Join(b.proxy.dir, "body"))
	if os.IsNotExist(err) {
		return ""
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return info.ModTime().String()
}

// protocol checks what a proxy could get wrong.
func (b *proxied) protocol(t *testing.T) {
	large := b.ask("POST", b.ballots("/box"), `{"unit":"`+strings.Repeat("x", ballot.MaxBody)+`"}`)
	if text := read(t, large); large.StatusCode != 413 || !strings.Contains(text, `"too_large"`) {
		t.Errorf("a body that is too large: status %d, %s; want the program's own answer", large.StatusCode, text)
	}
	if huge := b.ask("POST", b.ballots("/box"), strings.Repeat("x", 1<<20)); huge.StatusCode != 413 && huge.StatusCode != 502 {
		t.Errorf("a body of a megabyte: status %d, want that it goes no further", huge.StatusCode)
	}
	wrong := b.ask("POST", b.ballots("/collect"), "{")
	if h := wrong.Header; wrong.StatusCode != 400 || h.Get("Content-Encoding") != "" || h.Get("Cache-Control") != "no-store" || h.Get("Set-Cookie") != "" {
		t.Errorf("an answer to one person: status %d, %v; want it plain and kept nowhere", wrong.StatusCode, h)
	}
	page := b.ask("GET", "https://"+b.proxy.employees+"/surveys/"+b.id, "")
	if h := page.Header; page.StatusCode != 200 || h.Get("Cache-Control") != "no-store" || !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("the page: status %d, %v", page.StatusCode, h)
	}
	if b.proxy.main != b.proxy.employees {
		if res := b.ask("GET", "https://"+b.proxy.main+"/api/ballot/"+b.id, ""); res.StatusCode != 404 {
			t.Errorf("the manifest at the other address: status %d, want 404", res.StatusCode)
		}
	}
	form := b.ask("GET", "https://"+b.proxy.main+"/sign-in", "")
	if form.StatusCode != 200 {
		t.Errorf("the page for accounts: status %d", form.StatusCode)
	}
}

func read(t *testing.T, res *http.Response) string {
	t.Helper()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// silence provokes the proxy's errors too, and reads everything that it and
// the program wrote.
func (b *proxied) silence(t *testing.T) {
	for _, text := range b.wrote() {
		t.Error(text)
	}
}

// babble is a connection that never becomes a request.
func (b *proxied) babble(words string) {
	b.t.Helper()
	dial := b.browser.DialContext
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	conn, err := dial(b.t.Context(), "tcp", b.proxy.employees)
	if err != nil {
		b.t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, words); err != nil {
		b.t.Fatal(err)
	}
	if words != "" {
		_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
		_, _ = conn.Read(make([]byte, 512)) // an alert, a page, or nothing
	}
}

// atTheOffice are lines about requests that are none of the employees' side: that
// of accounts may log them.
var atTheOffice = regexp.MustCompile(`"GET /(sign-in HTTP/1.1" 200|api/ballot/\S+ HTTP/1.1" 404)`)

// wrote lists what the proxy's files, the program's log or its database say of
// anybody.
func (b *proxied) wrote() (found []string) {
	b.t.Helper()
	b.server.stop()
	for _, path := range []string{"/collect", "/box"} {
		if res := b.ask("POST", b.ballots(path), `{"invitation":"`+b.voters[0].person+`"}`); res.StatusCode != 502 {
			b.t.Errorf("without the program: status %d, want 502", res.StatusCode)
		}
	}
	for _, words := range []string{"GET /surveys/" + b.id + " HTTP/1.1\r\n\r\n", "\x16\x03\x01\x00\x05hello", ""} {
		b.babble(words)
	}
	b.browser.CloseIdleConnections()
	time.Sleep(100 * time.Millisecond) // what is written when a connection ends
	files := b.proxy.written()
	files["the program's log"] = b.server.log.String()
	for name, text := range files {
		for line := range strings.Lines(text) {
			if !atTheOffice.MatchString(line) && len(b.traces.find([]byte(line))) > 0 {
				found = append(found, fmt.Sprintf("%s has %s: %s", name, kinds(b.traces.find([]byte(line))), line))
			}
		}
	}
	a := b.p.administrator()
	for _, day := range a.column("SELECT value FROM settings WHERE key = '" + server.SettingForwarded + "'") {
		found = append(found, "addresses were passed on to the program, "+day)
	}
	return found
}

// A proxy without the lines that make the difference is found out.
func TestACarelessProxyIsFoundOut(t *testing.T) {
	for _, x := range examples() {
		t.Run(x.file, func(t *testing.T) {
			b := behind(t, x, true)
			if b == nil {
				return
			}
			b.everything(b.through(&marking{RoundTripper: b.browser}, "https://"+b.proxy.employees), b.voters[0])
			found := strings.Join(b.wrote(), "\n")
			for _, want := range []string{"a mark of the browser", "addresses were passed on to the program"} {
				if !strings.Contains(found, want) {
					t.Errorf("%q is not found out, only\n%s", want, found)
				}
			}
		})
	}
}
