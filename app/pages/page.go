// Package pages holds one screen a file: a view, a plain struct with everything
// the screen shows, and a templ component over it. The server renders it as a
// whole document; the app fetches the same view as JSON and renders the same
// component. Nothing is kept in a context, nothing is fetched while rendering,
// and nothing in a view is more than its reader may see.
package pages

import (
	"hash/fnv"
	"strconv"

	"github.com/a-h/templ"

	"yishiting/residents"
)

// A Page is a view that can be shown. Name is the key under which the app
// decodes the view; Title stands in the browser's title line.
type Page interface {
	Name() string
	Title() string
	Base() *Frame
	Body() templ.Component
}

// Frame is what every page has around it. A view embeds it.
type Frame struct {
	Place   Place
	Path    string   // path and query of this page
	Me      *Me      // nil: nobody is signed in
	Elder   int      // size of the letters in elder mode (长辈版), in points; 0: not in it
	English bool     // the reader has asked for English: what is drawn is put into it
	Trial   bool     // the portal is being tried out: a sign-in link opens its desks
	Command string   // random, new at each rendering: the root of its forms' command ids
	Day     string   // today at the place: 2026-11-03; "" where the page is kept by nobody
	Done    string   // code of the act just done, said once at the top of the page
	Form    Form     // the form just refused, with what was typed
	Helping *Helping // for whom the reader acts; nil: for nobody
	// Watching: the reader looks on and may change nothing, so that no form is drawn.
	Watching bool
}

// Base gives a view's frame to code that knows only Page.
func (f *Frame) Base() *Frame { return f }

// Place is the body whose board this is: a community, a street or a district.
type Place struct {
	Slug   string // first part of its paths; "" on pages of the whole installation
	Name   string // 和平里社区
	Within string // 东城区 · 和平里街道
	Phone  string // the office's telephone
	Level  residents.Level
}

// Me is the signed-in reader.
type Me struct {
	Name   string // one's own name, unmasked: shown to nobody else
	Key    string // under which what waits to be sent is kept on their phone; "" where they are not at home
	Desk   bool   // may open this place's desk
	Audit  bool   // may read this place's audit
	Unread int    // items in the inbox not read yet
}

// outboxName is under which name what the reader writes waits on their phone, or "".
func (f *Frame) outboxName() string {
	if f.Me == nil || f.Watching {
		return ""
	}
	return f.Me.Key
}

// Form is a refused form: Name tells which of the page's forms it was.
type Form struct {
	Name   string
	Values map[string]string // what was typed, by field
	Errors map[string]string // the sentence beside each field; "" is the form's own
	Order  []string          // the fields with errors, as they stand in the form
	Kept   bool              // the browser still has the files that were chosen
}

// Value is what was typed into field of form name before it was refused, or otherwise.
func (f *Frame) Value(name, field, otherwise string) string {
	if f.Form.Name != name {
		return otherwise
	}
	if v, ok := f.Form.Values[field]; ok {
		return v
	}
	return otherwise
}

// Problem is the sentence beside field of form name, or "".
func (f *Frame) Problem(name, field string) string {
	if f.Form.Name != name {
		return ""
	}
	return f.Form.Errors[field]
}

// CommandID is the id of the command that form name sends: the same for a
// repeated press, another on the next rendering. Things made by a command take
// its id, and forms about them take theirs: a long name is shortened to a sum of
// itself, so that ids do not grow from one to the next.
func (f *Frame) CommandID(name string) string {
	if len(name) > 24 {
		sum := fnv.New64a()
		_, _ = sum.Write([]byte(name))
		name = strconv.FormatUint(sum.Sum64(), 36)
	}
	return f.Command + "-" + name
}

// To is a path within this place: To("topics/new") is /hepingli/topics/new.
func (f *Frame) To(path string) string {
	if f.Place.Slug == "" {
		return "/" + path
	}
	if path == "" {
		return "/" + f.Place.Slug
	}
	return "/" + f.Place.Slug + "/" + path
}
