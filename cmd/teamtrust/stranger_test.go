package main

import (
	"bufio"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"teamtrust/survey/store/storetest"
)

// stranger holds a client and an attacker that were written from
// docs/protocol.md alone, in another language.
const stranger = "../../web/test/stranger"

// publicManifest is what the stranger's figures are recounted with.
type publicManifest struct {
	Survey        string `json:"survey"`
	ReceiptKey    string `json:"receipt_key"`
	MinimumGroup  int    `json:"minimum_group"`
	Questionnaire struct {
		Scale struct {
			Lo, Hi int
			Labels map[string][]string `json:"labels"`
		} `json:"scale"`
		Items    []publicItem `json:"items"`
		Comments []publicItem `json:"comments"`
	} `json:"questionnaire"`
	Units []struct {
		ID       string   `json:"id"`
		Name     string   `json:"name"`
		Teams    []string `json:"teams"`
		Eligible int      `json:"eligible"`
	} `json:"units"`
}

// publicItem is a question, or a prompt for a comment.
type publicItem struct {
	ID        string            `json:"id"`
	Dimension *string           `json:"dimension"`
	Text      map[string]string `json:"text"`
}

// keptBallot is a line of what the stranger kept.
type keptBallot struct {
	Unit       string         `json:"unit"`
	Answers    map[string]any `json:"answers"`
	Commitment string         `json:"commitment"`
	Receipt    string         `json:"receipt"`
	Nonce      string         `json:"nonce"`
	Token      string         `json:"token"`
}

func TestFiguresCanBeRecomputedFromTheBallotsThatAStrangersClientKept(t *testing.T) {
	node := nodePath(t)
	if node == "" {
		return
	}
	eachInstallation(t, func(t *testing.T, in *installation) {
		dir := t.TempDir()
		in.must("people", "import", staffList)
		in.serve("serve")
		id := in.must("survey", "create", "--questionnaire", "P10", "--name", "Autumn pulse")
		in.must("survey", "open", id)
		links := filepath.Join(dir, "links.csv")
		in.must("survey", "invitations", id, "-o", links)
		rows := readCSV(t, links)
		last := rows[len(rows)-1]

		// Three of four answer, and the rest is for the attacker.
		some := filepath.Join(dir, "some.csv")
		writeSome(t, some, rows[:len(rows)-1])
		out := filepath.Join(dir, "out.jsonl")
		runNode(t, node, "client.mjs", some, out, "--url", in.url)
		runNode(t, node, "hostile.mjs", last[len(last)-1], "--url", in.url)

		manifest := in.manifest(id)
		in.must("survey", "close", id, "--reason", "everybody has answered")
		kept := readKept(t, out)
		checkReceipts(t, manifest, kept)
		checkRecord(t, in, id, kept)
		newRecount(manifest, byUnit(kept)).check(t, in.results(id))
	})
}

// nodePath is where Node.js is. Without it the test fails, or with -short is
// left out.
func nodePath(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("node")
	if err != nil && !testing.Short() {
		t.Fatalf("Node.js is missing: run make test: %v", err)
	}
	if err != nil {
		t.Log("Node.js is missing; this test was left out")
	}
	return path
}

func runNode(t *testing.T, node, script string, args ...string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), node, append([]string{filepath.Join(stranger, script)}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, differences(string(out)))
	}
}

// differences are the lines of an attack that went otherwise than documented,
// or everything that was said.
func differences(out string) string {
	var lines []string
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, "ok ") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

// writeSome writes the header and three of four rows.
func writeSome(t *testing.T, file string, rows [][]string) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := csv.NewWriter(f)
	for i, row := range rows {
		if i%4 != 1 {
			_ = w.Write(row) // Flush reports
		}
	}
	if w.Flush(); w.Error() != nil {
		t.Fatal(w.Error())
	}
}

// manifest is what the server publishes of a survey.
func (in *installation) manifest(id string) publicManifest {
	in.t.Helper()
	answer, err := http.Get(in.employees() + "/api/ballot/" + id)
	if err != nil {
		in.t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		in.t.Fatal(err)
	}
	var m publicManifest
	if err := json.Unmarshal(raw, &m); err != nil {
		in.t.Fatalf("the manifest: %v\n%.200s", err, raw)
	}
	return m
}

func readKept(t *testing.T, file string) []keptBallot {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var kept []keptBallot
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var b keptBallot
		if err := json.Unmarshal(lines.Bytes(), &b); err != nil {
			t.Fatal(err)
		}
		kept = append(kept, b)
	}
	if len(kept) < 200 || lines.Err() != nil {
		t.Fatalf("the client kept %d ballots, %v", len(kept), lines.Err())
	}
	return kept
}

func checkReceipts(t *testing.T, m publicManifest, kept []keptBallot) {
	t.Helper()
	key := unb64(t, m.ReceiptKey)
	for _, b := range kept {
		if !ed25519.Verify(key, []byte("teamtrust/1 receipt\n"+m.Survey+"\n"+b.Commitment), unb64(t, b.Receipt)) {
			t.Errorf("the receipt of ballot %s is not signed with the published key", b.Commitment)
		}
	}
}

func unb64(t *testing.T, text string) []byte {
	t.Helper()
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// checkRecord compares what the close published with what the client kept:
// every ballot is under the root and no other, and every credential is among
// the used ones.
func checkRecord(t *testing.T, in *installation, id string, kept []keptBallot) {
	t.Helper()
	s := storetest.Open(t, in.database())
	raw, err := s.ClosingRecord(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var record struct {
		Root   string `json:"merkle_root"`
		Size   int    `json:"size"`
		Blocks []struct {
			Units           []string
			Collected, Cast int
		} `json:"blocks"`
	}
	if err := json.Unmarshal(raw, &record); err != nil {
		t.Fatal(err)
	}
	var commitments []string
	byUnit, credentials := map[string]int{}, map[string]bool{}
	for _, b := range kept {
		commitments = append(commitments, b.Commitment)
		byUnit[b.Unit]++
		credentials[b.Nonce+" "+b.Token] = true
	}
	slices.Sort(commitments)
	if root := hex.EncodeToString(merkle(commitments)); record.Size != len(kept) || record.Root != root {
		t.Errorf("the record: %d ballots under %s, want %d under %s", record.Size, record.Root, len(kept), root)
	}
	collected := 0
	for _, b := range record.Blocks {
		cast := 0
		for _, u := range b.Units {
			cast += byUnit[u]
		}
		collected += b.Collected
		if b.Cast != cast {
			t.Errorf("the record: %d cast in %v, want %d", b.Cast, b.Units, cast)
		}
	}
	if want := len(kept) + 1; collected != want { // the attacker's was withdrawn
		t.Errorf("the record: %d collected, want %d", collected, want)
	}
	used := map[string]bool{}
	for c, err := range s.Spent(t.Context(), id) {
		if err != nil {
			t.Fatal(err)
		}
		used[c.Nonce+" "+c.Token] = true
	}
	if !maps.Equal(used, credentials) {
		t.Errorf("%d used credentials are published; the client used %d", len(used), len(credentials))
	}
}

// merkle is the root of RFC 6962, section 2.1.
func merkle(leaves []string) []byte {
	if len(leaves) == 1 {
		sum := sha256.Sum256(append([]byte{0}, leaves[0]...))
		return sum[:]
	}
	half := 1
	for half*2 < len(leaves) {
		half *= 2
	}
	sum := sha256.Sum256(slices.Concat([]byte{1}, merkle(leaves[:half]), merkle(leaves[half:])))
	return sum[:]
}

// newRecount counts from what the manifest says and what clients kept.
func newRecount(m publicManifest, ballots map[string][]map[string]any) *recount {
	r := &recount{k: m.MinimumGroup, lo: m.Questionnaire.Scale.Lo, hi: m.Questionnaire.Scale.Hi,
		dimensions: map[string][]string{}, nodes: map[string]bool{"": true},
		at: map[string]string{}, eligible: map[string]int{}, ballots: ballots}
	for _, item := range m.Questionnaire.Items {
		dimension := item.ID
		if item.Dimension != nil {
			dimension = *item.Dimension
		}
		r.dimensions[dimension] = append(r.dimensions[dimension], item.ID)
	}
	for _, u := range m.Units {
		r.eligible[u.ID] = u.Eligible
		r.at[u.ID] = "" // a unit of no single team is the organisation's
		for _, team := range u.Teams {
			if team == u.Name {
				r.at[u.ID] = team
			}
			for node := team; node != ""; node = parentOf(node) {
				r.nodes[node] = true
			}
		}
	}
	return r
}

// byUnit are the answers that a client kept.
func byUnit(kept []keptBallot) map[string][]map[string]any {
	ballots := map[string][]map[string]any{}
	for _, b := range kept {
		ballots[b.Unit] = append(ballots[b.Unit], b.Answers)
	}
	return ballots
}
