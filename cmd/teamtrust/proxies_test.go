package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// proxy is a server of docs/examples in front of the program. It runs without
// rights in a directory of its own, where everything that it writes lies.
type proxy struct {
	t         *testing.T
	dir       string
	main      string // address of the office's side, and of employees where they have no other
	employees string
	roots     *x509.CertPool
	cmd       *exec.Cmd
}

// example is one file of docs/examples and how it is started.
type example struct {
	file    string
	program string
	hosts   int
	naive   *regexp.Regexp // the lines that a careless administrator would leave out
	start   func(p *proxy, sample string) *exec.Cmd
}

func examples() []example {
	nginx := regexp.MustCompile(`(?m)^ *(access_log|error_log|proxy_set_header [^H]\S*|client_body_buffer_size) .*$`)
	caddy := regexp.MustCompile(`(?m)^\t*(exclude|header_up) .*$`)
	return []example{
		{"nginx.conf", "nginx", 1, nginx, startNginx},
		{"nginx-two-hosts.conf", "nginx", 2, nginx, startNginx},
		{"Caddyfile", "caddy", 1, caddy, startCaddy},
		{"Caddyfile-two-hosts", "caddy", 2, caddy, startCaddy},
	}
}

// run starts the example in front of the addresses on which the program will
// listen. Where the program is not on this machine, it returns nil.
func (x example) run(t *testing.T, main, ballots string, naive bool) *proxy {
	t.Helper()
	if _, err := exec.LookPath(x.program); err != nil {
		if os.Getenv("TEAMTRUST_TEST_ALL") != "" {
			t.Fatalf("%s is not on this machine; .ci/prerequisites installs it on Debian", x.program)
		}
		t.Logf("%s is not on this machine; %s was left out", x.program, x.file)
		return nil
	}
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "examples", x.file))
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{t: t, dir: privateDirectory(t), main: freeAddress(t), employees: freeAddress(t)}
	if x.hosts == 1 {
		p.employees = p.main
	}
	p.certify()
	sample := strings.NewReplacer("127.0.0.1:8080", main, "127.0.0.1:8081", ballots).Replace(string(raw))
	if naive {
		sample = x.naive.ReplaceAllString(sample, "")
	}
	p.cmd = x.start(p, sample)
	p.cmd.Dir = p.dir
	p.cmd.Env = []string{"HOME=" + p.dir, "XDG_DATA_HOME=" + p.dir, "XDG_CONFIG_HOME=" + p.dir}
	if os.Geteuid() == 0 {
		p.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	p.begin()
	return p
}

// nobody is the user without rights of Unix systems.
const nobody = 65534

// privateDirectory belongs to whoever the proxy runs as.
func privateDirectory(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "teamtrust-proxy-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if os.Geteuid() == 0 {
		if err := os.Chown(dir, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// write puts a file into the directory.
func (p *proxy) write(name, content string) string {
	p.t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// certify makes a certificate for 127.0.0.1.
func (p *proxy) certify() {
	p.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		p.t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		p.t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		p.t.Fatal(err)
	}
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	p.write("cert.pem", string(cert))
	p.write("cert.key", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})))
	p.roots = x509.NewCertPool()
	p.roots.AppendCertsFromPEM(cert)
}

// startNginx includes the sample as Debian's nginx.conf does, with logs that
// show all that there is to see, and compression.
func startNginx(p *proxy, sample string) *exec.Cmd {
	for i, address := range []string{p.employees, p.main} {
		if i == 0 || p.main != p.employees {
			sample = replaceFirst(sample, `listen 443 ssl( default_server)?;`, "listen "+address+" ssl$1;")
		}
	}
	sample = regexp.MustCompile(`ssl_certificate(_key)? \S+;`).ReplaceAllStringFunc(sample, func(line string) string {
		if strings.HasPrefix(line, "ssl_certificate_key") {
			return "ssl_certificate_key cert.key;"
		}
		return "ssl_certificate cert.pem;"
	})
	p.write("teamtrust.conf", strings.ReplaceAll(sample, "/var/log/nginx/", ""))
	conf := p.write("nginx.conf", `daemon off; master_process off; pid nginx.pid; error_log error.log error;
events { worker_connections 64; }
http {
	log_format all '$remote_addr "$http_x_forwarded_for" "$http_user_agent" "$http_cookie" "$request" $status';
	access_log access.log all;
	client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
	gzip on; gzip_types application/json; gzip_proxied any;
	include teamtrust.conf;
}
`)
	return exec.Command("nginx", "-p", p.dir, "-e", filepath.Join(p.dir, "error.log"), "-c", conf)
}

// startCaddy serves the sites of the sample on 127.0.0.1 with the test's
// certificate, and lets nobody administer it over the network.
func startCaddy(p *proxy, sample string) *exec.Cmd {
	certificate := "\n\ttls cert.pem cert.key\n"
	if p.main == p.employees {
		sample = strings.Replace(sample, "\ntrust.example.org {\n", "\nhttps://"+p.main+" {"+certificate, 1)
	} else {
		sample = strings.Replace(sample, "\nballots.example.org {\n", "\nhttps://"+p.employees+" {"+certificate, 1)
		sample = strings.Replace(sample, "\ntrust.example.org {\n", "\nhttps://"+p.main+" {"+certificate, 1)
	}
	sample = strings.Replace(sample, "\n{\n", "\n{\n\tadmin off\n\tauto_https off\n", 1)
	return exec.Command("caddy", "run", "--adapter", "caddyfile", "--config", p.write("Caddyfile", sample))
}

func replaceFirst(text, pattern, by string) string {
	re := regexp.MustCompile(pattern)
	at := re.FindStringSubmatchIndex(text)
	if at == nil {
		return text
	}
	return text[:at[0]] + string(re.ExpandString(nil, by, text, at)) + text[at[1]:]
}

// begin starts the process and waits until it takes connections.
func (p *proxy) begin() {
	p.t.Helper()
	said, err := os.Create(filepath.Join(p.dir, "said.log"))
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { said.Close() })
	p.cmd.Stdout, p.cmd.Stderr = said, said
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait()
	})
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		conn, err := tls.Dial("tcp", p.employees, &tls.Config{RootCAs: p.roots})
		if err == nil {
			conn.Close()
			return
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("the proxy does not answer: %v\n%s", err, p.written()["said.log"])
		}
	}
}

// written is everything that the proxy wrote into files, by name.
func (p *proxy) written() map[string]string {
	p.t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(p.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		raw, err := os.ReadFile(path)
		out[d.Name()] = string(raw)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}
