package main

import (
	"path/filepath"
	"testing"
)

func TestAStrangersAttacksAreAnsweredAsTheDocumentSays(t *testing.T) {
	node := nodePath(t)
	if node == "" {
		return
	}
	eachInstallation(t, func(t *testing.T, in *installation) {
		in.must("people", "import", staffList)
		in.serve("serve")
		id := in.must("survey", "create", "--questionnaire", "P10", "--name", "Under attack")
		in.must("survey", "open", id)
		links := filepath.Join(t.TempDir(), "links.csv")
		in.must("survey", "invitations", id, "-o", links)
		rows := readCSV(t, links)
		link := rows[1][len(rows[1])-1]
		runNode(t, node, "hostile.mjs", link, "--url", in.url)
		in.must("survey", "close", id, "--reason", "the attack is over")
		runNode(t, node, "hostile.mjs", link, "--closed", "--url", in.url)
	})
}

func TestAStrangerComputesTheWorkedExampleAlike(t *testing.T) {
	if node := nodePath(t); node != "" {
		runNode(t, node, "vectors.test.mjs")
	}
}
