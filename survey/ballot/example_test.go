package ballot_test

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
)

// A ballot on its way from an invitation to the box and out of it.
func Example() {
	path, err := os.MkdirTemp("", "keys")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(path)
	directory, err := ballot.OpenDirectory(path)
	if err != nil {
		panic(err)
	}
	sv := survey.Survey{
		ID: "spring", Name: "Spring", MinimumGroup: 5,
		Opens:  time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC),
		Closes: time.Date(2026, 3, 9, 8, 0, 0, 0, time.UTC),
	}
	q := &survey.Questionnaire{
		ID: "one", Version: "1", Languages: []string{"en"},
		Scale: survey.Scale{Lo: 1, Hi: 5, Labels: map[string][]string{"en": {"Never", "Rarely", "At times", "Often", "Always"}}},
		Items: []survey.Item{{ID: "COM1", Text: survey.Text{"en": "We talk."}, Extra: []survey.Extra{{Code: survey.OptOut, Text: survey.Text{"en": "Can't say"}}}}},
	}
	units := []survey.Unit{{ID: "sales", Name: "Sales", Teams: []survey.Path{"Sales"}, Eligible: 9}}

	// Opening: keys and manifest.
	keys, err := directory.Create(sv.ID, rand.Reader)
	if err != nil {
		panic(err)
	}
	manifest, err := ballot.NewManifest(sv, q, units, keys)
	if err != nil {
		panic(err)
	}
	desk, err := ballot.NewDesk(keys, manifest.Bytes())
	if err != nil {
		panic(err)
	}

	// Collect: the client blinds, the server evaluates, the client checks.
	blinding, err := ballot.NewBlinding(rand.Reader)
	if err != nil {
		panic(err)
	}
	blinded, err := manifest.Blinded(blinding)
	if err != nil {
		panic(err)
	}
	element, err := ballot.ParseElement(blinded)
	if err != nil {
		panic(err)
	}
	evaluation, err := desk.Issue("sales", element)
	if err != nil {
		panic(err)
	}
	credential, err := manifest.Finalize(blinding, evaluation)
	if err != nil {
		panic(err)
	}

	// Cast: the client commits, the server checks and seals.
	box, err := manifest.NewBox(credential, survey.Answers{"COM1": {Value: 4}}, nil, rand.Reader)
	if err != nil {
		panic(err)
	}
	body, err := json.Marshal(box)
	if err != nil {
		panic(err)
	}
	row, receipt, err := desk.Accept(body)
	if err != nil {
		panic(err)
	}
	fmt.Println("receipt holds:", manifest.CheckReceipt(box.Commitment, receipt) == nil)

	// Close: the box is opened.
	closing, err := directory.LoadToOpen(sv.ID, ballot.FirstEpoch)
	if err != nil {
		panic(err)
	}
	opened, err := ballot.OpenAll(closing, q, func(yield func(ballot.Staged, error) bool) { yield(row, nil) }, rand.Reader)
	if err != nil {
		panic(err)
	}
	fmt.Println("in the box:", len(opened), "ballot of", opened[0].Unit, "with", opened[0].Answers["COM1"])
	// Output:
	// receipt holds: true
	// in the box: 1 ballot of sales with 4
}

func ExampleCommitment() {
	q := &survey.Questionnaire{Items: []survey.Item{{ID: "COM1"}, {ID: "COM2"}, {ID: "COM3"}}}
	answers := survey.Answers{"COM1": {Value: 4}, "COM3": {Code: survey.OptOut}}
	// The SHA-256 of "teamtrust/1 ballot\nspring\nAAAA…\nCOM1=4\nCOM2=\nCOM3=NA\n".
	fmt.Println(ballot.Commitment("spring", q, answers, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))
	// Output:
	// 2bb764fdcc7dee2d5e30cd03c8fdd2724bfa01ea94b79b0ba7211daafe12c5cd
}

func ExampleParseLink() {
	link, err := ballot.ParseLink("https://trust.example.org/surveys/spring#AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
	fmt.Println(link.Survey, len(link.Secret), err)
	// Output:
	// spring 32 <nil>
}
