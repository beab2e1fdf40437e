package store

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"

	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

// ballotRow is one counted ballot.
type ballotRow struct {
	ID         string `gorm:"primaryKey"`
	Survey     string
	Block      string
	Answers    string // JSON
	Salt       string
	Commitment string
}

func (ballotRow) TableName() string { return "ballots" }

// commentRow is one comment, with nothing that leads to a ballot.
type commentRow struct {
	ID     string `gorm:"primaryKey"`
	Survey string
	Label  string
	Prompt string
	Text   string
}

func (commentRow) TableName() string { return "comments" }

// spentRow is one used credential.
type spentRow struct {
	Survey string `gorm:"primaryKey"`
	Block  string `gorm:"primaryKey"`
	Nonce  string `gorm:"primaryKey"`
	Token  string
}

func (spentRow) TableName() string { return "spent" }

// commitmentsRow is what stays of the ballots once they are deleted.
type commitmentsRow struct {
	Survey string `gorm:"primaryKey"`
	List   string // sorted, one a line
}

func (commitmentsRow) TableName() string { return "commitments" }

type releaseRow struct {
	Survey  string `gorm:"primaryKey"`
	Release string
	Record  string
}

func (releaseRow) TableName() string { return "releases" }

type tallyRow struct {
	Survey string `gorm:"primaryKey"`
	Block  string `gorm:"primaryKey"`
	Tally  string
}

func (tallyRow) TableName() string { return "tallies" }

// writeBallots sorts by the random id once more: the order in which rows are
// written is what the database keeps of them.
func writeBallots(tx *gorm.DB, id string, ballots []ballot.Stored) error {
	rows := make([]ballotRow, len(ballots))
	for i, b := range ballots {
		answers, err := json.Marshal(b.Answers)
		if err != nil {
			return err
		}
		rows[i] = ballotRow{ID: b.ID, Survey: id, Block: b.Block, Answers: string(answers), Salt: b.Salt, Commitment: b.Commitment}
	}
	slices.SortFunc(rows, func(a, b ballotRow) int { return strings.Compare(a.ID, b.ID) })
	return insert(tx, rows)
}

// writeCommitments keeps them in one row, sorted: two ballots may have the same.
func writeCommitments(tx *gorm.DB, id string, ballots []ballot.Stored) error {
	list := make([]string, len(ballots))
	for i, b := range ballots {
		list[i] = b.Commitment
	}
	slices.Sort(list)
	return tx.Create(&commitmentsRow{Survey: id, List: strings.Join(list, "\n")}).Error
}

// writeComments leaves out NUL characters, which PostgreSQL cannot store in a
// text: one of them would keep the survey from ever being closed.
func writeComments(tx *gorm.DB, id string, comments []life.Comment) error {
	rows := make([]commentRow, len(comments))
	for i, c := range comments {
		rows[i] = commentRow{ID: c.ID, Survey: id, Label: string(c.Team), Prompt: c.Prompt, Text: strings.ReplaceAll(c.Text, "\x00", "")}
	}
	slices.SortFunc(rows, func(a, b commentRow) int { return strings.Compare(a.ID, b.ID) })
	return insert(tx, rows)
}

func writeSpent(tx *gorm.DB, id string, spent []ballot.Spent) error {
	rows := make([]spentRow, len(spent))
	for i, x := range spent {
		rows[i] = spentRow{Survey: id, Block: x.Block, Nonce: x.Nonce, Token: x.Token}
	}
	slices.SortFunc(rows, func(a, b spentRow) int {
		if c := strings.Compare(a.Block, b.Block); c != 0 {
			return c
		}
		return strings.Compare(a.Nonce, b.Nonce)
	})
	return insert(tx, rows)
}

func writeRelease(tx *gorm.DB, id string, c life.Closing) error {
	var rows []tallyRow
	for _, block := range slices.Sorted(maps.Keys(c.Tallies)) {
		rows = append(rows, tallyRow{Survey: id, Block: block, Tally: string(c.Tallies[block])})
	}
	if err := insert(tx, rows); err != nil {
		return err
	}
	return tx.Create(&releaseRow{Survey: id, Release: string(c.Release), Record: string(c.Record)}).Error
}
