package ballot

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/cloudflare/circl/oprf"
)

// poprfKey reads the private key that a closing record publishes.
func poprfKey(text string) (*oprf.PrivateKey, error) {
	b, err := decode("poprf_private_key", text, scalarSize)
	if err != nil {
		return nil, err
	}
	key := new(oprf.PrivateKey)
	if err := key.UnmarshalBinary(suite, b); err != nil {
		return nil, fmt.Errorf("poprf_private_key is not a scalar: %w", err)
	}
	key.Public() // it caches its result, which must not happen in two goroutines
	return key, nil
}

// evaluators are those of all units of a survey.
type evaluators map[string]*unitEvaluator

// evaluators makes those of the units of the manifest, on all cores. One that the
// key cannot be used for is left out: no credential is of it.
func (v *Verification) evaluators(ctx context.Context, e *Evaluator) (evaluators, error) {
	units := v.Manifest.Units
	made := make([]*unitEvaluator, len(units))
	if err := inParallel(ctx, len(units), func(i int) { made[i], _ = e.unit(units[i].ID) }); err != nil {
		return nil, err
	}
	out := make(evaluators, len(units))
	for i := range units {
		if made[i] != nil {
			out[units[i].ID] = made[i]
		}
	}
	return out, nil
}

// unit finds the first of some units that a credential is of; empty where it is
// of none.
func (e evaluators) unit(units []string, s Spent) string {
	nonce, err := decode("nonce", s.Nonce, NonceSize)
	if err != nil {
		return ""
	}
	element := hashToGroup(nonce)
	for _, id := range units {
		if u := e[id]; u != nil && u.token(nonce, element) == s.Token {
			return id
		}
	}
	return ""
}

// unitsOf lists the units of each block, the largest first, because most
// credentials are of it. Without blocks all ballots are counted under one label.
func (v *Verification) unitsOf(x *Export) map[string][]string {
	out := map[string][]string{}
	for _, b := range v.Record.Blocks {
		out[b.Block] = v.largestFirst(b.Units)
	}
	if len(v.Record.Blocks) == 0 && len(x.Spent) > 0 {
		out[x.Spent[0].Block] = v.everyUnit()
	}
	return out
}

func (v *Verification) everyUnit() []string {
	var ids []string
	for _, u := range v.Manifest.Units {
		ids = append(ids, u.ID)
	}
	return v.largestFirst(ids)
}

func (v *Verification) largestFirst(ids []string) []string {
	size := func(id string) int {
		if u, ok := v.Manifest.Unit(id); ok {
			return u.Eligible
		}
		return 0
	}
	return slices.SortedStableFunc(slices.Values(ids), func(a, b string) int { return cmp.Compare(size(b), size(a)) })
}

// evaluatedAtOnce is how many credentials a goroutine takes at a time.
const evaluatedAtOnce = 64

// checkCredentials evaluates every used credential anew, on all cores, and
// counts them by unit.
func (x *Export) checkCredentials(ctx context.Context, v *Verification, step func()) (Check, error) {
	var p Problems
	x.checkOrder(&p)
	e, err := v.Record.Evaluator()
	switch {
	case v.Record.PrivateKey == "" && len(x.Spent) == 0:
		return Skip(CheckCredentials, "no credential is listed as used"), nil
	case err != nil:
		return Skip(CheckCredentials, "the private key of the closing record cannot be read"), nil
	}
	of, err := v.evaluators(ctx, e)
	if err != nil {
		return Check{}, err
	}
	found, unitsOf := make([]string, len(x.Spent)), v.unitsOf(x)
	err = inParallel(ctx, len(x.Spent), func(i int) {
		found[i] = of.unit(unitsOf[x.Spent[i].Block], x.Spent[i])
		step()
	})
	if err != nil {
		return Check{}, err
	}
	for i, unit := range found {
		if unit != "" {
			v.Cast[unit]++
			continue
		}
		if p.Full() {
			p.Add("")
			continue
		}
		p.Add("the credential %s of block %s %s", x.Spent[i].Nonce, x.Spent[i].Block, v.belongs(of, x.Spent[i]))
	}
	return p.Check(CheckCredentials, "%d used credentials, every one evaluated anew with the published private key for the units of its block", len(x.Spent)), nil
}

// belongs says what is wrong with a credential that is of no unit of its block.
func (v *Verification) belongs(e evaluators, s Spent) string {
	unit := e.unit(v.everyUnit(), s)
	if unit == "" {
		return "was not made with the key of this survey"
	}
	for _, b := range v.Record.Blocks {
		if slices.Contains(b.Units, unit) {
			return fmt.Sprintf("is of unit %s, which is counted in block %s", unit, b.Block)
		}
	}
	return fmt.Sprintf("is of unit %s, which is counted elsewhere", unit)
}

// checkOrder sees that credentials are sorted, which they are so that their
// order says nothing, and that none occurs twice.
func (x *Export) checkOrder(p *Problems) {
	nonces := make(map[string]bool, len(x.Spent))
	for i, s := range x.Spent {
		if nonces[s.Nonce] {
			p.Add("the credential %s occurs twice", s.Nonce)
		}
		nonces[s.Nonce] = true
		if i > 0 && cmp.Or(cmp.Compare(x.Spent[i-1].Block, s.Block), cmp.Compare(x.Spent[i-1].Nonce, s.Nonce)) > 0 {
			p.Add("the credentials are not sorted by block and nonce: %s", s.Nonce)
		}
	}
}

// inParallel does n things on all cores, until ctx ends.
func inParallel(ctx context.Context, n int, do func(i int)) error {
	var next atomic.Int64
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for ctx.Err() == nil {
				from := int(next.Add(evaluatedAtOnce)) - evaluatedAtOnce
				if from >= n {
					return
				}
				for i := from; i < min(n, from+evaluatedAtOnce); i++ {
					do(i)
				}
			}
		})
	}
	all.Wait()
	return ctx.Err()
}
