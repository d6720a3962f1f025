// Package web embeds the files that are served as they are: style, boot script,
// service worker, icons, and beside them the app once it is built (app.wasm and
// its .br, wasm_exec.js). Without the app the portal is complete all the same.
package web

import (
	"embed"
	"io/fs"
)

//go:embed static
var embedded embed.FS

// Files are the files of static/, by plain name.
func Files() fs.FS {
	files, err := fs.Sub(embedded, "static")
	if err != nil {
		panic(err) // the name is a constant: cannot happen
	}
	return files
}
