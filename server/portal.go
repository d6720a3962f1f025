package main

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"yishiting/app/api"
	"yishiting/residents"
	"yishiting/server/doors"
	"yishiting/server/notify"
	"yishiting/server/store"
)

// Portal is the whole program as it is served; tests boot the same.
type Portal struct {
	clock   func() time.Time
	log     *slog.Logger
	secure  bool   // reached over https
	public  string // address of the portal, without a slash at its end; "" where it is not known
	files   *staticFiles
	numbers *numbers
	store   *store.Store
	doors   *store.Sessions
	keys    keys
	forgets forgetting
	hasher  *doors.Hasher // of codes that are typed
	flood   *doors.Flood
	feeds   *doors.Flood // of calendars that are asked for
	digests looked
	proxies []netip.Prefix // whose word about an address counts
	texts   *notify.Sender // nil: no text can be sent
	mails   *notify.Sender // nil: no mail can be sent
	slugs   sync.Map       // residents.Community of a slug, as far as never changes
	counted countedAgain
	handler http.Handler
}

// Settings are what a Portal needs to know of the world.
type Settings struct {
	Clock     func() time.Time
	Log       *slog.Logger
	PublicURL string // https://yishiting.example.cn; "" for a local one
	Address   string // where people reach it while PublicURL is ""; "" where that is not known

	// LinkProves lets a sign-in link count like a passkey: for trying the portal out on one's own machine.
	LinkProves bool
	Store      *store.Store
	Texts      *notify.Sender // by which codes are sent to telephones; nil: that way in is not offered
	Mails      *notify.Sender // by which people are told who wish it; nil: that is not offered
	Proxies    []netip.Prefix // whose X-Forwarded-For counts
}

// NewPortal puts the program together.
func NewPortal(s Settings) (*Portal, error) {
	p := &Portal{
		clock: s.Clock, log: s.Log, numbers: newNumbers(), texts: s.Texts, mails: s.Mails, proxies: s.Proxies,
		hasher: doors.NewHasher(hashesAtOnce), flood: doors.NewFlood(postsAtOnce, postsPerSecond, s.Clock),
		feeds: doors.NewFlood(feedsAtOnce, feedsPerSecond, s.Clock),
		store: s.Store, doors: store.NewSessions(s.Store, s.PublicURL),
	}
	if at := cmp.Or(s.PublicURL, s.Address); at != "" {
		u, err := url.Parse(at)
		if err != nil || u.Host == "" {
			return nil, errors.New("the public URL is no URL: " + at)
		}
		p.secure = u.Scheme == "https"
		p.public = u.Scheme + "://" + u.Host
	}
	var err error
	p.doors.LinkProves = s.LinkProves
	if p.keys, err = newKeys(cmp.Or(s.PublicURL, s.Address)); err != nil {
		return nil, err
	}
	if p.files, err = builtIn(); err != nil {
		return nil, err
	}
	p.handler = p.guard(p.front())
	return p, nil
}

// ServeHTTP answers everything the portal answers in public.
func (p *Portal) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.handler.ServeHTTP(w, r) }

// front parts the files, the health of the program, and the pages by both roads.
func (p *Portal) front() http.Handler {
	pages := p.mux(p.routes())
	mux := http.NewServeMux()
	mux.Handle("GET /static/", p.files)
	mux.HandleFunc("GET /healthz", p.healthz)
	mux.HandleFunc("GET /sw.js", p.worker)
	mux.HandleFunc("GET /manifest.webmanifest", func(w http.ResponseWriter, r *http.Request) {
		p.files.byName["manifest.webmanifest"].serve(w, r)
	})
	mux.Handle(api.Prefix+"/", fromApp(pages))
	mux.HandleFunc("POST /api/{place}/polls/{id}/ballot", p.castJSON)
	mux.Handle("/", pages)
	return mux
}

type appKey struct{}

// fromApp marks a request as the app's and takes the prefix off its path.
func fromApp(next http.Handler) http.Handler {
	return http.StripPrefix(api.Prefix, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), appKey{}, true)))
	}))
}

// serve answers by one line of the table; page is where its form stands.
func (p *Portal) serve(line, page route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
		routed(hr, line.name)
		r := p.bare(w, hr)
		r.app = hr.Context().Value(appKey{}) != nil
		r.route = line
		r.path = withoutDone(hr.URL)
		err := p.know(r)
		if located(r); err == nil && !sound(hr.URL.Path) {
			err = residents.ErrNotFound // whatever its parts name: no name is written so
		}
		if err != nil {
			p.tell(r, err)
			return
		}
		var a answer
		if err = p.gate(r, line); line.method == http.MethodPost {
			err = p.readPost(r, err)
			defer r.form.cleanup()
		}
		if err == nil {
			err = r.rightVoice()
		}
		if err == nil {
			err = r.rightWriter()
		}
		if err == nil {
			a, err = line.handle(r)
		}
		if err == nil {
			p.noteSeen(r, line)
			p.write(r, a)
			return
		}
		p.noteRefusal(r, err)
		switch {
		case page.handle != nil:
			p.refuse(r, page, err)
		default:
			p.tell(r, err)
		}
	})
}

// readPost reads what was posted, as far as its sender may send it: nothing of a flood, and
// no file of whom the gate refused. closed is what the gate says; it comes before what is
// wrong with the form, which is read all the same, so that what was typed is not lost.
func (p *Portal) readPost(r *request, closed error) error {
	r.form = emptyForm(r.Request)
	err := p.mayPost(r)
	switch line := r.route; {
	case err != nil:
	case errors.Is(closed, residents.ErrSignedOut) && (line.photos || line.upload > 0): // what was written is not lost, and no file is taken
		r.Body = http.MaxBytesReader(r.w, r.Body, maxForm+maxPhotos)
		r.form, err = readUploadOrText(r.w, r.Request, 0)
	case line.upload > 0 && closed != nil:
	case line.upload > 0:
		r.form, err = readUploadOrText(r.w, r.Request, line.upload)
		err = line.tooLarge(err)
	default:
		r.form, err = readForm(r.w, r.Request, line.photos && r.who.SignedIn() && closed == nil)
	}
	r.form.zone, r.now = r.place.Location(), p.clock() // a body may come long after its head
	if closed != nil && !errors.Is(err, api.ErrOften) {
		err = closed
	}
	return err
}

// gate asks the table of permissions whether the reader may do here what the line
// does, as far as roles go. What nobody could have a role for at a body of this level
// is not there.
func (p *Portal) gate(r *request, line route) error {
	there := line.at == nil || slices.Contains(line.at, r.place.Level)
	if r.place.ID != "" && !(there && residents.Exists(line.do, r.place.Level)) {
		return residents.ErrNotFound
	}
	return r.opens(line.do)
}

// know finds out who asks, and where.
func (p *Portal) know(r *request) error {
	var err error
	if r.session, r.self, err = p.doors.Look(r.Request); err != nil {
		return err
	}
	if r.reader = "-"; r.self.SignedIn() {
		r.reader = r.self.Resident.Community + "/" + r.self.Resident.ID
	}
	r.who = r.self
	slug := r.PathValue("place")
	atPlace := strings.HasPrefix(r.route.pattern, "/{place}")
	if atPlace && !residents.ValidSlug(slug) && slug != residents.InstallationSlug {
		return residents.ErrNotFound
	}
	if !atPlace && !r.who.SignedIn() {
		return nil
	}
	return p.store.View(r.Context(), func(v *store.View) error {
		if me := r.who.Resident; r.who.SignedIn() {
			if r.unread, err = v.Unread(me.Community, me.ID); err != nil {
				return err
			}
		}
		if atPlace {
			if r.place, err = v.CommunityBySlug(slug); err != nil {
				return err
			}
			if r.within, err = above(v, r.place); err != nil {
				return err
			}
		}
		return p.actFor(r, v)
	})
}

// above names the bodies above one, the highest first.
func above(v *store.View, body residents.Community) ([]residents.Community, error) {
	var up []residents.Community
	for body.Parent != "" {
		var err error
		if body, err = v.CommunityByID(body.Parent); err != nil {
			return nil, err
		}
		up = append([]residents.Community{body}, up...)
	}
	return up, nil
}

// healthz says ok only while the database answers.
func (p *Portal) healthz(w http.ResponseWriter, hr *http.Request) {
	r := p.bare(w, hr)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if err := p.store.Healthy(r.Context()); err != nil {
		p.log.Error("unhealthy", "error", err)
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("unavailable\n"))
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}

// withoutDone is the path and query of a page, without the code of what was done.
func withoutDone(u *url.URL) string {
	q := u.Query()
	q.Del("done")
	return strings.TrimSuffix(u.EscapedPath()+"?"+q.Encode(), "?")
}

// nothing answers every path that is no page.
func nothing(*request) (answer, error) { return answer{}, residents.ErrNotFound }
