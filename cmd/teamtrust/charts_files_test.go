package main

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"teamtrust/web"
)

// keepBlobs notes what a page hands over as a file.
const keepBlobs = `(() => { window.handed = []; const make = URL.createObjectURL; URL.createObjectURL = (blob) => { window.handed.push(blob); return make.call(URL, blob); }; return true })()`

// handedOver is the last file, in base64.
const handedOver = `new Promise((done) => { const r = new FileReader(); r.onload = () => done(r.result.split(",")[1]); r.readAsDataURL(window.handed.at(-1)); })`

// A chart leaves the page as a picture by keyboard alone, under the policy of
// the product, and says what it is of, also where that is hostile.
func TestAChartCanBeKeptAsAPicture(t *testing.T) {
	if !browserWanted(t) {
		return
	}
	t.Parallel()
	gallery := newGallery(t, web.Samples())
	p := newProfile(t)
	for _, l := range []look{{"light", 1280, "en"}, {"dark", 320, "ar"}} {
		p.lookAs(l)
		p.open(gallery + "/sample/team/" + url.PathEscape("first survey") + "?lang=" + l.lang)
		p.settle()
		evaluate[bool](p, keepBlobs)
		svg := string(p.keptAs("svg"))
		checkDrawing(t, svg)
		picture, err := png.DecodeConfig(bytes.NewReader(p.keptAs("png")))
		if err != nil {
			t.Fatalf("%s: %v", l, err)
		}
		if width := evaluate[int](p, `document.querySelector(".chart-area").clientWidth`); picture.Width != 2*width {
			t.Errorf("%s: the picture is %d pixels wide, the chart %d", l, picture.Width, width)
		}
		if *screenshots != "" {
			keepPicture(t, p.keptAs("png"), "kept", l.String())
		}
	}
}

// keptAs presses a button of the first chart with the keyboard and takes what
// comes.
func (p *tab) keptAs(ending string) []byte {
	p.t.Helper()
	before := evaluate[int](p, `window.handed.length`)
	evaluate[bool](p, `document.querySelector("[data-save=`+ending+`]").focus(), true`)
	p.keys(kb.Enter)
	p.until("a file is handed over and announced", func() bool {
		return evaluate[bool](p, fmt.Sprintf(`window.handed.length === %d && document.querySelector(".chart-files [role=status]").textContent.endsWith(%q)`, before+1, "."+ending))
	})
	raw, err := base64.StdEncoding.DecodeString(evaluate[string](p, handedOver))
	if err != nil {
		p.t.Fatal(err)
	}
	return raw
}

func checkDrawing(t *testing.T, svg string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("the drawing is no XML: %v", err)
		}
		if e, ok := token.(xml.StartElement); ok && (e.Name.Local == "script" || e.Name.Local == "foreignObject") {
			t.Errorf("the drawing holds a %s", e.Name.Local)
		}
	}
	for _, want := range []string{"Operations /", "&lt;/script&gt;", "Autumn pulse 2026", "9f2c5b7e0d1a4c36"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the drawing does not say %q", want)
		}
	}
	if strings.Contains(svg, "var(") {
		t.Error("a colour needs the style sheet of the page")
	}
}
