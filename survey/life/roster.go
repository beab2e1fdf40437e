package life

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/people"
)

// Roster is the names of the people that a unit was formed of, as they were at
// the opening. Whoever holds one of the unit's invitations may read it; the
// manifest has its hash. It says nothing of who took part.
type Roster struct {
	Unit  string
	Salt  string   // base64url of 32 random bytes; known to the unit and the auditor only
	Names []string // sorted; empty for a person whom the staff list does not name
}

// Hash is what the manifest of a survey says of the roster (docs/protocol.md,
// §4): lower-case hex SHA-256 over the survey, the unit, the salt and, sorted,
// the hashes of the names. Without the salt nobody can try names out on it.
func (r Roster) Hash(id string) string {
	hashes := make([]string, len(r.Names))
	for i, name := range r.Names {
		hashes[i] = hexSum(name)
	}
	slices.Sort(hashes)
	return hexSum(ballot.Protocol + " roster\n" + id + "\n" + r.Unit + "\n" + r.Salt + "\n" + strings.Join(hashes, "\n") + "\n")
}

func hexSum(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// rosters are those of all units, in their order, each with a fresh salt.
func rosters(staff []people.Person, units []survey.Unit, random io.Reader) ([]Roster, error) {
	unit := unitOf(units)
	names := map[string][]string{}
	for _, p := range staff {
		names[unit[p.Team]] = append(names[unit[p.Team]], p.Name)
	}
	out := make([]Roster, len(units))
	for i, u := range units {
		salt := make([]byte, 32)
		if _, err := io.ReadFull(random, salt); err != nil {
			return nil, fmt.Errorf("make the salt of a roster: %w", err)
		}
		slices.Sort(names[u.ID])
		out[i] = Roster{Unit: u.ID, Salt: base64.RawURLEncoding.EncodeToString(salt), Names: names[u.ID]}
	}
	return out, nil
}

// Confirmation is that an auditor read all rosters of a survey and found them
// right. It is published.
type Confirmation struct {
	At time.Time
	By string // account e-mail
}

// ActionConfirm is how the audit log calls it.
const ActionConfirm = "confirm rosters"

// ConfirmRosters records that an auditor found the rosters of an open survey
// right; the first confirmation stays. CodeRefused where the survey is not open
// any more, or was opened by a version without rosters.
func (l *Life) ConfirmRosters(ctx context.Context, id string, by Actor) error {
	c := Confirmation{At: l.clock(), By: by.Name}
	if err := l.store.ConfirmRosters(ctx, id, c); err != nil {
		return err
	}
	return l.record(ctx, by, ActionConfirm, id, "")
}
