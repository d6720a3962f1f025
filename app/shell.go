//go:build js && wasm

package main

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"sync"
	"syscall/js"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"yishiting/app/api"
	"yishiting/app/client"
	"yishiting/app/english"
	"yishiting/app/pages"
	"yishiting/residents"
)

// shell is go-app's one component, for every path. It is mounted in an element of
// its own beside the page and draws nothing there: go-app gives the router, the
// page is painted by the boot script (window.shell). All fields are unexported, so
// that a change of path keeps them.
type shell struct {
	app.Compo

	boot   js.Value
	client client.Client
	turn   int // of the last page asked for; the answer to an older turn is dropped
}

func (s *shell) Render() app.UI { return app.Div() }

// OnMount gives the boot script what it calls, and takes over from the browser.
func (s *shell) OnMount(ctx app.Context) {
	s.boot = js.Global().Get("shell")
	s.client = client.Client{Fetch: client.Browser, Version: s.boot.Get("version").String()}
	s.boot.Set("again", js.FuncOf(func(js.Value, []js.Value) any {
		ctx.Dispatch(func(ctx app.Context) { s.open(ctx, s.shown(), true) })
		return nil
	}))
	s.boot.Set("send", js.FuncOf(func(_ js.Value, args []js.Value) any {
		path, body, sent := args[0].String(), args[1], args[2]
		ctx.Dispatch(func(ctx app.Context) { s.send(ctx, path, body, sent) })
		return nil
	}))
	s.boot.Set("arrive", js.FuncOf(func(_ js.Value, args []js.Value) any {
		location := args[0].String()
		ctx.Dispatch(func(ctx app.Context) { s.arrive(ctx, location) })
		return nil
	}))
	s.boot.Set("recounted", js.FuncOf(func(_ js.Value, args []js.Value) any { return recounted(args[0].String()) }))
	s.boot.Set("personal", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return residents.HoldsPersonalNumber(args[0].String())
	}))
	s.boot.Call("ready")
}

// OnNav opens the page that the address now names. At the start that is the page
// the server has already drawn.
func (s *shell) OnNav(ctx app.Context) {
	s.turn++ // whatever is on its way is for another address
	if here := s.boot.Call("here").String(); here != s.shown() {
		s.open(ctx, ctx.Page().URL().RequestURI(), false)
	} else if js.Global().Get("document").Call("querySelector", "[data-check]").Truthy() {
		s.check(ctx, here)
	}
}

// check asks again for a page that the server has drawn, so that what it shows is
// checked on this device. Where that does not come, the page stays as it is.
func (s *shell) check(ctx app.Context, path string) {
	turn := s.turn
	ctx.Async(func() {
		got, err := s.client.Open(context.Background(), path)
		ctx.Dispatch(func(ctx app.Context) {
			if turn == s.turn && err == nil && got.Page != nil {
				s.paint(got.Page, true)
			}
		})
	})
}

func (s *shell) shown() string { return s.boot.Call("shown").String() }

// open asks for a page and paints it, unless the reader has gone on meanwhile.
// The old page stays until the new one is there. What was asked for ahead is shown
// at once, and made fresh.
func (s *shell) open(ctx app.Context, path string, same bool) {
	s.turn++
	turn := s.turn
	ahead := ""
	if !same {
		ahead = s.paintAhead(path)
	}
	ctx.Async(func() {
		got, err := s.client.Open(context.Background(), path)
		ctx.Dispatch(func(ctx app.Context) {
			switch {
			case turn != s.turn:
			case err != nil:
				s.native(err)
			case got.Other:
				js.Global().Get("location").Call("assign", got.Location)
			case got.Location != "":
				ctx.Navigate(got.Location)
			default:
				s.paint(got.Page, same || ahead == got.Page.Name())
			}
		})
	})
}

// paintAhead paints the page at path as it was asked for a moment ago, where it was,
// and tells its name, or "".
func (s *shell) paintAhead(path string) string {
	answer := s.boot.Call("ahead", path)
	if answer.Type() != js.TypeString {
		return ""
	}
	got, err := s.client.Read([]byte(answer.String()))
	if err != nil || got.Page == nil || got.Why != nil {
		return ""
	}
	s.paint(got.Page, false)
	return got.Page.Name()
}

// native leaves the address to the browser: the server is of another version, or
// the worker may have the page saved. A page that stands in for one that is not
// saved stays.
func (s *shell) native(err error) {
	switch {
	case s.shown() == "" && errors.Is(err, client.ErrUnreached):
	case errors.Is(err, client.ErrUnreached) && !s.boot.Call("kept").Bool():
		s.paint(&pages.OfflineView{}, false)
	default:
		js.Global().Get("location").Call("reload")
	}
}

func (s *shell) paint(page pages.Page, same bool) {
	if c, ok := page.(pages.Checker); ok {
		c.Check() // on this device, and not by the server that is checked
	}
	page.Base().Elder = elderSize() // the document's own: another mode or language is another document
	page.Base().English = words() != nil
	var html strings.Builder
	if err := pages.Whole(page).Render(context.Background(), &html); err != nil {
		js.Global().Get("location").Call("reload")
		return
	}
	drawn, title := html.String(), pages.LineTitle(page)
	if c := words(); c != nil {
		title, drawn = c.Title(title, drawn), c.Page(drawn, nil)
	}
	s.boot.Call("paint", drawn, title, page.Base().Elder, same)
}

// words is the catalogue of a document in English; nil where it is in Chinese.
var words = sync.OnceValue(func() *english.Catalogue {
	text := js.Global().Get("shell").Get("words")
	if text.Type() != js.TypeString {
		return nil
	}
	c, err := english.Parse(text.String())
	if err != nil {
		panic(err) // the server reads the same text before it sends it
	}
	return c
})

// elderSize is the size of the letters of the document, also where the page was saved in another, or holds nothing.
func elderSize() int {
	size, _ := strconv.Atoi(js.Global().Get("document").Get("documentElement").Get("dataset").Get("size").String())
	return size
}

// send posts a form. What was typed stays in the page until the server has said
// that it is done, or has drawn the form again.
func (s *shell) send(ctx app.Context, path string, body, sent js.Value) {
	var form any = body
	if body.Type() == js.TypeString {
		form = body.String()
	}
	here := s.shown()
	ctx.Async(func() {
		got, err := s.client.Send(context.Background(), path, form)
		ctx.Dispatch(func(ctx app.Context) {
			sent.Invoke(err == nil && got.Location != "", errors.Is(err, client.ErrVersion))
			switch {
			case errors.Is(err, client.ErrVersion): // the browser sends it
			case got.Other:
				js.Global().Get("location").Call("assign", got.Location)
			case err != nil:
				s.say("网络不通，还没有送出。写的内容都在，请稍后再按一次")
			case here != s.shown():
				// The reader has gone on: the answer is for a page that is no longer there.
			case got.Location != "":
				s.arrive(ctx, got.Location)
			case got.Refused():
				s.turn++
				s.paint(got.Page, true)
			default:
				s.say(pages.Says(api.Code(got.Why)) + "。" + pages.Next(api.Code(got.Why)))
			}
		})
	})
}

// arrive goes where a command leads: to the same page by a refresh, without
// another entry in the history.
func (s *shell) arrive(ctx app.Context, location string) {
	if js.Global().Get("shell").Call("clean", location).String() == s.shown() {
		s.open(ctx, location, true)
		return
	}
	js.Global().Get("shell").Call("open", location)
}

func (s *shell) say(text string) {
	if c := words(); c != nil {
		text, _ = c.Text(text)
	}
	s.boot.Call("say", text)
}

// recounted is what the page says of a poll counted again: "" while that runs, "missing" when
// it could not, otherwise what the program that counts has told.
func recounted(told string) string {
	r := pages.Recount{Running: told == "", Missing: told == "missing"}
	if !r.Running && json.Unmarshal([]byte(told), &r.Verdict) != nil {
		r.Missing = true
	}
	var html strings.Builder
	_ = pages.RecountResult(r).Render(context.Background(), &html) // into memory
	if c := words(); c != nil {
		return c.Page(html.String(), nil)
	}
	return html.String()
}
