package life

import (
	"context"
	"crypto/rand"
	"encoding/csv"
	"fmt"
	"io"
	"math/big"
	"sort"
	"strings"

	"teamtrust/survey"
	"teamtrust/survey/ballot"
	"teamtrust/survey/people"
)

// Link is one personal link, or one printed card, for handing out.
type Link struct {
	Person string // empty on a card
	Email  string
	Team   string // the person's team; on a card the unit's name
	URL    string
	Code   ballot.Code // of a card, to be typed instead; empty on cards that an earlier version drew
	Page   string      // of a card: where its code is entered
}

// Kinds of export. The first that is made for a survey decides.
const (
	Links = "links"
	Cards = "cards"
)

// Links returns the personal link of everybody invited, sorted by employee id;
// people who got a printed card are left out. The export is recorded and
// counted.
func (l *Life) Links(ctx context.Context, id string, by Actor) ([]Link, error) {
	sv, keys, err := l.openKeys(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := l.store.MarkExport(ctx, id, Links); err != nil {
		return nil, err
	}
	links, err := l.personal(ctx, sv, keys)
	if err != nil {
		return nil, err
	}
	return links, l.record(ctx, by, "export invitations", id, fmt.Sprintf("%d personal links", len(links)))
}

// Rehearse returns the links of a rehearsal without counting as an export; for
// a real survey it is refused.
func (l *Life) Rehearse(ctx context.Context, id string) ([]Link, error) {
	sv, keys, err := l.openKeys(ctx, id)
	if err != nil {
		return nil, err
	}
	if !sv.Rehearsal {
		return nil, survey.Errorf(survey.CodeRefused, "Survey %s is real; ballots can be simulated only in a survey created with --rehearsal.", id)
	}
	return l.personal(ctx, sv, keys)
}

func (l *Life) openKeys(ctx context.Context, id string) (survey.Survey, *ballot.Keys, error) {
	sv, err := l.store.Survey(ctx, id)
	if err != nil {
		return sv, nil, err
	}
	if sv.State != survey.Open {
		return sv, nil, survey.Errorf(survey.CodeRefused, "Survey %s is %s; it has links only while it is open.", id, sv.State)
	}
	keys, err := l.keys.LoadKept(id)
	return sv, keys, err
}

func (l *Life) personal(ctx context.Context, sv survey.Survey, keys *ballot.Keys) ([]Link, error) {
	invitations, err := l.store.Invitations(ctx, sv.ID)
	if err != nil {
		return nil, err
	}
	persons, err := l.persons(ctx)
	if err != nil {
		return nil, err
	}
	var out []Link
	for _, in := range invitations {
		if in.Person == "" {
			continue
		}
		p := persons[in.Person]
		out = append(out, Link{Person: p.ID, Email: p.Email, Team: string(p.Team), URL: l.link(sv, keys.Secret(p.ID, times(in.Replaced)))})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Person < out[j].Person })
	return out, nil
}

func (l *Life) persons(ctx context.Context) (map[string]people.Person, error) {
	all, err := l.store.Everybody(ctx)
	if err != nil {
		return nil, err
	}
	persons := make(map[string]people.Person, len(all))
	for _, p := range all {
		persons[p.ID] = p
	}
	return persons, nil
}

func times(replaced bool) int {
	if replaced {
		return 1
	}
	return 0
}

func (l *Life) link(sv survey.Survey, secret []byte) string {
	return ballot.Link{Survey: sv.ID, Secret: secret, Hash: sv.ManifestHash}.URL(l.ballotURL)
}

// Cards returns one link for each person without e-mail, drawn by lot within
// the unit: the invitations lose their persons, and no list of who holds which
// card exists. A second call returns the same cards. Refused where personal
// links were exported first.
func (l *Life) Cards(ctx context.Context, id string, by Actor) ([]Link, error) {
	sv, keys, err := l.openKeys(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := l.store.MarkExport(ctx, id, Cards); err != nil {
		return nil, err
	}
	if err := l.drawCards(ctx, sv, keys); err != nil {
		return nil, err
	}
	cards, err := l.cards(ctx, sv, keys)
	if err != nil {
		return nil, err
	}
	return cards, l.record(ctx, by, "export cards", id, fmt.Sprintf("%d printed cards", len(cards)))
}

// drawCards turns the invitations of people without e-mail into cards, once.
func (l *Life) drawCards(ctx context.Context, sv survey.Survey, keys *ballot.Keys) error {
	invitations, err := l.store.Invitations(ctx, sv.ID)
	if err != nil {
		return err
	}
	persons, err := l.persons(ctx)
	if err != nil {
		return err
	}
	next := map[string]int{}
	var cards []Invitation
	for _, in := range invitations {
		if in.Person == "" {
			return nil
		}
		if persons[in.Person].Email != "" {
			continue
		}
		secret := keys.CardCode(in.Unit, next[in.Unit], sv.ManifestHash).Secret(sv.ID)
		next[in.Unit]++
		cards = append(cards, Invitation{Person: in.Person, Unit: in.Unit, Hash: ballot.SecretHash(secret)})
	}
	return l.store.DrawCards(ctx, sv.ID, cards)
}

func (l *Life) cards(ctx context.Context, sv survey.Survey, keys *ballot.Keys) ([]Link, error) {
	invitations, err := l.store.Invitations(ctx, sv.ID)
	if err != nil {
		return nil, err
	}
	_, units, err := l.store.Frozen(ctx, sv.ID)
	if err != nil {
		return nil, err
	}
	count, drawn := map[string]int{}, map[string]bool{}
	for _, in := range invitations {
		if in.Person == "" {
			count[in.Unit]++
			drawn[in.Hash] = true
		}
	}
	var out []Link
	for _, u := range units {
		cards := make([]Link, count[u.ID])
		for i := range cards {
			cards[i] = l.card(sv, keys, u, i, drawn)
		}
		if err := shuffle(cards, l.rand); err != nil {
			return nil, err
		}
		out = append(out, cards...)
	}
	return out, nil
}

// card is a card with its link and code. Cards that an earlier version drew had
// secrets that no code gives; their links must stay what they were.
func (l *Life) card(sv survey.Survey, keys *ballot.Keys, u survey.Unit, number int, drawn map[string]bool) Link {
	code := keys.CardCode(u.ID, number, sv.ManifestHash)
	if secret := code.Secret(sv.ID); drawn[ballot.SecretHash(secret)] {
		return Link{Team: u.Name, URL: l.link(sv, secret), Code: code, Page: strings.TrimRight(l.ballotURL, "/") + "/code"}
	}
	return Link{Team: u.Name, URL: l.link(sv, keys.CardSecret(u.ID, number))}
}

func shuffle(cards []Link, random io.Reader) error {
	for i := len(cards) - 1; i > 0; i-- {
		j, err := rand.Int(random, big.NewInt(int64(i+1)))
		if err != nil {
			return fmt.Errorf("draw by lot: %w", err)
		}
		cards[i], cards[j.Int64()] = cards[j.Int64()], cards[i]
	}
	return nil
}

// Replace withdraws a person's link and returns a new one: at most once a
// person, with a reason, while the survey is open. How often it happened is
// published by block.
func (l *Life) Replace(ctx context.Context, id, person, reason string, by Actor) (string, error) {
	sv, keys, err := l.openKeys(ctx, id)
	if err != nil {
		return "", err
	}
	if strings.TrimSpace(reason) == "" {
		return "", field("reason", "Replacing an invitation needs a reason; it is kept in the audit log.")
	}
	if _, err := l.store.Invited(ctx, id, person); err != nil {
		return "", err
	}
	secret := keys.Secret(person, 1)
	if err := l.store.Replace(ctx, id, person, ballot.SecretHash(secret), by.Name, reason, l.clock()); err != nil {
		return "", err
	}
	return l.link(sv, secret), l.record(ctx, by, "replace invitation", id, person+": "+reason)
}

// WriteLinks writes personal links as CSV: employee_id,email,team,link. Ids and
// addresses stand as they are, because mail is merged by them; no staff list
// with one that a spreadsheet would evaluate is imported.
func WriteLinks(w io.Writer, links []Link) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"employee_id", "email", "team", "link"})
	for _, l := range links {
		_ = out.Write([]string{l.Person, l.Email, safe(l.Team), l.URL})
	}
	out.Flush()
	return out.Error()
}

// WriteCards writes printed cards as CSV: team,link.
func WriteCards(w io.Writer, cards []Link) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"team", "link"})
	for _, c := range cards {
		_ = out.Write([]string{safe(c.Team), c.URL})
	}
	out.Flush()
	return out.Error()
}

// WriteCodes writes printed cards with what is typed instead of the link, as
// CSV: team,link,code,page.
func WriteCodes(w io.Writer, cards []Link) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"team", "link", "code", "page"})
	for _, c := range cards {
		_ = out.Write([]string{safe(c.Team), c.URL, c.Code.String(), c.Page})
	}
	out.Flush()
	return out.Error()
}

// safe keeps a spreadsheet from taking a text for a formula.
func safe(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\x00＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}
