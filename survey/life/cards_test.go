package life_test

import (
	"bytes"
	"strings"
	"testing"

	"teamtrust/survey/ballot"
	"teamtrust/survey/life"
)

func TestTheCodeOfACardLeadsToTheSameSecretAsItsLink(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Sales": 9, "Plant": 7})
		sv := w.open("7d")
		cards, err := w.life.Cards(t.Context(), sv.ID, life.CommandLine)
		w.check(err)
		codes := map[ballot.Code]bool{}
		for _, c := range cards {
			link, err := ballot.ParseLink(c.URL)
			w.check(err)
			if !bytes.Equal(link.Secret, c.Code.Secret(sv.ID)) || c.Page != "https://trust.example.org/code" {
				t.Errorf("the card %+v has a code of another secret, or no page", c)
			}
			if err := w.answer(c.URL, 3); err != nil {
				t.Errorf("card of %s: %v", c.Team, err)
			}
			codes[c.Code] = true
		}
		if len(cards) != 5 || len(codes) != len(cards) {
			t.Errorf("%d cards have %d codes", len(cards), len(codes))
		}
		var file bytes.Buffer
		w.check(life.WriteCodes(&file, cards))
		rows := strings.Split(file.String(), "\n")
		if rows[0] != "team,link,code,page" || !strings.Contains(rows[1], ","+cards[0].Code.String()+",https://trust.example.org/code") {
			t.Errorf("the file begins\n%s\n%s", rows[0], rows[1])
		}
	})
}

// Cards that were printed must keep working after an upgrade.
func TestCardsThatAnEarlierVersionDrewKeepTheirLinks(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.staff(map[string]int{"Sales": 9})
		sv := w.open("7d")
		drawn, err := w.life.Cards(t.Context(), sv.ID, life.CommandLine)
		w.check(err)
		keys, err := w.keys.LoadKept(sv.ID)
		w.check(err)
		unit := w.manifest(sv.ID).Units[0].ID
		want := map[string]bool{}
		for i := range drawn {
			now := ballot.SecretHash(keys.CardCode(unit, i, sv.ManifestHash).Secret(sv.ID))
			earlier := keys.CardSecret(unit, i)
			want[string(earlier)] = true
			if _, err := w.store.SQL().Exec("UPDATE invitations SET hash = '" + ballot.SecretHash(earlier) + "' WHERE hash = '" + now + "'"); err != nil {
				t.Fatal(err)
			}
		}
		again, err := w.life.Cards(t.Context(), sv.ID, life.CommandLine)
		w.check(err)
		for _, c := range again {
			link, err := ballot.ParseLink(c.URL)
			w.check(err)
			if !want[string(link.Secret)] || c.Code != "" {
				t.Errorf("a card is %+v now", c)
			}
			if err := w.answer(c.URL, 3); err != nil {
				t.Errorf("its link: %v", err)
			}
		}
	})
}
