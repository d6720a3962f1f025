package main

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"yishiting/server/browsertest"
)

// between puts a handler between the readers and the portal: it tells whether it
// has answered. nil takes it away.
func (b *booted) between(h func(w http.ResponseWriter, r *http.Request) bool) {
	if h == nil {
		b.before.Store(nil)
		return
	}
	b.before.Store(&h)
}

// hold keeps every request whose path contains part until let go is called.
func (b *booted) hold(part string) (letGo func()) {
	gate, open := shut(b.t)
	b.between(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.Contains(r.URL.Path, part) {
			<-gate
		}
		return false
	})
	return open
}

// shut is a gate that stands until it is opened, or the test has ended, well or not: a server ends when all is answered.
func shut(t testing.TB) (gate <-chan struct{}, open func()) {
	closed := make(chan struct{})
	open = sync.OnceFunc(func() { close(closed) })
	t.Cleanup(open)
	return closed, open
}

// comes is what comes, for which a test waits as long as for anything on a page.
func comes[T any](t testing.TB, what <-chan T) T {
	t.Helper()
	select {
	case got := <-what:
		return got
	case <-time.After(time.Minute):
		t.Fatal("it never comes")
		panic("not reached")
	}
}

// cut takes the network away: every connection is closed without an answer. The
// function it gives brings it back.
func (b *booted) cut() (back func()) {
	b.between(func(http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) })
	b.CloseClientConnections()
	return func() { b.between(nil) }
}

// flight puts a reader's phone into flight mode; the function it gives ends it.
func (b *booted) flight(r *browsertest.Tab) (back func()) {
	b.t.Helper()
	on := b.cut()
	r.Flight(true)
	return func() { on(); r.Flight(false) }
}

// missing answers 404 for every path that contains part.
func (b *booted) missing(part string) {
	b.between(func(w http.ResponseWriter, r *http.Request) bool {
		if strings.Contains(r.URL.Path, part) {
			http.NotFound(w, r)
			return true
		}
		return false
	})
}
