package main

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"teamtrust/analytics"
)

func TestAnAnalysisIsWrittenLikeAnyOtherValue(t *testing.T) {
	wave, team := "2025 \"<1>\"", "teams"
	full := analytics.AnalysedWave{
		Wave: &wave, Items: map[string]analytics.AnalysedItem{"teams": {}}, Dimensions: map[string]analytics.AnalysedDimension{"waves": {}},
		Teams: []analytics.AnalysedTeam{{Team: `"teams": []`}, {Team: "T2", Dimensions: map[string]analytics.TeamDimension{"D": {}}}},
	}
	none := analytics.AnalysedWave{Teams: []analytics.AnalysedTeam{}}
	for name, a := range map[string]*analytics.Analysis{
		"nothing":              {Waves: []analytics.AnalysedWave{}, Changes: []analytics.Change{}, Recovery: []analytics.Recovery{}},
		"a wave without teams": {Questionnaire: `"waves": []`, Waves: []analytics.AnalysedWave{none}, Changes: []analytics.Change{}},
		"everything": {
			Questionnaire: `"changes": []`, Waves: []analytics.AnalysedWave{full, none, full}, Changes: []analytics.Change{{From: "1"}, {Team: &team}},
			DID: &analytics.AnalysedDID{Estimate: 1}, Recovery: []analytics.Recovery{{Team: &team}},
		},
	} {
		var got, want bytes.Buffer
		if err := writeAnalysis(&got, a); err != nil {
			t.Fatal(err)
		}
		if err := writeJSON(&want, a); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("%s:\n%s\nwant\n%s", name, got.String(), want.String())
		}
	}
}

func TestAnAnalysisThatCannotBeWrittenIsAnError(t *testing.T) {
	broken := errors.New("the disk is full")
	for _, changes := range []int{0, 10_000} { // more than one buffer holds
		read, write := io.Pipe()
		read.CloseWithError(broken)
		if err := writeAnalysis(write, &analytics.Analysis{Changes: make([]analytics.Change, changes)}); !errors.Is(err, broken) {
			t.Errorf("%d changes: %v", changes, err)
		}
	}
}
