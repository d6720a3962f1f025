package main

import (
	"encoding/json"
	"net/http"
)

// worker answers /sw.js: the service worker's script, after one line that tells
// it the version and the files to keep. Another version is another script, which
// is how a browser learns of it.
func (p *Portal) worker(w http.ResponseWriter, r *http.Request) {
	a := p.files.assets
	files, err := json.Marshal([]string{"/offline", a.Style, a.Boot, a.Pocket, a.Exec, a.Icon, a.OutboxList, a.Outbox, a.OutboxStyle})
	if err != nil {
		panic(err)
	}
	h := w.Header()
	h.Set("Content-Type", kinds[".js"])
	h.Set("Cache-Control", "no-cache")
	_, _ = w.Write([]byte("const VERSION = \"" + a.Version + "\", FILES = " + string(files) + ".filter(Boolean), APP = \"" + a.Wasm + "\";\n"))
	_, _ = w.Write(p.files.worker)
}
