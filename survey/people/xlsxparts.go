package people

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"teamtrust/survey"
)

// Limits of a workbook, against small files that unpack into large ones.
const (
	maxUnpacked = 128 << 20 // bytes of all parts
	maxParts    = 10_000
	maxIndex    = 1 << 20 // bytes of each part that says where others are
	maxStyles   = 16 << 20
	maxFormats  = 1000 // number formats; Excel allows 250
	maxFormat   = 1000 // bytes of one; Excel allows 255
	maxStrings  = 1_500_000
)

const (
	partStrings = "xl/sharedStrings.xml"
	partStyles  = "xl/styles.xml"
)

// parts are the parts of a workbook by name.
type parts map[string]*zip.File

// readParts lists the parts and refuses archives that are too large unpacked,
// by the sizes that they declare: reading a part fails at its declared size.
func readParts(archive *zip.Reader) (parts, error) {
	if len(archive.File) > maxParts {
		return nil, survey.Errorf(survey.CodeTooLarge, "has more than %d parts", maxParts)
	}
	p, total := parts{}, uint64(0)
	for _, f := range archive.File {
		if total += min(f.UncompressedSize64, maxUnpacked+1); total > maxUnpacked {
			return nil, survey.Errorf(survey.CodeTooLarge, "unpacks to more than %d MB", maxUnpacked>>20)
		}
		name := strings.ReplaceAll(f.Name, `\`, "/")
		if strings.EqualFold(name, partStrings) {
			name = partStrings
		}
		if p[name] != nil {
			return nil, fmt.Errorf("it has the part %s twice", name)
		}
		if f.UncompressedSize64 > partLimit(name) {
			return nil, survey.Errorf(survey.CodeTooLarge, "has a very large part %s", escape(name))
		}
		p[name] = f
	}
	return p, nil
}

func partLimit(name string) uint64 {
	switch {
	case strings.HasSuffix(name, ".rels"), strings.HasSuffix(name, "workbook.xml"), strings.EqualFold(name, "[Content_Types].xml"):
		return maxIndex
	case name == partStyles:
		return maxStyles
	}
	return maxUnpacked
}

func (p parts) open(name string) (io.ReadCloser, error) {
	f := p[name]
	if f == nil {
		return nil, fmt.Errorf("the part %s is missing", name)
	}
	return f.Open()
}

func (p parts) decode(name string, into any) error {
	in, err := p.open(name)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := xml.NewDecoder(in).Decode(into); err != nil {
		return fmt.Errorf("part %s: %w", name, err)
	}
	return nil
}

// scan opens the scan of a sheet, after the strings and styles that its cells
// refer to.
func (p parts) scan(sheet string) (*sheetScan, error) {
	texts, err := p.countStrings()
	if err != nil {
		return nil, err
	}
	if err := p.checkFormats(); err != nil {
		return nil, err
	}
	in, err := p.open(sheet)
	if err != nil {
		return nil, err
	}
	return newSheetScan(in, texts), nil
}

// countStrings reads the table of strings to its end.
func (p parts) countStrings() (n int, err error) {
	err = p.each(partStrings, func(e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		if n++; n > maxStrings {
			return survey.Errorf(survey.CodeTooLarge, "holds more than %d texts", maxStrings)
		}
		return nil
	})
	return n, err
}

// checkFormats bounds the number formats: each is read again for each cell.
func (p parts) checkFormats() error {
	n := 0
	return p.each(partStyles, func(e xml.StartElement) error {
		if e.Name.Local != "numFmt" {
			return nil
		}
		n++
		for _, a := range e.Attr {
			if n > maxFormats || len(a.Value) > maxFormat {
				return survey.Errorf(survey.CodeTooLarge, "has too many or too long number formats")
			}
		}
		return nil
	})
}

// each visits the elements of a part that need not be there.
func (p parts) each(name string, visit func(xml.StartElement) error) error {
	if p[name] == nil {
		return nil
	}
	in, err := p.open(name)
	if err != nil {
		return err
	}
	defer in.Close()
	for d := xml.NewDecoder(in); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("part %s: %w", name, err)
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := visit(e); err != nil {
				return err
			}
		}
	}
}
