package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/andybalholm/brotli"

	"yishiting/app/english"
	"yishiting/app/pages"
	"yishiting/web"
)

// staticFile is one file of static/ as it is sent. Big files stay where they are
// embedded and are read from there; of the others the compressed forms are kept.
type staticFile struct {
	from   fs.FS
	name   string
	kind   string
	hash   string            // of the content, in its address
	packed map[string][]byte // by coding; "br" nil: NAME.br in from
	made   []byte            // of what is made by the program: the file itself, and from is nil
}

// staticFiles are all of them, with the addresses that documents use.
type staticFiles struct {
	byName map[string]*staticFile
	assets pages.Assets
	worker []byte // sw.js
}

var kinds = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".wasm": "application/wasm",
	".svg": "image/svg+xml", ".png": "image/png", ".webmanifest": "application/manifest+json",
}

// builtIn are the files of this program, read once: they never change, and to pack them well
// takes a while.
var builtIn = sync.OnceValues(func() (*staticFiles, error) { return readFiles(web.Files()) })

// readFiles takes the files that are served as they are. NAME.br beside NAME is
// NAME compressed at build time; other text is compressed now, once.
func readFiles(from fs.FS) (*staticFiles, error) {
	s := &staticFiles{byName: map[string]*staticFile{}}
	entries, err := fs.ReadDir(from, ".")
	if err != nil {
		return nil, err
	}
	whole := sha256.New()
	for _, entry := range entries {
		name := entry.Name()
		kind := kinds[path.Ext(name)]
		if kind == "" {
			continue
		}
		f, sum, err := pack(from, name, kind)
		if err != nil {
			return nil, err
		}
		_, _ = whole.Write(sum)
		s.byName[name] = f
	}
	words := madeFile("english.txt", "text/plain; charset=utf-8", english.Words())
	s.byName[words.name] = words
	_, _ = whole.Write([]byte(words.hash))
	if s.worker, err = fs.ReadFile(from, "sw.js"); err != nil {
		return nil, err
	}
	s.assets = pages.Assets{
		Version:     hex.EncodeToString(whole.Sum(nil)[:6]),
		Style:       s.address("style.css"),
		Boot:        s.address("boot.js"),
		ElderStyle:  s.address("elder.css"),
		ElderScript: s.address("elder.js"),
		Passkey:     s.address("passkey.js"),
		Ballot:      s.address("ballot.js"),
		Pocket:      s.address("pocket.js"),
		Outbox:      s.address("outbox.js"),
		OutboxList:  s.address("outboxlist.js"),
		OutboxStyle: s.address("outbox.css"),
		Icon:        s.address("icon.svg"),
		English:     s.address("english.txt"),
		Exec:        s.address("wasm_exec.js"),
		Wasm:        s.address("app.wasm"),
		Recount:     s.address("recount.wasm"),
	}
	return s, nil
}

// madeFile is a file that is not among those of static/ but made by the program.
func madeFile(name, kind, text string) *staticFile {
	made := []byte(text)
	sum := sha256.Sum256(made)
	return &staticFile{name: name, kind: kind, hash: hex.EncodeToString(sum[:6]), made: made, packed: map[string][]byte{"br": brotliAt(quick, made), "gzip": gzipOf(made)}}
}

// pack reads a file once, for the hash of its content and its compressed forms.
func pack(from fs.FS, name, kind string) (*staticFile, []byte, error) {
	sum, err := hashOf(from, name)
	if err != nil {
		return nil, nil, err
	}
	f := &staticFile{from: from, name: name, kind: kind, hash: hex.EncodeToString(sum[:6]), packed: map[string][]byte{}}
	if _, err := fs.Stat(from, name+".br"); err == nil {
		f.packed["br"] = nil
		return f, sum, nil
	}
	info, err := fs.Stat(from, name)
	if err != nil || kind == kinds[".png"] || info.Size() > 1<<20 {
		return f, sum, err
	}
	raw, err := fs.ReadFile(from, name)
	if err != nil {
		return nil, nil, err
	}
	f.packed["br"], f.packed["gzip"] = brotliOf(raw), gzipOf(raw)
	return f, sum, nil
}

// hashOf is the SHA-256 of a file, which is not held in memory.
func hashOf(from fs.FS, name string) ([]byte, error) {
	file, err := from.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return nil, err
	}
	return h.Sum(nil), nil
}

// address is where a file is fetched, "" when there is none.
func (s *staticFiles) address(name string) string {
	f, ok := s.byName[name]
	if !ok {
		return ""
	}
	return "/static/" + name + "?v=" + f.hash
}

// appSize is how much is fetched for the app, for people: 1.7 MB; "" when there is none.
func (s *staticFiles) appSize() string {
	f, ok := s.byName["app.wasm"]
	if !ok {
		return ""
	}
	info, err := fs.Stat(f.from, f.name+".br")
	if err != nil {
		if info, err = fs.Stat(f.from, f.name); err != nil {
			return ""
		}
	}
	return strconv.FormatFloat(float64(info.Size())/1e6, 'f', 1, 64) + " MB"
}

// ServeHTTP answers /static/NAME. With the hash of its content in the address a
// file may be kept for ever; without, it is asked for again.
func (s *staticFiles) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := s.byName[strings.TrimPrefix(r.URL.Path, "/static/")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	f.serve(w, r)
}

func (f *staticFile) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == f.hash {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	name, tag := f.name, f.hash
	var body io.ReadSeeker
	for _, coding := range []string{"br", "gzip"} {
		packed, have := f.packed[coding]
		if !have || !accepts(r.Header.Get("Accept-Encoding"), coding) {
			continue
		}
		h.Set("Content-Encoding", coding)
		tag += "-" + coding
		if packed == nil {
			name += ".br"
		} else {
			body = bytes.NewReader(packed)
		}
		break
	}
	if body == nil && f.made != nil {
		body = bytes.NewReader(f.made)
	}
	if body == nil {
		file, err := f.from.Open(name)
		if err != nil {
			panic(err) // it was there at the start, and is embedded
		}
		defer func() { _ = file.Close() }()
		body = file.(io.ReadSeeker) // as embed.FS promises
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, f.name, time.Time{}, body)
}

// accepts tells whether an Accept-Encoding header takes the coding: by name, or by
// *, unless with q=0. A client that says nothing takes none.
func accepts(header, coding string) bool {
	star := false
	for part := range strings.SplitSeq(header, ",") {
		name, params, err := mime.ParseMediaType("x/" + strings.TrimSpace(part))
		if err != nil {
			continue
		}
		q := 1.0
		if s, given := params["q"]; given {
			if q, err = strconv.ParseFloat(s, 64); err != nil {
				q = 0
			}
		}
		switch name {
		case "x/" + coding:
			return q > 0
		case "x/*":
			star = q > 0
		}
	}
	return star
}

// Pages are compressed at a level that costs less than a millisecond.
const (
	quickBrotli = 4
	quickGzip   = 5
	tooSmall    = 600 // bytes: what one packet holds anyway
)

var (
	brotliWriters = sync.Pool{New: func() any { return brotli.NewWriterLevel(nil, quickBrotli) }}
	gzipWriters   = sync.Pool{New: func() any { w, _ := gzip.NewWriterLevel(nil, quickGzip); return w }}
)

// compress is body in the best coding that the client takes, with the coding's
// name; "" when it is better sent as it is.
func compress(header string, body []byte) (string, []byte) {
	if len(body) < tooSmall {
		return "", nil
	}
	var out bytes.Buffer
	switch {
	case accepts(header, "br"):
		w := brotliWriters.Get().(*brotli.Writer)
		defer brotliWriters.Put(w)
		w.Reset(&out)
		_, _ = w.Write(body)
		_ = w.Close()
		return "br", out.Bytes()
	case accepts(header, "gzip"):
		w := gzipWriters.Get().(*gzip.Writer)
		defer gzipWriters.Put(w)
		w.Reset(&out)
		_, _ = w.Write(body)
		_ = w.Close()
		return "gzip", out.Bytes()
	}
	return "", nil
}

// quick is the quality at which 800 kB are packed in 0.1 s; the best takes 2 s, at each start, for a tenth less.
const quick = 9

func brotliOf(body []byte) []byte { return brotliAt(brotli.BestCompression, body) }

func brotliAt(quality int, body []byte) []byte {
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, quality)
	_, _ = w.Write(body)
	_ = w.Close()
	return out.Bytes()
}

func gzipOf(body []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	_, _ = w.Write(body)
	_ = w.Close()
	return out.Bytes()
}
