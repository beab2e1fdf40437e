package web

import "testing"

func TestTheAgendaFillsItsMinutesWithoutAGap(t *testing.T) {
	at := 0
	for _, step := range (GuidePage{}).Agenda() {
		if step.From != at || step.To <= step.From {
			t.Errorf("%s runs from %d to %d after minute %d", step.Name, step.From, step.To, at)
		}
		at = step.To
	}
	if at != 45 {
		t.Errorf("the conversation takes %d minutes, and the page says 45", at)
	}
}
