package people

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Encoding is how the characters of a CSV file are written.
type Encoding string

const (
	UTF8        Encoding = "UTF-8"
	UTF16LE     Encoding = "UTF-16LE"
	UTF16BE     Encoding = "UTF-16BE"
	Windows1252 Encoding = "Windows-1252" // what Excel calls "CSV" in Western Europe
)

// marks are the byte order marks, the only certain sign of an encoding.
func marks() []struct {
	encoding Encoding
	mark     string
} {
	return []struct {
		encoding Encoding
		mark     string
	}{{UTF8, "\xef\xbb\xbf"}, {UTF16LE, "\xff\xfe"}, {UTF16BE, "\xfe\xff"}}
}

// detect tells the encoding of a file and the length of its byte order mark.
// Without a mark it looks for the zero bytes of UTF-16 in the first kilobyte,
// then reads the whole file once: it is UTF-8 unless bytes that UTF-8 does not
// allow outnumber its letters beyond ASCII. A UTF-8 file with one broken
// letter therefore stays UTF-8, and the letter is reported where it stands.
func detect(r io.ReaderAt, size int64) (Encoding, int64, error) {
	start := make([]byte, min(size, 1024))
	if _, err := r.ReadAt(start, 0); err != nil && !errors.Is(err, io.EOF) {
		return "", 0, fmt.Errorf("read the start of the file: %w", err)
	}
	for _, m := range marks() {
		if len(start) >= len(m.mark) && string(start[:len(m.mark)]) == m.mark {
			return m.encoding, int64(len(m.mark)), nil
		}
	}
	if e, ok := unmarkedUTF16(start); ok {
		return e, 0, nil
	}
	letters, broken, err := countUTF8(io.NewSectionReader(r, 0, size))
	if err != nil {
		return "", 0, err
	}
	if broken > letters {
		return Windows1252, 0, nil
	}
	return UTF8, 0, nil
}

// unmarkedUTF16 looks for text in which every second byte of many is zero, as
// it is for the letters of a header.
func unmarkedUTF16(start []byte) (Encoding, bool) {
	var zeros [2]int
	for i, b := range start {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch enough := len(start)/4 + 1; {
	case zeros[0] == 0 && zeros[1] >= enough:
		return UTF16LE, true
	case zeros[1] == 0 && zeros[0] >= enough:
		return UTF16BE, true
	}
	return "", false
}

// countUTF8 counts the letters beyond ASCII and the bytes that cannot be
// UTF-8.
func countUTF8(r io.Reader) (letters, broken int, err error) {
	in := bufio.NewReaderSize(r, 64<<10)
	for {
		chunk, err := in.Peek(in.Size())
		last := err != nil
		if last && !errors.Is(err, io.EOF) {
			return 0, 0, fmt.Errorf("read the file: %w", err)
		}
		n := 0
		for n < len(chunk) && (last || utf8.FullRune(chunk[n:])) {
			if chunk[n] < utf8.RuneSelf {
				n++
				continue
			}
			r, size := utf8.DecodeRune(chunk[n:])
			if r == utf8.RuneError && size == 1 {
				broken++
			} else {
				letters++
			}
			n += size
		}
		if last {
			return letters, broken, nil
		}
		_, _ = in.Discard(n) // n bytes were just peeked
	}
}

// decode turns the bytes after the mark into UTF-8. What cannot be decoded
// becomes U+FFFD, in UTF-8 input by the reader of the cells.
func (e Encoding) decode(r io.Reader) io.Reader {
	switch e {
	case UTF16LE:
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder())
	case UTF16BE:
		return transform.NewReader(r, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder())
	case Windows1252:
		return transform.NewReader(r, charmap.Windows1252.NewDecoder())
	}
	return r
}
