package analytics

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"teamtrust/survey"
)

// Study counts the rows of an answers file by wave and team. Its size does not
// depend on how many rows there are.
type Study struct {
	q        *survey.Questionnaire
	sampling *Sampling
	ballots  *Scoring // only where the rules of a release hold
	waves    map[string]*studyWave
	last     *studyWave // files are often sorted
	minimum  int
	pairs    int // of a team and a wave
}

// maxPairs bounds the memory of a study, about 5 kB each.
const maxPairs = 500_000

// studyWave is what was counted of one wave; the team "" is no team.
type studyWave struct {
	name  string
	teams map[string]*studyTeam
}

// studyTeam is what was counted of one team in one wave: as rows of a file or,
// where the rules of a release hold, as its ballots. The other is nil.
type studyTeam struct {
	sample *Sample
	tally  *Tally
}

func (t *studyTeam) rows() int64 {
	if t.tally != nil {
		return t.tally.Ballots
	}
	return t.sample.rows
}

func (t *studyTeam) add(answers []int8) error {
	if t.tally != nil {
		return t.tally.AddRow(answers)
	}
	return t.sample.Add(answers)
}

// NewStudy prepares a count. A questionnaire that cannot be analysed is
// refused.
func NewStudy(q *survey.Questionnaire) (*Study, error) {
	if err := q.ForAnalysis(); err != nil {
		return nil, err
	}
	minimum := q.MinimumGroup
	switch {
	case minimum == 0:
		minimum = survey.MinimumGroup
	case minimum > 1 && minimum < survey.MinimumGroup:
		return nil, survey.Errorf(survey.CodeBadRequest, "minimum_group is %d; write at least %d, or 1 for data that you already hold and may see in full.", minimum, survey.MinimumGroup)
	}
	s, err := NewSampling(q)
	if err != nil {
		return nil, survey.Errorf(survey.CodeBadRequest, "the questionnaire cannot be analysed: %v.", err)
	}
	study := &Study{q: q, sampling: s, waves: map[string]*studyWave{}, minimum: minimum}
	if minimum > 1 {
		if study.ballots, err = NewScoring(q); err != nil {
			return nil, survey.Errorf(survey.CodeBadRequest, "the questionnaire cannot be analysed with a minimum_group: %v.", err)
		}
	}
	return study, nil
}

// Add counts one row: the wave is empty in a study without waves, the team
// where the respondent is in none, and the answers are as Sample.Add takes
// them.
func (s *Study) Add(wave, team string, answers []int8) error {
	w := s.wave(wave)
	x, ok := w.teams[team]
	if !ok {
		x = s.team()
		w.teams[team] = x
	}
	return x.add(answers)
}

func (s *Study) team() *studyTeam {
	if s.ballots != nil {
		return &studyTeam{tally: s.ballots.Tally()}
	}
	return &studyTeam{sample: s.sampling.Sample()}
}

func (s *Study) wave(name string) *studyWave {
	if s.last != nil && s.last.name == name {
		return s.last
	}
	w, ok := s.waves[name]
	if !ok {
		w = &studyWave{name: name, teams: map[string]*studyTeam{}}
		s.waves[name] = w
	}
	s.last = w
	return w
}

// Rows is the number of rows counted.
func (s *Study) Rows() int64 {
	n := int64(0)
	for _, w := range s.waves {
		for _, x := range w.teams {
			n += x.rows()
		}
	}
	return n
}

// inOrder lists the waves, by number where all of them are numbers, else by
// their text.
func (s *Study) inOrder() []*studyWave {
	waves := slices.Collect(maps.Values(s.waves))
	numeric := s.numeric()
	slices.SortFunc(waves, func(a, b *studyWave) int {
		if numeric {
			x, _ := strconv.ParseFloat(a.name, 64)
			y, _ := strconv.ParseFloat(b.name, 64)
			if x != y {
				if x < y {
					return -1
				}
				return 1
			}
		}
		return strings.Compare(a.name, b.name)
	})
	return waves
}

func (s *Study) numeric() bool {
	for name := range s.waves {
		if _, ok := number(name); !ok {
			return false
		}
	}
	return true
}

// number reads a plain decimal number, not infinity or hexadecimals.
func number(s string) (float64, bool) {
	if strings.Trim(s, "0123456789.-") != "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil
}

// names are the teams of a wave in order, without the empty one.
func (w *studyWave) names() []string {
	names := slices.Sorted(maps.Keys(w.teams))
	if len(names) > 0 && names[0] == "" {
		names = names[1:]
	}
	return names
}
