package analytics

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
)

// Comments on one prompt wait until this many ballots (or the minimum group,
// if that is larger) and this many writers wait together, and one more of each
// for every replaced invitation among them (docs/anonymity.md, rule 5). Writers are
// told both before they send.
const (
	CommentBallots = 10
	CommentWriters = 5
)

// placeComments puts every comment to the team where its writer is hidden
// among enough others, and shuffles them. Those that never are among enough
// are dropped; so are comments of white space alone.
func (c *count) placeComments() ([]PlacedComment, error) {
	if len(c.in.Comments) == 0 || len(c.blocks) == 0 {
		return nil, nil
	}
	byPrompt, err := c.commentsByPrompt()
	if err != nil {
		return nil, err
	}
	var placed []PlacedComment
	for _, p := range c.in.Questionnaire.Comments {
		placed = append(placed, c.placePrompt(byPrompt[p.ID])...)
	}
	return placed, shuffle(placed, c.in.Random)
}

// commentsByPrompt refuses comments of units or prompts that do not exist.
func (c *count) commentsByPrompt() (map[string][]UnitComment, error) {
	by := make(map[string][]UnitComment, len(c.in.Questionnaire.Comments))
	for _, p := range c.in.Questionnaire.Comments {
		by[p.ID] = nil
	}
	for _, x := range c.in.Comments {
		_, known := by[x.Prompt]
		if _, ok := c.unitNo[x.Unit]; !ok || !known {
			return nil, fmt.Errorf("a comment is of unit %q and prompt %q, which the survey does not have", x.Unit, x.Prompt)
		}
		if strings.TrimSpace(x.Text) != "" {
			by[x.Prompt] = append(by[x.Prompt], x)
		}
	}
	return by, nil
}

func (c *count) placePrompt(comments []UnitComment) []PlacedComment {
	if len(comments) == 0 {
		return nil
	}
	writers := c.writersByBlock(comments)
	n := make([]int, len(c.blocks))
	for b := range c.blocks {
		n[b] = c.blocks[b].n
	}
	w := walk{
		forest: c.forest, at: c.blockThings(), size: n,
		enough: func(blocks []int) bool {
			twice := c.replacedIn(blocks) // so many people may have two ballots, and have written in both
			return sum(n, blocks) >= max(CommentBallots, c.k)+twice && sum(writers, blocks) >= CommentWriters+twice
		},
		worth: func(blocks []int) bool { return sum(writers, blocks) > 0 },
	}
	cohorts, _ := w.run()
	team := make(map[int]int, len(c.blocks))
	for _, h := range cohorts {
		for _, b := range h.things {
			team[b] = h.node
		}
	}
	var placed []PlacedComment
	for _, x := range comments {
		if v, ok := team[c.blockOf[c.unitNo[x.Unit]]]; ok {
			placed = append(placed, PlacedComment{Team: c.forest.paths[v], Prompt: x.Prompt, Text: x.Text})
		}
	}
	return placed
}

// writersByBlock counts the people, not the comments.
func (c *count) writersByBlock(comments []UnitComment) []int {
	writers := make([]int, len(c.blocks))
	seen := make(map[int]bool, len(comments))
	for _, x := range comments {
		if !seen[x.Writer] {
			seen[x.Writer] = true
			writers[c.blockOf[c.unitNo[x.Unit]]]++
		}
	}
	return writers
}

// shuffle draws the order anew, so that nothing of the order in which ballots
// were counted is left. Comments are sorted first: the order depends on the
// source of randomness alone.
func shuffle(comments []PlacedComment, random io.Reader) error {
	if len(comments) == 0 {
		return nil
	}
	if random == nil {
		return fmt.Errorf("shuffle comments: there is no source of randomness")
	}
	var seed [32]byte
	if _, err := io.ReadFull(random, seed[:]); err != nil {
		return fmt.Errorf("shuffle comments: %w", err)
	}
	slices.SortFunc(comments, func(a, b PlacedComment) int {
		return strings.Compare(string(a.Team)+"\x00"+a.Prompt+"\x00"+a.Text, string(b.Team)+"\x00"+b.Prompt+"\x00"+b.Text)
	})
	r := rand.New(rand.NewChaCha8(seed))
	r.Shuffle(len(comments), func(i, j int) { comments[i], comments[j] = comments[j], comments[i] })
	return nil
}
