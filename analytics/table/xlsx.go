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
	// Rows of answers pack to about a twentieth, identical ones to a hundredth.
	maxRatio   = 200
	suspicious = 64 << 20 // smaller ones do no harm
	maxSmall   = 4 << 20  // of a part that is decoded as a whole
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
	if err := checkSizes(name, archive.File, size); err != nil {
		return nil, "", err
	}
	b := &book{archive: archive, left: maxUnpacked}
	s, sheet, err := b.open(name)
	if err != nil {
		return nil, "", broken(name, err)
	}
	return s, sheet, nil
}

// checkSizes goes by what the archive says of itself; what it really unpacks to
// is watched while it is read.
func checkSizes(name string, files []*zip.File, size int64) error {
	total := uint64(0)
	for _, f := range files {
		if total += f.UncompressedSize64; f.UncompressedSize64 > maxUnpacked || total > maxUnpacked {
			return tooLarge(name, "more than 1 GB unpacked")
		}
	}
	if total > suspicious && total/maxRatio > uint64(size) {
		return survey.Errorf(survey.CodeTooLarge, "%s unpacks to more than %d times its size, which no table of answers does; save it as CSV.", name, maxRatio)
	}
	return nil
}

func tooLarge(name, what string) error {
	return survey.Errorf(survey.CodeTooLarge, "%s is too large for a workbook (%s); save it as CSV, which may have any size.", name, what)
}

// broken words an error of a workbook that is not as it should be.
func broken(name string, err error) error {
	switch {
	case errors.Is(err, errUnpacked):
		return tooLarge(name, "more than 1 GB unpacked")
	case errors.Is(err, errTexts):
		return tooLarge(name, "more than 256 MB of texts")
	}
	if survey.CodeOf(err) != survey.CodeInternal {
		return err
	}
	return survey.Errorf(survey.CodeBadRequest, "%s cannot be read as an XLSX workbook (%s); open it in a spreadsheet program and save it again, or save it as CSV.", name, quoted([]byte(err.Error())))
}

// book is an open archive and what may still be unpacked from it.
type book struct {
	archive *zip.Reader
	left    int64
}

var errMissing = errors.New("a part is missing")

func (b *book) part(name string) (*tokens, error) {
	in, err := b.archive.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %s", errMissing, name)
	}
	info, err := in.Stat()
	if err != nil {
		return nil, fmt.Errorf("the part %s: %w", name, err)
	}
	return newTokens(&unpacked{in: in, all: &b.left, part: info.Size()}), nil
}

func (b *book) open(name string) (*sheetSource, string, error) {
	sheet, part, since1904, err := b.firstSheet()
	if err != nil {
		return nil, "", err
	}
	dates, err := b.readDates(since1904)
	if err != nil {
		return nil, "", err
	}
	texts, err := b.readTexts()
	if err != nil {
		return nil, "", err
	}
	in, err := b.part(part)
	if err != nil {
		return nil, "", err
	}
	return &sheetSource{name: name, in: in, texts: texts, dates: dates}, sheet, nil
}

// decode reads a part as a whole; what v has no place for is not kept.
func (b *book) decode(name string, v any) error {
	in, err := b.part(name)
	if err != nil {
		return err
	}
	defer in.Close()
	in.in.part = min(in.in.part, maxSmall)
	if err := xml.NewTokenDecoder(in).Decode(v); err != nil {
		return fmt.Errorf("the part %s: %w", name, err)
	}
	return nil
}

// firstSheet finds the first visible sheet, the part that holds it, and how the
// workbook counts days.
func (b *book) firstSheet() (name, part string, since1904 bool, err error) {
	var workbook struct {
		Properties struct {
			Since1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
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
		return "", "", false, err
	}
	if err := b.decode("xl/_rels/workbook.xml.rels", &relations); err != nil {
		return "", "", false, err
	}
	since1904 = workbook.Properties.Since1904 == "1" || workbook.Properties.Since1904 == "true"
	for _, s := range workbook.Sheets {
		if s.State == "hidden" || s.State == "veryHidden" {
			continue
		}
		for _, r := range relations.All {
			if r.ID == s.ID+s.StrictID {
				return s.Name, target(r.Target), since1904, nil
			}
		}
		return "", "", false, fmt.Errorf("the sheet %s is missing", s.Name)
	}
	return "", "", false, errors.New("it has no visible sheet")
}

// target is a part's name in the archive.
func target(t string) string {
	if rooted, ok := strings.CutPrefix(t, "/"); ok {
		return path.Clean(rooted)
	}
	return path.Join("xl", t)
}
