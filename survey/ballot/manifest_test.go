package ballot

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"teamtrust/survey"
)

func TestTheManifestHasExactlyTheMembersOfTheProtocol(t *testing.T) {
	w := newWorld(t)
	var m map[string]any
	if err := json.Unmarshal(w.manifest.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	form := m["questionnaire"].(map[string]any)
	items := form["items"].([]any)
	for name, check := range map[string]struct {
		object any
		want   string
	}{
		"manifest":            {m, "closes hash minimum_group name opens protocol public_key questionnaire receipt_key rehearsal suite survey units"},
		"questionnaire":       {form, "comments id items languages scale version"},
		"scale":               {form["scale"], "hi labels lo"},
		"item":                {items[0], "dimension extra id reverse text"},
		"item with own words": {items[2], "dimension extra id labels reverse text"},
		"extra":               {items[0].(map[string]any)["extra"].([]any)[0], "code text"},
		"comment":             {form["comments"].([]any)[0], "id text"},
		"unit":                {m["units"].([]any)[0], "eligible id name teams"},
	} {
		got := strings.Join(slices.Sorted(maps.Keys(check.object.(map[string]any))), " ")
		if got != check.want {
			t.Errorf("%s has %s", name, got)
		}
	}
	if items[0].(map[string]any)["dimension"] != "COM" || items[2].(map[string]any)["dimension"] != nil {
		t.Error("the dimension of an item is wrong")
	}
	if m["opens"] != "2026-03-02T08:00:00Z" || m["closes"] != "2026-03-09T08:00:00Z" {
		t.Errorf("open from %v to %v", m["opens"], m["closes"])
	}
}

func TestTheManifestIsCanonicalWithUnitsInOrder(t *testing.T) {
	m := newWorld(t).manifest
	if again := must(canonical(m.Bytes()))(t); !bytes.Equal(again, m.Bytes()) {
		t.Error("it is not in the form of RFC 8785")
	}
	if m.Units[0].ID != "unit-a" || m.Units[1].ID != "unit-b" {
		t.Errorf("units: %v", m.Units)
	}
	parsed := must(ParseManifest(m.Bytes()))(t)
	if parsed.Hash != m.Hash || !bytes.Equal(parsed.Bytes(), m.Bytes()) {
		t.Error("it changed by reading")
	}
	q := parsed.Questionnaire.Survey()
	if err := q.Check(survey.Answers{"OWN1": {Code: "NEW"}, "COM2": {Value: 5}}); err != nil {
		t.Error(err)
	}
}

func TestOpeningIsRefusedWhereAClientWouldRefuseTheManifest(t *testing.T) {
	for name, spoil := range map[string]func(sv *survey.Survey, q *survey.Questionnaire, units []survey.Unit){
		"an item without opt-out":    func(_ *survey.Survey, q *survey.Questionnaire, _ []survey.Unit) { q.Items[1].Extra = nil },
		"a code that is a value":     func(_ *survey.Survey, q *survey.Questionnaire, _ []survey.Unit) { q.Items[2].Extra[1].Code = "5" },
		"a code that is a number":    func(_ *survey.Survey, q *survey.Questionnaire, _ []survey.Unit) { q.Items[2].Extra[1].Code = "-070" },
		"a code twice":               func(_ *survey.Survey, q *survey.Questionnaire, _ []survey.Unit) { q.Items[2].Extra[1].Code = "NA" },
		"a comment named as an item": func(_ *survey.Survey, q *survey.Questionnaire, _ []survey.Unit) { q.Comments[1].ID = "COM1" },
		"no language":                func(_ *survey.Survey, q *survey.Questionnaire, _ []survey.Unit) { q.Languages = nil },
		"an item without a text": func(_ *survey.Survey, q *survey.Questionnaire, _ []survey.Unit) {
			q.Items[0].Text = survey.Text{"de": "Wir reden."}
		},
		"a code without a text":      func(_ *survey.Survey, q *survey.Questionnaire, _ []survey.Unit) { q.Items[2].Extra[1].Text = nil },
		"a comment without a text":   func(_ *survey.Survey, q *survey.Questionnaire, _ []survey.Unit) { q.Comments[0].Text = nil },
		"labels in another language": func(_ *survey.Survey, q *survey.Questionnaire, _ []survey.Unit) { q.Languages = []string{"de", "en"} },
		"a label too few": func(_ *survey.Survey, q *survey.Questionnaire, _ []survey.Unit) {
			q.Scale.Labels["en"] = q.Scale.Labels["en"][1:]
		},
		"own labels that do not fit": func(_ *survey.Survey, q *survey.Questionnaire, _ []survey.Unit) {
			q.Items[2].Labels["en"] = []string{"a"}
		},
		"a dimension that is no id":   func(_ *survey.Survey, q *survey.Questionnaire, _ []survey.Unit) { q.Items[0].Dimension = "a b" },
		"two items of one id":         func(_ *survey.Survey, q *survey.Questionnaire, _ []survey.Unit) { q.Items[1].ID = "COM1" },
		"two comments of one id":      func(_ *survey.Survey, q *survey.Questionnaire, _ []survey.Unit) { q.Comments[1].ID = "C0" },
		"a scale of one point":        func(_ *survey.Survey, q *survey.Questionnaire, _ []survey.Unit) { q.Scale.Lo = 5 },
		"no items":                    func(_ *survey.Survey, q *survey.Questionnaire, _ []survey.Unit) { q.Items = nil },
		"a unit that is too small":    func(_ *survey.Survey, _ *survey.Questionnaire, u []survey.Unit) { u[0].Eligible = 4 },
		"two units of one name":       func(_ *survey.Survey, _ *survey.Questionnaire, u []survey.Unit) { u[0].Name = u[1].Name },
		"two units of one id":         func(_ *survey.Survey, _ *survey.Questionnaire, u []survey.Unit) { u[0].ID = u[1].ID },
		"a unit id with a bar":        func(_ *survey.Survey, _ *survey.Questionnaire, u []survey.Unit) { u[0].ID = "a|b" },
		"a minimum group below five":  func(sv *survey.Survey, _ *survey.Questionnaire, _ []survey.Unit) { sv.MinimumGroup = 4 },
		"no closing time":             func(sv *survey.Survey, _ *survey.Questionnaire, _ []survey.Unit) { sv.Closes = sv.Opens },
		"the keys of another survey ": func(sv *survey.Survey, _ *survey.Questionnaire, _ []survey.Unit) { sv.ID = "other" },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			sv, q, units := testSurvey(), testQuestionnaire(), testUnits()
			if _, err := NewManifest(sv, q, units, w.keys); err != nil {
				t.Fatal(err)
			}
			spoil(&sv, q, units)
			if _, err := NewManifest(sv, q, units, w.keys); err == nil {
				t.Fatal("it was published")
			}
		})
	}
}

// resealed changes a member and makes the hash fit again, as a server could.
func resealed(t *testing.T, m *Manifest, change func(members map[string]any)) []byte {
	t.Helper()
	var members map[string]any
	if err := json.Unmarshal(m.Bytes(), &members); err != nil {
		t.Fatal(err)
	}
	change(members)
	delete(members, "hash")
	members["hash"] = hexHash(must(canonicalJSON(members))(t))
	return must(canonicalJSON(members))(t)
}

func itemOf(m map[string]any, i int) map[string]any {
	return m["questionnaire"].(map[string]any)["items"].([]any)[i].(map[string]any)
}

func TestAClientRefusesAManifest(t *testing.T) {
	w := newWorld(t)
	for name, change := range map[string]func(m map[string]any){
		"with a unit below the minimum":   func(m map[string]any) { m["units"].([]any)[0].(map[string]any)["eligible"] = 4 },
		"with a minimum below five":       func(m map[string]any) { m["minimum_group"] = 1 },
		"of another protocol":             func(m map[string]any) { m["protocol"] = "teamtrust/2" },
		"of another suite":                func(m map[string]any) { m["suite"] = "P256-SHA256" },
		"with the identity as public key": func(m map[string]any) { m["public_key"] = encode(make([]byte, 32)) },
		"with a short receipt key":        func(m map[string]any) { m["receipt_key"] = "AAAA" },
		"without units":                   func(m map[string]any) { m["units"] = []any{} },
		"that does not say if rehearsal":  func(m map[string]any) { delete(m, "rehearsal") },
		"with a text where a truth is":    func(m map[string]any) { m["rehearsal"] = "no" },
		"whose name is null":              func(m map[string]any) { m["name"] = nil },
		"with a member in another case":   func(m map[string]any) { m["Name"] = m["name"]; delete(m, "name") },
		"whose item lacks reverse":        func(m map[string]any) { delete(itemOf(m, 1), "reverse") },
		"whose item lacks dimension":      func(m map[string]any) { delete(itemOf(m, 2), "dimension") },
		"with a time that is not in UTC":  func(m map[string]any) { m["opens"] = "2026-03-02T09:00:00+01:00" },
		"with a fraction of a second":     func(m map[string]any) { m["opens"] = "2026-03-02T08:00:00.5Z" },
		"with a roster of one unit alone": func(m map[string]any) { m["units"].([]any)[1].(map[string]any)["roster"] = hexHash(nil) },
		"with rosters that are no hashes": func(m map[string]any) {
			for _, u := range m["units"].([]any) {
				u.(map[string]any)["roster"] = "AB"
			}
		},
		"with half a person": func(m map[string]any) { m["units"].([]any)[0].(map[string]any)["eligible"] = 7.5 },
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ParseManifest(resealed(t, w.manifest, change)); err == nil {
				t.Fatal("it was accepted")
			}
		})
	}
	later := func(m map[string]any) { m["later"], itemOf(m, 0)["later"] = "member", map[string]any{"a": 1} }
	if _, err := ParseManifest(resealed(t, w.manifest, later)); err != nil {
		t.Errorf("a member of a later version: %v", err)
	}
}

func TestTheHashesOfNamesAreInTheManifestAsTheyWereGiven(t *testing.T) {
	w := newWorld(t)
	units := testUnits()
	for i := range units {
		units[i].Roster = hexHash([]byte(units[i].ID))
	}
	m := must(NewManifest(testSurvey(), testQuestionnaire(), units, w.keys))(t)
	parsed := must(ParseManifest(m.Bytes()))(t)
	for _, u := range parsed.Units {
		if u.Roster != hexHash([]byte(u.ID)) {
			t.Errorf("unit %s has the roster %q", u.ID, u.Roster)
		}
	}
	if !parsed.HasUnits(testUnits()) {
		t.Error("the units are others without their rosters")
	}
}

func TestEveryByteOfTheManifestIsUnderItsHash(t *testing.T) {
	raw := newWorld(t).manifest.Bytes()
	for i := range raw {
		changed := bytes.Clone(raw)
		changed[i] ^= 1
		if _, err := ParseManifest(changed); err == nil {
			t.Fatalf("byte %d (%q) can be changed", i, raw[i])
		}
	}
	for _, other := range [][]byte{append([]byte(" "), raw...), append(bytes.Clone(raw), '\n'), nil, []byte("null")} {
		if _, err := ParseManifest(other); err == nil {
			t.Errorf("%.20q was accepted", other)
		}
	}
}

func TestADeskRefusesKeysThatItsManifestDidNotPublish(t *testing.T) {
	a, b := newWorld(t), newWorld(t)
	if _, err := NewDesk(a.keys, b.manifest.Bytes()); err == nil || !strings.Contains(err.Error(), "--keys") {
		t.Fatalf("got %v", err)
	}
}
