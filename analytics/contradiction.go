package analytics

import (
	"maps"
	"slices"
	"strings"

	"teamtrust/survey"
)

// check refuses a study that contradicts its questionnaire.
func (s *Study) check() error {
	if len(s.waves) == 0 {
		return survey.Errorf(survey.CodeBadRequest, "the file has no rows below its header; it needs one for each respondent.")
	}
	for _, check := range []func() error{s.checkHeadcount, s.checkHeadcountNames, s.checkIncidentTeams, s.checkIncidentWave} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (s *Study) checkHeadcount() error {
	for _, w := range s.inOrder() {
		for _, team := range w.names() {
			people, ok := s.q.Headcount[team]
			if n := w.teams[team].rows(); ok && n > int64(people) {
				in := ""
				if w.name != "" {
					in = " in wave " + w.name
				}
				return survey.Errorf(survey.CodeBadRequest, "team %s has %d rows%s and a headcount of %d; correct the headcount in the questionnaire, or the file.", team, n, in, people)
			}
		}
	}
	return nil
}

// checkHeadcountNames finds names that were meant to be those of teams. A
// team of which nobody answered is none of them.
func (s *Study) checkHeadcountNames() error {
	alike := s.alike()
	for _, name := range slices.Sorted(maps.Keys(s.q.Headcount)) {
		if s.has(name) {
			continue
		}
		if team, ok := alike[asRead(name)]; ok {
			return survey.Errorf(survey.CodeBadRequest, "the headcount of the questionnaire names team %q, and the file has %q; write both alike.", name, team)
		}
	}
	return nil
}

func (s *Study) checkIncidentTeams() error {
	if s.q.Incident == nil {
		return nil
	}
	alike := s.alike()
	for _, name := range s.q.Incident.Teams {
		if s.has(name) {
			continue
		}
		if team, ok := alike[asRead(name)]; ok {
			return survey.Errorf(survey.CodeBadRequest, "the incident of the questionnaire names team %q, and the file has %q; write both alike.", name, team)
		}
		return survey.Errorf(survey.CodeBadRequest, "the incident of the questionnaire names team %s, which the file does not have; correct the name.", name)
	}
	return nil
}

// checkIncidentWave wants the last wave before the incident to be among those
// of the file: by its number, or by its place where waves are no numbers.
func (s *Study) checkIncidentWave() error {
	if s.q.Incident == nil || s.q.Columns.Wave == "" {
		return nil
	}
	after, waves := s.q.Incident.After, s.inOrder()
	if !s.numeric() {
		if s.Mixed() {
			return survey.Errorf(survey.CodeBadRequest, "some waves are numbers and some are not, so it is not clear which one %d, the incident's, is; name all waves in one way: %s.", after, listed(waves))
		}
		if after < 1 || after > len(waves) {
			return survey.Errorf(survey.CodeBadRequest, "the incident of the questionnaire is after wave %d, counted from 1, and the file has %d waves; correct the number: %s.", after, len(waves), listed(waves))
		}
		return nil
	}
	first, _ := number(waves[0].name)
	last, _ := number(waves[len(waves)-1].name)
	if float64(after) < first || float64(after) > last {
		return survey.Errorf(survey.CodeBadRequest, "the incident of the questionnaire is after wave %d, which the file does not have; write one of its waves: %s.", after, listed(waves))
	}
	return nil
}

// Mixed reports whether some waves are numbers and others are not. They are
// in the order of their texts then, which is seldom meant.
func (s *Study) Mixed() bool {
	numbers := 0
	for name := range s.waves {
		if _, ok := number(name); ok {
			numbers++
		}
	}
	return numbers > 0 && numbers < len(s.waves)
}

// listed names some waves.
func listed(waves []*studyWave) string {
	const most = 12
	var names []string
	for i, w := range waves {
		if i == most {
			return strings.Join(names, ", ") + ", …"
		}
		names = append(names, w.name)
	}
	return strings.Join(names, ", ")
}

func (s *Study) has(team string) bool {
	for _, w := range s.waves {
		if _, ok := w.teams[team]; ok {
			return true
		}
	}
	return false
}

// alike are the teams of the file by how people would read their names.
func (s *Study) alike() map[string]string {
	names := map[string]string{}
	for _, w := range s.inOrder() {
		for _, team := range w.names() {
			names[asRead(team)] = team
		}
	}
	return names
}

func asRead(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }
