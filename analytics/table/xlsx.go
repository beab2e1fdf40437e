package table

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"teamtrust/survey"
)

// Sizes beyond which a workbook is refused; a CSV file has none.
const (
	maxPacked   = 100 << 20
	maxUnpacked = 1 << 30
)

// openXLSX opens the first sheet that is not hidden and returns its name. The
// sheet is read as a stream; the texts that cells share stay in memory.
func openXLSX(name string, r io.ReaderAt, size int64) (source, string, error) {
	if size > maxPacked {
		return nil, "", tooLarge(name, "more than 100 MB")
	}
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, "", broken(name, err)
	}
	total := uint64(0)
	for _, f := range archive.File {
		if total += f.UncompressedSize64; f.UncompressedSize64 > maxUnpacked || total > maxUnpacked {
			return nil, "", tooLarge(name, "more than 1 GB unpacked")
		}
	}
	b := &book{archive: archive, left: maxUnpacked}
	s, sheet, err := b.open(name)
	switch {
	case errors.Is(err, errUnpacked):
		return nil, "", tooLarge(name, "more than 1 GB unpacked")
	case err != nil:
		return nil, "", broken(name, err)
	}
	return s, sheet, nil
}

func tooLarge(name, what string) error {
	return survey.Errorf(survey.CodeTooLarge, "%s is too large for a workbook (%s); save it as CSV, which may have any size.", name, what)
}

func broken(name string, err error) error {
	if survey.CodeOf(err) != survey.CodeInternal {
		return err
	}
	return survey.Errorf(survey.CodeBadRequest, "%s cannot be read as an XLSX workbook (%s); open it in a spreadsheet program and save it again, or save it as CSV.", name, quoted([]byte(err.Error())))
}

// errUnpacked says that a part is longer than the archive admits.
var errUnpacked = errors.New("the workbook is too large unpacked")

// book is an open archive and what may still be unpacked from it.
type book struct {
	archive *zip.Reader
	left    int64
}

// Read limits what is unpacked: the sizes in an archive can lie.
type limited struct {
	io.ReadCloser
	left *int64
}

func (l limited) Read(p []byte) (int, error) {
	n, err := l.ReadCloser.Read(p)
	if *l.left -= int64(n); *l.left < 0 {
		return 0, errUnpacked
	}
	return n, err
}

func (b *book) part(name string) (io.ReadCloser, error) {
	f, err := b.archive.Open(name)
	if err != nil {
		return nil, fmt.Errorf("the part %s is missing", name)
	}
	return limited{f, &b.left}, nil
}

func (b *book) open(name string) (*sheetSource, string, error) {
	sheet, part, err := b.firstSheet()
	if err != nil {
		return nil, "", err
	}
	texts, err := b.texts()
	if err != nil {
		return nil, "", err
	}
	in, err := b.part(part)
	if err != nil {
		return nil, "", err
	}
	return &sheetSource{name: name, in: xml.NewDecoder(in), texts: texts}, sheet, nil
}

// decode reads a small part as a whole.
func (b *book) decode(name string, v any) error {
	in, err := b.part(name)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := xml.NewDecoder(io.LimitReader(in, 16<<20)).Decode(v); err != nil {
		return fmt.Errorf("the part %s: %w", name, err)
	}
	return nil
}

// firstSheet finds the first visible sheet and the part that holds it.
func (b *book) firstSheet() (name, part string, err error) {
	var workbook struct {
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			ID    string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			// The strict form of the standard has another name space.
			StrictID string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := b.decode("xl/workbook.xml", &workbook); err != nil {
		return "", "", err
	}
	if err := b.decode("xl/_rels/workbook.xml.rels", &relations); err != nil {
		return "", "", err
	}
	for _, s := range workbook.Sheets {
		if s.State == "hidden" || s.State == "veryHidden" {
			continue
		}
		for _, r := range relations.All {
			if r.ID == s.ID+s.StrictID {
				return s.Name, target(r.Target), nil
			}
		}
		return "", "", fmt.Errorf("the sheet %s is missing", s.Name)
	}
	return "", "", errors.New("it has no visible sheet")
}

// target is a part's name in the archive.
func target(t string) string {
	if rooted, ok := strings.CutPrefix(t, "/"); ok {
		return path.Clean(rooted)
	}
	return path.Join("xl", t)
}

// texts reads the texts that cells share; without formatting, and without the
// reading aids of Japanese ones.
func (b *book) texts() ([]string, error) {
	in, err := b.part("xl/sharedStrings.xml")
	if err != nil {
		return nil, nil // a workbook without texts has no such part
	}
	defer in.Close()
	d := xml.NewDecoder(in)
	var texts []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return texts, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the shared texts: %w", err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "si" {
			s, err := text(d)
			if err != nil {
				return nil, fmt.Errorf("the shared texts: %w", err)
			}
			texts = append(texts, s)
		}
	}
}

// text reads to the end of an element that has started and joins its t.
func text(d *xml.Decoder) (string, error) {
	var s strings.Builder
	inside := false
	for depth := 1; depth > 0; {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "rPh" {
				if err := d.Skip(); err != nil {
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
				s.Write(e)
			}
		}
	}
	return s.String(), nil
}
