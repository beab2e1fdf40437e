package reports

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"
)

var (
	labelFont = regexp.MustCompile(`<dLbls>.*?(<txPr>.*?</txPr>)`)
	americans = regexp.MustCompile(`((?:lang val|lang|altLang)=)"en-US"`)
)

// finish names the language of a chart's texts and marks its bounds. The
// library draws all bars of a column alike, so what is special to one of them
// is added to what it wrote.
func (g graph) finish(chart []byte, language string, rightToLeft bool) ([]byte, error) {
	chart = americans.ReplaceAll(chart, []byte(`${1}"`+language+`"`))
	if len(g.bounds) == 0 {
		return chart, nil
	}
	before := "</invertIfNegative>"
	if g.lines {
		before = "</marker>"
	}
	font, parts := labelFont.FindSubmatch(chart), strings.Split(string(chart), before+"<dLbls>")
	if font == nil || len(parts) != len(g.bars)+1 {
		return nil, fmt.Errorf("chart %q has no place for its bounds", g.title)
	}
	for i := range g.bars {
		points, labels := g.marks(i, string(font[1]), rightToLeft)
		parts[i] += before + points + "<dLbls>" + labels
	}
	return []byte(strings.Join(parts, "")), nil
}

// marks are the bounds of one column: a hollow bar with the sign before its
// number, or on a line a hollow marker.
func (g graph) marks(column int, font string, rightToLeft bool) (points, labels string) {
	for i := range g.rows {
		word, ok := g.bounds[mark{column, i}]
		switch {
		case !ok:
		case g.lines:
			points += fmt.Sprintf(hollowMarker, i, markerOf(column), g.bars[column].colour)
		default:
			points += fmt.Sprintf(hollowBar, i, g.bars[column].colour)
			labels += fmt.Sprintf(boundLabel, i, xmlText(boundFormat(word, "0.0", rightToLeft)), font)
		}
	}
	return points, labels
}

const (
	hollowBar = `<dPt><idx val="%d"></idx><invertIfNegative val="0"></invertIfNegative><bubble3D val="0"></bubble3D><spPr>` +
		`<a:solidFill><a:srgbClr val="FFFFFF"></a:srgbClr></a:solidFill>` +
		`<a:ln w="15875"><a:solidFill><a:srgbClr val="%s"></a:srgbClr></a:solidFill><a:prstDash val="sysDash"></a:prstDash></a:ln></spPr></dPt>`
	hollowMarker = `<dPt><idx val="%d"></idx><marker><symbol val="%s"></symbol><size val="8"></size><spPr>` +
		`<a:solidFill><a:srgbClr val="FFFFFF"></a:srgbClr></a:solidFill>` +
		`<a:ln w="15875"><a:solidFill><a:srgbClr val="%s"></a:srgbClr></a:solidFill></a:ln></spPr></marker><bubble3D val="0"></bubble3D></dPt>`
	boundLabel = `<dLbl><idx val="%d"></idx><numFmt formatCode="%s" sourceLinked="0"></numFmt><spPr></spPr>%s` +
		`<showLegendKey val="0"></showLegendKey><showVal val="1"></showVal><showCatName val="0"></showCatName>` +
		`<showSerName val="0"></showSerName><showPercent val="0"></showPercent><showBubbleSize val="0"></showBubbleSize></dLbl>`
)

// xmlText is a text in an attribute.
func xmlText(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder takes everything
	return b.String()
}
