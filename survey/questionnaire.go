package survey

// Text is one sentence in several languages, by BCP 47 tag ("en", "de", "ar").
type Text map[string]string

// In returns the text in lang, and where that is missing the first of
// fallbacks that exists, with the language it is in.
func (t Text) In(lang string, fallbacks ...string) (text, in string) {
	for _, l := range append([]string{lang}, fallbacks...) {
		if s, ok := t[l]; ok && s != "" {
			return s, l
		}
	}
	return "", ""
}

// OptOut is the extra code that every item has: "can't say / prefer not to
// answer". It is never in a mean.
const OptOut = "NA"

// LevelOrganisation is the Level of an item that is shown for the whole
// organisation only.
const LevelOrganisation = "organisation"

// Limits of a questionnaire; a file beyond them is refused.
const (
	MaxDimensions     = 12
	MaxDimensionItems = 12
	MaxScalePoints    = 11
	MaxItems          = 60 // of a survey; in an analysis of the items in no dimension
	MaxPrompts        = 5
	MaxExtras         = 8    // that a file lists for one item
	MaxLanguages      = 24   // of one file
	MaxTextRunes      = 500  // Unicode code points of a text, label, name or id in a file
	MaxCommentRunes   = 1000 // Unicode code points of one comment
)

// Questionnaire is a versioned set of items and dimensions. A version that a
// survey has used never changes.
type Questionnaire struct {
	ID         string
	Version    string
	Languages  []string // BCP 47; the first is the fallback
	Scale      Scale
	Dimensions []Dimension
	Items      []Item // in the order in which they are asked
	Comments   []Prompt
	// Only for analyses of data files.
	Columns      Columns
	MinimumGroup int            // 0 where the file names none
	Headcount    map[string]int // eligible people by team
	Incident     *Incident
}

// Columns names the team and wave columns of an answers file.
type Columns struct{ Team, Wave string }

// Incident names the teams and the last wave before it, for difference in
// differences and recovery.
type Incident struct {
	Teams []string
	After int
}

// Scale is the range of answers, both ends included, and their labels by
// language, lowest first.
type Scale struct {
	Lo, Hi int
	Labels map[string][]string
}

// Points is the number of answers on the scale.
func (s Scale) Points() int { return s.Hi - s.Lo + 1 }

// Dimension is a group of items with one score: COM, REL, TRA, RES or the
// organisation's own.
type Dimension struct {
	ID    string
	Name  Text
	Items []string
}

// Item is one question.
type Item struct {
	ID        string
	Dimension string // empty for a stand-alone item
	Reverse   bool   // a high answer means low trust; keyed once, when counted
	Text      Text
	Labels    map[string][]string // own labels, where they differ from the scale's
	Extra     []Extra             // answers outside the scale; always contains OptOut
	Level     string              // LevelOrganisation, or empty
}

// Extra is an answer outside the scale, never in a mean.
type Extra struct {
	Code string
	Text Text
}

// Prompt is a question that is answered in the person's own words.
type Prompt struct {
	ID   string
	Text Text
}

// Item finds an item by its id.
func (q *Questionnaire) Item(id string) (*Item, bool) {
	for i := range q.Items {
		if q.Items[i].ID == id {
			return &q.Items[i], true
		}
	}
	return nil, false
}

// Keyed returns the value as it counts for the dimension: lo + hi − v for a
// reverse-worded item, v itself otherwise.
func (q *Questionnaire) Keyed(it *Item, v int) int {
	if it.Reverse {
		return q.Scale.Lo + q.Scale.Hi - v
	}
	return v
}
