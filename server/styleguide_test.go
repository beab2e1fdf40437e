package server

import (
	"net/http"
	"testing"
)

func TestTheStyleGuideIsInTheDemoOnly(t *testing.T) {
	eachServer(t, func(t *testing.T, b *bench) {
		if code, _ := b.get(client(t), "/styleguide"); code != http.StatusNotFound {
			t.Errorf("outside of the demo: status %d, want 404", code)
		}
		b.server.Demo = true
		code, body := b.get(client(t), "/styleguide")
		if code != http.StatusOK || !says(body, "Style guide", "--accent", "#0b5a8f", "Demo") {
			t.Errorf("in the demo: status %d\n%.2000s", code, body)
		}
	})
}
