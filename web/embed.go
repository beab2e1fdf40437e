package web

import (
	"embed"
	"io/fs"
)

//go:embed templates
var templateFiles embed.FS

//go:embed styles
var styleFiles embed.FS

//go:embed languages
var languageFiles embed.FS

//go:embed all:dist
var distFiles embed.FS

// Dist is the bundle that was built into the program: what web/build.mjs
// leaves in web/dist. It is empty in a program that was built without it, and
// New then returns ErrNoBundle.
func Dist() fs.FS {
	sub, err := fs.Sub(distFiles, "dist")
	if err != nil {
		panic(err) // the name is a valid constant
	}
	return sub
}
