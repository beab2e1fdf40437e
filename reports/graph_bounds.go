package reports

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"
)

// The library draws all bars of a series alike, so what is special to one of
// them is added to the part of the chart.
var (
	pointsPlace = []byte(`<invertIfNegative val="0"></invertIfNegative><dLbls>`)
	labelFont   = regexp.MustCompile(`<dLbls>.*?(<txPr>.*?</txPr>)`)
	americans   = regexp.MustCompile(`((?:lang val|lang|altLang)=)"en-US"`)
)

// finish names the language of a chart's texts and marks its bounds: hollow
// bars, with the sign before the number.
func (g graph) finish(chart []byte, language string, rightToLeft bool) ([]byte, error) {
	chart = americans.ReplaceAll(chart, []byte(`${1}"`+language+`"`))
	if len(g.bounds) == 0 {
		return chart, nil
	}
	font, parts := labelFont.FindSubmatch(chart), bytes.Split(chart, pointsPlace)
	if font == nil || len(parts) != len(g.bars)+1 {
		return nil, fmt.Errorf("chart %q has no place for its bounds", g.title)
	}
	for i := range g.bars {
		points, labels := g.marks(i, string(font[1]), rightToLeft)
		parts[i] = fmt.Appendf(parts[i], `<invertIfNegative val="0"></invertIfNegative>%s<dLbls>%s`, points, labels)
	}
	return bytes.Join(parts, nil), nil
}

// marks are the bounds among the bars of one column, and what stands on them.
func (g graph) marks(column int, font string, rightToLeft bool) (points, labels string) {
	for i := range g.rows {
		if word, ok := g.bounds[mark{column, i}]; ok {
			points += fmt.Sprintf(hollowBar, i, g.bars[column].colour)
			labels += fmt.Sprintf(boundLabel, i, xmlText(boundFormat(word, rightToLeft)), font)
		}
	}
	return points, labels
}

const (
	hollowBar = `<dPt><idx val="%d"></idx><invertIfNegative val="0"></invertIfNegative><bubble3D val="0"></bubble3D><spPr>` +
		`<a:solidFill><a:srgbClr val="FFFFFF"></a:srgbClr></a:solidFill>` +
		`<a:ln w="15875"><a:solidFill><a:srgbClr val="%s"></a:srgbClr></a:solidFill><a:prstDash val="sysDash"></a:prstDash></a:ln></spPr></dPt>`
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
