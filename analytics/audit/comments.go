package audit

import (
	"slices"

	"teamtrust/survey"
)

// Comments on a prompt may be shown where this many ballots and writers waited
// together (docs/anonymity.md, rule 5).
const (
	commentBallots = 10
	commentWriters = 5
)

// comments checks, prompt by prompt, that the comments of every label come
// from enough ballots and writers. Those of a label are from the blocks at and
// below it that no label below it has taken.
func (x *work) comments() {
	byPrompt := map[string][]Comments{}
	for _, c := range x.w.Comments {
		x.report.Compared.Comments += c.Number
		byPrompt[c.Prompt] = append(byPrompt[c.Prompt], c)
	}
	for _, p := range x.w.Form.Comments {
		x.labels(p.ID, byPrompt[p.ID])
		delete(byPrompt, p.ID)
	}
	for prompt, labels := range byPrompt {
		x.tell(Record, nil, "comments on "+prompt, "comments are on prompts", "%s on a prompt that was not asked.", survey.Amount(len(labels), "label", "labels"))
	}
}

func (x *work) labels(prompt string, labels []Comments) {
	slices.SortFunc(labels, func(a, b Comments) int { return b.Team.Depth() - a.Team.Depth() })
	taken := make([]bool, len(x.atoms.size))
	for _, c := range labels {
		var set []int32
		for a, node := range x.atoms.node {
			if !taken[a] && c.Team.Contains(node) {
				taken[a] = true
				set = append(set, int32(a))
			}
		}
		x.label(prompt, c, set)
	}
}

// label: each writer has one comment on a prompt, so there are no more writers
// than comments.
func (x *work) label(prompt string, c Comments, set []int32) {
	least := x.least(max(commentBallots, x.k), set)
	if n := x.size(set); n.hi < least {
		x.tell(Writers, []survey.Path{c.Team}, "comments on "+prompt, "the blocks of a label less those of the labels below it",
			"those of %s are from %s, fewer than %d.", place(c.Team), survey.Amount(int(n.hi), "ballot", "ballots"), least)
	}
	if writers := x.least(commentWriters, set); c.Number > 0 && int64(c.Number) < writers {
		x.tell(Writers, []survey.Path{c.Team}, "comments on "+prompt, "each writer has one comment on a prompt",
			"those of %s are from %s, fewer than %d.", place(c.Team), survey.Amount(c.Number, "writer", "writers"), writers)
	}
}
