package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"teamtrust/survey/ballot"
)

// The ways from a used credential, whose owner is known, to a ballot.

// linked says by which ways more people are led to their ballot than chance
// does, which finds one of a block.
func (k *known) linked() (found []string) {
	ways := map[string]func(v *voter, nonce string) (commitment string){
		"the unit in a row":             k.byUnit,
		"the same place in both tables": k.byPlace,
		"a name made of the credential": k.byName,
	}
	for way, guess := range ways {
		right := 0
		for v, nonce := range k.of {
			if guess(v, nonce) == v.box.Commitment {
				right++
			}
		}
		if text := beyondChance(right, len(k.of), 1/float64(k.manifest.MinimumGroup)); text != "" {
			found = append(found, way+" "+text)
		}
	}
	return append(found, k.byNeighbours()...)
}

// beyondChance allows four standard deviations.
func beyondChance(right, of int, chance float64) string {
	n := float64(of)
	if limit := n*chance + 4*math.Sqrt(n*chance*(1-chance)); float64(right) > limit {
		return fmt.Sprintf("leads %d of %d to their ballot; up to %.0f is chance", right, of, limit)
	}
	return ""
}

// byUnit looks for what a unit is called by: its id, its team, its name.
func (k *known) byUnit(v *voter, _ string) string {
	for _, b := range k.ballots {
		for _, name := range []string{k.unitOf(v), v.team, v.person, ballot.SecretHash(v.link.Secret)} {
			if strings.Contains(b.all, name) {
				return b.commitment
			}
		}
	}
	return ""
}

// byPlace takes the ballot that lies where the credential does, among those of
// their label.
func (k *known) byPlace(_ *voter, nonce string) string {
	at := slices.IndexFunc(k.spent, func(s closedRow) bool { return s.key == nonce })
	before := 0
	for _, s := range k.spent[:at] {
		if s.label == k.spent[at].label {
			before++
		}
	}
	if rows := k.byBlock()[k.spent[at].label]; before < len(rows) {
		return rows[before].commitment
	}
	return ""
}

// byName tries whether a ballot's id is made of something that is known.
func (k *known) byName(v *voter, nonce string) string {
	raw, _ := base64.RawURLEncoding.DecodeString(nonce)
	for _, known := range [][]byte{raw, []byte(nonce), v.link.Secret, []byte(ballot.SecretHash(v.link.Secret)), []byte(v.person), []byte(k.unitOf(v))} {
		sum := sha256.Sum256(known)
		for _, name := range []string{hex.EncodeToString(sum[:16]), hex.EncodeToString(known[:min(16, len(known))])} {
			for _, b := range k.ballots {
				if strings.Contains(b.key, name) {
					return b.commitment
				}
			}
		}
	}
	return ""
}

// byNeighbours takes the ballot that lies next to the credential in a file, of
// the database or its log.
func (k *known) byNeighbours() (found []string) {
	n := newNeedles()
	voters := slices.Collect(maps.Keys(k.of))
	for i, v := range voters {
		n.addText("nonce", i, k.of[v])
		n.addText("commitment", i, v.box.Commitment)
	}
	for file, content := range k.a.files() {
		right, hits := 0, n.find(content)
		for i := range voters {
			if nearest(hits, i) == i {
				right++
			}
		}
		if text := beyondChance(right, len(voters), 1/float64(k.manifest.MinimumGroup)); text != "" {
			found = append(found, "neighbours in the file "+file+" "+text)
		}
	}
	return found
}

// nearest is whose commitment lies nearest to a nonce of somebody.
func nearest(hits []hit, of int) int {
	best, whose := math.MaxInt, -1
	for at, h := range hits {
		if h.kind != "nonce" || h.of != of {
			continue
		}
		for _, step := range []int{-1, 1} {
			for i := at + step; i >= 0 && i < len(hits); i += step {
				if hits[i].kind == "commitment" {
					if d := max(hits[i].offset-h.offset, h.offset-hits[i].offset); d < best {
						best, whose = d, hits[i].of
					}
					break
				}
			}
		}
	}
	return whose
}
