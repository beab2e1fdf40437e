package survey

// Beyond these a number in a file is a mistake.
const (
	maxGroup     = 1_000_000
	maxHeadcount = 100_000_000
	maxWave      = 1_000_000_000
)

// ForAnalysis reports, as an *Error with code CodeBadRequest that names the
// key, what a parsed questionnaire lacks for the analysis of an answers file.
func (q *Questionnaire) ForAnalysis() error {
	if q.Columns.Team == "" {
		return lacking("columns", "the team column of the answers file is not named; write it as columns: {team: NAME}.")
	}
	return nil
}

func (r *fileReader) columns(p place) error {
	fields, err := p.fields("team", "wave")
	if err != nil {
		return err
	}
	if err := p.require(fields, "team"); err != nil {
		return err
	}
	c := &r.q.Columns
	if c.Team, err = fields["team"].text(); err != nil {
		return err
	}
	if wave, ok := fields["wave"]; ok {
		if c.Wave, err = wave.text(); err != nil {
			return err
		}
		if c.Wave == c.Team {
			return wave.errorf("%s is also the team column; name another one.", quoted(c.Wave))
		}
	}
	return nil
}

func (r *fileReader) minimumGroup(p place) (err error) {
	r.q.MinimumGroup, err = p.integer(1, maxGroup)
	return err
}

func (r *fileReader) headcount(p place) error {
	list, err := p.entries(maxKeys)
	if err != nil {
		return err
	}
	r.q.Headcount = make(map[string]int, len(list))
	for _, e := range list {
		if r.q.Headcount[e.key], err = e.value.integer(0, maxHeadcount); err != nil {
			return err
		}
	}
	return nil
}

func (r *fileReader) incident(p place) error {
	fields, err := p.fields("teams", "after")
	if err != nil {
		return err
	}
	if err := p.require(fields, "teams", "after"); err != nil {
		return err
	}
	i := &Incident{}
	if i.Teams, err = fields["teams"].texts(1, maxKeys); err != nil {
		return err
	}
	i.After, err = fields["after"].integer(-maxWave, maxWave)
	r.q.Incident = i
	return err
}
