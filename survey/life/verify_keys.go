package life

import (
	"context"
	"errors"
	"io/fs"

	"teamtrust/survey/ballot"
)

// checkKeys looks for what could still open the box: sealed rows, and key files
// that a close destroys.
func (w *witness) checkKeys(ctx context.Context) error {
	var p ballot.Problems
	id := w.Record.Survey
	sealed, err := w.life.store.Sealed(ctx, id)
	if err != nil {
		return err
	}
	if sealed > 0 {
		p.Add("%d sealed ballots are still in the database", sealed)
	}
	kept, err := w.life.keys.LoadKept(id)
	if w.Record.Lost != nil && err != nil && w.life.keys.Known(id) {
		kept, err = nil, nil // they may be what was lost
	}
	if errors.Is(err, fs.ErrNotExist) && sealed == 0 {
		w.add(ballot.Skip(ballot.CheckKeys, "the directory %s does not hold the keys of this survey; whether they were destroyed where they were is not to be seen here", w.life.keys.Path()))
		return nil
	}
	if err != nil {
		p.Add("%v", err)
	} else if m := w.Manifest; kept != nil && !m.HasKey(kept) {
		p.Add("the POPRF key in %s is not that of the manifest", w.life.keys.Path())
	}
	left, err := w.life.keys.Destroyable(id)
	if err != nil {
		return err
	}
	for _, file := range left {
		p.Add("the key file %s was not destroyed", file)
	}
	w.add(p.Check(ballot.CheckKeys, "no key file and no sealed ballot is left that could open the box"))
	return nil
}
