package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// AssetPath is where Assets is mounted.
const AssetPath = "/assets/"

// ErrNoBundle means that the program was built without its browser files.
var ErrNoBundle = errors.New("the browser files are missing from this build; run make build")

// assets are the files of the bundle under the names that carry their hash.
type assets struct {
	names map[string]string // "survey.css" → "survey-2JZQK5VD.css"
	files map[string]asset  // by hashed name
}

// asset is one file in every encoding it was built in: "br", "gzip", and ""
// for the file itself.
type asset struct {
	contentType string
	bodies      map[string][]byte
}

// readAssets loads manifest.json, a map from a file's plain name to its hashed
// one, and every file beside it.
func readAssets(dist fs.FS) (*assets, error) {
	raw, err := fs.ReadFile(dist, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoBundle
	}
	if err != nil {
		return nil, fmt.Errorf("read the browser files: %w", err)
	}
	a := &assets{files: map[string]asset{}}
	if err := json.Unmarshal(raw, &a.names); err != nil {
		return nil, fmt.Errorf("read the browser files: %w", err)
	}
	entries, err := fs.ReadDir(dist, ".")
	if err != nil {
		return nil, fmt.Errorf("read the browser files: %w", err)
	}
	for _, e := range entries {
		if err := a.add(dist, e.Name()); err != nil {
			return nil, fmt.Errorf("read the browser files: %w", err)
		}
	}
	return a, nil
}

func (a *assets) add(dist fs.FS, file string) error {
	name, encoding := file, ""
	switch path.Ext(file) {
	case ".br":
		name, encoding = strings.TrimSuffix(file, ".br"), "br"
	case ".gz":
		name, encoding = strings.TrimSuffix(file, ".gz"), "gzip"
	}
	contentType := contentTypeOf(name)
	if contentType == "" {
		return nil // .keep, manifest.json: nothing a browser asks for
	}
	body, err := fs.ReadFile(dist, file)
	if err != nil {
		return err
	}
	if a.files[name].bodies == nil {
		a.files[name] = asset{contentType: contentType, bodies: map[string][]byte{}}
	}
	a.files[name].bodies[encoding] = body
	return nil
}

func contentTypeOf(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return ""
}

// url is the address of a bundled file by its plain name.
func (a *assets) url(name string) (string, error) {
	hashed, ok := a.names[name]
	if !ok {
		return "", fmt.Errorf("the bundle has no file %q; run make build", name)
	}
	return AssetPath + hashed, nil
}

// ServeHTTP answers with a file's smallest form that the browser accepts. A
// name carries the hash of what it names, so an answer never goes stale.
func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	file, ok := a.files[strings.TrimPrefix(r.URL.Path, AssetPath)]
	if !ok || file.bodies[""] == nil {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	encoding := file.encoding(r.Header.Get("Accept-Encoding"))
	body := file.bodies[encoding]
	h := w.Header()
	h.Set("Content-Type", file.contentType)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	h.Set("Content-Length", fmt.Sprint(len(body)))
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	if r.Method == http.MethodGet {
		// A write fails only when the browser has gone.
		_, _ = w.Write(body)
	}
}

// encoding is the best form of the file that an Accept-Encoding header allows.
func (f asset) encoding(accept string) string {
	for _, want := range []string{"br", "gzip"} {
		if f.bodies[want] != nil && accepts(accept, want) {
			return want
		}
	}
	return ""
}

func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, err := mime.ParseMediaType("x/" + strings.TrimSpace(part))
		if err == nil && name == "x/"+encoding {
			return strings.Trim(params["q"], "0.") != "" || params["q"] == ""
		}
	}
	return false
}
