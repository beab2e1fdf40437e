package ballot

import (
	"time"

	"teamtrust/survey"
)

// Manifest is what a survey publishes when it opens: the same bytes for
// everyone, and their hash in every link. Its JSON members are those of
// docs/protocol.md.
type Manifest struct {
	Protocol      string         `json:"protocol"`
	Survey        string         `json:"survey"`
	Name          string         `json:"name"`
	Questionnaire Form           `json:"questionnaire"`
	Suite         string         `json:"suite"`
	PublicKey     string         `json:"public_key"`
	ReceiptKey    string         `json:"receipt_key"`
	MinimumGroup  int            `json:"minimum_group"`
	Opens         time.Time      `json:"opens"`
	Closes        time.Time      `json:"closes"`
	Units         []ManifestUnit `json:"units"` // sorted by id
	Rehearsal     bool           `json:"rehearsal"`
	Hash          string         `json:"hash,omitempty"` // of the RFC 8785 form without this member

	canonical []byte
}

// Form is the questionnaire as people are asked.
type Form struct {
	ID        string      `json:"id"`
	Version   string      `json:"version"`
	Languages []string    `json:"languages"`
	Scale     FormScale   `json:"scale"`
	Items     []FormItem  `json:"items"`
	Comments  []FormField `json:"comments"`
}

// FormScale is the range of answers.
type FormScale struct {
	Lo     int                 `json:"lo"`
	Hi     int                 `json:"hi"`
	Labels map[string][]string `json:"labels"`
}

// FormItem is one question.
type FormItem struct {
	ID        string              `json:"id"`
	Dimension *string             `json:"dimension"` // null for a stand-alone item
	Reverse   bool                `json:"reverse"`
	Text      survey.Text         `json:"text"`
	Labels    map[string][]string `json:"labels,omitempty"` // where they differ from the scale's
	Extra     []FormExtra         `json:"extra"`
}

// FormExtra is an answer outside the scale.
type FormExtra struct {
	Code string      `json:"code"`
	Text survey.Text `json:"text"`
}

// FormField is a prompt that is answered in the person's own words.
type FormField struct {
	ID   string      `json:"id"`
	Text survey.Text `json:"text"`
}

// ManifestUnit is a unit as everybody may see it.
type ManifestUnit struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Teams    []string `json:"teams"`
	Eligible int      `json:"eligible"`
	Roster   string   `json:"roster,omitempty"` // hash of the names of its people; absent in manifests of earlier versions
}

// Bytes is the canonical form with its hash. The caller must not change it.
func (m *Manifest) Bytes() []byte { return m.canonical }

// Unit finds a unit by its id.
func (m *Manifest) Unit(id string) (*ManifestUnit, bool) {
	for i := range m.Units {
		if m.Units[i].ID == id {
			return &m.Units[i], true
		}
	}
	return nil, false
}

// Survey is the questionnaire as far as answers are checked against it. Names
// of dimensions and whatever else only counting needs are not in it.
func (f *Form) Survey() *survey.Questionnaire {
	q := &survey.Questionnaire{
		ID: f.ID, Version: f.Version, Languages: f.Languages,
		Scale: survey.Scale{Lo: f.Scale.Lo, Hi: f.Scale.Hi, Labels: f.Scale.Labels},
	}
	for _, it := range f.Items {
		item := survey.Item{ID: it.ID, Reverse: it.Reverse, Text: it.Text, Labels: it.Labels}
		if it.Dimension != nil {
			item.Dimension = *it.Dimension
		}
		for _, x := range it.Extra {
			item.Extra = append(item.Extra, survey.Extra(x))
		}
		q.Items = append(q.Items, item)
	}
	for _, p := range f.Comments {
		q.Comments = append(q.Comments, survey.Prompt(p))
	}
	return q
}

func newForm(q *survey.Questionnaire) Form {
	f := Form{
		ID: q.ID, Version: q.Version, Languages: q.Languages,
		Scale:    FormScale{Lo: q.Scale.Lo, Hi: q.Scale.Hi, Labels: q.Scale.Labels},
		Items:    []FormItem{},
		Comments: []FormField{},
	}
	for _, it := range q.Items {
		item := FormItem{ID: it.ID, Reverse: it.Reverse, Text: it.Text, Labels: it.Labels}
		if it.Dimension != "" {
			item.Dimension = &it.Dimension
		}
		for _, x := range it.Extra {
			item.Extra = append(item.Extra, FormExtra(x))
		}
		f.Items = append(f.Items, item)
	}
	for _, p := range q.Comments {
		f.Comments = append(f.Comments, FormField(p))
	}
	return f
}
