package main

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/store"
)

// entryRoutes are the ways in and out, and what belongs to no board.
func (p *Portal) entryRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{$}", name: "places", do: residents.ReadPublic, handle: p.places},
		{method: http.MethodPost, pattern: "/elder", name: "elder", do: residents.Enter, handle: p.setElder, on: "/{$}"},
		{method: http.MethodPost, pattern: "/language", name: "language", do: residents.Enter, handle: p.setLanguage, on: "/{$}"},
		{method: http.MethodGet, pattern: "/enter/{token}", name: "enter", do: residents.Enter, handle: p.askToEnter},
		{method: http.MethodPost, pattern: "/enter/{token}", name: "enter", do: residents.Enter, handle: p.enter},
		{method: http.MethodGet, pattern: "/sign-out", name: "sign-out", do: residents.Enter, handle: p.goHome},
		{method: http.MethodPost, pattern: "/sign-out", name: "sign-out", do: residents.Enter, handle: p.signOut},
		{method: http.MethodGet, pattern: "/offline", name: "offline", do: residents.ReadPublic, handle: p.offline},
	}
}

// mostPlaces is how many communities the list of places shows; where there are more
// it shows the streets, whose boards lead on.
const mostPlaces = 200

// places shows the boards of the installation; who is signed in goes to their own,
// and where there is one community everybody goes there.
func (p *Portal) places(r *request) (answer, error) {
	var all []residents.Community
	err := p.store.View(r.Context(), func(v *store.View) (err error) {
		all, err = v.Communities()
		return err
	})
	if err != nil {
		return answer{}, err
	}
	communities, only := 0, ""
	for _, c := range all {
		if r.who.SignedIn() && c.ID == r.who.Resident.Community {
			return seeOther("/"+c.Slug, r.URL.Query().Get("done")), nil
		}
		if c.Level == residents.LevelCommunity {
			communities++
			only = c.Slug
		}
	}
	if communities == 1 {
		return seeOther("/"+only, r.URL.Query().Get("done")), nil
	}
	if communities > mostPlaces {
		all = slices.DeleteFunc(all, func(c residents.Community) bool { return c.Level == residents.LevelCommunity })
	}
	return show(&pages.PlacesView{Frame: p.frame(r), Districts: below(all, "")}), nil
}

// below are the bodies directly under one, each with those under it.
func below(all []residents.Community, parent string) []pages.PlaceLine {
	var lines []pages.PlaceLine
	for _, c := range all {
		if c.Parent == parent {
			lines = append(lines, pages.PlaceLine{Slug: c.Slug, Name: c.Name, Below: below(all, c.ID)})
		}
	}
	return lines
}

// elderCookie keeps a browser's choice of the page's size; it says nothing else.
const elderCookie = "elder"

// elderModes are what can be asked for: off, on in the size in which the mode begins, and each size.
func elderModes() []string {
	modes := []string{"off", "on"}
	for _, size := range pages.ElderSizes {
		modes = append(modes, strconv.Itoa(size))
	}
	return modes
}

// setElder turns elder mode (长辈版) on or off in this browser, or gives its letters another size,
// and goes back to the page where it was asked for.
func (p *Portal) setElder(r *request) (answer, error) {
	mode, back := r.form.choice("elder", elderModes()...), r.form.text("back", 2000)
	if err := r.form.err(); err != nil {
		return answer{}, err
	}
	p.remember(r, elderCookie, mode, "off")
	return seeOther(within(back), ""), nil
}

// remember keeps a choice of this browser for a year; off is the one that need not be kept.
func (p *Portal) remember(r *request, name, choice, off string) {
	c := &http.Cookie{
		Name: name, Value: choice, Path: "/", MaxAge: 365 * 24 * 60 * 60,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: p.secure,
	}
	if choice == off {
		c.MaxAge = -1
	}
	http.SetCookie(r.w, c)
}

// languageCookie keeps in which language a browser wants the pages; it says nothing else.
const languageCookie = "language"

// setLanguage gives this browser the pages in English, or in Chinese again, and goes back to the page where it was
// asked for.
func (p *Portal) setLanguage(r *request) (answer, error) {
	language, back := r.form.choice("language", "en", "zh"), r.form.text("back", 2000)
	if err := r.form.err(); err != nil {
		return answer{}, err
	}
	p.remember(r, languageCookie, language, "zh")
	return seeOther(within(back), ""), nil
}

// inEnglish tells whether this browser has asked for the pages in English.
func inEnglish(r *http.Request) bool {
	c, err := r.Cookie(languageCookie)
	return err == nil && c.Value == "en"
}

// elder is the size of the letters that this browser has asked for; 0 out of elder mode.
func elder(r *http.Request) int {
	c, err := r.Cookie(elderCookie)
	if err != nil {
		return 0
	}
	if c.Value == "on" {
		return pages.ElderFirst
	}
	for _, size := range pages.ElderSizes {
		if c.Value == strconv.Itoa(size) {
			return size
		}
	}
	return 0
}

// within is path, if it is one of this portal; otherwise the front page. An
// address that browsers take for another site's is none.
func within(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(path, "/") ||
		strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\") {
		return "/"
	}
	return u.RequestURI()
}

// askToEnter shows a button and changes nothing: whoever looks at a link to
// preview it signs nobody in.
func (p *Portal) askToEnter(r *request) (answer, error) {
	return show(&pages.EnterView{Frame: p.frame(r)}), nil
}

// enter uses the link up and begins a session under a new cookie.
func (p *Portal) enter(r *request) (answer, error) {
	if err := r.form.err(); err != nil {
		return answer{}, err
	}
	who, err := p.doors.Enter(r.w, r.Request, r.PathValue("token"), r.form.command())
	if errors.Is(err, store.ErrDeadLink) {
		p.noteSignIn(r, residents.Installation, "", store.ErrDeadLink)
	}
	if err != nil {
		return answer{}, err
	}
	var home residents.Community
	err = p.store.View(r.Context(), func(v *store.View) (err error) {
		home, err = v.CommunityByID(who.Resident.Community)
		return err
	})
	return seeOther("/"+home.Slug, "signed-in"), err
}

// signOut ends the session for good and empties what this browser has stored.
func (p *Portal) signOut(r *request) (answer, error) {
	if err := r.form.err(); err != nil {
		return answer{}, err
	}
	if err := p.doors.Leave(r.w, r.Request); err != nil {
		return answer{}, err
	}
	r.w.Header().Set("Clear-Site-Data", `"storage"`)
	r.who, r.self = residents.Standing{}, residents.Standing{}
	return seeOther("/", "signed-out"), nil
}

func (p *Portal) goHome(*request) (answer, error) { return seeOther("/", ""), nil }

// offline is the page without data that the service worker keeps.
func (p *Portal) offline(r *request) (answer, error) {
	r.who, r.self, r.acting = residents.Standing{}, residents.Standing{}, nil
	return show(&pages.OfflineView{Frame: p.frame(r)}), nil
}
