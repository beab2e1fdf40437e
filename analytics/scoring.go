package analytics

import (
	"fmt"

	"teamtrust/survey"
)

// Scoring is how the ballots of one questionnaire are counted: which item
// stands where, which dimension it belongs to, and how it is keyed. A
// stand-alone item counts as a dimension of its own.
type Scoring struct {
	lo, points int
	items      []scoredItem
	dimensions []scoredDimension // declared ones first, then stand-alone items
	declared   int
	size       int // numbers of a Tally
}

type scoredItem struct {
	id      string
	reverse bool
	codes   []string // extra codes, as declared
	at      int      // where its histogram begins in a Tally, followed by its codes
}

type scoredDimension struct {
	id     string
	items  []int   // positions in Scoring.items
	keys   []key   // by item
	at     int     // where its numbers begin in a Tally
	size   int     // how many they are
	scores []int64 // all possible ones, above lo
	// organisation: shown for the whole organisation only. One such item
	// makes its whole dimension so: the dimension less its other items would
	// be that item.
	organisation bool
}

// key is how an answer of an item, above lo, counts for its dimension: as
// base + sign·answer.
type key struct {
	item       int
	answers    int // where the item's histogram begins in a Tally
	base, sign int64
}

// NewScoring returns the scoring of a questionnaire. A questionnaire beyond
// the limits of package survey, or whose dimensions name an item twice or one
// that does not exist, is refused.
func NewScoring(q *survey.Questionnaire) (*Scoring, error) {
	if err := withinLimits(q, survey.MaxItems); err != nil {
		return nil, err
	}
	return newScoring(q)
}

func newScoring(q *survey.Questionnaire) (*Scoring, error) {
	s := &Scoring{lo: q.Scale.Lo, points: q.Scale.Points()}
	position := make(map[string]int, len(q.Items))
	for i := range q.Items {
		it := &q.Items[i]
		if _, twice := position[it.ID]; twice {
			return nil, fmt.Errorf("questionnaire %s: item %s is there twice", q.ID, it.ID)
		}
		position[it.ID] = i
		s.items = append(s.items, newScoredItem(it))
	}
	if err := s.group(q, position); err != nil {
		return nil, fmt.Errorf("questionnaire %s: %w", q.ID, err)
	}
	s.layOut()
	return s, nil
}

// layOut decides where the numbers of a tally stand.
func (s *Scoring) layOut() {
	for i := range s.items {
		s.items[i].at = s.size
		s.size += s.points + len(s.items[i].codes)
	}
	for d := range s.dimensions {
		sd := &s.dimensions[d]
		for _, i := range sd.items {
			sd.keys = append(sd.keys, s.key(i))
		}
		for x := range len(sd.items)*s.span() + 1 {
			sd.scores = append(sd.scores, int64(x))
		}
		sd.at, sd.size = s.size, numbers(len(sd.items), s.points)
		s.size += sd.size
	}
	s.size += s.declared + triangle(s.declared)
}

func (s *Scoring) key(item int) key {
	k := key{item: item, answers: s.items[item].at, sign: 1}
	if s.items[item].reverse {
		k.base, k.sign = int64(s.span()), -1
	}
	return k
}

func withinLimits(q *survey.Questionnaire, items int) error {
	switch p := q.Scale.Points(); {
	case p < 2 || p > survey.MaxScalePoints:
		return fmt.Errorf("questionnaire %s: a scale of %d points cannot be counted", q.ID, p)
	case len(q.Items) == 0 || len(q.Items) > items:
		return fmt.Errorf("questionnaire %s: %d items cannot be counted", q.ID, len(q.Items))
	case len(q.Dimensions) > survey.MaxDimensions:
		return fmt.Errorf("questionnaire %s: %d dimensions cannot be counted", q.ID, len(q.Dimensions))
	}
	return nil
}

func newScoredItem(it *survey.Item) scoredItem {
	s := scoredItem{id: it.ID, reverse: it.Reverse}
	for _, x := range it.Extra {
		s.codes = append(s.codes, x.Code)
	}
	return s
}

// group sorts the items into declared dimensions and stand-alone ones.
func (s *Scoring) group(q *survey.Questionnaire, position map[string]int) error {
	taken := make([]bool, len(q.Items))
	for _, d := range q.Dimensions {
		if len(d.Items) == 0 || len(d.Items) > survey.MaxDimensionItems {
			return fmt.Errorf("dimension %s has %d items", d.ID, len(d.Items))
		}
		sd := scoredDimension{id: d.ID}
		for _, id := range d.Items {
			i, ok := position[id]
			if !ok || taken[i] {
				return fmt.Errorf("item %s of dimension %s does not exist or has a dimension already", id, d.ID)
			}
			taken[i] = true
			sd.items = append(sd.items, i)
			sd.organisation = sd.organisation || q.Items[i].Level != ""
		}
		s.dimensions = append(s.dimensions, sd)
	}
	s.declared = len(s.dimensions)
	for i, it := range q.Items {
		if !taken[i] {
			s.dimensions = append(s.dimensions, scoredDimension{id: it.ID, items: []int{i}, organisation: it.Level != ""})
		}
	}
	return nil
}

// span is hi − lo.
func (s *Scoring) span() int { return s.points - 1 }

// A row is one ballot by item position: the value above lo, or absent, or the
// number of points and of the extra code together.
type row [survey.MaxItems]int8

const absent = -1

// read puts answers in the order of the items. An answer that the
// questionnaire does not know is an error.
func (s *Scoring) read(answers survey.Answers, r *row) error {
	found := 0
	for i := range s.items {
		a, ok := answers[s.items[i].id]
		if !ok {
			r[i] = absent
			continue
		}
		found++
		v, ok := s.place(&s.items[i], a)
		if !ok {
			return fmt.Errorf("item %s: %q is not an answer of this item", s.items[i].id, a)
		}
		r[i] = v
	}
	if found != len(answers) {
		return fmt.Errorf("a ballot answers %d items that the questionnaire does not have", len(answers)-found)
	}
	return nil
}

func (s *Scoring) place(it *scoredItem, a survey.Answer) (int8, bool) {
	if a.Code == "" {
		v := a.Value - s.lo
		return int8(v), v >= 0 && v < s.points
	}
	for j, code := range it.codes {
		if code == a.Code {
			return int8(s.points + j), true
		}
	}
	return 0, false
}

// check reports what is wrong with a row of answers on the scale.
func (s *Scoring) check(row []int8) error {
	if len(row) != len(s.items) {
		return fmt.Errorf("a row has %d answers, the questionnaire has %d items", len(row), len(s.items))
	}
	for i, v := range row {
		if v < absent || int(v) >= s.points {
			return fmt.Errorf("item %s: %d is not on the scale", s.items[i].id, int(v)+s.lo)
		}
	}
	return nil
}
