package analytics

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"

	"github.com/gowebpki/jcs"
	"pgregory.net/rapid"
)

// anyJSON draws a value of whatever depth.
func anyJSON(depth int) *rapid.Generator[any] {
	kinds := []*rapid.Generator[any]{
		rapid.Just[any](nil), rapid.Bool().AsAny(), rapid.Float64().Filter(func(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }).AsAny(),
		rapid.Map(rapid.IntRange(-100_000, 100_000), func(n int) any { return float64(n) / 100 }), rapid.Int64().AsAny(), rapid.String().AsAny(),
		rapid.SampledFrom([]any{-0.0, math.Copysign(0, -1), 1e21, 1e-7, 1e20, 5e-324, int64(1) << 53, "a\"b", "<&>", "\u2028", "é", "𝄞", ""}),
	}
	if depth > 0 {
		names := rapid.OneOf(rapid.StringMatching(`[A-Za-z_. ]{0,5}`), rapid.String(), rapid.SampledFrom([]string{"\ue000", "𝄞", "a!", "a", "a\"", "aa"}))
		kinds = append(kinds, rapid.MapOfN(names, anyJSON(depth-1), 0, 5).AsAny(), rapid.SliceOfN(anyJSON(depth-1), 0, 5).AsAny())
	}
	return rapid.OneOf(kinds...)
}

func TestTheCanonicalFormIsThatOfTheLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := map[string]any{"a": anyJSON(3).Draw(t, "a"), "B": anyJSON(2).Draw(t, "B")}
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		want, wrong := jcs.Transform(raw)
		got, err := canonical(v)
		if (err == nil) != (wrong == nil) || err == nil && !bytes.Equal(got, want) {
			t.Fatalf("%s becomes\n%s, %v, want\n%s, %v", raw, got, err, want, wrong)
		}
	})
}

func TestAPlainReleaseIsSortedWithoutTheLibrary(t *testing.T) {
	raw := []byte(`{"b":[1,-2.25,{"y":null,"x":true}],"a":{},"ab":[],"a!":"é & <"}`)
	s := sorter{in: raw}
	got, err := s.value(nil)
	if want := `{"a":{},"a!":"é & <","ab":[],"b":[1,-2.25,{"x":true,"y":null}]}`; err != nil || string(got) != want || s.at != len(raw) {
		t.Errorf("%s, %v, want %s", got, err, want)
	}
	for _, unplain := range []string{`"a\n"`, `-0`, `1e21`, `12345678901234567`, `{"é":1}`, `{"a"`, `[1`, `"`, ``, `{"a":}`, `-`} {
		s := sorter{in: []byte(unplain)}
		if got, err := s.value(nil); err == nil && s.at == len(s.in) {
			t.Errorf("%s becomes %s without the library", unplain, got)
		}
	}
}

// Whoever recomputes the hash of a stored release reads it with the library.
func TestTheHashOfAReleaseIsThatOfItsStoredForm(t *testing.T) {
	for _, name := range []string{"Sales", "A \"quoted\" team", "R&D <x>", "Größe 𝄞"} {
		r := &Release{Name: name}
		hash, err := r.Hash()
		if err != nil {
			t.Fatal(err)
		}
		r.ReleaseHash = hash
		stored, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := HashOf(stored); err != nil || again != hash {
			t.Errorf("%q: %s, %v; stored %s", name, hash, err, again)
		}
	}
}
