package store

import (
	"context"
	"sync"
)

// news tells those who listen which communities have changed.
type news struct {
	mu        sync.Mutex
	listeners map[*listener]struct{}
	begun     bool
	elsewhere bool   // changes come back from the database, this server's own too
	stop      func() // ends listening to the database
	over      chan struct{}
}

// listener has what its channel has not taken yet, each community once.
type listener struct {
	pending map[string]bool // guarded by news.mu
	wake    chan struct{}
}

func newNews() *news {
	return &news{listeners: map[*listener]struct{}{}, stop: func() {}, over: make(chan struct{})}
}

// Changes gives the ids of communities as they change, on this server or, on
// PostgreSQL, on any other. "" means that changes may have been missed: read
// everything again. A slow reader loses nothing: the same community is only said
// once for all changes meanwhile. The channel is closed when ctx ends or the store is closed.
func (s *Store) Changes(ctx context.Context) <-chan string {
	n := s.news
	l := &listener{pending: map[string]bool{}, wake: make(chan struct{}, 1)}
	out := make(chan string)
	n.mu.Lock()
	n.listeners[l] = struct{}{}
	if !n.begun {
		n.begun = true
		n.stop, n.elsewhere = s.d.listen(n.tell)
	}
	n.mu.Unlock()
	go func() {
		defer close(out)
		defer n.forget(l)
		for {
			select {
			case <-l.wake:
			case <-ctx.Done():
				return
			case <-n.over:
				return
			}
			for _, community := range n.take(l) {
				select {
				case out <- community:
				case <-ctx.Done():
					return
				case <-n.over:
					return
				}
			}
		}
	}()
	return out
}

// changedHere tells of what this server has written, unless the database will.
func (s *Store) changedHere(communities []string) {
	s.news.mu.Lock()
	elsewhere := s.news.elsewhere
	s.news.mu.Unlock()
	if elsewhere {
		return
	}
	for _, c := range communities {
		s.news.tell(c)
	}
}

func (n *news) tell(community string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for l := range n.listeners {
		l.pending[community] = true
		select {
		case l.wake <- struct{}{}:
		default:
		}
	}
}

// take empties what is pending; when everything is to be read again, that alone.
func (n *news) take(l *listener) []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	pending := l.pending
	l.pending = map[string]bool{}
	if pending[""] {
		return []string{""}
	}
	var all []string
	for c := range pending {
		all = append(all, c)
	}
	return all
}

func (n *news) forget(l *listener) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.listeners, l)
}

func (n *news) close() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.begun = true // listens to nothing from now on
	n.stop()
	close(n.over)
}
