package reports

import (
	"math"
	"slices"
	"strings"

	"teamtrust/survey"
)

// names gives the parts of a questionnaire their names in one language.
type names struct {
	*words
	form *survey.Questionnaire
	lang string // as asked for: a questionnaire may have languages that the catalogue lacks
}

func namesIn(form *survey.Questionnaire, lang string) (names, error) {
	w, err := wordsIn(lang)
	if base, _, _ := strings.Cut(lang, "-"); !slices.Contains(form.Languages, lang) && slices.Contains(form.Languages, base) {
		lang = base
	}
	return names{words: w, form: form, lang: lang}, err
}

func (n names) dimension(id string) string {
	name, _ := n.form.DimensionName(id, n.lang)
	return name
}

// measure is what a dimension, or the total, is called.
func (n names) measure(id string) string {
	if id == Total {
		return n.whole()
	}
	return n.dimension(id)
}

func (n names) measureNames(ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = n.measure(id)
	}
	return out
}

func (n names) item(it *survey.Item) string {
	text, _ := it.Text.In(n.lang, append(slices.Clone(n.form.Languages), fallback)...)
	if text == "" {
		return it.ID
	}
	return text
}

// whole is what the total is called: trust where the dimensions are exactly
// those of trust, else overall.
func (n names) whole() string {
	for _, d := range n.form.Dimensions {
		if !isTrust(d.ID) {
			return n.say("measure.overall")
		}
	}
	return n.say("measure.trust")
}

func isTrust(dimension string) bool {
	return slices.Contains([]string{"COM", "REL", "TRA", "RES"}, dimension)
}

// team is a team's full path, or what the organisation is called.
func (n names) team(p survey.Path) string {
	if p == survey.Organisation {
		return n.say("organisation")
	}
	return string(p)
}

// alone lists the items that stand for themselves, in the order of the
// questionnaire.
func (n names) alone() []*survey.Item {
	var list []*survey.Item
	for i := range n.form.Items {
		if it := &n.form.Items[i]; it.Dimension == "" {
			list = append(list, it)
		}
	}
	return list
}

// onHundred turns a value of the answer scale into points of 0–100, cut at the
// ends as on the pages.
func (n names) onHundred(v float64) float64 {
	s := n.form.Scale
	points := min(100, max(0, (v-float64(s.Lo))/float64(s.Hi-s.Lo)*100))
	return math.Round(points*1e9) / 1e9 // what is beyond is noise
}
