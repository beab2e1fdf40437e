package reports

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
)

// pack is the archive that a workbook is written to. The library makes every
// part; the rows of a sheet are put into its part while that is written.
//
// The library's own stream writer keeps up to 16 MiB of each sheet in memory
// and the rest in temporary files, then the whole archive in memory. Here
// nothing is kept: a workbook of any size takes the same memory.
type pack struct {
	*zip.Writer
	rows   map[string]func(io.Writer) error        // by the name of the sheet's part
	finish map[string]func([]byte) ([]byte, error) // what the library cannot do to a part
	err    error                                   // the library loses all but the last
}

func newPack(w io.Writer) *pack {
	return &pack{Writer: zip.NewWriter(w), rows: map[string]func(io.Writer) error{}, finish: map[string]func([]byte) ([]byte, error){
		"[Content_Types].xml": withoutPictures,
	}}
}

func (p *pack) Create(name string) (io.Writer, error) {
	w, err := p.Writer.Create(name)
	if err != nil {
		p.keep(err)
		return nil, err
	}
	return &part{pack: p, w: w, rows: p.rows[name], finish: p.finish[name]}, nil
}

func (p *pack) keep(err error) {
	if p.err == nil {
		p.err = err
	}
}

// part is one part of the archive. The library writes it with one call.
type part struct {
	pack   *pack
	w      io.Writer
	rows   func(io.Writer) error        // nil for what is no sheet
	finish func([]byte) ([]byte, error) // nil for what is whole
}

const endOfRows = "</sheetData>"

func (p *part) Write(content []byte) (int, error) {
	if err := p.write(content); err != nil {
		p.pack.keep(err)
		return 0, err
	}
	return len(content), nil
}

func (p *part) write(content []byte) error {
	if p.finish != nil {
		finished, err := p.finish(content)
		if err != nil {
			return err
		}
		content = finished
	}
	if p.rows == nil {
		_, err := p.w.Write(content)
		return err
	}
	at := bytes.Index(content, []byte(endOfRows))
	if at < 0 {
		return fmt.Errorf("a sheet has no place for rows")
	}
	if _, err := p.w.Write(content[:at]); err != nil {
		return err
	}
	if err := p.rows(p.w); err != nil {
		return err
	}
	_, err := p.w.Write(content[at:])
	return err
}

// withoutPictures takes the types of pictures off the list of types: a
// workbook has none, and the library lists them in a different order each time.
func withoutPictures(types []byte) ([]byte, error) {
	return regexp.MustCompile(`<Default Extension="[^"]*" ContentType="image/[^"]*"></Default>`).ReplaceAll(types, nil), nil
}
