package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// This file reads the texts of answers, of which the desk is told the building only, and puts
// them under themes.

// ideasPage is how many texts stand on a page.
const ideasPage = 30

// ideasAsked is which texts are read, and from where on.
func ideasAsked(q url.Values) (f store.IdeaFilter, page int) {
	f.Question, f.Theme, f.Unread = asked(q.Get("question"), 4), asked(q.Get("theme"), project.MaxTheme), q.Get("show") == "unread"
	return f, between(q.Get("page"), 1, 10_000)
}

// ideasQuery is the query that asks for them.
func ideasQuery(f store.IdeaFilter, page int) string {
	q := url.Values{}
	for name, value := range map[string]string{"question": f.Question, "theme": f.Theme} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if f.Unread {
		q.Set("show", "unread")
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	return strings.TrimSuffix("/ideas?"+q.Encode(), "?")
}

// deskCallIdeas is a page of texts with the themes beside it.
func (p *Portal) deskCallIdeas(r *request) (answer, error) {
	v := &desk.CallIdeasView{Style: p.files.address("calls.css")}
	f, page := ideasAsked(r.URL.Query())
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atCalls(r, rows); err != nil {
			return err
		}
		c, err := rows.Call(r.place.ID, r.thing("id"))
		if err != nil {
			return err
		}
		if c.State != project.CallPublished && c.State != project.CallClosed {
			return project.ErrCallStage
		}
		v.ID, v.Label, v.Unit = c.ID, c.Title, pages.CallUnitWord(c.Unit)
		at := v.To("desk/calls/" + c.ID)
		v.Here = at + ideasQuery(f, page)
		if err := r.readIdeas(rows, v, c, f, page); err != nil {
			return err
		}
		v.Filters = ideaFilters(at, c, f)
		return r.callThemes(rows, v, c)
	})
	return show(v), err
}

// readIdeas puts a page of texts into the view.
func (r *request) readIdeas(rows *store.View, v *desk.CallIdeasView, c project.Call, f store.IdeaFilter, page int) error {
	found, err := rows.IdeasRead(c.Community, c.ID, f, (page-1)*ideasPage, ideasPage+1)
	if err != nil {
		return err
	}
	at := v.To("desk/calls/" + c.ID)
	if page > 1 {
		v.Previous = at + ideasQuery(f, page-1)
	}
	if len(found) > ideasPage {
		found = found[:ideasPage]
		v.Next = at + ideasQuery(f, page+1)
	}
	names, err := communityNames(rows, c)
	for _, i := range found {
		v.Ideas = append(v.Ideas, desk.Idea{
			Key: ideaKey(i), No: questionNo(c, i.Question), Words: i.Words, Theme: i.Theme, N: i.N,
			Building: strings.TrimSpace(names[i.Community] + " " + cmp.Or(i.Building, "没有楼号的")),
		})
	}
	return err
}

// questionNo is the number of a question as people read it.
func questionNo(c project.Call, id string) string {
	for _, a := range pages.InOrder(pages.Outline(c.Questions)) {
		if a.ID == id {
			return a.No
		}
	}
	return id
}

// ideaFilters are the ways to read.
func ideaFilters(at string, c project.Call, f store.IdeaFilter) []pages.DeskLink {
	all := []pages.DeskLink{
		{Name: "全部", Href: at + "/ideas", Current: f == store.IdeaFilter{}},
		{Name: "没有归类的", Href: at + ideasQuery(store.IdeaFilter{Unread: true}, 1), Current: f.Unread},
	}
	for _, a := range pages.InOrder(pages.Outline(c.Questions)) {
		if a.Kind == project.Text {
			all = append(all, pages.DeskLink{Name: "第 " + a.No + " 题", Href: at + ideasQuery(store.IdeaFilter{Question: a.ID}, 1), Current: f.Question == a.ID})
		}
	}
	if f.Theme != "" {
		all = append(all, pages.DeskLink{Name: "归到「" + f.Theme + "」的", Href: at + ideasQuery(f, 1), Current: true})
	}
	return all
}

// callThemes are the themes of a call, the fullest first, and whether they stand in the list of needs.
func (r *request) callThemes(rows *store.View, v *desk.CallIdeasView, c project.Call) error {
	counts, err := rows.ThemeCounts(c.Community, c.ID)
	if err != nil {
		return err
	}
	v.Waiting = counts[""]
	delete(counts, "")
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(counts[b]-counts[a], strings.Compare(a, b)) })
	for _, name := range names {
		t := desk.CallTheme{Theme: name, N: counts[name], Part: themePart(name), Href: v.To("desk/calls/"+c.ID) + ideasQuery(store.IdeaFilter{Theme: name}, 1)}
		need, err := rows.NeedAt(c.Community, project.FromCall, c.ID, name)
		if err != nil && !errors.Is(err, residents.ErrNotFound) {
			return err
		}
		t.Noted = need.N
		v.Themes = append(v.Themes, t)
	}
	return nil
}

// themePart tells the forms of themes apart.
func themePart(theme string) string {
	sum := sha256.Sum256([]byte(theme))
	return hex.EncodeToString(sum[:12])
}

// ideaKey names a text by what the page shows of it, and not by whose it is: those that say the
// same in a building go under the same theme.
func ideaKey(i store.ReadIdea) string {
	sum := sha256.Sum256([]byte(i.Words))
	return i.Community + "|" + i.Question + "|" + hex.EncodeToString(sum[:12]) + "|" + i.Building
}

// themed is a text that is put under a theme.
type themed struct {
	store.ReadIdea
	field, key, theme string
}

// setCallThemes puts the texts of a page under the themes that were typed beside them.
func (p *Portal) setCallThemes(r *request) (answer, error) {
	var all []themed
	for n := 1; n <= ideasPage && len(r.form.values["key"+strconv.Itoa(n)]) > 0; n++ {
		t := themed{field: "theme" + strconv.Itoa(n), key: r.form.text("key"+strconv.Itoa(n), 300)}
		t.theme = r.form.text(t.field, project.MaxTheme)
		parts := strings.SplitN(t.key, "|", 4)
		if len(parts) != 4 {
			r.form.refuse(t.field, residents.ErrChoice, 0)
			continue
		}
		t.Community, t.Question, t.Building = parts[0], parts[1], parts[3]
		all = append(all, t)
	}
	f, page := ideasAsked(r.URL.Query())
	return p.onCallThen(r, desk.CallThemesForm, ideasQuery(f, page), "call-themed", func(tx *store.Tx, by residents.Sender, c project.Call) error {
		for _, t := range all {
			if err := setTheme(tx, by, c, t); err != nil {
				return err
			}
		}
		return nil
	})
}

// setTheme puts the texts that a key names under a theme, where they do not stand already.
func setTheme(tx *store.Tx, by residents.Sender, c project.Call, t themed) error {
	there, err := tx.IdeasAt(c.Community, c.ID, t.Community, t.Building, t.Question)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(there, func(i store.ReadIdea) bool { return ideaKey(i) == t.key })
	if i < 0 || there[i].Theme == t.theme {
		return nil // it was written otherwise meanwhile, or stands there
	}
	units, err := tx.UnitsSaying(c.Community, c.ID, there[i])
	if err != nil {
		return err
	}
	for _, unit := range units {
		err := project.SetTheme(tx, by, c.Community, c.ID, t.Community, unit, t.Question, t.theme)
		var wrong *residents.FieldError
		if errors.As(err, &wrong) {
			return &residents.FieldError{Field: t.field, Reason: wrong.Reason, Limit: wrong.Limit}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// noteCallNeed puts a theme of a call into the list of needs.
func (p *Portal) noteCallNeed(r *request) (answer, error) {
	theme := r.form.text("theme", project.MaxTheme)
	return p.onCallThen(r, "call-need", "/ideas", "need-noted", func(tx *store.Tx, by residents.Sender, c project.Call) error {
		return project.NoteNeed(tx, by, c.Community, project.FromCall, c.ID, theme)
	})
}

// onCallThen is onCall, and leads to a page below the call's.
func (p *Portal) onCallThen(r *request, name, below, done string, verb func(tx *store.Tx, by residents.Sender, c project.Call) error) (answer, error) {
	a, err := p.onCall(r, name, done, verb)
	if err == nil {
		a.location = api.WithDone("/"+r.place.Slug+"/desk/calls/"+r.thing("id")+below, done)
	}
	return a, err
}
