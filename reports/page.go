package reports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// page sets how the sheet is printed: landscape A4, as wide as the table, the
// header on every page.
func (k *binding) page(s *sheet) error {
	size, across, down, fit := 9, 1, 0, true
	if s.onePage {
		down = 1
	}
	landscape := "landscape"
	if err := k.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	err := k.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &size, Orientation: &landscape, FitToWidth: &across, FitToHeight: &down})
	if err != nil {
		return err
	}
	if err := k.margins(s); err != nil {
		return err
	}
	if err := k.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddHeader: k.printHeader(), OddFooter: k.printFooter()}); err != nil {
		return err
	}
	return k.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: s.name, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", s.name, headerRow, headerRow),
	})
}

func (k *binding) margins(s *sheet) error {
	side, edge, near := 0.4, 0.75, 0.3
	return k.file.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &edge, Bottom: &edge, Header: &near, Footer: &near})
}

// printHeader names the survey, says when it is a rehearsal, and what part of
// the organisation this is; or names an analysis and its file.
func (k *binding) printHeader() string {
	middle := ""
	if k.paper.warning != "" {
		middle = "&C&B" + k.paper.warning
	}
	return "&L" + onPaper(k.paper.left) + middle + "&R" + onPaper(k.paper.right)
}

func (k *binding) printFooter() string {
	return "&L" + k.say("print.confidential") + "&C" + k.say("print.page") + "&R&8 " + k.paper.small
}

// paperLimit keeps a header within the 255 characters that it may have in all.
const paperLimit = 45

// onPaper is a text in a header: on one line, with & as itself.
func onPaper(s string) string {
	s = clipUnits(oneLine(s), paperLimit)
	return strings.ReplaceAll(s, "&", "&&")
}
