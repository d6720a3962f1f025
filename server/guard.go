package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/residents"
)

// policy is what a page may do in the browser: nothing that does not come from
// this server, no script or style in the page itself; WebAssembly may run.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; " +
	"connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard stands around everything: it names the request, sets the headers that
// every answer has, refuses what another site sends, catches a panic, and writes
// one line to the log.
func (p *Portal) guard(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tell := p.tell
		if strings.HasPrefix(r.URL.Path, apiPrefix) {
			tell = p.tellJSON
		}
		tell(p.bare(w, r), api.ErrCrossSite)
	}))
	next = cross.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now() // what is measured is the machine's time, not the portal's
		id := residents.NewID(p.clock())
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("X-Request-Id", id)
		if p.secure {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		seen := &watched{ResponseWriter: w, status: http.StatusOK, route: "other", path: filePath(r.URL.Path)}
		r = r.WithContext(context.WithValue(r.Context(), watchedKey{}, seen))
		defer func() {
			if v := recover(); v != nil {
				if v == http.ErrAbortHandler {
					panic(v)
				}
				p.log.Error("panic", "request", id, "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
				if !seen.wrote {
					p.tell(p.bare(seen, r), api.Internal)
				}
			}
			p.count(seen, r, time.Since(began))
			p.log.LogAttrs(r.Context(), logged(seen.status), "request",
				slog.String("request", id), slog.String("method", r.Method), slog.String("path", seen.path),
				slog.String("route", seen.route), slog.Int("status", seen.status), slog.Int("bytes", seen.bytes),
				slog.Duration("took", time.Since(began)))
		}()
		next.ServeHTTP(seen, r)
	})
}

// bare is a request before anything about it is known.
func (p *Portal) bare(w http.ResponseWriter, r *http.Request) *request {
	return &request{Request: r, w: w, id: w.Header().Get("X-Request-Id"), now: p.clock(), app: strings.HasPrefix(r.URL.Path, api.Prefix+"/"), path: "/"}
}

type watchedKey struct{}

// watched remembers what was answered.
type watched struct {
	http.ResponseWriter
	status, bytes int
	wrote         bool
	route, path   string // for the log: nothing in them came from the sender but known names and ids
}

func (w *watched) WriteHeader(status int) {
	if !w.wrote {
		w.status, w.wrote = status, true
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	w.wrote = true
	n, err := w.ResponseWriter.Write(b)
	w.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController through.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// routed tells the log which line of the table answers.
func routed(r *http.Request, name string) {
	if seen, ok := r.Context().Value(watchedKey{}).(*watched); ok {
		seen.route = name
	}
}

// located tells the log where a request went: the pattern of its line, with the place that is
// there and with ids that the portal makes. Whatever else stood in the address is not
// written down: it may be a secret, or somebody's name or number.
func located(r *request) {
	seen, ok := r.Context().Value(watchedKey{}).(*watched)
	if !ok {
		return
	}
	parts := strings.Split(r.route.pattern, "/")
	for i, part := range parts {
		name, wild := strings.CutPrefix(part, "{")
		value := r.PathValue(strings.TrimSuffix(name, "}"))
		if wild && (part == "{place}" && r.place.ID != "" || made.MatchString(value)) {
			parts[i] = value
		}
	}
	seen.path = strings.Join(parts, "/")
}

// made are ids as residents.NewID makes them, perhaps with the name of a form behind, and months.
var made = regexp.MustCompile(`^([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}(-[a-z]{1,24})?|2[0-9]{3}-[01][0-9])$`)

// filePath is the path of what is no page, as the log may have it.
func filePath(path string) string {
	switch {
	case strings.HasPrefix(path, "/static/"):
		return "/static/"
	case path == "/healthz" || path == "/sw.js" || path == "/manifest.webmanifest":
		return path
	}
	return ""
}
