package table

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxTexts bounds the texts that the cells of a workbook share, in bytes.
const maxTexts = 256 << 20

// texts are the texts that cells share, one after the other without the spaces
// around them, so that a cell costs the same however long its text is.
type texts struct {
	all  []byte
	ends []uint32
}

func (t *texts) add(text string) error {
	t.all = append(t.all, trim([]byte(text))...)
	t.ends = append(t.ends, uint32(len(t.all)))
	if len(t.all)+4*len(t.ends) > maxTexts {
		return errTexts
	}
	return nil
}

// at is the text with a number, which is false where there is none.
func (t *texts) at(i int) ([]byte, bool) {
	if i < 0 || i >= len(t.ends) {
		return nil, false
	}
	from := uint32(0)
	if i > 0 {
		from = t.ends[i-1]
	}
	return t.all[from:t.ends[i]:t.ends[i]], true
}

var errTexts = errors.New("the workbook has too many texts")

// readTexts reads the texts that cells share; without formatting, and without
// the reading aids of Japanese ones.
func (b *book) readTexts() (*texts, error) {
	list := &texts{}
	in, err := b.part("xl/sharedStrings.xml")
	if errors.Is(err, errMissing) {
		return list, nil // a workbook without texts has no such part
	}
	if err != nil {
		return nil, err
	}
	defer in.Close()
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the shared texts: %w", err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "si" {
			s, err := text(in)
			if err == nil {
				err = list.add(s)
			}
			if err != nil {
				return nil, fmt.Errorf("the shared texts: %w", err)
			}
		}
	}
}

// text reads to the end of an element that has started and joins its t.
func text(in *tokens) (string, error) {
	var s strings.Builder
	inside := false
	for depth := 1; depth > 0; {
		token, err := in.Token()
		if err != nil {
			return "", err
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "rPh" {
				if err := in.skip(); err != nil {
					return "", err
				}
				continue
			}
			depth++
			inside = e.Name.Local == "t"
		case xml.EndElement:
			depth--
			inside = false
		case xml.CharData:
			if inside {
				if s.Write(e); s.Len() > maxToken {
					return "", errToken
				}
			}
		}
	}
	return s.String(), nil
}
