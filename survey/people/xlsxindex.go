package people

import (
	"errors"
	"path"
	"strings"
)

// relations is a part that says where others are.
type relations struct {
	Relationship []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
	}
}

// firstSheet finds the name and the part of the first sheet that is not
// hidden.
func (p parts) firstSheet() (name, part string, err error) {
	book, err := p.bookPart()
	if err != nil {
		return "", "", err
	}
	var sheets struct {
		Sheets struct {
			Sheet []struct {
				Name  string `xml:"name,attr"`
				State string `xml:"state,attr"`
				ID    string `xml:"id,attr"`
			} `xml:"sheet"`
		} `xml:"sheets"`
	}
	var where relations
	if err := errors.Join(p.decode(book, &sheets), p.decode(path.Join(path.Dir(book), "_rels", path.Base(book)+".rels"), &where)); err != nil {
		return "", "", err
	}
	for _, sheet := range sheets.Sheets.Sheet {
		if sheet.State == "hidden" || sheet.State == "veryHidden" {
			continue
		}
		for _, rel := range where.Relationship {
			if rel.ID == sheet.ID {
				return sheet.Name, target(path.Dir(book), rel.Target), nil
			}
		}
	}
	return "", "", errors.New("it has no sheet that is not hidden")
}

// bookPart finds the part that lists the sheets.
func (p parts) bookPart() (string, error) {
	var where relations
	if err := p.decode("_rels/.rels", &where); err != nil {
		return "", err
	}
	for _, rel := range where.Relationship {
		if strings.HasSuffix(rel.Type, "/officeDocument") {
			return target("", rel.Target), nil
		}
	}
	return "", errors.New("it has no workbook")
}

// target resolves a relation against the folder of the part that has it.
func target(folder, to string) string {
	to = strings.ReplaceAll(to, `\`, "/")
	if strings.HasPrefix(to, "/") {
		return path.Clean(to)[1:]
	}
	return path.Join(folder, to)
}
