package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yishiting/app/api"
	"yishiting/app/english"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/desk"
)

// answer is what a handler gives back: a page, the address of the next page, or a
// file. Exactly one is set.
type answer struct {
	page     pages.Page
	location string
	file     *file
}

// file is what is neither page nor address: a calendar, a picture, a proof.
type file struct {
	kind  string // Content-Type
	name  string // under which it is saved; "": it is shown
	body  []byte
	keep  bool                  // public and never changed: may be kept for ever
	write func(io.Writer) error // in place of body: writes what is too long to hold
	etag  string                // of what is public and may still change: may be kept, and is asked for again
	sent  bool                  // came from somebody: shown as what it is and as nothing else, kept for a day at most
}

func show(page pages.Page) answer { return answer{page: page} }

// seeOther sends the reader on after a command; done is the code of what was done.
func seeOther(path, done string) answer { return answer{location: api.WithDone(path, done)} }

func give(f file) answer { return answer{file: &f} }

// write sends an answer by the road the request came.
func (p *Portal) write(r *request, a answer) {
	switch {
	case a.location != "" && r.app:
		p.writeJSON(r, http.StatusOK, api.Answer{Location: a.location})
	case a.location != "":
		r.w.Header().Set("Cache-Control", private)
		http.Redirect(r.w, r.Request, a.location, http.StatusSeeOther)
	case a.file != nil:
		p.writeFile(r, *a.file)
	default:
		p.writePage(r, nil, a.page)
	}
}

// private is for whatever depends on who asks.
const private = "private, no-store"

// writePage sends a page: with 200, or under the status of the reason it tells;
// a page with a refused form has 422, or 401 where nobody is signed in, 429 where the form was sent too often and 503
// where it could not be looked at. What to wait for is told in Retry-After.
func (p *Portal) writePage(r *request, why error, page pages.Page) {
	status, reason := http.StatusOK, ""
	if why != nil {
		status, reason = api.Status(why), string(api.Code(why))
	}
	if page.Base().Form.Name != "" && status != http.StatusTooManyRequests && status != http.StatusUnauthorized && status < 500 {
		status = http.StatusUnprocessableEntity
	}
	if status == http.StatusUnauthorized {
		r.w.Header().Set("WWW-Authenticate", `Link title="sign-in"`)
	}
	if wait := retryAfter(why); wait > 0 {
		r.w.Header().Set("Retry-After", strconv.Itoa(wait))
	}
	if r.app && !pages.Known(page.Name()) {
		// A page of a desk, or a long one for the browser alone: told only its name, the app leaves
		// the address to the browser.
		p.writeJSON(r, status, api.Answer{Page: page.Name(), Reason: reason, Says: refusalSays(page, why)})
		return
	}
	if r.app {
		view, err := json.Marshal(page)
		if err != nil {
			p.log.Error("view", "request", r.id, "page", page.Name(), "error", err)
			http.Error(r.w, "internal", http.StatusInternalServerError)
			return
		}
		p.writeJSON(r, status, api.Answer{Page: page.Name(), View: view, Reason: reason, Says: refusalSays(page, why)})
		return
	}
	var b bytes.Buffer
	if err := p.document(page).Render(r.Context(), &b); err != nil {
		p.log.Error("render", "request", r.id, "page", page.Name(), "error", err)
		http.Error(r.w, "internal", http.StatusInternalServerError)
		return
	}
	body := b.Bytes()
	if page.Base().English {
		body = []byte(english.Built().Page(b.String(), nil))
	}
	r.w.Header().Set("Link", "<"+p.files.assets.Style+">; rel=preload; as=style")
	p.writeBody(r, status, "text/html; charset=utf-8", body)
}

// refusalSays are the sentences of a refusal, in the language of the page: those beside the fields of the form, or why and
// what to do next.
func refusalSays(page pages.Page, why error) (all []string) {
	if why == nil {
		return nil
	}
	if page.Base().English {
		defer func() {
			for i, says := range all {
				all[i], _ = english.Built().Text(says)
			}
		}()
	}
	form := page.Base().Form
	for _, field := range form.Order {
		all = append(all, form.Errors[field])
	}
	if len(all) == 0 {
		code := api.Code(why)
		all = append(all, pages.Says(code)+"。")
		if next := pages.Next(code); next != "" {
			all = append(all, next+"。")
		}
	}
	return all
}

// document is the whole of a page, as a browser is given it.
func (p *Portal) document(page pages.Page) templ.Component {
	if at, ok := page.(desk.Page); ok {
		return desk.Doc(at, p.files.assets)
	}
	return pages.Doc(page, p.files.assets)
}

func (p *Portal) writeJSON(r *request, status int, a api.Answer) {
	a.Version = p.files.assets.Version
	body, err := json.Marshal(a)
	if err != nil {
		panic(err) // a view that was marshalled before: cannot happen
	}
	p.writeBody(r, status, "application/json", body)
}

// writeBody sends what depends on the reader: kept by nobody, compressed.
func (p *Portal) writeBody(r *request, status int, kind string, body []byte) {
	h := r.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", private)
	h.Set("Date", r.now.UTC().Format(http.TimeFormat))
	h.Set("Said-At", r.now.In(r.place.Location()).Format("2006-01-02T15:04")) // a page that was kept says so
	if r.reader != "" {
		h.Set("Reader", r.reader)
	}
	if r.who.Helper.ID != "" {
		h.Set("Of-Another", "1") // the worker keeps nothing of somebody else on the helper's phone
	}
	h.Add("Vary", "Accept-Encoding")
	if coding, small := compress(r.Header.Get("Accept-Encoding"), body); coding != "" {
		h.Set("Content-Encoding", coding)
		body = small
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	r.w.WriteHeader(status)
	_, _ = r.w.Write(body) // the reader may have gone
}

func (p *Portal) writeFile(r *request, f file) {
	h := r.w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", private)
	switch {
	case f.keep && f.sent:
		h.Set("Cache-Control", "private, max-age=86400")
	case f.keep:
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if f.etag != "" {
		h.Set("Cache-Control", "private, no-cache")
		h.Set("ETag", f.etag)
		if strings.Contains(r.Header.Get("If-None-Match"), f.etag) {
			r.w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	if f.sent {
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
		h.Set("Content-Disposition", "inline")
	}
	if f.name != "" {
		h.Set("Content-Disposition", `attachment; filename*=UTF-8''`+escapeName(f.name))
	}
	if f.write == nil {
		h.Set("Content-Length", strconv.Itoa(len(f.body)))
		_, _ = r.w.Write(f.body)
		return
	}
	if err := f.write(r.w); err != nil {
		p.log.Error("file", "request", r.id, "route", r.route.name, "error", err)
		panic(http.ErrAbortHandler) // so that the reader sees that it is cut off
	}
}

// escapeName writes a file's name as RFC 8187 asks.
func escapeName(name string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._"
	var b strings.Builder
	for i := range len(name) {
		if strings.IndexByte(plain, name[i]) >= 0 {
			b.WriteByte(name[i])
		} else {
			b.WriteString("%" + strings.ToUpper(strconv.FormatUint(uint64(name[i])|0x100, 16)[1:]))
		}
	}
	return b.String()
}

// tell answers an error by a page that says the reason and what to do next. An
// error that is not listed is logged, and its text goes no further.
func (p *Portal) tell(r *request, err error) {
	code := api.Code(err)
	if code == api.Internal {
		p.log.Error("internal", "request", r.id, "route", r.route.name, "error", err)
	}
	next := p.deskDoor(r, code)
	if often, ok := errors.AsType[*tooOften](err); ok {
		next = pages.Again(often.minutes())
	}
	p.writePage(r, err, &pages.ProblemView{Frame: p.frame(r), Code: code, Next: next, Ways: p.ways(r, code), Request: r.id})
}

// refuse draws the form's page again, with what was typed and a sentence beside
// each field that is wrong. Where the page itself cannot be shown, it tells why.
func (p *Portal) refuse(r *request, page route, err error) {
	code := api.Code(err)
	if code == api.Internal || code == api.ErrDown || code == residents.ErrNotFound {
		p.tell(r, err)
		return
	}
	r.refused = refusal(r.route.name, r.form, err)
	r.refused.Kept = r.app
	r.path = fill(page.pattern, r.Request)
	a, again := answer{}, p.gate(r, page)
	if again == nil {
		a, again = page.handle(r)
	}
	if again != nil || a.page == nil {
		r.refused = pages.Form{}
		if p.sendAgain(r, again) {
			return
		}
		p.tell(r, errors.Join(again, err)) // why there is no page comes first
		return
	}
	if p.sendAgain(r, err) {
		return
	}
	p.noteSeen(r, page)
	p.writePage(r, err, a.page)
}

// refusal puts an error into the words that stand in the form.
func refusal(name string, f *form, err error) pages.Form {
	if part := f.part(); part != "" {
		name += "-" + part
	}
	out := pages.Form{Name: name, Values: f.typed(), Errors: map[string]string{}}
	for _, e := range fieldErrors(err) {
		field := e.Field
		if _, said := out.Errors[field]; said {
			continue
		}
		out.Errors[field] = pages.AtLine(e.Line) + pages.Beside(api.Code(e.Reason), e.Limit) + pages.About(e.Who)
		out.Order = append(out.Order, field)
	}
	return out
}

// fieldErrors are the fields an error blames; an error that blames none belongs to
// the form, which is the field "".
func fieldErrors(err error) []*residents.FieldError {
	var wrong wrongFields
	if errors.As(err, &wrong) {
		return wrong
	}
	var one *residents.FieldError
	if errors.As(err, &one) {
		return []*residents.FieldError{one}
	}
	return []*residents.FieldError{{Reason: api.Code(err)}}
}

// logged is the level at which a request is logged by its status.
func logged(status int) slog.Level {
	if status >= 500 {
		return slog.LevelError
	}
	return slog.LevelInfo
}
