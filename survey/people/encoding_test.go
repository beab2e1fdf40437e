package people

import (
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

func encoded(t *testing.T, e encoding.Encoding, s string) string {
	t.Helper()
	out, err := e.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEveryEncodingReadsTheSame(t *testing.T) {
	const text = "employee_id;name;team\r\nN1;Zoë Müller – Straße €;Büro\r\n"
	utf16 := func(e unicode.Endianness, bom unicode.BOMPolicy) encoding.Encoding { return unicode.UTF16(e, bom) }
	tests := []struct {
		name string
		file string
		want Encoding
	}{
		{"UTF-8", text, UTF8},
		{"UTF-8 with a mark", "\xef\xbb\xbf" + text, UTF8},
		{"UTF-16 little endian with a mark", encoded(t, utf16(unicode.LittleEndian, unicode.UseBOM), text), UTF16LE},
		{"UTF-16 big endian with a mark", encoded(t, utf16(unicode.BigEndian, unicode.UseBOM), text), UTF16BE},
		{"UTF-16 little endian without a mark", encoded(t, utf16(unicode.LittleEndian, unicode.IgnoreBOM), text), UTF16LE},
		{"UTF-16 big endian without a mark", encoded(t, utf16(unicode.BigEndian, unicode.IgnoreBOM), text), UTF16BE},
		{"Windows-1252", encoded(t, charmap.Windows1252, text), Windows1252},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := readOK(t, tt.file)
			if l.Encoding != tt.want || l.Separator != ";" || len(l.Errors()) != 0 {
				t.Fatalf("encoding %s, separator %q, errors %v", l.Encoding, l.Separator, l.Errors())
			}
			p := l.entries[0].person
			if p.ID != "N1" || p.Name != "Zoë Müller – Straße €" || p.Team != "Büro" {
				t.Errorf("got %+v", p)
			}
			if noted := len(l.Notes()) > 0; noted != (tt.want == Windows1252) {
				t.Errorf("notes: %q", l.Notes())
			}
		})
	}
}

func TestALetterAcrossTheBufferIsNotBroken(t *testing.T) {
	for shift := range 3 {
		letters, broken, err := countUTF8(strings.NewReader(strings.Repeat("a", shift) + strings.Repeat("€", 50_000)))
		if letters != 50_000 || broken != 0 || err != nil {
			t.Errorf("shift %d: %d letters, %d broken, %v", shift, letters, broken, err)
		}
	}
}

func TestOneBrokenLetterDoesNotChangeTheEncoding(t *testing.T) {
	l := readOK(t, "employee_id,name,team\n1,Zoë,Büro\n2,M\xfcller,Büro\n3,Ägir,Büro\n")
	if l.Encoding != UTF8 {
		t.Fatalf("encoding %s", l.Encoding)
	}
	wantErrors(t, l.Errors(), `row 3, name: "M�ller" has lost a letter`)
}

func TestEncodingsRoundTrip(t *testing.T) {
	encodings := map[Encoding]encoding.Encoding{
		UTF8: unicode.UTF8, Windows1252: charmap.Windows1252,
		UTF16LE: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), UTF16BE: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zäöüßéàñ€ ;,"\n]*`).Draw(t, "text")
		for name, e := range encodings {
			raw, err := e.NewEncoder().String(text)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(name.decode(strings.NewReader(raw)))
			if err != nil || string(got) != text {
				t.Fatalf("%s: %q becomes %q, %v", name, text, got, err)
			}
		}
	})
}
