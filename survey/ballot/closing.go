package ballot

import (
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
)

// NewStored turns opened ballots into rows that stay: each with the label of its
// block, by unit in blockOf, and a fresh 128-bit id from random, sorted by id.
// With the unit, the token and the order, everything goes that tied a row to its
// arrival.
func NewStored(opened []Opened, blockOf map[string]string, random io.Reader) ([]Stored, error) {
	out := make([]Stored, 0, len(opened))
	for i := range opened {
		o := &opened[i]
		block, ok := blockOf[o.Unit]
		if !ok {
			return nil, fmt.Errorf("store the ballots: unit %s belongs to no block", o.Unit)
		}
		id, err := NewID(random)
		if err != nil {
			return nil, fmt.Errorf("store the ballots: %w", err)
		}
		out = append(out, Stored{ID: id, Block: block, Answers: o.Answers, Salt: o.Salt, Commitment: o.Commitment})
	}
	slices.SortFunc(out, func(a, b Stored) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

// NewID draws the id of a row whose order must say nothing: 128 random bits as
// 32 hex digits.
func NewID(random io.Reader) (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", err
	}
	return hex.EncodeToString(b[:]), nil
}

// NewSpent is the list of used credentials by block, in blockOf by unit, sorted
// by block and then by nonce.
func NewSpent(opened []Opened, blockOf map[string]string) ([]Spent, error) {
	out := make([]Spent, 0, len(opened))
	for i := range opened {
		o := &opened[i]
		block, ok := blockOf[o.Unit]
		if !ok {
			return nil, fmt.Errorf("list the spent credentials: unit %s belongs to no block", o.Unit)
		}
		out = append(out, Spent{Block: block, Nonce: encode(o.Nonce), Token: encode(o.Token)})
	}
	slices.SortFunc(out, func(a, b Spent) int {
		if c := strings.Compare(a.Block, b.Block); c != 0 {
			return c
		}
		return strings.Compare(a.Nonce, b.Nonce)
	})
	return out, nil
}
